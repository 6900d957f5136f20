"""Pages of evaluations: for members of a system, and what everybody reads."""
