"""Pages: those that everybody reads, and those on which the staff writes findings."""
