"""Identifiers: made from others, always the same ones, and read as other programs write them."""

from uuid import UUID, uuid5

_NAMESPACE = UUID("6f1d5a0e-3f0f-5c3b-9d55-0d2f6c1a7e42")
"""Drawn once, so that what is derived here meets nothing that is derived elsewhere."""


def derive_guid(origin: UUID, purpose: str) -> UUID:
    """Return the GUID of what has none of its own, from that of what it belongs to.

    The same two always give the same one, and nobody can tell the origin from it.
    """
    return uuid5(_NAMESPACE, f"{origin} {purpose}")


def read_guid(written: str) -> UUID | None:
    """Return the GUID that is written, with or without braces, in capitals or not; None if none."""
    try:
        return UUID(written.strip())
    except ValueError:
        return None


def make_surrogate_guid(written: str) -> UUID:
    """Return the GUID used for an identifier that is none, such as "code-7"."""
    return uuid5(_NAMESPACE, written)
