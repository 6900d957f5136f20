"""To whom a recommendation goes, what is answered through a link, and what becomes of it.

A link is handed over by hand; only its fingerprint is stored. Opening it uses nothing up. Once
somebody has answered it shows the answer, which can be corrected with both kept.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.key_ring import get_fingerprint, list_fingerprints
from vecu.credentials import generate_token
from vecu.recommendations.checks import (
    list_address_problems,
    list_answer_problems,
    list_follow_up_problems,
)
from vecu.recommendations.claim_checks import list_copied_words
from vecu.recommendations.content import (
    AddressContent,
    AnswerContent,
    FollowUpContent,
)
from vecu.recommendations.errors import AnswerLinkGone, GroupTakenBack
from vecu.recommendations.models import (
    AddresseeAnswer,
    AnswerFollowUp,
    Recommendation,
    RecommendationAddress,
)
from vecu.recommendations.rows import list_cited
from vecu.recommendations.rules import (
    AnswerDecision,
    RecommendationKind,
    RecommendationState,
    RecommendationVerb,
)
from vecu.records.actions import (
    append_act,
    begin_writing,
    check_problems,
    lock_record,
    lock_row,
    save_next,
    take_state,
)
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.row_states import fill_columns
from vecu.records.text_normalization import strip_texts
from vecu.search_folding import fold_for_search
from vecu.ui.templatetags.ui import day as format_day


@transaction.atomic
def address_recommendation(
    recommendation: Recommendation,
    content: AddressContent,
    *,
    revision: int,
    by: str,
    now: datetime,
) -> RecommendationAddress:
    """Address what is published to somebody, and return the address; its link is made apart.

    Raise `RecordRefused`, or `RecordChanged` unless `revision` is the one that
    was read.
    """
    row = lock_record(recommendation, revision)
    if row.kind != RecommendationKind.RECOMMENDATION:
        raise TypeError(f"A {row.kind} asks nobody for an answer.")
    if row.state != RecommendationState.PUBLISHED:
        raise RecordRefused({"": _("Publish it first: what is answered everybody reads.")})
    content, today = strip_texts(content), localdate(now)
    check_problems(list_address_problems(row.scope, content, today))
    check_problems(_list_waiting_problems(row, content))
    version = row.versions.get(number=row.published)
    address = RecommendationAddress(group_id=row.group_id, version=version, day=today)
    fill_columns(address, content)
    address.save(force_insert=True)
    writing = begin_writing(address, by, now)
    append_act(writing, RecommendationVerb.ADDRESS, address, after=take_state(address))
    return address


@transaction.atomic
def make_answer_link(
    address: RecommendationAddress, *, revision: int, by: str, now: datetime
) -> str:
    """Return the token of a link to hand over; the one before it no longer works.

    It is shown once. Raise `RecordChanged` unless `revision` is the one that was read.
    """
    row = lock_record(address, revision)
    token = generate_token(secrets.token_bytes)
    before, row.fingerprint = (
        take_state(row),
        get_fingerprint(_name_link(token), row.group.key_number),
    )
    save_next(row)
    writing, verb = begin_writing(row, by, now), RecommendationVerb.HAND_OVER
    append_act(writing, verb, row, before, take_state(row))
    return token


def get_answer_address(token: str) -> RecommendationAddress:
    """Return to what a link leads, with its version; raise `AnswerLinkGone`.

    Also of a recommendation that was merged or taken back since: who was asked may still answer.
    Not while its group is taken back: raise `GroupTakenBack`.
    """
    address = _find_addresses(token).select_related("version__recommendation__group").first()
    if address is None:
        raise AnswerLinkGone
    _check_public(address)
    return address


def _check_public(address: RecommendationAddress) -> None:
    if address.group.published is None:
        raise GroupTakenBack


@transaction.atomic
def answer_recommendation(
    token: str, content: AnswerContent, *, answers_read: int, now: datetime
) -> AddresseeAnswer:
    """Answer through a link, or correct the answer, and return it. Nothing given before is lost.

    `answers_read` is how many answers the page showed. The same answer sent twice, by a double tap,
    is one. Raise `AnswerLinkGone`, `RecordRefused`, or `RecordChanged` with the
    answer that was given meanwhile.
    """
    address = _find_addresses(token).select_for_update().first()
    if address is None:  # also one whose link was replaced while this waited
        raise AnswerLinkGone
    _check_public(address)
    answer = _make_answer(address, content, answers_read, now)
    if answer.pk is None:
        answer.save(force_insert=True)
    return answer


def preview_answer(
    token: str, content: AnswerContent, *, answers_read: int, now: datetime
) -> AddresseeAnswer:
    """Return an answer as everybody would read it. Nothing is stored; raise as if it were."""
    return _make_answer(get_answer_address(token), content, answers_read, now)


@transaction.atomic
def follow_answer(
    address: RecommendationAddress,
    content: FollowUpContent,
    *,
    follow_ups_read: int,
    by: str,
    now: datetime,
) -> AnswerFollowUp:
    """Note what the group sees of what was accepted, and return it. The latest counts, all stay.

    Raise `RecordRefused`, or `RecordChanged` if another was noted meanwhile.
    """
    lock_row(address.group)
    row = lock_row(address)
    content, latest, answer = strip_texts(content), row.follow_ups.last(), row.answers.last()
    noted = latest.number if latest else 0
    if noted != follow_ups_read:
        raise RecordChanged(latest)
    day, decision = localdate(now), AnswerDecision(answer.decision) if answer else None
    check_problems(list_follow_up_problems(content, decision, day))
    follow_up = AnswerFollowUp(address=row, number=noted + 1, day=day)
    fill_columns(follow_up, content)
    follow_up.save(force_insert=True)
    state = take_state(row)
    append_act(begin_writing(row, by, now), RecommendationVerb.FOLLOW, row, state, state)
    return follow_up


def _list_waiting_problems(row: Recommendation, content: AddressContent) -> dict[str, str]:
    """Return why it is not addressed again to who has not answered it yet: one question is one."""
    name = fold_for_search(content.addressee)
    waiting = RecommendationAddress.objects.filter(
        version__recommendation=row, version__number=row.published, answers=None
    )
    found = next((each for each in waiting if fold_for_search(each.addressee) == name), None)
    if found is None:
        return {}
    message = _("It was addressed to them on %(day)s and has not been answered yet.")
    return {"addressee": message % {"day": format_day(found.day)}}


def _find_addresses(token: str) -> QuerySet[RecommendationAddress]:
    return RecommendationAddress.objects.filter(
        fingerprint__in=list_fingerprints(_name_link(token))
    )


def _make_answer(
    address: RecommendationAddress, content: AnswerContent, answers_read: int, now: datetime
) -> AddresseeAnswer:
    """Return the next answer, which is not stored, or the latest where it was sent twice."""
    content, latest = strip_texts(content), address.answers.last()
    given = latest.number if latest else 0
    if given != answers_read:
        if latest and given == answers_read + 1 and _is_same(latest, content):
            return latest
        raise RecordChanged(latest)
    problems = list_answer_problems(content, given, address.day)
    check_problems(problems | list_copied_words(content, list_cited(address.version)))
    answer = AddresseeAnswer(address=address, number=given + 1, day=localdate(now))
    fill_columns(answer, content)
    return answer


def _is_same(answer: AddresseeAnswer, content: AnswerContent) -> bool:
    again = AddresseeAnswer()
    fill_columns(again, content)
    names = ("decision", "reasons", "signed_by", "done_by", "correction")
    return all(getattr(answer, name) == getattr(again, name) for name in names)


def _name_link(token: str) -> str:
    return f"answer {token}"
