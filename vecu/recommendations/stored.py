"""How rows become what a group wrote again, and what they cite."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from vecu.evidence.rules import Confidence, ConfidenceReason
from vecu.evidence.sources import Reference
from vecu.recommendations.content import (
    VERSION_CONTENTS,
    CardContent,
    Claim,
    CostPart,
    ThreadContent,
)
from vecu.recommendations.models import (
    AnswerFollowUp,
    RecommendationVersion,
    SupplierCard,
)
from vecu.recommendations.rules import ActorKind, Alternative, RecommendationKind
from vecu.records.citations import DatedCitation
from vecu.ui.wording import pick_text


def read_references(stored: Iterable[Mapping[str, Any]]) -> list[Reference]:
    """Return references as other rooms know them."""
    return [Reference.from_json(each) for each in stored]


def read_claims(stored: Iterable[Mapping[str, Any]]) -> list[Claim]:
    """Return claims as they were written."""
    return [Claim.from_json(each) for each in stored]


def read_cost_parts(stored: Iterable[Mapping[str, Any]]) -> list[CostPart]:
    """Return the parts of a cost as they were written."""
    return [CostPart.from_json(each) for each in stored]


def read_version(kind: RecommendationKind, version: RecommendationVersion) -> ThreadContent:
    """Return what a version says, as a group writes it."""
    readers: Mapping[str, Any] = {
        "claims": read_claims,
        "cost_parts": read_cost_parts,
        "alternatives": lambda stored: {Alternative(key): text for key, text in stored.items()},
        "confidence": lambda stored: Confidence(stored) if stored else None,
        "confidence_reasons": lambda stored: {
            ConfidenceReason(key): text for key, text in stored.items()
        },
        "actor": lambda stored: ActorKind(stored) if stored else None,
    }
    written = VERSION_CONTENTS[kind]
    return written(
        **{
            each.name: readers.get(each.name, lambda stored: stored)(getattr(version, each.name))
            for each in fields(written)
        }
    )


def read_card(card: SupplierCard) -> CardContent:
    """Return what a card says, as a group writes it."""
    values = {each.name: getattr(card, each.name) for each in fields(CardContent)}
    return CardContent(**values | {"observed": read_claims(card.observed)})


def get_kind(content: ThreadContent) -> RecommendationKind:
    """Return what somebody wrote."""
    return next(kind for kind, each in VERSION_CONTENTS.items() if isinstance(content, each))


def iter_citations(entries: Collection[UUID]) -> Iterator[DatedCitation]:
    """Yield what cites any of these entries: versions, cards, and what groups saw of answers."""
    versions = RecommendationVersion.objects.filter(undone=False)
    cards = SupplierCard.objects.all()
    claims = [(each.statement, each.day, read_claims(each.claims)) for each in versions]
    claims += [({"": each.product}, each.day, read_claims(each.observed)) for each in cards]
    cited = [(title, day, [one.references for one in each]) for title, day, each in claims]
    cited += [
        (each.observed, each.day, [read_references(each.references)])
        for each in AnswerFollowUp.objects.all()
    ]
    for title, day, references in cited:
        if any(each.id in entries for group in references for each in group):
            yield DatedCitation(pick_text(title), day)
