"""Map ids of a file to ids in the database. Pure.

A file's id is kept, so that it is recognised when the file comes back. If another study of the
laboratory has that id already, an id derived from codebook and file id is used.
"""

from collections.abc import Collection
from uuid import UUID

from vecu.coding.refi import derive_guid

NOBODY = UUID(int=0)
"""Whoever coded without a name."""


def derive_identity(codebook: UUID, guid: UUID) -> UUID:
    """Return the id in one codebook for an id of the file that another codebook has taken."""
    return derive_guid(guid, f"in {codebook}")


def find_identity(codebook: UUID, guid: UUID, here: Collection[UUID]) -> UUID | None:
    """Return the id under which an object of a file was imported before, None if it was not."""
    known = (guid, derive_identity(codebook, guid))
    return next((each for each in known if each in here), None)


def new_identity(codebook: UUID, guid: UUID, taken: Collection[UUID]) -> UUID:
    """Return the id for a new object of a file; `taken` are the ids in use elsewhere."""
    return derive_identity(codebook, guid) if guid in taken else guid
