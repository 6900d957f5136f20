"""Compare two groups: whether they differ at all, and in what."""
