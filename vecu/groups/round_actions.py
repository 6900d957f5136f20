"""Open rounds, take positions, close rounds and count them once; release totals.

All of it waits for the group’s row: a position is either before the close, and counts, or after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.key_ring import get_fingerprint
from vecu.datasets.release_actions import add_group_table, release
from vecu.datasets.release_queries import Released
from vecu.datasets.releases.planning import FigureRequest
from vecu.errors import VecuError
from vecu.groups.checks import (
    list_opening_problems,
    list_position_problems,
)
from vecu.groups.content import PositionContent, RoundOpening
from vecu.groups.models import (
    GroupHypothesis,
    GroupMember,
    HypothesisCount,
    HypothesisPosition,
    LearningGroup,
    PositionRound,
)
from vecu.groups.round_results import (
    RoundResult,
    SealedPosition,
    count_first_round,
    count_second_round,
)
from vecu.groups.rules import ROUNDS, judge_round
from vecu.groups.stored_results import read_result, write_result
from vecu.groups.vocabulary import (
    GroupCollege,
    GroupVerb,
    HypothesisStance,
    RoundState,
)
from vecu.records.actions import append_act, begin_writing, check_problems, lock_row
from vecu.records.errors import RecordRefused
from vecu.records.text_normalization import strip_texts
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit


class RoundClosed(VecuError):
    """A position came after its round had closed; `counted` is the one that counts, if any.

    It says the same of none and of one from before the link was renewed: whoever renewed it saw
    the link.
    """

    def __init__(self, number: int, counted: HypothesisPosition | None) -> None:
        message = _("Round %(number)s has closed. What you have just written was not saved.")
        last = _(
            "Your link shows no position of yours on this hypothesis. If you had taken one before"
            " the link was renewed, that counts."
        )
        if counted and not counted.hidden:
            last = _("Your position from before counts: “%(stance)s”.") % {
                "stance": _(HypothesisStance(counted.stance).label)
            }
        super().__init__(f"{message % {'number': number}} {last}")
        self.counted = counted


@dataclass(frozen=True, slots=True)
class TakenPosition:
    """A position that was saved; `replaced_other`: another device had saved one meanwhile."""

    position: HypothesisPosition
    replaced_other: bool


@transaction.atomic
def open_round(
    group: LearningGroup, opening: RoundOpening, *, by: str, now: datetime
) -> PositionRound:
    """Let members take position until the end of a day. Raise `RecordRefused`.

    Totals can become public later only if every member has agreed by now.
    """
    locked, today = lock_row(group), localdate(now)
    _count_due_round(locked, now)
    rounds = list(locked.rounds.all())
    check_problems(list_opening_problems(locked, opening, rounds, today))
    opened = PositionRound.objects.create(
        group=locked,
        number=len(rounds) + 1,
        opened=today,
        last_day=opening.last_day,
        totals_public=not locked.members.filter(totals_public=False).exists(),
    )
    opened.hypotheses.set(locked.hypotheses.filter(pk__in=opening.hypotheses))
    append_act(begin_writing(locked, by, now), GroupVerb.OPEN_ROUND)
    return opened


@transaction.atomic
def take_position(
    member: GroupMember,
    sealed: PositionRound,
    hypothesis: UUID,
    content: PositionContent,
    *,
    revision: int,
    device: str,
    now: datetime,
) -> TakenPosition:
    """Store what a member thinks; of two devices, the last one counts, and both are told.

    `revision` is the one that the device had read, 0 for none; `device` a random mark of the
    browser. Raise `RoundClosed`, or `RecordRefused` where the words do not fit.
    """
    group = lock_row(member.group)
    current = GroupMember.objects.filter(pk=member.pk, group=group).first()
    locked = group.rounds.filter(pk=sealed.pk).first()
    if current is None or locked is None:
        raise RecordRefused({"": _("You have left this group, so this can no longer be done.")})
    mine = locked.positions.filter(member=current, hypothesis=hypothesis).first()
    if judge_round(locked.last_day, locked.closed, localdate(now)) is RoundState.CLOSED:
        raise RoundClosed(locked.number, mine)
    if not locked.hypotheses.filter(pk=hypothesis).exists():
        raise RecordRefused({"": _("This round is not on this hypothesis.")})
    content = strip_texts(content)
    check_problems(list_position_problems(content))
    mark = hash_device(group, device)
    position = mine or HypothesisPosition(
        round=locked, hypothesis_id=hypothesis, member=current, revision=0
    )
    seen = position.revision == revision or position.device == mark
    replaced = not (seen or position.hidden)
    if position.hidden:  # counting on would say whether there was one, and how often it changed
        position.revision = 0
    position.stance, position.named = content.stance, content.named
    position.reason, position.would_change = content.reason, content.would_change
    position.revision, position.device = position.revision + 1, mark
    position.hidden = False
    position.save()
    if locked.totals_public and not current.totals_public:
        locked.totals_public = False
        locked.save(update_fields=["totals_public"])
    return TakenPosition(position, replaced)


@transaction.atomic
def close_round(sealed: PositionRound, *, by: str, now: datetime) -> PositionRound:
    """Close a round before its last day is over, and count it. Raise `RecordRefused`."""
    group: LearningGroup = lock_row(sealed.group)
    locked = group.rounds.filter(pk=sealed.pk).first()
    if locked is None or locked.closed is not None:
        raise RecordRefused({"": _("This round has already closed.")})
    _count_round(locked, now)
    append_act(begin_writing(group, by, now), GroupVerb.CLOSE_ROUND)
    return locked


def count_due_rounds(now: datetime) -> int:
    """Count the rounds whose last day is over; return how many. Nobody needs to be there."""
    due = PositionRound.objects.filter(closed=None, last_day__lt=localdate(now))
    counted = 0
    for group in LearningGroup.objects.filter(rounds__in=due).distinct():
        with transaction.atomic():
            counted += _count_due_round(lock_row(group), now)
    return counted


@transaction.atomic
def release_totals(
    group: LearningGroup, hypotheses: Sequence[UUID], *, name: str, by: str, now: datetime
) -> list[Released]:
    """Let everybody read the totals of both rounds, one table a hypothesis.

    Raise `RecordRefused` unless every member had agreed before each of the rounds, and
    `FigureRefused` where any row would say what nobody can agree to for others.
    """
    locked = lock_row(group)
    rounds = list(locked.rounds.exclude(closed=None))
    if locked.ended:
        raise RecordRefused({"": _("The group has ended: no further totals become public.")})
    if len(rounds) < ROUNDS or not all(each.totals_public for each in rounds):
        message = _(
            "Totals can be public once both rounds have closed, and only if every member agreed"
            " before each of them."
        )
        raise RecordRefused({"": message})
    if not locked.published:
        raise RecordRefused(
            {"": _("Publish the mandate sheet first: it says whose totals these are.")}
        )
    for each in locked.hypotheses.filter(pk__in=hypotheses, withdrawn={}):
        counts = [one.shown["counts"] for one in each.counts.order_by("round__number")]
        if len(counts) == ROUNDS and None not in counts:
            table = {"statement": each.statement, "rounds": counts}
            add_group_table(locked.scope, str(each.pk), table, today=localdate(now))
    requests = [FigureRequest(str(each)) for each in hypotheses]
    released = release(locked.scope, requests, group=name, by=by, now=now)
    append_act(begin_writing(locked, by, now), GroupVerb.RELEASE)
    return released


def hash_device(group: LearningGroup, device: str) -> str:
    """Return what is stored of the mark of a browser while a round is open."""
    return get_fingerprint(f"group device {device}", group.key_number) if device else ""


def _count_due_round(group: LearningGroup, now: datetime) -> int:
    """Count the open round of a locked group if its last day is over; return how many it was."""
    open_rounds = group.rounds.filter(closed=None, last_day__lt=localdate(now))
    for each in open_rounds:
        _count_round(each, now)
    return len(open_rounds)


def _count_round(sealed: PositionRound, now: datetime) -> None:
    """Close a round, and store for each hypothesis what members will read from now on."""
    sealed.closed = localdate(now)
    sealed.save(update_fields=["closed"])
    for hypothesis in sealed.hypotheses.all():
        if sealed.number == 1:
            _count_first(sealed, hypothesis)
        else:
            _count_second(sealed, hypothesis)
    sealed.positions.update(device="")
    if sealed.number == ROUNDS:
        _forget_colleges(sealed.group)
    rewrite_tables_on_commit()


def _count_first(sealed: PositionRound, hypothesis: GroupHypothesis) -> None:
    rows = _list_rows(sealed, hypothesis)
    for each in rows:
        each.college = each.member.college if each.member else ""
    HypothesisPosition.objects.bulk_update(rows, ["college"])
    _store(sealed, hypothesis, count_first_round(_seal(rows)), rows)


def _count_second(sealed: PositionRound, hypothesis: GroupHypothesis) -> None:
    before = sealed.group.rounds.get(number=1)
    first, rows = _list_rows(before, hypothesis), _list_rows(sealed, hypothesis)
    colleges = {_name_member(each): each.college for each in first}
    for each in rows:
        current = each.member.college if each.member else ""
        each.college = colleges.get(_name_member(each), current)
    stored = before.counts.get(hypothesis=hypothesis)
    shown = read_result(stored.shown, {})
    result = count_second_round(_seal(first), _seal(rows), shown)
    stances = {_name_member(each): each.stance for each in first}
    for each in rows:
        each.moved = None
        if result.movement and (before_stance := stances.get(_name_member(each))):
            each.moved = each.stance != before_stance
    HypothesisPosition.objects.bulk_update(rows, ["college", "moved"])
    _store(sealed, hypothesis, result, rows)


def _forget_colleges(group: LearningGroup) -> None:
    """Delete what was there only to count the second round by."""
    rows = HypothesisPosition.objects.filter(round__group=group)
    rows.update(college="")
    rows.filter(member=None, reason="", would_change="").delete()


def _list_rows(sealed: PositionRound, hypothesis: GroupHypothesis) -> list[HypothesisPosition]:
    return list(sealed.positions.filter(hypothesis=hypothesis).select_related("member"))


def _name_member(row: HypothesisPosition) -> str:
    return str(row.member_id or row.pk)


def _seal(rows: Sequence[HypothesisPosition]) -> list[SealedPosition]:
    return [
        SealedPosition(
            _name_member(each),
            GroupCollege(each.college),
            HypothesisStance(each.stance),
            each.named,
        )
        for each in rows
    ]


def _store(
    sealed: PositionRound,
    hypothesis: GroupHypothesis,
    result: RoundResult,
    rows: Sequence[HypothesisPosition],
) -> None:
    keys = {_name_member(each): str(each.pk) for each in rows}
    HypothesisCount.objects.create(
        round=sealed, hypothesis=hypothesis, shown=write_result(result, keys)
    )
