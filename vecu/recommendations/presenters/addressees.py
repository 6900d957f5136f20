"""What an addressee reads before they answer: who asks what, why, what it costs, what divides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vecu.evidence.rules import CONFIDENCE_QUESTIONS, Confidence
from vecu.recommendations.details import (
    AddressDetail,
    RecommendationDetail,
)
from vecu.recommendations.rules import (
    ALTERNATIVE_QUESTIONS,
    RecommendationState,
)
from vecu.recommendations.sentences import (
    describe_cost_parts,
    describe_positions,
    list_written_answers,
)
from vecu.recommendations.stored import read_cost_parts

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AddressedDescription:
    """A recommendation in the version that was addressed, for whoever is asked to answer it.

    `standing` says what became of it since, '' where this version is the one that is published.
    """

    detail: RecommendationDetail
    address: AddressDetail
    standing: str
    cost_parts: str
    alternatives: Sequence[tuple[str, ByLanguage]]
    confidence: str
    confidence_reasons: Sequence[tuple[str, ByLanguage]]
    positions: str


def describe_addressed(detail: RecommendationDetail, own: AddressDetail) -> AddressedDescription:
    """Return what an addressee reads; no query is made."""
    version = detail.version
    return AddressedDescription(
        detail,
        own,
        _describe_standing(detail),
        describe_cost_parts(read_cost_parts(version.cost_parts)),
        list_written_answers(ALTERNATIVE_QUESTIONS, version.alternatives),
        _(Confidence(version.confidence).label) if version.confidence else "",
        list_written_answers(CONFIDENCE_QUESTIONS, version.confidence_reasons),
        describe_positions(detail.positions),
    )


def _describe_standing(detail: RecommendationDetail) -> str:
    row, version = detail.recommendation, detail.version
    if row.state == RecommendationState.TAKEN_BACK:
        return _("The group has taken this recommendation back since. You may still answer it.")
    if row.state == RecommendationState.MERGED:
        return _(
            "The group has merged this recommendation into another one since. You are asked about"
            " the text below."
        )
    if row.published != version.number:
        message = _(
            "This is version %(own)s, which was addressed to you. Version %(published)s has been"
            " published since."
        )
        return message % {"own": version.number, "published": row.published}
    return ""
