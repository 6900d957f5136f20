"""Read what everybody may of AI systems: where each stands, figures of its log, findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from vecu.accounts.rules import ScopeKind
from vecu.datasets.release_queries import Released, list_released, list_released_of_kind
from vecu.dialogue.queries import DialogueSummary, get_dialogue_summary
from vecu.evidence.public_findings import list_findings_citing
from vecu.evidence.sources import Audience
from vecu.fieldlog.month_figures import MonthContent
from vecu.fieldlog.queries import FieldLog, find_log, group_by_month, has_begun
from vecu.pilots.queries import PilotUse, find_pilot_use
from vecu.pilots.version_queries import map_released_names
from vecu.register.queries import (
    System,
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

    `log` is that of a system whose log could begin. Without `released` figures nobody learns
    whether no month has closed, some side has not agreed, or too few people decided. `findings`
    cite it. `dialogue` is None while nothing is noted of one. `pilot_versions` names the versions,
    by their entry, that are those of a pilot, `pilot` is the one that everybody can try.
    """

    detail: SystemDetail
    log: FieldLog | None
    released: Sequence[Released]
    findings: Sequence[PublicFinding]
    dialogue: DialogueSummary | None
    pilot_versions: Mapping[UUID, str] = field(default_factory=dict)
    pilot: PilotUse | None = None

    @property
    def months(self) -> MonthContents:
        """The months of which everybody reads figures, in their order."""
        return group_by_month(self.released)


def list_public_systems() -> list[tuple[SystemStanding, MonthContents]]:
    """Return where each published system stands, and the months of which everybody reads."""
    released: dict[UUID, list[Released]] = {}
    for each in list_released_of_kind(ScopeKind.SYSTEM):
        released.setdefault(each.extract.scope_uuid, []).append(each)
    return [
        (each, group_by_month(released.get(each.system.pk, ())))
        for each in list_published_standings()
    ]


def get_public_system(slug: str) -> PublicSystem:
    """Return what everybody reads of a system; raise `NothingPublic` unless it is published."""
    system = _get_published(slug)
    detail = get_system_detail(system, Audience.EVERYBODY)
    log, released = find_log(system.pk), list_released(system.scope)
    cited = {row.pk for row in (*(each.version for each in detail.versions), *detail.settings)}
    cited |= {each.figure for each in released}
    studies = {study.id: study for study in list_all_studies()}
    return PublicSystem(
        detail=detail,
        log=log if log and has_begun(log) else None,
        released=released,
        findings=[
            PublicFinding(studies[each.finding.scope_uuid], each)
            for each in list_findings_citing(cited, ScopeKind.STUDY)
            if each.finding.scope_uuid in studies
        ],
        dialogue=get_dialogue_summary(system.scope),
        pilot_versions=map_released_names(system),
        pilot=find_pilot_use(system.pk),
    )


def get_log_figure(slug: str, figure: UUID) -> tuple[System, Released]:
    """Return a public figure of the log of a published system; raise `NothingPublic`."""
    system = _get_published(slug)
    found = next((each for each in list_released(system.scope) if each.figure == figure), None)
    if found is None:
        raise NothingPublic
    return system, found


def _get_published(slug: str) -> System:
    system = find_system_by_slug(slug)
    if system is None or system.published is None:
        raise NothingPublic
    return system
