"""Twelve drafts with invented sentences in them, and the eggs of cows."""
