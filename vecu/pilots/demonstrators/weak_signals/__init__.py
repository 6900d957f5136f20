"""What five adults of a simulated school each see, joined by a machine: what it finds, and the price."""
