"""Vécu: a laboratory in software on how AI really enters work."""

__version__ = "0.3.0a0"
