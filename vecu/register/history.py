"""How rows, what members wrote, and the history of both become each other."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Field

from vecu.evidence.sources import Reference
from vecu.register.content import (
    ConsultationContent,
    ContactContent,
    EntryContent,
    GapContent,
    InvolvementContent,
    SettingContent,
    StageContent,
    SystemContent,
    VersionContent,
)
from vecu.register.models import ENTRY_MODELS, System, SystemEntry, SystemEvent
from vecu.register.rules import EntryKind, RegisterVerb

CONTENTS: Mapping[EntryKind, type[SystemContent | EntryContent]] = {
    EntryKind.SYSTEM: SystemContent,
    EntryKind.STAGE: StageContent,
    EntryKind.VERSION: VersionContent,
    EntryKind.SETTING: SettingContent,
    EntryKind.INVOLVEMENT: InvolvementContent,
    EntryKind.CONSULTATION: ConsultationContent,
    EntryKind.GAP: GapContent,
}
"""What members write of each subject whose states the history holds: not of the contact."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a member does, for the history."""

    system: System
    verb: RegisterVerb
    kind: EntryKind
    entry: UUID
    by: str
    now: datetime
    undoes: SystemEvent | None = None


def append_event(
    act: Act, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> None:
    """Add one act to the history, with the state that it found and the one that it left."""
    SystemEvent.objects.create(
        system=act.system,
        at=act.now,
        by=act.by,
        verb=act.verb,
        subject=act.kind,
        entry=act.entry,
        before=before,
        after=after,
        undoes=act.undoes,
    )


def get_content_kind(content: EntryContent) -> EntryKind:
    """Return which kind of entry somebody wrote."""
    return next(kind for kind, each in CONTENTS.items() if isinstance(content, each))


def get_row_kind(row: System | SystemEntry) -> EntryKind:
    """Return which kind of entry a row is."""
    return next(
        (kind for kind, model in ENTRY_MODELS.items() if isinstance(row, model)), EntryKind.SYSTEM
    )


def find_row(system: System, event: SystemEvent) -> System | SystemEntry | None:
    """Return what an act was about as it is now, None if it is not there; `system` is locked."""
    kind = EntryKind(event.subject)
    if kind is EntryKind.SYSTEM:
        return system
    return ENTRY_MODELS[kind]._default_manager.filter(pk=event.entry).first()


def fill_row(
    row: System | SystemEntry, content: SystemContent | ContactContent | EntryContent
) -> None:
    """Write content into a row, which is not saved."""
    for each in fields(content):
        value = getattr(content, each.name)
        if isinstance(content, VersionContent | GapContent) and each.name == "references":
            value = _list_stored(content)
        elif value is None and not _get_field(row, each.name).null:
            value = ""
        setattr(row, each.name, value)


def take_snapshot(row: System | SystemEntry) -> dict[str, Any]:
    """Return the state of a row for the history: what members wrote, and its revision."""
    names = [each.name for each in fields(CONTENTS[get_row_kind(row)])]
    return {name: getattr(row, name) for name in (*names, "revision")}


def read_state(kind: EntryKind, state: Mapping[str, Any]) -> System | SystemEntry:
    """Return a row that is not stored and says what a state of the history says."""
    row: System | SystemEntry = System() if kind is EntryKind.SYSTEM else ENTRY_MODELS[kind]()
    for name, value in state.items():
        setattr(row, name, _get_field(row, name).to_python(value))
    return row


def restore_row(
    system: System, event: SystemEvent, row: System | SystemEntry | None
) -> System | SystemEntry | None:
    """Bring back the state that an act found, and return it; of a system it is not saved.

    An entry gets a revision that it never had: who cites it has read another.
    """
    if event.before is None:
        if row is not None:
            row.delete()
        return None
    restored = row or ENTRY_MODELS[EntryKind(event.subject)](id=event.entry, system=system)
    revision = row.revision if row else event.before["revision"]
    for name, value in event.before.items():
        setattr(restored, name, _get_field(restored, name).to_python(value))
    restored.revision = revision
    if isinstance(restored, SystemEntry):
        restored.revision += 1
        restored.save()
    return restored


def _get_field(row: System | SystemEntry, name: str) -> Field[Any, Any]:
    return next(field for field in row._meta.concrete_fields if field.name == name)


def _list_stored(content: VersionContent | GapContent) -> list[dict[str, Any]]:
    cited: dict[tuple[str, UUID], Reference] = {
        (each.source, each.id): each for each in content.references
    }
    return [each.to_json() for each in cited.values()]
