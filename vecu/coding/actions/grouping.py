"""Leads: passages that are alike, grouped in the background and turned into codes by a person."""

from vecu.coding.models import Run


def group(run: Run) -> None:
    """Group what people said."""
    raise NotImplementedError
