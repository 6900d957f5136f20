"""How rows, what members wrote, and the history of both become each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vecu.dialogue.content import (
    AgendaContent,
    AgreementContent,
    AvisContent,
    ClauseContent,
    CommitmentContent,
    ConsultationProcess,
    DialogueContent,
    EndingContent,
    PointContent,
    WorkshopContent,
)
from vecu.dialogue.models import ENTRY_MODELS, Dialogue, DialogueEntry, DialogueEvent
from vecu.dialogue.rules import DialogueKind, DialogueSide, DialogueVerb
from vecu.records.row_states import fill_columns, read_columns, write_columns

CONTENTS: Mapping[DialogueKind, type[DialogueContent]] = {
    DialogueKind.WORKSHOP: WorkshopContent,
    DialogueKind.POINT: PointContent,
    DialogueKind.CONSULTATION: ConsultationProcess,
    DialogueKind.AGREEMENT: AgreementContent,
    DialogueKind.COMMITMENT: CommitmentContent,
    DialogueKind.CLAUSE: ClauseContent,
    DialogueKind.AGENDA_ITEM: AgendaContent,
}
"""What members write of each kind."""


@dataclass(frozen=True, slots=True)
class DialogueAct:
    """Something that is done, for the history: `by` an account of a side, both '' for a clause."""

    dialogue: Dialogue
    verb: DialogueVerb
    row: DialogueEntry
    by: str
    side: DialogueSide | None
    now: datetime
    undoes: DialogueEvent | None = None


def append_act(
    act: DialogueAct, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> None:
    """Add one act to the history, with the state that it found and the one that it left."""
    DialogueEvent.objects.create(
        dialogue=act.dialogue,
        at=act.now,
        by=act.by,
        side=act.side or "",
        verb=act.verb,
        subject=get_dialogue_kind(act.row),
        entry=act.row.pk,
        before=before,
        after=after,
        undoes=act.undoes,
    )


def get_content_kind(content: DialogueContent) -> DialogueKind:
    """Return which kind of entry somebody wrote."""
    return next(kind for kind, each in CONTENTS.items() if isinstance(content, each))


def get_dialogue_kind(row: DialogueEntry) -> DialogueKind:
    """Return which kind of entry a row is."""
    return next(kind for kind, model in ENTRY_MODELS.items() if isinstance(row, model))


def fill_row(row: DialogueEntry, content: DialogueContent | AvisContent | EndingContent) -> None:
    """Write content into a row, which is not saved."""
    fill_columns(row, content)


def take_snapshot(row: DialogueEntry) -> dict[str, Any]:
    """Return the state of a row for the history: all that is stored but what it belongs to."""
    return read_columns(row, without={"id", "dialogue_id"})


def read_state(kind: DialogueKind, state: Mapping[str, Any]) -> DialogueEntry:
    """Return a row that is not stored and says what a state of the history says."""
    row = ENTRY_MODELS[kind]()
    write_columns(row, state)
    return row


def restore_row(event: DialogueEvent, row: DialogueEntry | None) -> DialogueEntry | None:
    """Bring back the state that an act found, and return it; None if there was nothing.

    It gets a revision that it never had: who cites it has read another.
    """
    if event.before is None:
        if row is not None:
            row.delete()
        return None
    model = ENTRY_MODELS[DialogueKind(event.subject)]
    restored = row or model(id=event.entry, dialogue=event.dialogue)
    revision = row.revision if row else event.before["revision"]
    write_columns(restored, event.before)
    restored.revision = revision + 1
    restored.save()
    return restored


def find_row(dialogue: Dialogue, kind: DialogueKind, entry: UUID) -> DialogueEntry | None:
    """Return one entry as it is now, None if it is not there."""
    return ENTRY_MODELS[kind]._default_manager.filter(dialogue=dialogue, pk=entry).first()
