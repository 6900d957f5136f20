"""The learning group of the Val-de-Sève, for tests: members by college, rounds, positions."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from typing import Any

from tests.surveys.factories import make_member
from vecu.groups.actions import begin_group, publish_group
from vecu.groups.content import (
    HypothesisContent,
    MandateContent,
    PositionContent,
    RoundOpening,
    StepContent,
)
from vecu.groups.member_actions import add_group_member, agree_public_totals
from vecu.groups.models import GroupHypothesis, GroupMember, LearningGroup, PositionRound
from vecu.groups.round_actions import TakenPosition, close_round, open_round, take_position
from vecu.groups.vocabulary import GroupCollege, HypothesisStance, StepKind

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 9, tzinfo=UTC)
LAST_DAY = date(2026, 11, 12)
ACT: dict[str, Any] = {"by": "lea", "now": NOW}
PEOPLE, WORKERS, MANAGERS, UNIONS, ELECTED, RESEARCHERS = GroupCollege
AGREE, DISAGREE, UNSURE, NONE = HypothesisStance
FOURTEEN = [*[PEOPLE] * 3, *[WORKERS] * 5, *[MANAGERS] * 3, *[UNIONS] * 2, RESEARCHERS]

MANDATE = MandateContent(
    name={"fr": "Groupe du Val-de-Sève", "en": "Group of the Val-de-Sève"},
    commissioner={"en": "The department’s council"},
    question={"en": "What should AI be used for in social work, and what not?"},
    responder={"en": "The vice-president for solidarity"},
    response_due=date(2027, 3, 31),
    facilitator={"en": "A teacher of social work"},
)
STEP = StepContent(
    StepKind.TRAINING,
    date(2026, 10, 6),
    {"en": "What a language model does"},
    material={"en": "ELIZA, 1966, tried by all"},
    notes={"en": "We laughed, then we did not."},
)
OWN = HypothesisContent(
    {"en": "It takes as long to check a text as to write it."},
    {"en": "A social worker of the group"},
    {"en": "Of long files, reading is quicker than writing."},
)


def make_group(account: str = "lea", slug: str = "val-de-seve") -> LearningGroup:
    """A group that only its facilitator sees."""
    make_member(account)
    return begin_group(slug, MANDATE, by=account, now=NOW)


def make_members(
    group: LearningGroup, colleges: Iterable[GroupCollege], *, public: bool = False
) -> list[GroupMember]:
    """Members of these colleges, called Member 1, Member 2, …"""
    found = []
    for number, college in enumerate(colleges, start=1):
        member, _token = add_group_member(group, f"Member {number}", college, **ACT)
        found.append(agree_public_totals(member, agreed=True) if public else member)
    return found


def make_full_group(
    account: str = "lea", *, public: bool = False
) -> tuple[LearningGroup, list[GroupMember]]:
    """A published group of fourteen, and its members."""
    group = make_group(account)
    members = make_members(group, FOURTEEN, public=public)
    return publish_group(group, **ACT), members


def get_hypothesis(group: LearningGroup, place: int = 1) -> GroupHypothesis:
    """One of the six of the hearing."""
    return group.hypotheses.get(place=place)


def open_on(group: LearningGroup, *places: int, now: datetime = NOW) -> PositionRound:
    """Open a round on hypotheses of these places, the first by default."""
    chosen = [get_hypothesis(group, each).pk for each in places or (1,)]
    return open_round(group, RoundOpening(chosen, LAST_DAY), by="lea", now=now)


def take(
    member: GroupMember,
    sealed: PositionRound,
    stance: HypothesisStance,
    reason: str = "",
    *,
    place: int = 1,
    **changed: Any,
) -> TakenPosition:
    """Take position on a hypothesis, as a new device would."""
    hypothesis = get_hypothesis(sealed.group, place)
    content = PositionContent(stance, reason, named=changed.pop("named", False))
    known: dict[str, Any] = {"revision": 0, "device": "phone", "now": NOW} | changed
    return take_position(member, sealed, hypothesis.pk, content, **known)


def run_round(
    group: LearningGroup,
    members: Iterable[GroupMember],
    stances: Iterable[HypothesisStance],
    *places: int,
    now: datetime = NOW,
    reason: str = "",
    named: Collection[int] = (),
) -> PositionRound:
    """Open a round, have members take these positions on each hypothesis, and close it.

    `named` are the numbers of those, from 0, who let the group read whose theirs is.
    """
    sealed = open_on(group, *places, now=now)
    for number, (member, stance) in enumerate(zip(members, stances, strict=True)):
        for place in places or (1,):
            take(member, sealed, stance, reason, place=place, named=number in named)
    return close_round(sealed, by="lea", now=now)
