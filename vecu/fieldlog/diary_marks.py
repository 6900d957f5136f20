"""Tell pseudonyms of diaries from those that systems send, and by which pile of codes. Pure.

The same person may have one of each, and one of each pile, as codes are made void all together: so
that they are never counted together.
"""

from collections.abc import Collection

MARK = "-"
"""With it begins a pseudonym by a code that opens the diary; no fingerprint does."""
VOID_MARKS = "=~+*/^%#"
"""Of piles that were made void in the month, each its own; the last is of all others."""


def mark_diary(pseudonym: str) -> str:
    """Return a pseudonym of the same length that says that it is from a diary."""
    return f"{MARK}{pseudonym[1:]}"


def get_pile(pseudonym: str) -> str:
    """Return the mark of a pile of codes, '' of a pseudonym that a system sent."""
    return pseudonym[:1] if pseudonym.startswith((MARK, *VOID_MARKS)) else ""


def choose_void_mark(taken: Collection[str]) -> str:
    """Return the mark of a pile that is made void, which none has so far."""
    return next((mark for mark in VOID_MARKS if mark not in taken), VOID_MARKS[-1])
