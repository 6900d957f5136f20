"""The history of what facilitators write: how rows and its states become each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localtime

from vecu.groups.models import (
    GROUP_ENTRY_MODELS,
    GroupEvent,
    GroupHypothesis,
    GroupStep,
    LearningGroup,
)
from vecu.groups.vocabulary import UNDOABLE_VERBS, GroupEntryKind, GroupVerb
from vecu.records.row_states import read_columns, write_columns

GroupEntry = LearningGroup | GroupStep | GroupHypothesis
_NO_CONTENT = {"id", "group_id", "slug", "fictional", "published", "ended", "composition"}
"""What is no part of a state: to publish or to end is not undone by undoing a change."""


@dataclass(frozen=True, slots=True)
class GroupAct:
    """Something that an account does in a group; `entry` is None of what is no entry."""

    group: LearningGroup
    verb: GroupVerb
    by: str
    now: datetime
    entry: GroupEntry | None = None
    undoes: GroupEvent | None = None


def append_group_act(
    act: GroupAct,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add one act to the history, with the state that it found and the one that it left.

    What a member did, who has no account, has a day and no hour.
    """
    midnight = localtime(act.now).replace(hour=0, minute=0, second=0, microsecond=0)
    GroupEvent.objects.create(
        group=act.group,
        at=act.now if act.by else midnight,
        by=act.by,
        verb=act.verb,
        subject=get_entry_kind(act.entry) if act.entry else "",
        entry=act.entry.pk if act.entry else None,
        before=before,
        after=after,
        undoes=act.undoes,
    )


def get_entry_kind(entry: GroupEntry) -> GroupEntryKind:
    """Return which kind of entry a row is."""
    return next(kind for kind, model in GROUP_ENTRY_MODELS.items() if isinstance(entry, model))


def take_group_state(entry: GroupEntry) -> dict[str, Any]:
    """Return the state of an entry for the history."""
    return read_columns(entry, without=_NO_CONTENT)


def read_group_state(event: GroupEvent, state: Mapping[str, Any] | None) -> GroupEntry | None:
    """Return a row that is not stored and says what a state of an act says, None of no state."""
    if state is None:
        return None
    row = GROUP_ENTRY_MODELS[GroupEntryKind(event.subject)]()
    write_columns(row, state)
    return row  # type: ignore[return-value] # one of these three models


def list_group_history(group: LearningGroup) -> QuerySet[GroupEvent]:
    """Return what accounts did in a group, the latest first."""
    return group.events.all()


def find_undoable_event(group: LearningGroup) -> GroupEvent | None:
    """Return the latest act that can be undone, None if there is none."""
    acts = group.events.filter(verb__in=UNDOABLE_VERBS, undoes=None, undone_by=None)
    return acts.exclude(verb=GroupVerb.ADD, subject=GroupEntryKind.MANDATE).first()


def find_group_entry(group: LearningGroup, kind: GroupEntryKind, entry: UUID) -> GroupEntry | None:
    """Return one entry of a group as it is now, None if it is not there."""
    rows: Mapping[GroupEntryKind, Any] = {
        GroupEntryKind.MANDATE: LearningGroup.objects.filter(pk=group.pk),
        GroupEntryKind.STEP: group.steps,
        GroupEntryKind.HYPOTHESIS: group.hypotheses,
    }
    found: GroupEntry | None = rows[kind].filter(pk=entry).first()
    return found


def restore_entry(event: GroupEvent, row: GroupEntry | None) -> GroupEntry | None:
    """Bring back the state that an act found, and return it; None if there was nothing.

    It gets a revision that it never had: who cites it has read another.
    """
    if event.before is None:
        if row is not None:
            row.delete()
        return None
    restored = row or _make_row(event)
    revision = row.revision if row else event.before["revision"]
    place = row.place if isinstance(row, GroupHypothesis) else None
    write_columns(restored, event.before)
    restored.revision = revision + 1
    if place is not None and isinstance(restored, GroupHypothesis):
        restored.place = place
    restored.save()
    return restored


def _make_row(event: GroupEvent) -> GroupEntry:
    kind = GroupEntryKind(event.subject)
    model = GroupStep if kind is GroupEntryKind.STEP else GroupHypothesis
    return model(id=event.entry, group=event.group)
