"""Rows of recommendations while they are written: locked, compared, read as a thread."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from vecu.evidence.sources import Reference
from vecu.groups.queries import LearningGroup
from vecu.recommendations.models import Recommendation, RecommendationVersion
from vecu.recommendations.rules import RecommendationKind, RecommendationState
from vecu.recommendations.stored import read_claims
from vecu.recommendations.thread import Thread, ThreadNode, VersionKey
from vecu.records.actions import Writing, begin_writing


def lock_group(group: UUID) -> dict[UUID, Recommendation]:
    """Return all recommendations of a group as they are now; who writes in the group waits.

    They are few, and a thread can only be judged whole.
    """
    LearningGroup.objects.select_for_update().filter(pk=group).first()
    rows = Recommendation.objects.select_for_update().filter(group=group).order_by("pk")
    return {each.pk: each for each in rows}


def begin_move(group: UUID, by: str, now: datetime) -> Writing:
    """Return what all that is done at once to recommendations of a group has in common."""
    return replace(begin_writing(Recommendation(group_id=group), by, now), move=uuid4())


def make_node(row: Recommendation) -> ThreadNode:
    """Return a recommendation as the thread sees it."""
    return ThreadNode(row.pk, RecommendationKind(row.kind), RecommendationState(row.state))


def load_thread(*groups: UUID) -> Thread:
    """Return all versions of some groups with their origins, without those that were undone."""
    versions = RecommendationVersion.objects.filter(recommendation__group__in=groups, undone=False)
    return {
        VersionKey(recommendation, number): read_origins(origins)
        for recommendation, number, origins in versions.values_list(
            "recommendation", "number", "origins"
        )
    }


def read_origins(stored: Iterable[tuple[str, int]]) -> frozenset[VersionKey]:
    """Return origins as the thread knows them."""
    return frozenset(VersionKey(UUID(each), number) for each, number in stored)


def list_cited(version: RecommendationVersion) -> list[Reference]:
    """Return what the claims of a version stand on."""
    return [one for each in read_claims(version.claims) for one in each.references]


def list_cited_before(recommendations: Iterable[UUID]) -> list[Reference]:
    """Return what any version of some recommendations cites: it may be gone meanwhile."""
    versions = RecommendationVersion.objects.filter(recommendation__in=recommendations)
    return [
        each
        for stored in versions.values_list("claims", flat=True)
        for claim in read_claims(stored)
        for each in claim.references
    ]
