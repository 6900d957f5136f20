"""What members read of what their group recommends: its claims, both sides, their own position."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.evidence.rules import CONFIDENCE_QUESTIONS, Confidence, ConfidenceReason
from vecu.recommendations.queries import (
    CardDetail,
    RecommendationDetail,
    RecommendationPosition,
    RecommendationVersion,
)
from vecu.recommendations.rules import (
    ALTERNATIVE_QUESTIONS,
    KIND_SENTENCES,
    LIVE_STATES,
    ActorKind,
    Alternative,
    Backing,
    RecommendationKind,
    RecommendationState,
    can_take_position,
)
from vecu.recommendations.sentences import (
    describe_cost_parts,
    describe_positions,
    describe_version,
)
from vecu.recommendations.stored import read_cost_parts
from vecu.translation import gettext_noop
from vecu.ui.noted_facts import (
    NotedFact,
    make_plain_fact,
)
from vecu.ui.templatetags.ui import current_language

OWN_BACKINGS: Mapping[Backing, str] = {
    Backing.SUPPORTS: gettext_noop("I support it"),
    Backing.OPPOSES: gettext_noop("I oppose it"),
    Backing.NEITHER: gettext_noop("I take no side"),
}
"""How members say it of themselves."""


@dataclass(frozen=True, slots=True)
class FactSection:
    """What a version says beside its claims, under one heading."""

    heading: str
    facts: Sequence[NotedFact]


@dataclass(frozen=True, slots=True)
class MemberRecommendation:
    """One recommendation, landmark or absence of one, as one member reads it.

    `own` is how they stand to this version, '' while they do not; `lead` says what its kind is.
    """

    detail: RecommendationDetail
    kind: str
    state: str
    lead: str
    own: str
    takes_positions: bool
    summary: str
    origin: str
    sections: Sequence[FactSection]

    @property
    def waits(self) -> bool:
        """Whether it is open and the reader has taken no position on it."""
        return self.takes_positions and not self.own


@dataclass(frozen=True, slots=True)
class ClaimToArgue:
    """A claim whose evidence is gone or changed, and what it stands in; a card has no `address`."""

    claim: Mapping[str, str]
    place: Mapping[str, str]
    address: str = ""


def list_claims_to_argue(
    details: Sequence[RecommendationDetail], cards: Sequence[CardDetail]
) -> list[ClaimToArgue]:
    """Return what the group has to discuss again, of what it can still change."""
    live = [each for each in details if each.recommendation.state in LIVE_STATES]
    found = [
        ClaimToArgue(
            claim.claim.text,
            each.version.statement,
            reverse("recommendations:my-recommendation", args=[each.recommendation.pk]),
        )
        for each in live
        for claim in each.claims
        if claim.is_doubtful
    ]
    return found + [
        ClaimToArgue(claim.claim.text, {current_language(): f"{card.supplier}, {card.product}"})
        for card, observed in ((each.card, each.observed) for each in cards)
        for claim in observed
        if claim.is_doubtful
    ]


def describe_recommendation(
    detail: RecommendationDetail, own: RecommendationPosition | None
) -> MemberRecommendation:
    """Return a recommendation in words; no query is made."""
    row, kind = detail.recommendation, RecommendationKind(detail.recommendation.kind)
    state = RecommendationState(row.state)
    return MemberRecommendation(
        detail=detail,
        kind=_(kind.label),
        state=_(state.label),
        lead=_(KIND_SENTENCES[kind]) if kind in KIND_SENTENCES else "",
        own=_(OWN_BACKINGS[Backing(own.backing)]) if own else "",
        takes_positions=can_take_position(state),
        summary=describe_positions(detail.positions),
        origin=describe_version(detail.version),
        sections=_list_sections(kind, detail.version),
    )


def _list_sections(kind: RecommendationKind, version: RecommendationVersion) -> list[FactSection]:
    """Return what a version says beside its claims, without what it does not say."""
    written = [
        FactSection(each.heading, [fact for fact in each.facts if fact.texts])
        for each in _lay_out_sections(kind, version)
    ]
    return [each for each in written if each.facts]


def _lay_out_sections(
    kind: RecommendationKind, version: RecommendationVersion
) -> Iterator[FactSection]:
    not_known = NotedFact(_("What is not known"), version.not_known)
    if kind is RecommendationKind.NONE_YET:
        divides = NotedFact(_("What divides us"), version.divides)
        needed = NotedFact(_("What we would need to see"), version.needed)
        yield FactSection(_("Where we stand"), [divides, needed, not_known])
        return
    actor = version.actor and _(ActorKind(version.actor).label)
    yield FactSection(
        _("Who decides, and what it costs"),
        [
            make_plain_fact(_("For whom"), actor),
            make_plain_fact(_("Who decides"), version.decider),
            NotedFact(_("What it costs"), version.cost),
            make_plain_fact(
                _("The cost, part by part"),
                describe_cost_parts(read_cost_parts(version.cost_parts)),
            ),
        ],
    )
    otherwise = _list_answers(ALTERNATIVE_QUESTIONS, version.alternatives)
    yield FactSection(_("What else the same money would pay for"), otherwise)
    confidence = version.confidence and _(Confidence(version.confidence).label)
    reasons = _list_answers(CONFIDENCE_QUESTIONS, version.confidence_reasons)
    yield FactSection(
        _("How sure we are"), [make_plain_fact(_("Confidence"), confidence), *reasons, not_known]
    )


def _list_answers(
    questions: Mapping[Alternative, str] | Mapping[ConfidenceReason, str],
    stored: Mapping[str, Mapping[str, str]],
) -> list[NotedFact]:
    return [NotedFact(_(label), stored.get(str(each), {})) for each, label in questions.items()]
