"""Read which published recommendations cite evidence, and what those addressed decided of each."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from vecu.recommendations.content import ByLanguage
from vecu.recommendations.models import (
    AddresseeAnswer,
    RecommendationAddress,
    RecommendationVersion,
)
from vecu.recommendations.rules import AnswerDecision, RecommendationKind, RecommendationState
from vecu.recommendations.stored import read_claims


@dataclass(frozen=True, slots=True)
class AddressedDecision:
    """What one of those to whom a recommendation is addressed decided, and when; None so far."""

    addressee: str
    decision: AnswerDecision | None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class CitingRecommendation:
    """What a group published with the evidence that it cites and what was decided about it."""

    id: UUID
    kind: RecommendationKind
    day: date | None
    statement: ByLanguage
    evidence: frozenset[UUID]
    decisions: Sequence[AddressedDecision]

    @property
    def latest_day(self) -> date | None:
        """The day on which it was published or, if later, last answered."""
        days = (self.day, *(each.day for each in self.decisions))
        return max(filter(None, days), default=None)


def list_citing_recommendations(evidence: Collection[UUID]) -> list[CitingRecommendation]:
    """Return what everybody reads that cites any of some evidence, the latest first.

    Three queries, however much there is.
    """
    versions = RecommendationVersion.objects.filter(
        recommendation__state=RecommendationState.PUBLISHED,
        recommendation__group__published__isnull=False,
        number=F("recommendation__published"),
    ).select_related("recommendation")
    versions = versions.order_by("-recommendation__published_day", "recommendation")
    cited = {
        each: frozenset(one.id for claim in read_claims(each.claims) for one in claim.references)
        for each in versions
    }
    wanted = {each: ids for each, ids in cited.items() if not ids.isdisjoint(evidence)}
    decisions = map_decisions({each.recommendation_id for each in wanted})
    return [
        CitingRecommendation(
            id=each.recommendation_id,
            kind=RecommendationKind(each.recommendation.kind),
            day=each.recommendation.published_day,
            statement=each.statement,
            evidence=ids,
            decisions=decisions.get(each.recommendation_id, ()),
        )
        for each, ids in wanted.items()
    ]


def map_decisions(
    recommendations: Collection[UUID],
) -> Mapping[UUID, Sequence[AddressedDecision]]:
    """Return by recommendation to whom any version of it went, and their latest answers."""
    addresses = RecommendationAddress.objects.filter(
        version__recommendation__in=recommendations
    ).select_related("version")
    answers = AddresseeAnswer.objects.filter(
        address__version__recommendation__in=recommendations
    ).order_by("number")
    latest = {each.address_id: (AnswerDecision(each.decision), each.day) for each in answers}
    found = defaultdict(list)
    for each in addresses:
        decision, day = latest.get(each.pk, (None, None))
        decided = AddressedDecision(each.addressee, decision, day)
        found[each.version.recommendation_id].append(decided)
    return found
