"""Forms of the register: what a system is, and each kind of entry."""
