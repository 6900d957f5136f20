"""Write what facilitators note of a group beyond single entries. All of it is in its history."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.actions import give_role, record_audit_event, remove_scope_roles
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.datasets.release_actions import delete_extracts, take_release_back
from vecu.datasets.release_queries import list_released
from vecu.evidence.actions import delete_findings
from vecu.groups.checks import (
    list_content_problems,
    list_notes_problems,
    list_publication_problems,
    list_slug_problems,
)
from vecu.groups.content import MandateContent, NotesAgreement
from vecu.groups.hearing_hypotheses import list_hearing_hypotheses
from vecu.groups.models import GroupHypothesis, GroupStep, LearningGroup
from vecu.groups.vocabulary import GroupVerb
from vecu.records.actions import (
    State,
    add_record,
    append_act,
    begin_writing,
    check_problems,
    delete_acts,
    lock_record,
    lock_row,
    save_next,
    take_state,
)
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.queries import list_acts
from vecu.records.row_states import fill_columns
from vecu.records.text_normalization import strip_texts
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit


@transaction.atomic
def begin_group(
    slug: str, content: MandateContent, *, by: str, now: datetime, fictional: bool = False
) -> LearningGroup:
    """Add a group that only its facilitator sees, with the six hypotheses of the hearing.

    `slug` is the end of its address, and `fictional` whether it is invented: neither ever changes.
    Raise `RecordRefused` or `UnknownAccount`. A mandate sheet may have gaps: they are said when it
    is published. Who may begin one is checked elsewhere.
    """
    owner, content = get_member(by), strip_texts(content)
    group = LearningGroup(slug=slug, fictional=fictional)
    problems = list_content_problems(group, content, None, localdate(now))
    check_problems(list_slug_problems(slug) | problems)
    fill_columns(group, content)
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as meanwhile:  # somebody else has just taken the address
        raise RecordRefused(list_slug_problems(slug)) from meanwhile
    append_act(begin_writing(group, by, now), GroupVerb.ADD, group, after=take_state(group))
    record_audit_event(by, "began group", group.scope, str(group.pk), now=now)
    give_role(owner, group.scope, Role.OWNER, by=by, now=now)
    for each in list_hearing_hypotheses():
        add_record(group, each, by=by, now=now)
    return group


@transaction.atomic
def agree_notes(
    step: GroupStep, content: NotesAgreement, *, revision: int, by: str, now: datetime
) -> GroupStep:
    """Note that the notes of a step were read back and agreed, and return the step.

    They cannot change from then on, unless this is undone. Raise `RecordRefused`, or
    `RecordChanged` unless `revision` is the one that was read.
    """
    row: GroupStep = lock_record(step, revision)
    content = strip_texts(content)
    check_problems(list_notes_problems(row, content, localdate(now)))
    before = take_state(row)
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

    Its result is evidence no more, and public no more. Raise `RecordRefused`, or `RecordChanged`
    unless `revision` is the one that was read.
    """
    row: GroupHypothesis = lock_record(hypothesis, revision)
    stripped = strip_texts(reason)
    if not stripped:
        raise RecordRefused({"reason_fr": _("Say why, in at least one language.")})
    if row.rounds.filter(closed=None).exists():
        message = _("A round on this hypothesis is open. It can be withdrawn once that has closed.")
        raise RecordRefused({"": message})
    before = take_state(row)
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
    group = lock_row(hypothesis.group)
    rows = list(group.hypotheses.all())
    index = next((number for number, each in enumerate(rows) if each.pk == hypothesis.pk), None)
    if index is None:
        raise RecordChanged(None)
    other = index - 1 if up else index + 1
    if not 0 <= other < len(rows):
        return
    rows[index], rows[other] = rows[other], rows[index]
    for position, each in enumerate(rows, start=1):
        each.place = position
    GroupHypothesis.objects.bulk_update(rows, ["place"])
    append_act(begin_writing(group, by, now), GroupVerb.ORDER, rows[other])


@transaction.atomic
def publish_group(group: LearningGroup, *, by: str, now: datetime) -> LearningGroup:
    """Let everybody read the mandate sheet with its gaps. Raise `RecordRefused`."""
    locked: LearningGroup = lock_row(group)
    check_problems(list_publication_problems(locked))
    locked.published = localdate(now)
    locked.save(update_fields=["published"])
    append_act(begin_writing(locked, by, now), GroupVerb.PUBLISH, locked)
    record_audit_event(by, "published group", locked.scope, str(locked.pk), now=now)
    return locked


@transaction.atomic
def take_group_back(group: LearningGroup, *, by: str, now: datetime) -> LearningGroup:
    """Let only the group and those with a role in it read it. Raise `RecordRefused`.

    Its public totals are taken back, too: nobody could read whose they are. The history shows it
    as the undoing of the publication.
    """
    locked: LearningGroup = lock_row(group)
    if locked.published is None:
        raise RecordRefused({"": _("This group is not public.")})
    for each in list_released(locked.scope):
        take_release_back(locked.scope, each.figure, by=by, now=now)
    locked.published = None
    locked.save(update_fields=["published"])
    writing = begin_writing(locked, by, now)
    acts = list_acts(locked.scope, writing.ledger).filter(verb=GroupVerb.PUBLISH)
    publication = acts.filter(undoes=None, undone_by=None).first()
    append_act(writing, GroupVerb.PUBLISH, locked, undoes=publication)
    record_audit_event(by, "took group back", locked.scope, str(locked.pk), now=now)
    return locked


@transaction.atomic
def delete_group(group: LearningGroup, *, by: str, now: datetime) -> None:
    """Delete a group with its members, their positions, its history and what was released of it.

    The audit stays. What the database's files still show is erased as far as possible.
    """
    locked: LearningGroup = lock_row(group)
    scope, key = locked.scope, str(locked.pk)
    delete_findings(scope)
    delete_extracts(scope)
    remove_scope_roles(scope)
    delete_acts(scope)
    locked.delete()
    record_audit_event(by, "deleted group", scope, key, now=now)
    rewrite_tables_on_commit()


def _save(
    row: GroupStep | GroupHypothesis, verb: GroupVerb, before: State, *, by: str, now: datetime
) -> None:
    save_next(row)
    append_act(begin_writing(row, by, now), verb, row, before, take_state(row))
