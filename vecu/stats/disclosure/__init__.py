"""Disclosure control of public counts: the cell key method."""
