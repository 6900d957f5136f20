"""How rows, what members wrote, and the history of both become each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Field

from vecu.deliberation.content import (
    AgendaContent,
    AgreementContent,
    AvisContent,
    ClauseContent,
    CollegePosition,
    CommitmentContent,
    ConsultationProcess,
    DialogueContent,
    EndingContent,
    PointContent,
    WorkshopContent,
)
from vecu.deliberation.models import ENTRY_MODELS, Dialogue, DialogueEntry, DialogueEvent
from vecu.deliberation.rules import DialogueKind, DialogueSide, DialogueVerb
from vecu.evidence.sources import Reference

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
    for each in fields(content):
        field, value = _get_field(row, each.name), _make_stored(getattr(content, each.name))
        if value is None and not field.null:
            value = ""
        setattr(row, field.attname, value)


def take_snapshot(row: DialogueEntry) -> dict[str, Any]:
    """Return the state of a row for the history: all that is stored but what it belongs to."""
    names = [each.attname for each in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in {"id", "dialogue_id"}}


def read_state(kind: DialogueKind, state: Mapping[str, Any]) -> DialogueEntry:
    """Return a row that is not stored and says what a state of the history says."""
    row = ENTRY_MODELS[kind]()
    _write_state(row, state)
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
    _write_state(restored, event.before)
    restored.revision = revision + 1
    restored.save()
    return restored


def _write_state(row: DialogueEntry, state: Mapping[str, Any]) -> None:
    by_name = {each.attname: each for each in row._meta.concrete_fields}
    for name, value in state.items():
        setattr(row, name, by_name[name].to_python(value))


def _get_field(row: DialogueEntry, name: str) -> Field[Any, Any]:
    return next(field for field in row._meta.concrete_fields if field.name == name)


def _make_stored(value: object) -> Any:
    """Return content as JSON and columns hold it; a reference that stands twice is stored once."""
    if isinstance(value, Reference):
        return value.to_json()
    if isinstance(value, CollegePosition):
        return {"stance": value.stance.value, "reason": dict(value.reason)}
    if isinstance(value, Mapping):
        return {str(key): _make_stored(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_make_stored(each) for each in dict.fromkeys(value)]
    return value


def find_row(dialogue: Dialogue, kind: DialogueKind, entry: UUID) -> DialogueEntry | None:
    """Return one entry as it is now, None if it is not there."""
    return ENTRY_MODELS[kind]._default_manager.filter(dialogue=dialogue, pk=entry).first()
