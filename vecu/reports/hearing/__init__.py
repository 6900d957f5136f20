"""What was said at the hearing, by whom, and what answers it here. Pure; one file of data."""
