"""Pages of a learning group: those of who facilitates it, and the one that everybody reads."""
