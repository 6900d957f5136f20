"""What pages show of recommendations and cards: each claim with what it stands on, each voice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.evidence.sources import Evidence, EvidenceState, Reference
from vecu.groups.vocabulary import GroupCollege
from vecu.recommendations.content import Claim
from vecu.recommendations.models import (
    AddresseeAnswer,
    AnswerFollowUp,
    ClaimReturn,
    Recommendation,
    RecommendationAddress,
    RecommendationPosition,
    RecommendationVersion,
    SupplierCard,
)
from vecu.recommendations.rules import (
    AddressState,
    AnswerDecision,
    Backing,
    ClaimState,
    FollowUpOutcome,
    count_equal_space,
    judge_address,
    judge_claim,
)
from vecu.ui.wording import lower_first

OPEN_EVIDENCE = 3
"""So many pieces of evidence of a claim stand open; the others are folded below them."""


@dataclass(frozen=True, slots=True)
class ClaimDetail:
    """A claim with what it stands on, as everybody may see it now."""

    claim: Claim
    evidence: Sequence[Evidence]

    @property
    def state(self) -> ClaimState:
        """Whether it stands, has no evidence, or is to be discussed again."""
        standing = [each for each in self.evidence if each.state is EvidenceState.STANDING]
        return judge_claim(len(self.evidence), len(standing))

    @property
    def is_doubtful(self) -> bool:
        """Whether it is to be discussed again."""
        return self.state is ClaimState.ARGUE_AGAIN

    @property
    def note(self) -> str:
        """What is to be known of its evidence, '' where all of it stands.

        The same words whether an author took words back, a figure went, or something was reworded.
        """
        if self.state is ClaimState.WITHOUT_EVIDENCE:
            return _("Nothing is cited for this: it is what the group holds.")
        if self.state is ClaimState.STANDING:
            return ""
        lost = sum(each.state is not EvidenceState.STANDING for each in self.evidence)
        return _(
            "Evidence no longer available, or changed: %(lost)s of %(cited)s. To be discussed"
            " again."
        ) % {"lost": lost, "cited": len(self.evidence)}

    @property
    def remaining_evidence(self) -> Sequence[Evidence]:
        """What is left of what it stands on."""
        return list_remaining(self.evidence)

    @property
    def open_evidence(self) -> Sequence[Evidence]:
        """What is left of it and stands open."""
        return self.remaining_evidence[:OPEN_EVIDENCE]

    @property
    def folded_evidence(self) -> Sequence[Evidence]:
        """What is folded below it."""
        return self.remaining_evidence[OPEN_EVIDENCE:]


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

    @property
    def speaker(self) -> str:
        """Whose it is inside a sentence, '' where that is not shown."""
        college = lower_first(_(self.college.label)) if self.college else ""
        return ", ".join(filter(None, (self.name, college)))


@dataclass(frozen=True, slots=True)
class PositionSide:
    """How many stand on a side, and those with a reason: the first `shown` of them stand open."""

    number: int
    reasons: Sequence[PositionDetail]
    shown: int

    @property
    def open(self) -> Sequence[PositionDetail]:
        """Those whose reasons stand open."""
        return self.reasons[: self.shown]

    @property
    def folded(self) -> Sequence[PositionDetail]:
        """Those whose reasons are folded below."""
        return self.reasons[self.shown :]


@dataclass(frozen=True, slots=True)
class PositionSides:
    """Who stands how, side by side: as many reasons for stand open as reasons against."""

    supporting: PositionSide
    opposing: PositionSide
    neither: PositionSide

    @property
    def is_empty(self) -> bool:
        """Whether nobody has taken a position."""
        return not (self.supporting.number or self.opposing.number or self.neither.number)


@dataclass(frozen=True, slots=True)
class FollowUpDetail:
    """What the group saw of what was accepted, with what that stands on now."""

    follow_up: AnswerFollowUp
    evidence: Sequence[Evidence]

    @property
    def remaining_evidence(self) -> Sequence[Evidence]:
        """What is left of what shows it."""
        return list_remaining(self.evidence)

    @property
    def gone(self) -> int:
        """How much of it is no longer available."""
        return len(self.evidence) - len(self.remaining_evidence)


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

    @property
    def earlier(self) -> Sequence[AddresseeAnswer]:
        """The answers that were corrected, the latest first."""
        return self.answers[:-1][::-1]

    @property
    def can_be_followed(self) -> bool:
        """Whether the group can note what it sees: something was accepted."""
        waiting = {AddressState.AWAITED, AddressState.OVERDUE, AddressState.DECLINED}
        return self.state not in waiting


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
        return any(each.is_doubtful for each in self.claims)


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
    """What a group has to discuss again now, and the months in which its claims came back to it."""

    recommendations: Sequence[RecommendationDetail]
    cards: Sequence[CardDetail]
    months: Sequence[ClaimReturn]


def list_remaining(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence without what is gone."""
    return [each for each in evidence if each.state is not EvidenceState.GONE]


def make_claim_details(
    claims: Sequence[Claim], shown: Mapping[Reference, Evidence]
) -> list[ClaimDetail]:
    """Return claims with their evidence, which was asked for at once."""
    return [ClaimDetail(each, [shown[one] for one in each.references]) for each in claims]


def make_position_sides(positions: Sequence[RecommendationPosition]) -> PositionSides:
    """Return positions side by side, without names that are not shown."""
    details = [_make_position(each) for each in positions]
    reasons = [each for each in details if any(each.reason.values())]
    numbers = Counter(each.backing for each in details)
    given = Counter(each.backing for each in reasons)
    shown = count_equal_space(given[Backing.SUPPORTS], given[Backing.OPPOSES])

    def make_side(backing: Backing, shown: int) -> PositionSide:
        own = [each for each in reasons if each.backing is backing]
        return PositionSide(numbers[backing], own, shown)

    return PositionSides(
        make_side(Backing.SUPPORTS, shown),
        make_side(Backing.OPPOSES, shown),
        make_side(Backing.NEITHER, given[Backing.NEITHER]),
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
