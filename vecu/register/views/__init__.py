"""Pages of the register, for the members of a system."""
