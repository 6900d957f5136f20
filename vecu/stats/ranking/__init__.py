"""Ranks, each with the set of places that the data do not rule out."""
