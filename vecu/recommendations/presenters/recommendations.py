"""What a group recommends in words: each with its claims, facts and positions, and what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.evidence.rules import CONFIDENCE_QUESTIONS, Confidence
from vecu.fieldlog.counted_figures import name_month
from vecu.recommendations.content import (
    LandmarkContent,
    NoneYetContent,
    RecommendationContent,
    ThreadContent,
)
from vecu.recommendations.details import (
    ClaimDetail,
    PositionSides,
    RecommendationDetail,
    ReturnedClaims,
)
from vecu.recommendations.presenters.cards import CardDescription, describe_card
from vecu.recommendations.public_versions import is_readable
from vecu.recommendations.queries import Recommendation, RecommendationVersion
from vecu.recommendations.rules import (
    ALTERNATIVE_QUESTIONS,
    LIVE_STATES,
    RecommendationKind,
    RecommendationState,
)
from vecu.recommendations.sentences import (
    describe_cost_parts,
    describe_positions,
    describe_version,
)
from vecu.recommendations.stored import read_version
from vecu.translation import gettext_noop
from vecu.ui.noted_facts import NotedFact

ByLanguage = Mapping[str, str]
STATEMENT_HEADINGS: Mapping[RecommendationKind, str] = {
    RecommendationKind.RECOMMENDATION: gettext_noop("The recommendation"),
    RecommendationKind.LANDMARK: gettext_noop("What to look at"),
    RecommendationKind.NONE_YET: gettext_noop("The question"),
}
STATE_TONES: Mapping[RecommendationState, str] = {
    RecommendationState.DRAFT: "waiting",
    RecommendationState.OPEN: "waiting",
    RecommendationState.PUBLISHED: "agreed",
    RecommendationState.MERGED: "past",
    RecommendationState.SET_ASIDE: "past",
    RecommendationState.TAKEN_BACK: "past",
}


@dataclass(frozen=True, slots=True)
class RecommendationDescription:
    """A recommendation, landmark or none yet in one version, as the staff reads it."""

    recommendation: Recommendation
    version: RecommendationVersion
    kind: str
    state: str
    tone: str
    origin: str
    claims: Sequence[ClaimDetail]
    all_facts: Sequence[NotedFact]
    summary: str
    positions: PositionSides

    @property
    def title(self) -> ByLanguage:
        """The sentence that it is."""
        title: ByLanguage = self.version.statement
        return title

    @property
    def facts(self) -> Sequence[NotedFact]:
        """What it says beside its claims."""
        return [each for each in self.all_facts if each.texts]

    @property
    def unwritten(self) -> Sequence[str]:
        """What it says nothing of yet."""
        return [each.label for each in self.all_facts if not each.texts]

    @property
    def ended_reason(self) -> ByLanguage:
        """Why it was set aside or taken back."""
        reason: ByLanguage = self.recommendation.ended_reason
        return reason

    @property
    def public(self) -> bool:
        """Whether a version of it has an address that everybody reads."""
        return is_readable(self.recommendation)

    @property
    def live(self) -> bool:
        """Whether it can be amended."""
        return RecommendationState(self.recommendation.state) in LIVE_STATES

    @property
    def doubtful_claims(self) -> Sequence[ClaimDetail]:
        """Claims that are to be discussed again."""
        return [each for each in self.claims if each.is_doubtful]

    @property
    def waits_again(self) -> bool:
        """Whether the group has to discuss it again: what ended does not come back."""
        return self.live and bool(self.doubtful_claims)


@dataclass(frozen=True, slots=True)
class ReturnedDescription:
    """What a group has to discuss again now, and the last month in which all claims came back."""

    recommendations: Sequence[RecommendationDescription]
    cards: Sequence[CardDescription]
    month: str


def describe_recommendation(detail: RecommendationDetail) -> RecommendationDescription:
    """Return a recommendation in words; no query is made."""
    row, version = detail.recommendation, detail.version
    kind, state = RecommendationKind(row.kind), RecommendationState(row.state)
    return RecommendationDescription(
        row,
        version,
        _(kind.label),
        _(state.label),
        STATE_TONES[state],
        describe_version(version),
        detail.claims,
        list_version_facts(read_version(kind, version)),
        describe_positions(detail.positions),
        detail.positions,
    )


def describe_returned_claims(returned: ReturnedClaims) -> ReturnedDescription:
    """Return what a group has to discuss again; no query is made."""
    return ReturnedDescription(
        [describe_recommendation(each) for each in returned.recommendations],
        [describe_card(each) for each in returned.cards],
        name_month(returned.months[0].month) if returned.months else "",
    )


def list_version_facts(content: ThreadContent) -> list[NotedFact]:
    """Return what a version says beside its sentence and its claims, in the order of its form."""
    facts = [
        NotedFact(_(label), *((_write_here(value), False) if isinstance(value, str) else (value,)))
        for label, value in _list_own_facts(content)
    ]
    return [*facts, NotedFact(_("What is not known"), content.not_known)]


def _list_own_facts(content: ThreadContent) -> list[tuple[str, ByLanguage | str]]:
    match content:
        case RecommendationContent():
            return [
                (gettext_noop("Who decides"), content.decider),
                (gettext_noop("What it costs"), content.cost),
                (gettext_noop("The cost, part by part"), describe_cost_parts(content.cost_parts)),
                *(
                    (question, content.alternatives.get(each, {}))
                    for each, question in ALTERNATIVE_QUESTIONS.items()
                ),
                *_list_confidence(content),
            ]
        case LandmarkContent():
            actor = _(content.actor.label) if content.actor else ""
            return [
                (gettext_noop("For whom it is"), actor),
                *_list_confidence(content),
            ]
        case NoneYetContent():
            return [
                (gettext_noop("What divides us"), content.divides),
                (gettext_noop("What we would need to see"), content.needed),
            ]


def _list_confidence(
    content: RecommendationContent | LandmarkContent,
) -> list[tuple[str, ByLanguage | str]]:
    level = _(Confidence(content.confidence).label) if content.confidence else ""
    return [
        (gettext_noop("How sure is the group?"), level),
        *(
            (question, content.confidence_reasons.get(each, {}))
            for each, question in CONFIDENCE_QUESTIONS.items()
        ),
    ]


def _write_here(text: str) -> ByLanguage:
    """Return what has no language of its own as if written in that of the page."""
    return {get_language() or "en": text} if text else {}
