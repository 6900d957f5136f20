"""Slugs, the ends of addresses: which are valid, and how one is made from a title."""

import re

from django.utils.text import slugify

LONGEST = 50
"""Maximum length of a slug."""
_FIT = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")


def is_valid_slug(end: str) -> bool:
    """Return whether a slug is valid: letters a to z, digits, single dashes between them."""
    return len(end) <= LONGEST and _FIT.fullmatch(end) is not None


def slugify_title(title: str) -> str:
    """Return a slug made from a title; '' if it has neither letters nor digits."""
    return slugify(title.replace("_", "-"))[:LONGEST].strip("-")
