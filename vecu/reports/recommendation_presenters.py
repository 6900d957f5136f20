"""Lay out what groups recommend: its versions, its group, how much there is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from vecu.groups.queries import LearningGroup
from vecu.recommendations.content import ByLanguage
from vecu.recommendations.details import (
    RecommendationDetail,
)
from vecu.recommendations.public_versions import PublishedVersion
from vecu.recommendations.rules import (
    ALTERNATIVE_QUESTIONS,
    RecommendationKind,
)
from vecu.recommendations.sentences import list_written_answers
from vecu.reports.recommendation_queries import Recommended
from vecu.translation import gettext_noop
from vecu.ui.templatetags.ui import day

CLAIMS_HEADINGS: Mapping[RecommendationKind, str] = {
    RecommendationKind.RECOMMENDATION: gettext_noop("Why"),
    RecommendationKind.LANDMARK: gettext_noop("What to look at"),
    RecommendationKind.NONE_YET: gettext_noop("What we know"),
}
"""What the claims of each kind are."""
ARGUE_AGAIN = gettext_noop(
    "Something that a claim cites is no longer available, or has changed. The group will discuss "
    "it again; until then its text stays as it is."
)
ONLY_ITSELF = gettext_noop("This group represents only itself: it speaks for nobody else.")


@dataclass(frozen=True, slots=True)
class VersionOrigin:
    """A version that everybody could read; `address` is '' unless another page shows it."""

    published: PublishedVersion
    address: str


@dataclass(frozen=True, slots=True)
class GroupLink:
    """A group, and where everybody reads of it, '' while it is not published."""

    group: LearningGroup
    address: str


def list_version_lines(versions: Sequence[PublishedVersion]) -> list[VersionOrigin]:
    """Return published versions; those of what was merged lead to its page."""
    own = versions[0].recommendation if versions else None
    return [
        VersionOrigin(
            each,
            reverse("reports:recommendation", args=[each.recommendation.pk])
            if each.recommendation != own and each.is_readable
            else "",
        )
        for each in versions
    ]


def list_alternatives(detail: RecommendationDetail) -> list[tuple[str, ByLanguage]]:
    """Return what the same money pays otherwise, by question, in their order."""
    return list_written_answers(ALTERNATIVE_QUESTIONS, detail.version.alternatives)


def make_group_link(group: LearningGroup) -> GroupLink:
    """Return the way to the page of a group."""
    published = group.published is not None
    address = reverse("groups:public-group", args=[group.slug]) if published else ""
    return GroupLink(group, address)


def describe_latest_results(found: Recommended) -> str:
    """Return when a group last published what it concluded, '' if none has."""
    details = [*found.results, *(each for some in found.landmarks.values() for each in some)]
    days = [each.recommendation.published_day for each in details]
    latest = max(filter(None, days), default=None)
    return _("Latest published on %(day)s") % {"day": day(latest)} if latest else ""


def count_results(kinds: Iterable[str]) -> str:
    """Return how many recommendations, landmarks and open questions there are, '' if none."""
    found = Counter(kinds)
    counted = (
        (
            found[RecommendationKind.RECOMMENDATION],
            ngettext_lazy("%(number)s recommendation", "%(number)s recommendations", "number"),
        ),
        (
            found[RecommendationKind.LANDMARK],
            ngettext_lazy("%(number)s checklist", "%(number)s checklists", "number"),
        ),
        (
            found[RecommendationKind.NONE_YET],
            ngettext_lazy(
                "%(number)s question without a recommendation yet",
                "%(number)s questions without a recommendation yet",
                "number",
            ),
        ),
    )
    return ", ".join(str(text % {"number": number}) for number, text in counted if number)
