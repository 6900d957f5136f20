"""What protects those whom a system is used on: a yes that can be a no, a second look, access."""
