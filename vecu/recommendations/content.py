"""What a group writes: recommendations, landmarks, what divides it, cards; what it is answered.

Texts are by language. A field has the same name in its table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from vecu.evidence.rules import Confidence, ConfidenceReason
from vecu.evidence.sources import Reference
from vecu.groups.queries import GroupMember
from vecu.groups.vocabulary import GroupCollege
from vecu.recommendations.rules import (
    ActorKind,
    Alternative,
    AnswerDecision,
    Backing,
    FollowUpOutcome,
    RecommendationKind,
)

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence that is followed to what it stands on, without any of its words.

    `id` is the same from version to version, so that it can be found when it is discussed again.
    """

    id: UUID
    text: ByLanguage
    references: Sequence[Reference] = ()

    def __bool__(self) -> bool:
        """Return whether anything was written: what was left empty in a form is left out."""
        return bool(self.text or self.references)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Claim":
        """Return the claim that a column holds."""
        references = [Reference.from_json(each) for each in stored["references"]]
        return cls(UUID(stored["id"]), stored["text"], references)

    def to_json(self) -> dict[str, Any]:
        """Return what a column holds; a reference that stands twice is stored once."""
        references = [each.to_json() for each in dict.fromkeys(self.references)]
        return {"id": str(self.id), "text": dict(self.text), "references": references}


@dataclass(frozen=True, slots=True)
class CostPart:
    """One part of what a recommendation costs: for what, euros a year, and who pays them.

    An amount that is known exactly is both `least` and `most`; None was not written.
    """

    label: ByLanguage
    least: int | None
    most: int | None
    payer: str = ""

    def __bool__(self) -> bool:
        """Return whether anything was written: what was left empty in a form is left out."""
        amounts = (self.least, self.most)
        return bool(self.label or self.payer or any(each is not None for each in amounts))

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "CostPart":
        """Return the part that a column holds."""
        return cls(stored["label"], stored["least"], stored["most"], stored["payer"])

    def to_json(self) -> dict[str, Any]:
        """Return what a column holds."""
        amounts = {"least": self.least, "most": self.most}
        return {"label": dict(self.label), **amounts, "payer": self.payer}


@dataclass(frozen=True, slots=True)
class RecommendationContent:
    """What a group recommends: who decides, what it costs, and what that money pays otherwise."""

    statement: ByLanguage
    claims: Sequence[Claim] = ()
    decider: str = ""
    cost: ByLanguage = field(default_factory=dict)
    cost_parts: Sequence[CostPart] = ()
    alternatives: Mapping[Alternative, ByLanguage] = field(default_factory=dict)
    confidence: Confidence | None = None
    confidence_reasons: Mapping[ConfidenceReason, ByLanguage] = field(default_factory=dict)
    not_known: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LandmarkContent:
    """What one kind of actor should look at; `statement` names it and recommends nothing."""

    statement: ByLanguage
    actor: ActorKind | None = None
    claims: Sequence[Claim] = ()
    confidence: Confidence | None = None
    confidence_reasons: Mapping[ConfidenceReason, ByLanguage] = field(default_factory=dict)
    not_known: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoneYetContent:
    """That there is no recommendation yet, and on which question: a result."""

    statement: ByLanguage
    divides: ByLanguage = field(default_factory=dict)
    needed: ByLanguage = field(default_factory=dict)
    claims: Sequence[Claim] = ()
    not_known: ByLanguage = field(default_factory=dict)


ThreadContent = RecommendationContent | LandmarkContent | NoneYetContent

VERSION_CONTENTS: Mapping[RecommendationKind, type[ThreadContent]] = {
    RecommendationKind.RECOMMENDATION: RecommendationContent,
    RecommendationKind.LANDMARK: LandmarkContent,
    RecommendationKind.NONE_YET: NoneYetContent,
}
"""What a group writes of each kind."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: a member, in the college that they sit in now, or a college itself."""

    college: GroupCollege
    member: GroupMember | None = None


@dataclass(frozen=True, slots=True)
class AmendmentContent:
    """Who proposed a version, and what it changes and why."""

    voice: Voice
    reason: ByLanguage


@dataclass(frozen=True, slots=True)
class EndReason:
    """Why a recommendation was set aside, or taken back."""

    ended_reason: ByLanguage


@dataclass(frozen=True, slots=True)
class BackingContent:
    """How somebody stands to a version, and why; a member may show the chosen name with it."""

    backing: Backing
    reason: ByLanguage = field(default_factory=dict)
    name_public: bool = False


@dataclass(frozen=True, slots=True)
class AddressContent:
    """To whom a recommendation goes, and by which day the group asks for an answer."""

    addressee: str
    due: date


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """What an addressee answers; `done_by` is by when what was accepted will be done.

    `correction` says why it replaces the answer before it, which stays readable.
    """

    decision: AnswerDecision
    reasons: ByLanguage
    signed_by: str
    done_by: date | None = None
    correction: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FollowUpContent:
    """What the group sees of what was accepted."""

    outcome: FollowUpOutcome
    observed: ByLanguage
    references: Sequence[Reference] = ()


@dataclass(frozen=True, slots=True)
class CardContent:
    """A supplier's card: what was promised stays apart from what was observed.

    `promised_source` says where: a demonstration, a brochure, and its day. `without_it` is what
    becomes of the problem where nobody buys anything. `system` is the register's, if it is there.
    """

    supplier: str
    product: str
    day: date
    promised: ByLanguage
    promised_source: str
    system: UUID | None = None
    observed: Sequence[Claim] = ()
    not_known: ByLanguage = field(default_factory=dict)
    cost: ByLanguage = field(default_factory=dict)
    without_it: ByLanguage = field(default_factory=dict)


GroupContent = (
    ThreadContent
    | AmendmentContent
    | EndReason
    | BackingContent
    | AddressContent
    | AnswerContent
    | FollowUpContent
    | CardContent
)
