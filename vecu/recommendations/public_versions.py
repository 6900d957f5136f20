"""Read which versions everybody could read, and what a published one came of."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from vecu.recommendations.content import ByLanguage
from vecu.recommendations.models import (
    Recommendation,
    RecommendationVersion,
)
from vecu.recommendations.rows import load_thread
from vecu.recommendations.rules import (
    RecommendationKind,
    RecommendationState,
    RecommendationVerb,
)
from vecu.recommendations.thread import VersionKey, list_ancestors
from vecu.records.queries import Act

READABLE_STATES = frozenset({RecommendationState.PUBLISHED, RecommendationState.MERGED})
"""In these, what was published of a recommendation is read at its address."""


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A version that everybody could read, since which day, and what it changed."""

    recommendation: Recommendation
    version: RecommendationVersion
    day: date

    @property
    def is_readable(self) -> bool:
        """Whether its recommendation has a page still."""
        return is_readable(self.recommendation)


@dataclass(frozen=True, slots=True)
class PublishedStatement:
    """What a group came to, in its sentence."""

    id: UUID
    kind: RecommendationKind
    statement: ByLanguage


def is_readable(recommendation: Recommendation) -> bool:
    """Return whether everybody reads something of a recommendation at its address."""
    state = RecommendationState(recommendation.state)
    return recommendation.published > 0 and state in READABLE_STATES


CODE_LENGTH = 8
"""Signs of an identifier that are its short code; two with the same code have none."""


def make_code(recommendation: UUID) -> str:
    """Return the short code of a recommendation."""
    return recommendation.hex[:CODE_LENGTH]


def find_published_by_code(code: str) -> UUID | None:
    """Return the only recommendation with this code that was ever published, None without it."""
    rest = 32 - CODE_LENGTH
    ends = UUID(code + "0" * rest), UUID(code + "f" * rest)
    found = Recommendation.objects.filter(pk__range=ends, published__gt=0)
    keys = list(found.values_list("pk", flat=True)[:2])
    return keys[0] if len(keys) == 1 else None


def has_published_recommendation(slug: str) -> bool:
    """Return whether everybody reads anything that the group with this address came to."""
    published = Recommendation.objects.filter(state=RecommendationState.PUBLISHED)
    return published.filter(group__slug=slug, group__published__isnull=False).exists()


def list_published_versions(recommendation: Recommendation) -> list[PublishedVersion]:
    """Return the published version and those that it came of that everybody could read.

    The latest comes first. Versions of which only the group knows are left out.
    """
    current = VersionKey(recommendation.pk, recommendation.published)
    wanted = {current, *list_ancestors(load_thread(recommendation.group_id), current)}
    days = _map_days({each.recommendation for each in wanted})
    rows = RecommendationVersion.objects.filter(
        recommendation__in={each.recommendation for each in wanted}
    ).select_related("recommendation")
    found = [
        PublishedVersion(each.recommendation, each, days[key])
        for each in rows
        if (key := VersionKey(each.recommendation_id, each.number)) in wanted and key in days
    ]
    return sorted(found, key=lambda each: (each.day, each.version.number), reverse=True)


def list_published_statements() -> list[PublishedStatement]:
    """Return the sentence of all that stands published, the latest first, in one query."""
    rows = RecommendationVersion.objects.filter(
        recommendation__state=RecommendationState.PUBLISHED,
        recommendation__group__published__isnull=False,
        number=F("recommendation__published"),
    ).order_by("-recommendation__published_day", "recommendation")
    return [
        PublishedStatement(key, RecommendationKind(kind), statement)
        for key, kind, statement in rows.values_list(
            "recommendation", "recommendation__kind", "statement"
        )
    ]


def _map_days(recommendations: Collection[UUID]) -> dict[VersionKey, date]:
    """Return since when everybody could read which versions; an undone publication is none."""
    acts = Act.objects.filter(
        verb=RecommendationVerb.PUBLISH, entry__in=recommendations, undoes=None, undone_by=None
    )
    return {
        VersionKey(entry, after["published"]): day
        for entry, after, day in acts.values_list("entry", "after", "day")
        if entry and after
    }
