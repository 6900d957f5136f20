"""Which identity something from a file has here. Pure.

It keeps the one of the file, so that it is known again when the file comes back. Where the same
file came into another study of the laboratory, that one is taken, and one follows from both.
"""

from collections.abc import Collection
from uuid import UUID

from vecu.coding.refi import derive_guid

NOBODY = UUID(int=0)
"""Whoever coded without a name."""


def derive_identity(codebook: UUID, guid: UUID) -> UUID:
    """Return the identity in one codebook of what another has under the file's own."""
    return derive_guid(guid, f"in {codebook}")


def find_identity(codebook: UUID, guid: UUID, here: Collection[UUID]) -> UUID | None:
    """Return under which identity something of a file came in here before, None if it did not."""
    known = (guid, derive_identity(codebook, guid))
    return next((each for each in known if each in here), None)


def new_identity(codebook: UUID, guid: UUID, taken: Collection[UUID]) -> UUID:
    """Return the identity that something of a file gets; `taken` are those in use elsewhere."""
    return derive_identity(codebook, guid) if guid in taken else guid
