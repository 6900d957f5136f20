"""GUIDs: derived from others, reproducibly, and read as other programs write them."""

from uuid import UUID, uuid5

_NAMESPACE = UUID("6f1d5a0e-3f0f-5c3b-9d55-0d2f6c1a7e42")
"""Random and fixed, so that derived GUIDs collide with nobody else's."""


def derive_guid(origin: UUID, purpose: str) -> UUID:
    """Return a GUID for an object without one, derived from the object it belongs to.

    Equal inputs give equal GUIDs, and the origin cannot be recovered.
    """
    return uuid5(_NAMESPACE, f"{origin} {purpose}")


def read_guid(written: str) -> UUID | None:
    """Return a GUID written with or without braces, in any case; None if it is none."""
    try:
        return UUID(written.strip())
    except ValueError:
        return None


def make_surrogate_guid(written: str) -> UUID:
    """Return the GUID used for an identifier that is none, such as "code-7"."""
    return uuid5(_NAMESPACE, written)
