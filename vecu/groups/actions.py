"""Write what facilitators note of a group, one act at a time. Each appends to its history."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Manager
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.actions import give_role, record_audit_event, remove_scope_roles
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.datasets.release_actions import delete_extracts, take_release_back
from vecu.datasets.release_queries import list_released
from vecu.errors import VecuError
from vecu.evidence.actions import delete_findings
from vecu.groups.checks import (
    list_content_problems,
    list_notes_problems,
    list_publication_problems,
    list_removal_problems,
    list_slug_problems,
)
from vecu.groups.content import (
    HypothesisContent,
    MandateContent,
    NotesAgreement,
    StepContent,
)
from vecu.groups.hearing_hypotheses import list_hearing_hypotheses
from vecu.groups.history import (
    GroupAct,
    GroupEntry,
    append_group_act,
    find_group_entry,
    find_undoable_event,
    restore_entry,
    take_group_state,
)
from vecu.groups.models import GroupHypothesis, GroupStep, LearningGroup
from vecu.groups.vocabulary import GroupEntryKind, GroupVerb
from vecu.records.actions import delete_acts
from vecu.records.row_states import fill_columns
from vecu.records.text_normalization import strip_texts
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit

Entry = TypeVar("Entry", bound=GroupEntry)
MOST_ENTRIES = 200
"""Of each kind, in one group."""


class GroupRefused(VecuError):
    """Something cannot be done so; `problems` says of each field what to change, '' of all."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class GroupChanged(VecuError):
    """Somebody else changed this meanwhile; `theirs` is what it is now, None if it was removed."""

    def __init__(self, theirs: GroupEntry | None) -> None:
        super().__init__(
            _("Somebody else has changed this in the meantime. Compare, then save again.")
            if theirs
            else _("Somebody else has removed this in the meantime.")
        )
        self.theirs = theirs


@transaction.atomic
def begin_group(
    slug: str, content: MandateContent, *, by: str, now: datetime, fictional: bool = False
) -> LearningGroup:
    """Add a group that only its facilitator sees, with the six hypotheses of the hearing.

    `slug` is the end of its address, and `fictional` whether it is invented: neither ever changes.
    Raise `GroupRefused` or `UnknownAccount`. A mandate sheet may have gaps: they are said when it
    is published. Who may begin one is checked elsewhere.
    """
    owner, content = get_member(by), strip_texts(content)
    check_problems(list_slug_problems(slug) | list_content_problems(content, None))
    group = LearningGroup(slug=slug, fictional=fictional)
    fill_columns(group, content)
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as meanwhile:  # somebody else has just taken the address
        raise GroupRefused(list_slug_problems(slug)) from meanwhile
    act = GroupAct(group, GroupVerb.ADD, by, now, group)
    append_group_act(act, after=take_group_state(group))
    record_audit_event(by, "began group", group.scope, str(group.pk), now=now)
    give_role(owner, group.scope, Role.OWNER, by=by, now=now)
    for each in list_hearing_hypotheses():
        _add(group, GroupHypothesis(group=group), each, by=by, now=now)
    return group


@transaction.atomic
def add_group_entry(
    group: LearningGroup, content: StepContent | HypothesisContent, *, by: str, now: datetime
) -> GroupStep | GroupHypothesis:
    """Add a step to the calendar, or a hypothesis of the group's own. Raise `GroupRefused`."""
    locked = lock_group(group)
    row = (
        GroupStep(group=locked)
        if isinstance(content, StepContent)
        else GroupHypothesis(group=locked)
    )
    if type(row)._default_manager.filter(group=locked).count() >= MOST_ENTRIES:
        message = _("A group has at most %(most)s of these.")
        raise GroupRefused({"": message % {"most": MOST_ENTRIES}})
    content = strip_texts(content)
    check_problems(list_content_problems(content, None))
    _add(locked, row, content, by=by, now=now)
    return row


@transaction.atomic
def change_group_entry(
    entry: Entry,
    content: MandateContent | StepContent | HypothesisContent,
    *,
    revision: int,
    by: str,
    now: datetime,
) -> Entry:
    """Correct a mandate sheet, a step or a hypothesis, and return it.

    Raise `GroupRefused`, or `GroupChanged` unless `revision` is the one that was read.
    """
    row, content = _lock_entry(entry, revision), strip_texts(content)
    check_problems(list_content_problems(content, row))
    before = take_group_state(row)
    fill_columns(row, content)
    _save(row, GroupVerb.CHANGE, before, by=by, now=now)
    return row


