"""What five adults of a simulated school see, joined by a machine, and the price of joining it."""
