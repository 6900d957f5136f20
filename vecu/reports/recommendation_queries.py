"""Read what everybody may of recommendations: all of them, and each with where it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vecu.groups.public_group import find_published_group
from vecu.groups.queries import LearningGroup, list_published_groups
from vecu.recommendations.public_versions import (
    PublishedStatement,
    PublishedVersion,
    is_readable,
    list_published_versions,
)
from vecu.recommendations.queries import (
    Recommendation,
    RecommendationDetail,
    find_public_recommendation,
    get_reason_taken_back,
    list_public_recommendations,
)
from vecu.recommendations.rules import ActorKind, RecommendationKind
from vecu.reports.queries import NothingPublic, PublicFinding, list_public_findings_on


@dataclass(frozen=True, slots=True)
class Recommended:
    """All that groups came to: recommendations and where there is none yet, side by side.

    Landmarks are by the kind of actor that they are for.
    """

    results: Sequence[RecommendationDetail]
    landmarks: Mapping[ActorKind, Sequence[RecommendationDetail]]
    groups: Sequence[LearningGroup]


@dataclass(frozen=True, slots=True)
class PublicRecommendation:
    """A recommendation with its group, and its published versions, the latest first.

    `went_on` is what it was merged into, None where it was not, or nobody reads that yet.
    """

    detail: RecommendationDetail
    versions: Sequence[PublishedVersion]

    @property
    def group(self) -> LearningGroup:
        """The group that answers for it."""
        return self.detail.recommendation.group

    @property
    def went_on(self) -> Recommendation | None:
        """What it was merged into, if everybody reads that."""
        target = self.detail.recommendation.merged_into
        return target if target and is_readable(target) else None


class RecommendationTakenBack(NothingPublic):
    """What was published here was taken back by its group, which says why."""

    def __init__(self, reason: Mapping[str, str]) -> None:
        super().__init__()
        self.reason = reason


def get_recommended(today: date) -> Recommended:
    """Return what everybody reads of recommendations, the latest first."""
    return _sort(list_public_recommendations(today), list_published_groups())


def get_group_recommended(slug: str, today: date) -> tuple[LearningGroup, Recommended]:
    """Return what a published group came to; raise `NothingPublic` if there is nothing."""
    group = find_published_group(slug)
    details = list_public_recommendations(today, group=group.pk) if group else []
    if group is None or not details:
        raise NothingPublic
    return group, _sort(details, [])


def get_findings_behind(slug: str, today: date) -> tuple[LearningGroup, list[PublicFinding]]:
    """Return a published group, and the findings that what it came to cites, or that cite the same.

    Raise `NothingPublic` where no such group is published.
    """
    group = find_published_group(slug)
    if group is None:
        raise NothingPublic
    details = list_public_recommendations(today, group=group.pk)
    return group, list_public_findings_on(
        {
            each.reference.id
            for detail in details
            for claim in detail.claims
            for each in claim.remaining_evidence
        }
    )


def _sort(details: Sequence[RecommendationDetail], groups: Sequence[LearningGroup]) -> Recommended:
    landmarks = [each for each in details if _get_kind(each) is RecommendationKind.LANDMARK]
    return Recommended(
        results=[each for each in details if _get_kind(each) is not RecommendationKind.LANDMARK],
        landmarks={
            actor: found
            for actor in ActorKind
            if (found := [each for each in landmarks if each.version.actor == actor])
        },
        groups=groups,
    )


def get_public_recommendation(key: UUID, today: date) -> PublicRecommendation:
    """Return what everybody reads at an address.

    Raise `RecommendationTakenBack`, or `NothingPublic` where nothing was ever published.
    """
    detail = find_public_recommendation(key, today)
    if detail is None:
        reason = get_reason_taken_back(key)
        raise NothingPublic if reason is None else RecommendationTakenBack(reason)
    return PublicRecommendation(detail, list_published_versions(detail.recommendation))


def find_latest_recommendation(
    published: Sequence[PublishedStatement], today: date
) -> RecommendationDetail | None:
    """Return the latest recommendation of what is published, with its answers."""
    latest = (each for each in published if each.kind is RecommendationKind.RECOMMENDATION)
    found = next(latest, None)
    return find_public_recommendation(found.id, today) if found else None


def _get_kind(detail: RecommendationDetail) -> RecommendationKind:
    return RecommendationKind(detail.recommendation.kind)
