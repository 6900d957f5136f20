"""Ranks, each with its confidence set."""