@transaction.atomic
def agree_notes(
    step: GroupStep, content: NotesAgreement, *, revision: int, by: str, now: datetime
) -> GroupStep:
    """Note that the notes of a step were read back and agreed, and return the step.

    They cannot change from then on, unless this is undone. Raise `GroupRefused`, or
    `GroupChanged` unless `revision` is the one that was read.
    """
    row, content = _lock_entry(step, revision), strip_texts(content)
    check_problems(list_notes_problems(row, content, localdate(now)))
    before = take_group_state(row)
    fill_columns(row, content)
    _save(row, GroupVerb.AGREE_NOTES, before, by=by, now=now)
    return row


@transaction.atomic
def withdraw_hypothesis(
    hypothesis: GroupHypothesis,
    reason: Mapping[str, str],
    *,
    revision: int,
    by: str,
    now: datetime,
) -> GroupHypothesis:
    """Take a hypothesis back, with the reason, and return it.

    Its result is evidence no more, and public no more. Raise `GroupRefused`, or `GroupChanged`
    unless `revision` is the one that was read.
    """
    row = _lock_entry(hypothesis, revision)
    stripped = {key: text.strip() for key, text in reason.items() if text.strip()}
    if not stripped:
        raise GroupRefused({"reason_fr": _("Say why, in at least one language.")})
    if row.rounds.filter(closed=None).exists():
        message = _("A round on this hypothesis is open. It can be withdrawn once that has closed.")
        raise GroupRefused({"": message})
    before = take_group_state(row)
    row.withdrawn = stripped
    for each in list_released(row.group.scope):
        if each.item == str(row.pk):
            take_release_back(row.group.scope, each.figure, by=by, now=now)
    _save(row, GroupVerb.WITHDRAW, before, by=by, now=now)
    return row


@transaction.atomic
def move_hypothesis(hypothesis: GroupHypothesis, *, up: bool, by: str, now: datetime) -> None:
    """Put a hypothesis before the one that stands above it, or after the one below.

    At either end of the list nothing changes. Its words stay, so nobody has read another revision.
    """
    group = lock_group(hypothesis.group)
    rows = list(group.hypotheses.all())
    index = next((number for number, each in enumerate(rows) if each.pk == hypothesis.pk), None)
    if index is None:
        raise GroupChanged(None)
    other = index - 1 if up else index + 1
    if not 0 <= other < len(rows):
        return
    rows[index], rows[other] = rows[other], rows[index]
    for place, each in enumerate(rows, start=1):
        each.place = place
    GroupHypothesis.objects.bulk_update(rows, ["place"])
    append_group_act(GroupAct(group, GroupVerb.ORDER, by, now, rows[other]))


@transaction.atomic
def remove_group_entry(
    entry: GroupStep | GroupHypothesis, *, revision: int, by: str, now: datetime
) -> None:
    """Remove what should not have been added; the history shows that it was.

    Raise `GroupRefused`, or `GroupChanged` unless `revision` is the one that was read.
    """
    row = _lock_entry(entry, revision)
    check_problems(list_removal_problems(row))
    act = GroupAct(row.group, GroupVerb.REMOVE, by, now, row)
    append_group_act(act, before=take_group_state(row))
    row.delete()


@transaction.atomic
def publish_group(group: LearningGroup, *, by: str, now: datetime) -> LearningGroup:
    """Let everybody read the mandate sheet with its gaps. Raise `GroupRefused`."""
    locked = lock_group(group)
    check_problems(list_publication_problems(locked))
    locked.published = localdate(now)
    locked.save(update_fields=["published"])
    append_group_act(GroupAct(locked, GroupVerb.PUBLISH, by, now, locked))
    record_audit_event(by, "published group", locked.scope, str(locked.pk), now=now)
    return locked


