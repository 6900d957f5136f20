"""Pages for those who work with a pilot, for everybody, and for members of a system."""
