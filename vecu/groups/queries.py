"""Read a group: what its mandate says, who sits in it, and what rounds show to whom.

Before a round has closed and was counted, nothing here depends on a position but the reader’s own.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from vecu.groups.content import MandateContent, list_missing_items
from vecu.groups.models import (
    GroupHypothesis,
    GroupMember,
    GroupStep,
    HypothesisCount,
    HypothesisPosition,
    LearningGroup,
    PositionRound,
)
from vecu.groups.round_actions import hash_device
from vecu.groups.round_results import RoundResult
from vecu.groups.rules import ROUNDS, judge_round
from vecu.groups.stored_results import read_result
from vecu.groups.vocabulary import (
    GroupCollege,
    HypothesisStance,
    MandateItem,
    RoundState,
)

__all__ = [
    "GroupHypothesis",
    "GroupMember",
    "GroupStep",
    "HypothesisPosition",
    "HypothesisView",
    "LearningGroup",
    "ListedHypothesis",
    "MandateSheet",
    "MemberReason",
    "PositionRound",
    "RoundView",
    "count_composition",
    "count_hypotheses",
    "count_keyed_groups",
    "find_group_by_slug",
    "find_group_member",
    "find_hypothesis",
    "find_round",
    "find_step",
    "get_mandate",
    "get_mandate_sheet",
    "list_all_hypotheses",
    "list_group_members",
    "list_groups",
    "list_offered_hypotheses",
    "list_published_groups",
    "list_round_views",
    "list_rounds",
    "list_steps",
    "may_release_totals",
]


@dataclass(frozen=True, slots=True)
class MandateSheet:
    """What everybody reads of a group once it is published, with what its mandate does not say.

    `colleges` is how many sit in each; `declared` how many of all `members` declared that they sit
    with no manager of theirs. Nobody checks who they are.
    """

    mandate: MandateContent
    missing: Sequence[MandateItem]
    members: int
    colleges: Mapping[GroupCollege, int]
    declared: int


@dataclass(frozen=True, slots=True)
class ListedHypothesis:
    """A hypothesis in the group’s list, and the numbers of the rounds that are on it."""

    row: GroupHypothesis
    rounds: Sequence[int]
    open: bool


@dataclass(frozen=True, slots=True)
class MemberReason:
    """What somebody wrote with a position; `name` is '' unless the group may read whose it is.

    `moved` is None where it is not shown who moved.
    """

    stance: HypothesisStance
    reason: str
    would_change: str
    name: str
    moved: bool | None


@dataclass(frozen=True, slots=True)
class HypothesisView:
    """A hypothesis in a round. `result` is None, and `reasons` are empty, before it was counted.

    `own` is the reader’s position; `other_device`: another browser than theirs saved it last.
    """

    hypothesis: GroupHypothesis
    own: HypothesisPosition | None
    other_device: bool
    result: RoundResult | None
    names: Sequence[tuple[str, tuple[HypothesisStance, HypothesisStance]]]
    reasons: Sequence[MemberReason]


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as one member, or somebody with a role in the group, sees it."""

    round: PositionRound
    state: RoundState
    hypotheses: Sequence[HypothesisView]


def find_group_by_slug(slug: str) -> LearningGroup | None:
    """Return the group with this end of its address, None if there is none."""
    return LearningGroup.objects.filter(slug=slug).first()


def list_groups(groups: Collection[UUID]) -> list[LearningGroup]:
    """Return groups by their identifiers, each with its number of members as `size`."""
    found = LearningGroup.objects.filter(pk__in=groups)
    return list(found.annotate(size=Count("members")))


def list_published_groups() -> list[LearningGroup]:
    """Return the groups that everybody reads of, the latest first."""
    published = LearningGroup.objects.filter(published__isnull=False)
    return list(published.order_by("-published", "id"))


def count_keyed_groups(number: int) -> int:
    """Return how many groups have members whose links need the key with this number."""
    keyed = LearningGroup.objects.filter(key_number=number, members__isnull=False)
    return keyed.distinct().count()


def get_mandate(group: LearningGroup) -> MandateContent:
    """Return the mandate sheet as its facilitator wrote it."""
    return MandateContent(
        **{each.name: getattr(group, each.name) for each in fields(MandateContent)}
    )


def get_mandate_sheet(group: LearningGroup) -> MandateSheet:
    """Return what everybody reads of a published group; of one that ended, as it was then."""
    mandate = get_mandate(group)
    composition = group.composition if group.ended else count_composition(group)
    colleges = composition["colleges"]
    return MandateSheet(
        mandate=mandate,
        missing=list_missing_items(mandate),
        members=composition["members"],
        colleges={each: colleges[each.value] for each in GroupCollege if each.value in colleges},
        declared=composition["declared"],
    )


def count_composition(group: LearningGroup) -> dict[str, Any]:
    """Return how many sit in a group, in each college, and declare to sit with no manager."""
    members = list(group.members.all())
    return {
        "members": len(members),
        "colleges": dict(Counter(each.college for each in members)),
        "declared": sum(each.without_manager for each in members),
    }


def list_group_members(group: LearningGroup) -> list[GroupMember]:
    """Return who sits in a group, by name: for those with a role in it, and for its members."""
    return list(group.members.all())


