"""What pages show of recommendations and cards: each claim with what it stands on, each voice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vecu.deliberation.group_vocabulary import GroupCollege
from vecu.deliberation.recommendation_models import (
    AddresseeAnswer,
    AnswerFollowUp,
    ClaimReturn,
    Recommendation,
    RecommendationAddress,
    RecommendationPosition,
    RecommendationVersion,
    SupplierCard,
)
from vecu.deliberation.recommendation_rules import (
    AddressState,
    AnswerDecision,
    Backing,
    ClaimState,
    FollowUpOutcome,
    count_equal_space,
    judge_address,
    judge_claim,
)
from vecu.deliberation.recommendations.content import Claim
from vecu.evidence.sources import Evidence, EvidenceState, Reference


@dataclass(frozen=True, slots=True)
class ClaimDetail:
    """A claim with what it stands on, as everybody may see it now."""

    claim: Claim
    evidence: Sequence[Evidence]

    @property
    def state(self) -> ClaimState:
        """Whether it stands, has no evidence, or is to be argued again."""
        standing = [each for each in self.evidence if each.state is EvidenceState.STANDING]
        return judge_claim(len(self.evidence), len(standing))


@dataclass(frozen=True, slots=True)
class PositionDetail:
    """How somebody stands to a version. Of members who do not show their name, only the reason.

    It is the same for the group, for who has a role in it, and for everybody. A college is named
    where it speaks itself, or beside a name that is shown: in a small group the college of one who
    is not named would name them.
    """

    backing: Backing
    reason: Mapping[str, str]
    college: GroupCollege | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class PositionSides:
    """Reasons for and against, side by side; `open_each` of each stand open, the others folded."""

    supporting: Sequence[PositionDetail]
    opposing: Sequence[PositionDetail]
    neither: Sequence[PositionDetail]

    @property
    def open_each(self) -> int:
        """How many reasons of each side stand open."""
        return count_equal_space(len(self.supporting), len(self.opposing))


@dataclass(frozen=True, slots=True)
class FollowUpDetail:
    """What the group saw of what was accepted, with what that stands on now."""

    follow_up: AnswerFollowUp
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class AddressDetail:
    """To whom it goes, all that was answered, all that was seen since, and where that stands."""

    address: RecommendationAddress
    answers: Sequence[AddresseeAnswer]
    follow_ups: Sequence[FollowUpDetail]
    state: AddressState

    @property
    def answer(self) -> AddresseeAnswer | None:
        """The answer that counts: the latest."""
        return self.answers[-1] if self.answers else None


@dataclass(frozen=True, slots=True)
class RecommendationDetail:
    """A recommendation in one of its versions."""

    recommendation: Recommendation
    version: RecommendationVersion
    claims: Sequence[ClaimDetail]
    positions: PositionSides
    addresses: Sequence[AddressDetail]

    @property
    def must_be_argued_again(self) -> bool:
        """Whether evidence of any claim is gone or reads otherwise."""
        return any(each.state is ClaimState.ARGUE_AGAIN for each in self.claims)


@dataclass(frozen=True, slots=True)
class CardDetail:
    """A supplier's card, with what was observed as claims."""

    card: SupplierCard
    observed: Sequence[ClaimDetail]


@dataclass(frozen=True, slots=True)
class ThreadStep:
    """A version on the way to another: which one, and what it came of."""

    recommendation: Recommendation
    version: RecommendationVersion
    origins: Sequence[tuple[UUID, int]]


@dataclass(frozen=True, slots=True)
class ReturnedClaims:
    """What a group has to argue again now, and the months in which its claims came back to it."""

    recommendations: Sequence[RecommendationDetail]
    cards: Sequence[CardDetail]
    months: Sequence[ClaimReturn]


def make_claim_details(
    claims: Sequence[Claim], shown: Mapping[Reference, Evidence]
) -> list[ClaimDetail]:
    """Return claims with their evidence, which was asked for at once."""
    return [ClaimDetail(each, [shown[one] for one in each.references]) for each in claims]


def make_position_sides(positions: Sequence[RecommendationPosition]) -> PositionSides:
    """Return positions side by side, without names that are not shown."""
    details = [_make_position(each) for each in positions]
    by_backing = {
        backing: [each for each in details if each.backing is backing] for backing in Backing
    }
    return PositionSides(
        by_backing[Backing.SUPPORTS], by_backing[Backing.OPPOSES], by_backing[Backing.NEITHER]
    )


def make_address_detail(
    address: RecommendationAddress,
    answers: Sequence[AddresseeAnswer],
    follow_ups: Sequence[FollowUpDetail],
    today: date,
) -> AddressDetail:
    """Return where it stands with an addressee."""
    answer = answers[-1] if answers else None
    outcome = FollowUpOutcome(follow_ups[-1].follow_up.outcome) if follow_ups else None
    state = judge_address(
        address.due,
        AnswerDecision(answer.decision) if answer else None,
        answer.done_by if answer else None,
        outcome,
        today,
    )
    return AddressDetail(address, answers, follow_ups, state)


def _make_position(position: RecommendationPosition) -> PositionDetail:
    backing, member = Backing(position.backing), position.member
    named = member is not None and position.name_public
    if not named and not position.as_college:
        return PositionDetail(backing, position.reason)
    name = member.name if member else ""
    return PositionDetail(backing, position.reason, GroupCollege(position.college), name)
