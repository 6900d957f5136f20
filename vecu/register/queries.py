"""Read systems: what is noted of each, how it stands, and how it came about."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from vecu.coding.queries import has_public_words
from vecu.evidence.queries import CitableEvidence
from vecu.evidence.sources import (
    Audience,
    Evidence,
    Reference,
    list_evidence,
    list_evidence_sources,
)
from vecu.records.citations import DatedCitation
from vecu.records.kinds import list_record_kinds
from vecu.register.models import (
    Consultation,
    Involvement,
    System,
    SystemEntry,
    SystemGap,
    SystemRecord,
    SystemSetting,
    SystemStage,
    SystemVersion,
)
from vecu.register.rules import (
    GAP_SOURCES,
    ConsultationKind,
    ConsultationState,
    Stage,
    find_first_use,
    judge_consultation,
)
from vecu.surveys.queries import list_all_studies
from vecu.ui.wording import pick_text

__all__ = [
    "Consultation",
    "GapDetail",
    "Involvement",
    "System",
    "SystemDetail",
    "SystemEntry",
    "SystemGap",
    "SystemRecord",
    "SystemSetting",
    "SystemStage",
    "SystemStanding",
    "SystemVersion",
    "VersionDetail",
    "find_end",
    "find_entry",
    "find_stage",
    "find_system",
    "find_system_by_slug",
    "get_system_detail",
    "get_version_in_use",
    "iter_citations",
    "list_consultations",
    "list_consulted_systems",
    "list_published_standings",
    "list_published_systems",
    "list_system_details",
    "list_systems",
    "list_words_for_situations",
]

Entry = TypeVar("Entry", bound=SystemEntry)


@dataclass(frozen=True, slots=True)
class VersionDetail:
    """A version with what its changes stand on now, as an audience may see it."""

    version: SystemVersion
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class GapDetail:
    """A real situation beside a rule, with words and practices as an audience may see them now."""

    gap: SystemGap
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class SystemStanding:
    """Where a system stands. `stage` is the latest one, None where none is noted.

    That is never production. `first_use` is when the work of somebody began to depend on it.
    """

    system: System
    stages: Sequence[SystemStage]
    consultations: Sequence[Consultation]

    @property
    def stage(self) -> SystemStage | None:
        """Where it stands."""
        return self.stages[-1] if self.stages else None

    @property
    def first_use(self) -> date | None:
        """When it first came to a stage of use."""
        return find_first_use((Stage(each.stage), each.day) for each in self.stages)

    @property
    def consultation(self) -> ConsultationState:
        """Whether staff representatives were consulted in time."""
        noted = ((ConsultationKind(each.kind), each.day) for each in self.consultations)
        return judge_consultation(noted, self.first_use)

    @property
    def first_consultation(self) -> Consultation | None:
        """The first consultation that was held, else the first note that none is due."""
        held = [each for each in self.consultations if each.kind == ConsultationKind.HELD]
        return next(iter(held or self.consultations), None)


@dataclass(frozen=True, slots=True)
class SystemDetail(SystemStanding):
    """All that is noted of a system, each kind by its days.

    `current_settings` leaves out choices that a later one replaced.
    """

    rows: Mapping[type[SystemEntry], Sequence[Any]]
    evidence: Mapping[Reference, Evidence]

    def list_cited(self, row: SystemEntry) -> list[Evidence]:
        """Return what an entry stands on now."""
        return [self.evidence[each] for each in row.cited]

    @property
    def versions(self) -> list[VersionDetail]:
        """The versions, with what their changes stand on."""
        return [VersionDetail(each, self.list_cited(each)) for each in self.rows[SystemVersion]]

    @property
    def settings(self) -> Sequence[SystemSetting]:
        """The values that somebody chose."""
        return self.rows[SystemSetting]

    @property
    def involvements(self) -> Sequence[Involvement]:
        """Who took part, and to what effect."""
        return self.rows[Involvement]

    @property
    def gaps(self) -> list[GapDetail]:
        """The real situations, with the words beside them."""
        return [GapDetail(each, self.list_cited(each)) for each in self.rows[SystemGap]]

    @property
    def current_settings(self) -> list[SystemSetting]:
        """The values that hold now."""
        replaced = {each.replaces for each in self.settings}
        return [each for each in self.settings if each.pk not in replaced]


def find_system(system: UUID) -> System | None:
    """Return one system, None if there is none."""
    return System.objects.filter(pk=system).first()


def find_system_by_slug(slug: str) -> System | None:
    """Return the system with this end of its address, None if there is none."""
    return System.objects.filter(slug=slug).first()


def find_end(system: System) -> date | None:
    """Return the day since which a system is abandoned, None while it is not."""
    last = system.systemstages.last()
    return last.day if last and last.stage == Stage.ABANDONED else None


def find_entry(system: System, model: type[Entry], entry: UUID) -> Entry | None:
    """Return one entry of a system, None if there is none."""
    return model._default_manager.filter(system=system, pk=entry).first()


def find_stage(system: System) -> Stage | None:
    """Return where a system stands, None where no stage is noted."""
    latest = SystemStage.objects.filter(system=system).last()
    return Stage(latest.stage) if latest else None


def list_systems(scopes: Collection[UUID]) -> list[System]:
    """Return those systems, public or not: for the members of each."""
    return list(System.objects.filter(pk__in=scopes).order_by("pk"))


def list_published_standings() -> list[SystemStanding]:
    """Return where each published system stands, the latest first, in a fixed number of queries."""
    found = System.objects.filter(published__isnull=False).order_by("-published", "pk")
    return [
        SystemStanding(each, list(each.systemstages.all()), list(each.consultations.all()))
        for each in found.prefetch_related("systemstages", "consultations")
    ]


def list_published_systems() -> list[System]:
    """Return what everybody reads, the latest first."""
    return list(System.objects.filter(published__isnull=False).order_by("-published", "pk"))


def get_system_detail(system: System, audience: Audience) -> SystemDetail:
    """Return all that is noted of a system. Who may see it is checked elsewhere."""
    (detail,) = list_system_details([system], audience)
    return detail


def list_system_details(systems: Sequence[System], audience: Audience) -> list[SystemDetail]:
    """Return all that is noted of several systems, in a fixed number of queries."""
    kinds = [each for each in list_record_kinds() if _is_entry(each.model)]
    noted = {each.model: _group_by_system(each.model, systems) for each in kinds}
    every = [row for found in noted.values() for rows in found.values() for row in rows]
    cited = [each for row in every for each in row.cited]
    evidence = dict(zip(cited, list_evidence(cited, audience), strict=True))
    return [
        SystemDetail(
            each,
            stages=noted[SystemStage].get(each.pk, []),
            consultations=noted[Consultation].get(each.pk, []),
            rows={model: found.get(each.pk, []) for model, found in noted.items()},
            evidence=evidence,
        )
        for each in systems
    ]


def _is_entry(model: Any) -> bool:
    """Return whether rows are entries of the register: rooms above note of systems what is none."""
    return model is not None and issubclass(model, SystemEntry)


def _group_by_system(
    model: type[SystemEntry], systems: Sequence[System]
) -> Mapping[UUID, Sequence[Any]]:
    """Return the entries of one kind by system, each by its days."""
    by_key = {each.pk: each for each in systems}
    found: dict[UUID, list[SystemEntry]] = {}
    for row in model._default_manager.filter(system__in=by_key):
        row.system = by_key[row.system_id]
        found.setdefault(row.system_id, []).append(row)
    return found


def get_version_in_use(system: UUID, day: date) -> str:
    """Return the name of the latest version noted on or before a day, '' if none is."""
    noted = SystemVersion.objects.filter(system=system, day__lte=day).order_by("-day", "-id")
    return noted.values_list("name", flat=True).first() or ""


def list_words_for_situations() -> list[CitableEvidence]:
    """Return what everybody may read of inquiries: quotations, and practices beside them.

    Of an inquiry without public words nothing is named, not even its guides.
    """
    scopes = [study.scope for study in list_all_studies() if has_public_words(study.id)]
    everybody = Audience.EVERYBODY
    return [
        CitableEvidence(source, found)
        for source in list_evidence_sources()
        if source.name in GAP_SOURCES
        if (found := [each for scope in scopes for each in source.list_citable(scope, everybody)])
    ]


def list_consulted_systems(systems: Collection[UUID]) -> set[UUID]:
    """Return of which systems it is noted that representatives were consulted, or why not."""
    noted = Consultation.objects.filter(system__in=systems)
    return set(noted.values_list("system", flat=True))


def list_consultations(system: UUID) -> list[Consultation]:
    """Return when representatives were consulted, or why they were not."""
    return list(Consultation.objects.filter(system=system))


def iter_citations(entries: Collection[UUID]) -> Iterator[DatedCitation]:
    """Yield which versions and situations, of any system, cite any of these entries."""
    for model in (SystemVersion, SystemGap):
        for row in model._default_manager.all():
            if any(each.id in entries for each in row.cited):
                title = row.name if isinstance(row, SystemVersion) else pick_text(row.situation)
                yield DatedCitation(title, row.day)