def find_group_member(group: LearningGroup, member: UUID) -> GroupMember | None:
    """Return a member of a group, None if they are not there, or no longer."""
    return group.members.filter(pk=member).first()


def list_all_hypotheses(group: LearningGroup) -> list[ListedHypothesis]:
    """Return the hypotheses in their order, those that were withdrawn last."""
    rows = sorted(
        group.hypotheses.prefetch_related("rounds"), key=lambda each: bool(each.withdrawn)
    )
    return [_place_in_list(each, list(each.rounds.all())) for each in rows]


def list_offered_hypotheses(group: LearningGroup) -> list[GroupHypothesis]:
    """Return on which hypotheses the next round can be: of the second, those of the first."""
    standing = group.hypotheses.filter(withdrawn={})
    first = find_round(group, 1)
    return list(standing.filter(rounds=first) if first else standing)


def find_hypothesis(group: LearningGroup, hypothesis: UUID) -> GroupHypothesis | None:
    """Return a hypothesis of a group, None if it is not there, or no longer."""
    return group.hypotheses.filter(pk=hypothesis).first()


def find_round(group: LearningGroup, number: int) -> PositionRound | None:
    """Return a round of a group by its number, None if it was not opened."""
    return group.rounds.filter(number=number).first()


def count_hypotheses(group: LearningGroup) -> int:
    """Return on how many hypotheses members can take position: those that were not withdrawn."""
    return group.hypotheses.filter(withdrawn={}).count()


def list_rounds(group: LearningGroup) -> list[PositionRound]:
    """Return the rounds that were opened, the first one first."""
    return list(group.rounds.all())


def find_step(group: LearningGroup, step: UUID) -> GroupStep | None:
    """Return one step of the calendar of a group, None if it is not there."""
    return group.steps.filter(pk=step).first()


def list_steps(group: LearningGroup) -> list[GroupStep]:
    """Return the calendar, in the order of its days."""
    return list(group.steps.all())


def may_release_totals(group: LearningGroup) -> bool:
    """Return whether totals may become public: never who agreed, nor how many did.

    Once a group has ended none do: nobody could take their agreement back any more.
    """
    if group.ended:
        return False
    rounds = list(group.rounds.exclude(closed=None))
    return len(rounds) == ROUNDS and all(each.totals_public for each in rounds)


def list_round_views(
    group: LearningGroup, viewer: GroupMember | None, today: date, device: str = ""
) -> list[RoundView]:
    """Return the rounds as a member sees them, or as somebody with a role does (`viewer` None).

    It makes the same number of queries whatever there is to show, and reads no position but the
    viewer’s own of a round that was not counted: not even the time that it takes depends on others.
    """
    readable = Q(member=viewer) if viewer else Q()
    readable |= Q(round__closed__isnull=False)
    positions = HypothesisPosition.objects.filter(readable).select_related("member")
    rounds = group.rounds.prefetch_related(
        "hypotheses",
        Prefetch("counts", HypothesisCount.objects.all()),
        Prefetch("positions", positions),
    )
    return [_view_round(each, viewer, today, hash_device(group, device)) for each in rounds]


def _place_in_list(row: GroupHypothesis, rounds: Sequence[PositionRound]) -> ListedHypothesis:
    numbers = [each.number for each in rounds]
    return ListedHypothesis(row, numbers, any(each.closed is None for each in rounds))


def _view_round(
    sealed: PositionRound, viewer: GroupMember | None, today: date, mark: str
) -> RoundView:
    state = judge_round(sealed.last_day, sealed.closed, today)
    counts = {each.hypothesis_id: each for each in sealed.counts.all()}
    positions = list(sealed.positions.all())
    return RoundView(
        sealed,
        state,
        [
            _view_hypothesis(
                each,
                counts.get(each.pk),
                [one for one in positions if one.hypothesis_id == each.pk],
                viewer,
                mark,
            )
            for each in sealed.hypotheses.all()
        ],
    )


def _view_hypothesis(
    hypothesis: GroupHypothesis,
    count: HypothesisCount | None,
    positions: Sequence[HypothesisPosition],
    viewer: GroupMember | None,
    mark: str,
) -> HypothesisView:
    mine = (each for each in positions if viewer and each.member_id == viewer.pk)
    own = next((each for each in mine if not each.hidden), None)
    other = bool(own and own.device and own.device != mark)
    if count is None:
        return HypothesisView(hypothesis, own, other, None, (), ())
    named = {str(each.pk): each.member.name for each in positions if each.member and each.named}
    result = read_result(count.shown, named)
    names = sorted(result.names.items())
    shown = {key: name for key, name in named.items() if name in result.names}
    reasons = _list_reasons(positions, shown) if result.counts is not None else ()
    return HypothesisView(hypothesis, own, other, result, names, reasons)


def _list_reasons(
    positions: Sequence[HypothesisPosition], named: Mapping[str, str]
) -> list[MemberReason]:
    """Return what members wrote, in an order that says nothing of them: their ids are random."""
    return [
        MemberReason(
            HypothesisStance(each.stance),
            each.reason,
            each.would_change,
            named.get(str(each.pk), ""),
            each.moved,
        )
        for each in positions
        if each.reason or each.would_change
    ]
