"""The order of findings wherever several stand: that of which there is the latest news first."""

from collections.abc import Collection, Sequence
from uuid import UUID

from vecu.evidence.public_findings import map_earlier_versions
from vecu.evidence.queries import Finding
from vecu.recommendations.citing_recommendations import (
    CitingRecommendation,
    list_citing_recommendations,
)


def order_findings(findings: Sequence[Finding]) -> list[Finding]:
    """Return published findings by their latest news: published, taken up by a group, or answered.

    On one day the one that was published last comes first, then they stay as they were.
    """
    citing = map_citing_recommendations([each.pk for each in findings])

    def date_finding(finding: Finding) -> tuple[str, str]:
        news = [finding.day, *(each.latest_day for each in citing[finding.pk])]
        return str(max(filter(None, news), default="")), str(finding.day or "")

    return sorted(findings, key=date_finding, reverse=True)


def map_citing_recommendations(
    findings: Collection[UUID],
) -> dict[UUID, list[CitingRecommendation]]:
    """Return what groups published that cites each of some findings, or an earlier version of it.

    The latest comes first; there is a fixed number of queries, however many findings there are.
    """
    versions = map_earlier_versions(findings)
    citing = list_citing_recommendations({one for each in versions.values() for one in each})
    return {
        finding: [each for each in citing if each.evidence.intersection(ids)]
        for finding, ids in versions.items()
    }
