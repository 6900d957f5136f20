"""Forms of safeguards."""
