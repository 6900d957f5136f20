"""Pages of a log, and where systems send events."""
