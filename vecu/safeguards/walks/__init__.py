"""Walked paths: an association tries the same tasks by each way in, and both sides sign."""
