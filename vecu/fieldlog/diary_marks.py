"""Tell pseudonyms of diaries from those that systems send. Pure.

The same person may have one of each, so that they are never counted together.
"""

_MARK = "-"
"""No fingerprint begins with it."""


def mark_diary(pseudonym: str) -> str:
    """Return a pseudonym of the same length that says that it is from a diary."""
    return f"{_MARK}{pseudonym[1:]}"


def is_from_diary(pseudonym: str) -> bool:
    """Return whether a pseudonym is from a diary."""
    return pseudonym.startswith(_MARK)
