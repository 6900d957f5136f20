"""Addresses of the pages of a dialogue."""

from uuid import UUID

from vecu.dialogue.converters import DIALOGUE_SLUGS
from vecu.dialogue.models import ENTRY_MODELS, DialogueEntry
from vecu.dialogue.rules import DialogueKind

DIALOGUE = "/en/systems/job-offers/dialogue/"


def address_of(kind: DialogueKind, entry: UUID | str = "new", page: str = "") -> str:
    """Return the address of a page of an entry, that of the form for a new one by default."""
    return f"{DIALOGUE}{DIALOGUE_SLUGS[kind]}/{entry}/{page}"


def address_of_row(row: DialogueEntry, page: str = "") -> str:
    """Return the address of a page of an entry."""
    kind = next(kind for kind, model in ENTRY_MODELS.items() if isinstance(row, model))
    return address_of(kind, row.pk, page)
