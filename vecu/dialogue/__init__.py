"""Dialogue about AI systems at work."""
