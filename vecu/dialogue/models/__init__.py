"""What is noted of the dialogue about a system: entries, and positions on writings."""

from vecu.dialogue.models.base import (
    NAME_LENGTH,
    DialogueEntry,
)
from vecu.dialogue.models.entries import (
    ENTRY_MODELS,
    AgendaItem,
    CitingEntry,
    Commitment,
    Dialogue,
    LastingEntry,
    ReviewClause,
    StaffAgreement,
    StaffConsultation,
    Workshop,
    WorkshopPoint,
)
from vecu.dialogue.models.positions import (
    WritingPosition,
    find_latest,
    list_in_force,
    list_versions,
)

__all__ = [
    "ENTRY_MODELS",
    "NAME_LENGTH",
    "AgendaItem",
    "CitingEntry",
    "Commitment",
    "Dialogue",
    "DialogueEntry",
    "LastingEntry",
    "ReviewClause",
    "StaffAgreement",
    "StaffConsultation",
    "Workshop",
    "WorkshopPoint",
    "WritingPosition",
    "find_latest",
    "list_in_force",
    "list_versions",
]
