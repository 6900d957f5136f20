"""Change between waves of a panel, with dropouts and new members."""
