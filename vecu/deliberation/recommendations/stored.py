"""How what a group writes, rows, and their history become each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.db.models import Model

from vecu.deliberation.recommendation_models import RecommendationVersion, SupplierCard
from vecu.deliberation.recommendation_rules import ActorKind, Alternative, RecommendationKind
from vecu.deliberation.recommendations.content import (
    VERSION_CONTENTS,
    CardContent,
    Claim,
    GroupContent,
    ThreadContent,
)
from vecu.evidence.rules import Confidence, ConfidenceReason
from vecu.evidence.sources import Reference


def fill_row(row: Model, content: GroupContent) -> None:
    """Write content into a row, which is not saved. What has no column is written elsewhere."""
    columns = {each.name: each for each in row._meta.concrete_fields}
    for each in fields(content):
        if each.name in columns:
            value = make_stored(getattr(content, each.name))
            if value is None and not columns[each.name].null:
                value = ""
            setattr(row, each.name, value)


def make_stored(value: object) -> Any:
    """Return content as JSON and columns hold it; a reference that stands twice is stored once."""
    if isinstance(value, Claim):
        return {
            "id": str(value.id),
            "text": dict(value.text),
            "references": make_stored(list(dict.fromkeys(value.references))),
        }
    if isinstance(value, Reference):
        return {"source": value.source, "id": str(value.id), "revision": value.revision}
    if isinstance(value, Mapping):
        return {str(key): make_stored(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [make_stored(each) for each in value]
    return value


def read_references(stored: Iterable[Mapping[str, Any]]) -> list[Reference]:
    """Return references as other rooms know them."""
    return [Reference(each["source"], UUID(each["id"]), each["revision"]) for each in stored]


def read_claims(stored: Iterable[Mapping[str, Any]]) -> list[Claim]:
    """Return claims as they were written."""
    return [
        Claim(UUID(each["id"]), each["text"], read_references(each["references"]))
        for each in stored
    ]


def read_version(kind: RecommendationKind, version: RecommendationVersion) -> ThreadContent:
    """Return what a version says, as a group writes it."""
    readers: Mapping[str, Any] = {
        "claims": read_claims,
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


def take_snapshot(row: Model) -> dict[str, Any]:
    """Return the state of a row for the history, without its key and the group it belongs to.

    Of a link that was handed over not even the fingerprint is in it.
    """
    left_out = {"id", "group_id", "fingerprint"}
    names = [each.attname for each in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in left_out}


def write_snapshot(row: Model, state: Mapping[str, Any]) -> None:
    """Write a state of the history into a row, which is not saved."""
    by_name = {each.attname: each for each in row._meta.concrete_fields}
    for name, value in state.items():
        setattr(row, name, by_name[name].to_python(value))