@transaction.atomic
def take_group_back(group: LearningGroup, *, by: str, now: datetime) -> LearningGroup:
    """Let only the group and those with a role in it read it. Raise `GroupRefused`.

    Its public totals are taken back, too: nobody could read whose they are. The history shows it
    as the undoing of the publication.
    """
    locked = lock_group(group)
    if locked.published is None:
        raise GroupRefused({"": _("This group is not public.")})
    for each in list_released(locked.scope):
        take_release_back(locked.scope, each.figure, by=by, now=now)
    locked.published = None
    locked.save(update_fields=["published"])
    publication = locked.events.filter(verb=GroupVerb.PUBLISH, undoes=None, undone_by=None).first()
    append_group_act(GroupAct(locked, GroupVerb.PUBLISH, by, now, locked, undoes=publication))
    record_audit_event(by, "took group back", locked.scope, str(locked.pk), now=now)
    return locked


@transaction.atomic
def delete_group(group: LearningGroup, *, by: str, now: datetime) -> None:
    """Delete a group with its members, their positions, its history and what was released of it.

    The audit stays. What the database's files still show is erased as far as possible.
    """
    locked = lock_group(group)
    scope, key = locked.scope, str(locked.pk)
    delete_findings(scope)
    delete_extracts(scope)
    remove_scope_roles(scope)
    delete_acts(scope)
    locked.delete()
    record_audit_event(by, "deleted group", scope, key, now=now)
    rewrite_tables_on_commit()


@transaction.atomic
def undo_group_act(group: LearningGroup, event: int, *, by: str, now: datetime) -> None:
    """Undo the act with this key, which must be the latest that can be. Raise `GroupRefused`."""
    current = lock_group(group)
    latest = find_undoable_event(current)
    if latest is None or latest.entry is None:
        raise GroupRefused({"": _("There is nothing to undo.")})
    if latest.pk != event:
        message = _("Something else was done or undone meanwhile. Look at the history again.")
        raise GroupRefused({"": message})
    row = find_group_entry(current, GroupEntryKind(latest.subject), latest.entry)
    asked = isinstance(row, GroupHypothesis) and row.rounds.exists()
    if asked and latest.verb != GroupVerb.WITHDRAW:
        message = _("Members were asked for their position on this since. It stays as it is.")
        raise GroupRefused({"": message})
    before = take_group_state(row) if row else None
    restored = restore_entry(latest, row)
    subject = restored or row
    if subject is None:
        raise GroupChanged(None)
    subject.pk = latest.entry  # a deleted row has none
    act = GroupAct(current, GroupVerb(latest.verb), by, now, subject, undoes=latest)
    append_group_act(act, before, take_group_state(restored) if restored else None)


def check_problems(problems: Mapping[str, str]) -> None:
    """Raise `GroupRefused` if there are any."""
    if problems:
        raise GroupRefused(problems)


def lock_group(group: LearningGroup) -> LearningGroup:
    """Return a group as it is now; all writing in it waits for it. Raise `GroupChanged`."""
    locked = LearningGroup.objects.select_for_update().filter(pk=group.pk).first()
    if locked is None:
        raise GroupChanged(None)
    return locked


def _lock_entry(entry: Entry, revision: int) -> Entry:
    """Return an entry as it is now, with its group locked."""
    lock_group(entry if isinstance(entry, LearningGroup) else entry.group)
    rows: Manager[Entry] = type(entry)._default_manager  # type: ignore[assignment]
    row = rows.filter(pk=entry.pk).first()
    if row is None or row.revision != revision:
        raise GroupChanged(row)
    return row


def _add(
    group: LearningGroup,
    row: GroupStep | GroupHypothesis,
    content: StepContent | HypothesisContent,
    *,
    by: str,
    now: datetime,
) -> None:
    fill_columns(row, content)
    if isinstance(row, GroupHypothesis):
        row.place = max((each.place for each in group.hypotheses.all()), default=0) + 1
    row.save()
    append_group_act(GroupAct(group, GroupVerb.ADD, by, now, row), after=take_group_state(row))


def _save(
    row: GroupEntry, verb: GroupVerb, before: Mapping[str, object], *, by: str, now: datetime
) -> None:
    row.revision += 1
    row.save()
    group = row if isinstance(row, LearningGroup) else row.group
    append_group_act(GroupAct(group, verb, by, now, row), before, take_group_state(row))
