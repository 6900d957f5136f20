"""Write what is noted of a dialogue, one act at a time. Each appends to its history.

Who may note what is checked elsewhere. Here holds: neither side changes, removes or undoes what
the other noted, and nobody what a clause found.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.rules import Scope, ScopeKind
from vecu.dialogue.checks import (
    list_avis_problems,
    list_avis_side_problems,
    list_ended_problems,
    list_ending_problems,
    list_entry_problems,
    list_removal_problems,
    list_side_problems,
)
from vecu.dialogue.content import AvisContent, DialogueContent, EndingContent
from vecu.dialogue.history import (
    DialogueAct,
    append_act,
    fill_row,
    find_row,
    get_content_kind,
    get_dialogue_kind,
    restore_row,
    take_snapshot,
)
from vecu.dialogue.models import (
    ENTRY_MODELS,
    Dialogue,
    DialogueEntry,
    DialogueEvent,
    LastingEntry,
    ReviewClause,
    StaffConsultation,
)
from vecu.dialogue.queries import find_undoable_act
from vecu.dialogue.rules import ENDINGS, DialogueKind, DialogueSide, DialogueVerb
from vecu.errors import VecuError
from vecu.records.text_normalization import strip_texts
from vecu.register.queries import find_system

Entry = TypeVar("Entry", bound=DialogueEntry)
Lasting = TypeVar("Lasting", bound=LastingEntry)


class DialogueRefused(VecuError):
    """Something cannot be noted so; `problems` says of each field what to change, '' of all."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class DialogueChanged(VecuError):
    """Somebody else changed this meanwhile; `theirs` is what it is now, None if it was removed."""

    def __init__(self, theirs: DialogueEntry | None) -> None:
        super().__init__(
            _("Somebody else has changed this in the meantime. Compare, then save again.")
            if theirs
            else _("Somebody else has removed this in the meantime.")
        )
        self.theirs = theirs


@transaction.atomic
def add_dialogue_entry(
    scope: Scope, content: DialogueContent, *, side: DialogueSide, by: str, now: datetime
) -> DialogueEntry:
    """Note a workshop, a point, a consultation, an agreement, and so on.

    Raise `DialogueRefused`, and `DialogueChanged` if the scope is not there any more.
    """
    dialogue, content = _lock_scope(scope), strip_texts(content)
    _check(list_entry_problems(dialogue, content, None, localdate(now)))
    row = ENTRY_MODELS[get_content_kind(content)](dialogue=dialogue, side=side)
    fill_row(row, content)
    row.save()
    append_act(
        DialogueAct(dialogue, DialogueVerb.ADD, row, by, side, now), after=take_snapshot(row)
    )
    return row


@transaction.atomic
def change_dialogue_entry(
    entry: Entry,
    content: DialogueContent,
    *,
    revision: int,
    side: DialogueSide,
    by: str,
    now: datetime,
) -> Entry:
    """Correct an entry, and return it.

    Raise `DialogueRefused`, or `DialogueChanged` unless `revision` is the one that was read.
    """
    kind, content = get_content_kind(content), strip_texts(content)
    if not isinstance(entry, ENTRY_MODELS[kind]):
        raise TypeError(f"A {type(entry).__name__} cannot become a {kind}.")
    row = _lock_entry(entry, revision)
    _check(list_side_problems(row, side) or list_ended_problems(row))
    _check(list_entry_problems(row.dialogue, content, row, localdate(now)))
    before = take_snapshot(row)
    fill_row(row, content)
    _save(row)
    act = DialogueAct(row.dialogue, DialogueVerb.CHANGE, row, by, side, now)
    append_act(act, before, take_snapshot(row))
    return row


@transaction.atomic
def note_avis(
    consultation: StaffConsultation,
    content: AvisContent,
    *,
    revision: int,
    side: DialogueSide,
    by: str,
    now: datetime,
) -> StaffConsultation:
    """Note what the body answered, or correct it, and return the consultation.

    Representatives may replace what the others noted, never the other way round. Raise
    `DialogueRefused`, or `DialogueChanged` unless `revision` is the one that was read.
    """
    row, content = _lock_entry(consultation, revision), strip_texts(content)
    _check(list_avis_side_problems(row, side))
    _check(list_avis_problems(row, content, localdate(now)))
    before = take_snapshot(row)
    fill_row(row, content)
    row.avis_side = side
    _save(row)
    act = DialogueAct(row.dialogue, DialogueVerb.NOTE_AVIS, row, by, side, now)
    append_act(act, before, take_snapshot(row))
    return row


