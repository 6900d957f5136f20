"""How the address of an inquiry ends: what may stand there, and what a title makes."""

import re

from django.utils.text import slugify

LONGEST = 50
"""Characters of the end of an address."""
_FIT = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")


def is_valid_slug(end: str) -> bool:
    """Tell whether an address may end so: small letters a to z, digits, dashes between them."""
    return len(end) <= LONGEST and _FIT.fullmatch(end) is not None


def slugify_title(title: str) -> str:
    """Return the end of an address made of a title; '' where it has neither letter nor digit."""
    return slugify(title.replace("_", "-"))[:LONGEST].strip("-")
