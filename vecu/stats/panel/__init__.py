"""Change between waves of the same people, some of whom leave and others join."""