@transaction.atomic
def end_dialogue_entry(
    entry: Lasting,
    content: EndingContent,
    *,
    revision: int,
    side: DialogueSide,
    by: str,
    now: datetime,
) -> Lasting:
    """Say that something does not hold any more, or was done, and return it. It stays readable.

    Raise `DialogueRefused`, or `DialogueChanged` unless `revision` is the one that was read.
    """
    row, content = _lock_entry(entry, revision), strip_texts(content)
    if content.ended not in ENDINGS[get_dialogue_kind(row)]:
        raise TypeError(f"A {type(entry).__name__} cannot end so: {content.ended}.")
    _check(list_ended_problems(row))
    _check(list_ending_problems(row, content, localdate(now)))
    before = take_snapshot(row)
    fill_row(row, content)
    _save(row)
    act = DialogueAct(row.dialogue, DialogueVerb.END, row, by, side, now)
    append_act(act, before, take_snapshot(row))
    return row


@transaction.atomic
def remove_dialogue_entry(
    entry: DialogueEntry, *, revision: int, side: DialogueSide, by: str, now: datetime
) -> None:
    """Remove what should not have been noted; the history shows that it was.

    Raise `DialogueRefused`, or `DialogueChanged` unless `revision` is the one that was read.
    """
    row = _lock_entry(entry, revision)
    _check(list_side_problems(row, side) or list_removal_problems(row, side))
    act = DialogueAct(row.dialogue, DialogueVerb.REMOVE, row, by, side, now)
    append_act(act, before=take_snapshot(row))
    row.delete()


@transaction.atomic
def undo_act(dialogue: Dialogue, event: int, *, side: DialogueSide, by: str, now: datetime) -> None:
    """Undo the act with this key, which must be the latest that can be, and of the same side.

    Raise `DialogueRefused` where there is nothing to undo, or where it would take away what
    somebody else did or a clause found.
    """
    current = Dialogue.objects.select_for_update().get(pk=dialogue.pk)
    latest = find_undoable_act(current)
    if latest is None:
        raise DialogueRefused({"": _("There is nothing to undo.")})
    if latest.pk != event:
        message = _("Something else was done or undone meanwhile. Look at the history again.")
        raise DialogueRefused({"": message})
    row = find_row(current, DialogueKind(latest.subject), latest.entry)
    _check(_list_undo_problems(latest, row, side))
    before = take_snapshot(row) if row else None
    restored = restore_row(latest, row)
    subject = restored or row
    if subject is None:
        raise DialogueChanged(None)
    subject.pk = latest.entry  # a deleted row has none
    act = DialogueAct(current, DialogueVerb(latest.verb), subject, by, side, now, undoes=latest)
    append_act(act, before, take_snapshot(restored) if restored else None)


def _check(problems: Mapping[str, str]) -> None:
    if problems:
        raise DialogueRefused(problems)


def _list_undo_problems(
    event: DialogueEvent, row: DialogueEntry | None, side: DialogueSide
) -> dict[str, str]:
    if event.side != side:
        return {"": _("The other side did this: only they can undo it.")}
    if row is not None and event.before is None:
        return list_removal_problems(row, side)
    fired = isinstance(row, ReviewClause) and row.items.exists()
    if fired and event.verb == DialogueVerb.CHANGE:
        return {"": _("This clause has been triggered: end it and say why. What it found stays.")}
    return {}


def _lock_scope(scope: Scope) -> Dialogue:
    """Return the dialogue of a scope, new if it is the first; all writing about it waits for it."""
    if scope.kind is not ScopeKind.SYSTEM or find_system(scope.id) is None:
        raise DialogueChanged(None)
    Dialogue.objects.get_or_create(scope_kind=scope.kind, scope_uuid=scope.id)
    return Dialogue.objects.select_for_update().get(scope_kind=scope.kind, scope_uuid=scope.id)


def _lock_entry(entry: Entry, revision: int) -> Entry:
    """Return an entry as it is now, with its dialogue locked."""
    dialogue = Dialogue.objects.select_for_update().filter(pk=entry.dialogue_id).first()
    row = type(entry)._default_manager.filter(pk=entry.pk).first() if dialogue else None
    if row is None or row.revision != revision:
        raise DialogueChanged(row)
    return row


def _save(row: DialogueEntry) -> None:
    row.revision += 1
    row.save()
