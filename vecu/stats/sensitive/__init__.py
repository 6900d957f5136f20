"""Sensitive questions: shares estimated from answers that reveal nothing about a person."""
