"""Pages of dialogue: for everybody, and for members of a system."""
