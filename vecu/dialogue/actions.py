"""Note in a dialogue what is more than to change or remove an entry: the first, and outcomes.

Who may note what is checked elsewhere.
"""

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.timezone import localdate

from vecu.accounts.rules import Scope, ScopeKind
from vecu.dialogue.checks import (
    list_avis_problems,
    list_avis_side_problems,
    list_denunciation_problems,
    list_ended_problems,
    list_ending_problems,
)
from vecu.dialogue.content import AvisContent, DialogueContent, EndingContent
from vecu.dialogue.models import (
    Dialogue,
    DialogueEntry,
    LastingEntry,
    StaffAgreement,
    StaffConsultation,
)
from vecu.dialogue.rules import ENDINGS, DialogueKind, DialogueVerb, Ending
from vecu.records.actions import (
    add_record,
    add_response,
    append_act,
    begin_writing,
    check_problems,
    list_response_problems,
    lock_record,
    save_next,
    take_state,
)
from vecu.records.errors import RecordChanged
from vecu.records.kinds import get_kind_of_row
from vecu.records.row_states import fill_columns
from vecu.records.rules import ResponseVerb, Side
from vecu.records.text_normalization import strip_texts
from vecu.register.queries import find_system

Lasting = TypeVar("Lasting", bound=LastingEntry)


@transaction.atomic
def add_dialogue_entry(
    scope: Scope, content: DialogueContent, *, side: Side, by: str, now: datetime
) -> DialogueEntry:
    """Note an entry; with the first one, the dialogue of a scope begins.

    Raise `RecordRefused`, and `RecordChanged` if the scope is not there any more.
    """
    if scope.kind is not ScopeKind.SYSTEM or find_system(scope.id) is None:
        raise RecordChanged(None)
    dialogue, _is_first = Dialogue.objects.get_or_create(scope_kind=scope.kind, scope_uuid=scope.id)
    row: DialogueEntry = add_record(dialogue, content, by=by, now=now, side=side)
    return row


@transaction.atomic
def note_avis(
    consultation: StaffConsultation,
    content: AvisContent,
    *,
    revision: int,
    side: Side,
    by: str,
    now: datetime,
) -> StaffConsultation:
    """Note what the body answered, or correct it, and return the consultation.

    Representatives may replace what the others noted, never the other way round, and confirm the
    minutes with it, so that pages say who opened their account. Raise
    `RecordRefused`, or `RecordChanged` unless `revision` is the one that was read.
    """
    row: StaffConsultation = lock_record(consultation, revision)
    check_problems(list_avis_side_problems(row, side))
    content, before = strip_texts(content), take_state(row)
    check_problems(list_avis_problems(row, content, localdate(now)))
    writing = begin_writing(row, by, now, side)
    if side is Side.STAFF and side not in row.authors:
        confirm = ResponseVerb.CONFIRM
        check_problems(list_response_problems(row, confirm, side, writing.scope, by, {}))
    fill_columns(row, content)
    row.avis_side = side
    row.revision += 1
    if side is Side.STAFF:
        add_response(row, ResponseVerb.CONFIRM, side, writing.scope, by, now, {})
    row.save()
    after = take_state(row)
    append_act(writing, DialogueVerb.NOTE_AVIS, row, before, after)
    return row


@transaction.atomic
def end_dialogue_entry(
    entry: Lasting,
    content: EndingContent,
    *,
    revision: int,
    side: Side,
    by: str,
    now: datetime,
) -> Lasting:
    """Say that something does not hold any more, or was done, and return it. It stays readable.

    Raise `RecordRefused`, or `RecordChanged` unless `revision` is the one that was read.
    """
    row: Lasting = lock_record(entry, revision)
    if content.ended not in ENDINGS[DialogueKind(get_kind_of_row(row).name)]:
        raise TypeError(f"A {type(entry).__name__} cannot end so: {content.ended}.")
    check_problems(list_ended_problems(row))
    content, before = strip_texts(content), take_state(row)
    problems = list_ending_problems(row, content, localdate(now))
    check_problems(problems | list_denunciation_problems(row, content, side))
    fill_columns(row, content)
    if isinstance(row, StaffAgreement) and content.ended is Ending.DENOUNCED:
        row.carry_responses()
    save_next(row)
    append_act(begin_writing(row, by, now, side), DialogueVerb.END, row, before, take_state(row))
    return row
