"""Read what everybody may of AI systems: where each stands, figures of its log, findings."""

from collections.abc import Sequence
from dataclasses import dataclass

from vecu.accounts.rules import Scope, ScopeKind
from vecu.datasets.release_queries import get_extract, list_released
from vecu.evidence.public_findings import list_findings_citing
from vecu.evidence.sources import Audience
from vecu.fieldlog.month_figures import MonthContent
from vecu.fieldlog.queries import FieldLog, find_log, list_missing
from vecu.register.queries import (
    SystemDetail,
    SystemStanding,
    find_system_by_slug,
    get_system_detail,
    list_published_standings,
)
from vecu.reports.queries import NothingPublic, PublicFinding
from vecu.surveys.queries import list_all_studies

MonthContents = Sequence[tuple[str, MonthContent]]
"""Months, `2026-11`, of which everybody reads figures, each with what is published of it."""


@dataclass(frozen=True, slots=True)
class PublicSystem:
    """A published system.

    `log` is that of a system whose log could begin. Without `months` nobody learns whether none has
    closed, some side has not agreed, or too few people decided. `findings` cite the system.
    """

    detail: SystemDetail
    log: FieldLog | None
    months: MonthContents
    findings: Sequence[PublicFinding]


def list_public_systems() -> list[tuple[SystemStanding, MonthContents]]:
    """Return where each published system stands, and the months of which everybody reads."""
    return [(each, list_released_months(each.system.scope)) for each in list_published_standings()]


def get_public_system(slug: str) -> PublicSystem:
    """Return what everybody reads of a system; raise `NothingPublic` unless it is published."""
    system = find_system_by_slug(slug)
    if system is None or system.published is None:
        raise NothingPublic
    detail = get_system_detail(system, Audience.EVERYBODY)
    log = find_log(system.pk)
    cited = {row.pk for row in (*(each.version for each in detail.versions), *detail.settings)}
    studies = {study.id: study for study in list_all_studies()}
    return PublicSystem(
        detail=detail,
        log=log if log and not list_missing(log) else None,
        months=list_released_months(system.scope),
        findings=[
            PublicFinding(studies[each.finding.scope_uuid], each)
            for each in list_findings_citing(cited, ScopeKind.STUDY)
            if each.finding.scope_uuid in studies
        ],
    )


def list_released_months(scope: Scope) -> MonthContents:
    """Return the months whose figures everybody reads, in their order."""
    extract = get_extract(scope)
    if extract is None:
        return []
    released = {each.item.partition("/")[0] for each in list_released(scope)}
    months = extract.counts["months"]
    return [(month, months[month]) for month in sorted(months) if month in released]
