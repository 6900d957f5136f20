"""What is done to recommendations, addresses and cards, for a history that only grows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model
from django.utils.timezone import localdate

from vecu.recommendations.models import (
    GroupText,
    Recommendation,
    RecommendationAddress,
    RecommendationEvent,
    SupplierCard,
)
from vecu.recommendations.rules import (
    UNDOABLE_VERBS,
    RecommendationSubject,
    RecommendationVerb,
)
from vecu.records.row_states import read_columns

SUBJECT_MODELS: Mapping[RecommendationSubject, type[GroupText]] = {
    RecommendationSubject.RECOMMENDATION: Recommendation,
    RecommendationSubject.ADDRESS: RecommendationAddress,
    RecommendationSubject.CARD: SupplierCard,
}
"""The table of each kind of entry that the history speaks of."""


@dataclass(frozen=True, slots=True)
class RecommendationAct:
    """Something that is done at once, to one entry or several; `by` '' is a member of a group."""

    group: UUID
    verb: RecommendationVerb
    by: str
    now: datetime
    id: UUID = field(default_factory=uuid4)


def append_event(
    act: RecommendationAct,
    row: GroupText,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    undoes: RecommendationEvent | None = None,
) -> None:
    """Add what an act did to one entry: the state that it found, and the one that it left."""
    RecommendationEvent.objects.create(
        group_id=act.group,
        day=localdate(act.now),
        by=act.by,
        act=act.id,
        verb=act.verb,
        subject=get_subject(row),
        entry=undoes.entry if undoes else row.pk,
        before=before,
        after=after,
        undoes=undoes,
    )


def get_subject(row: GroupText) -> RecommendationSubject:
    """Return which kind of entry a row is."""
    return next(each for each, model in SUBJECT_MODELS.items() if isinstance(row, model))


def take_snapshot(row: Model) -> dict[str, Any]:
    """Return the state of a row for the history, without its key and the group it belongs to.

    Of a link that was handed over not even the fingerprint is in it.
    """
    return read_columns(row, without={"id", "group_id", "fingerprint"})


def list_undoable_events(group: UUID) -> list[RecommendationEvent]:
    """Return what the latest act that can be undone did, [] if there is none."""
    events = RecommendationEvent.objects.filter(
        group=group, verb__in=UNDOABLE_VERBS, undoes=None, undone_by=None
    )
    latest = events.first()
    return list(events.filter(act=latest.act)) if latest else []
