"""Read extracts and the ledger of releases; show what a release would publish."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.accounts.rules import Scope, ScopeKind
from vecu.datasets.counted_series import ANSWERS, CountedSeries
from vecu.datasets.models import Extract, Released
from vecu.datasets.releases.extract_counts import ExtractCounts, read_extract_counts
from vecu.datasets.releases.log_months import LogMonths
from vecu.datasets.releases.planning import CELL_KEYS, FigureRequest, PlannedFigure
from vecu.datasets.releases.small_groups import SmallGroupTables
from vecu.datasets.rules import (
    FEWEST_BROKEN_DOWN,
    FEWEST_PEOPLE,
    MOST_EXTRACTS,
    may_be_counted_again,
)
from vecu.surveys.queries import Study, get_fingerprint, list_waves

__all__ = [
    "Extract",
    "ExtractState",
    "Released",
    "StudyFigures",
    "find_released",
    "get_counts",
    "get_declared_bands",
    "get_extract",
    "get_extract_state",
    "get_group_tables",
    "get_log_months",
    "get_population",
    "get_releasable",
    "has_released",
    "list_countable_waves",
    "list_declared_breakdowns",
    "list_ledger",
    "list_offers",
    "list_released",
    "list_released_of",
    "list_released_of_kind",
    "list_released_scopes",
    "list_standing",
    "map_editions",
    "map_standing",
    "map_study_figures",
    "plan_release",
]


@dataclass(frozen=True, slots=True)
class ExtractState:
    """Whether the people of a wave may be counted now, for a new extract or the same again.

    `extract` is the latest of the wave, `number` that of the study's next one. `people` is how many
    there are now, `same` whether they are those of the extract; `refusal` says why they may not be
    counted, '' if they may.
    """

    extract: Extract | None
    number: int
    people: int
    same: bool
    refusal: str

    @property
    def current(self) -> Extract | None:
        """The extract from which figures can be released now: none of a method before."""
        return self.extract if self.extract and self.extract.method == CELL_KEYS else None

    @property
    def can_break_down(self) -> bool:
        """Whether there are enough people to break figures down."""
        return self.people >= FEWEST_BROKEN_DOWN

    @property
    def left(self) -> int:
        """How many more extracts the study can have."""
        return MOST_EXTRACTS - self.number + 1


@dataclass(frozen=True, slots=True)
class StudyFigures:
    """How many figures of a study everybody reads, and how many more its `extract` offers."""

    extract: Extract | None
    released: int
    offered: int


def get_extract(scope: Scope, wave: int = 1, series: CountedSeries = ANSWERS) -> Extract | None:
    """Return the extract that releases of a scope read now, None before the first."""
    return _extracts(scope, series).filter(wave=wave).first()


def get_extract_state(
    study: Study,
    wave: int = 1,
    ids: Sequence[UUID] | None = None,
    series: CountedSeries = ANSWERS,
) -> ExtractState:
    """Return whether the people of a wave, whose records have these `ids`, may be counted."""
    ids = series.list_ids(study, wave) if ids is None else ids
    latest = _extracts(study.scope, series).first()
    extract = get_extract(study.scope, wave, series)
    number = latest.number + 1 if latest else 1
    same = (
        extract is not None
        and extract.method == CELL_KEYS
        and extract.population == get_population(study, ids)
    )
    refusal = ""
    if len(ids) < FEWEST_PEOPLE:
        refusal = _describe_too_few(len(ids))
    elif same:
        pass
    elif number > MOST_EXTRACTS:
        refusal = _("All four extracts of this study are made: what is public stays as it is.")
    elif extract and not may_be_counted_again(people=len(ids), before=extract.people):
        refusal = _(
            "Too few people have answered since the last extract. A new one can be made once 11"
            " more have answered."
        )
    return ExtractState(extract, number, len(ids), same, refusal)


def _describe_too_few(people: int) -> str:
    return ngettext(
        "%(number)s answer: too few for figures. They can be released from 15 answers on.",
        "%(number)s answers: too few for figures. They can be released from 15 answers on.",
        people,
    ) % {"number": people}


def get_population(study: Study, ids: Sequence[UUID]) -> str:
    """Return a fingerprint of whose answers were counted."""
    return get_fingerprint("people " + " ".join(sorted(map(str, ids))), study.key_number)


def list_countable_waves(study: Study) -> list[int]:
    """Return the waves that have answers, or an extract of answers that are erased by now."""
    counted = _extracts(study.scope).order_by("wave").values_list("wave", flat=True)
    return sorted({*list_waves(study), *counted})


def list_declared_breakdowns(scope: Scope, series: CountedSeries = ANSWERS) -> list[str]:
    """Return the questions by which figures of a study were ever broken down, of all its waves."""
    extracts = _extracts(scope, series).filter(method=CELL_KEYS).order_by("number")
    return list(dict.fromkeys(key for each in extracts for key in get_counts(each).breakdowns))


def get_declared_bands(scope: Scope, series: CountedSeries = ANSWERS) -> dict[str, Sequence[str]]:
    """Return the limits of the bands of numbers that were ever declared, of all waves."""
    extracts = _extracts(scope, series).filter(method=CELL_KEYS).order_by("-number")
    return {path: limits for each in extracts for path, limits in get_counts(each).bands.items()}


def list_released(scope: Scope, series: CountedSeries = ANSWERS) -> list[Released]:
    """Return the figures that everybody reads now, in the order of their items."""
    return list_released_of(scope.kind, [scope.id], series)


def list_released_of(
    kind: ScopeKind, scopes: Collection[UUID], series: CountedSeries = ANSWERS
) -> list[Released]:
    """Return the figures of several scopes that everybody reads now, in one query."""
    standing = Released.objects.filter(superseded=False, taken_back_day=None).filter(
        extract__scope_kind=kind,
        extract__scope_uuid__in=scopes,
        extract__series=series.name,
    )
    return list(_join_extract(standing).order_by("extract__wave", "item", "breakdown"))


def list_standing(figures: Collection[UUID], kind: ScopeKind) -> list[Released]:
    """Return those of these figures that everybody reads now, of any scope of one kind."""
    standing = Released.objects.filter(figure__in=figures, superseded=False, taken_back_day=None)
    return list(_join_extract(standing.filter(extract__scope_kind=kind)))


def list_released_of_kind(kind: ScopeKind) -> list[Released]:
    """Return all figures of scopes of one kind that everybody reads now."""
    standing = Released.objects.filter(superseded=False, taken_back_day=None)
    of_kind = _join_extract(standing.filter(extract__scope_kind=kind))
    return list(of_kind.order_by("extract", "item"))


def map_editions(figures: Collection[UUID]) -> dict[tuple[UUID, int], UUID]:
    """Return the extract of every edition of some figures, of those that no longer stand too."""
    editions = Released.objects.filter(figure__in=figures)
    return {
        (figure, edition): extract
        for figure, edition, extract in editions.values_list("figure", "edition", "extract")
    }


def find_released(scope: Scope, figure: UUID, series: CountedSeries = ANSWERS) -> Released | None:
    """Return a figure that everybody reads now, None if there is none."""
    return next((each for each in list_released(scope, series) if each.figure == figure), None)


def has_released(scope: Scope) -> bool:
    """Return whether everybody reads any figure of a scope now."""
    return _ledger(scope).filter(superseded=False, taken_back_day=None).exists()


def list_released_scopes(kind: ScopeKind) -> set[UUID]:
    """Return the scopes of one kind of which everybody reads a figure now."""
    standing = Released.objects.filter(superseded=False, taken_back_day=None)
    of_kind = standing.filter(extract__scope_kind=kind, extract__series=ANSWERS.name)
    return set(of_kind.values_list("extract__scope_uuid", flat=True))


def list_ledger(scope: Scope) -> list[Released]:
    """Return every release of a scope, the latest first, those that no longer stand too."""
    return list(_join_extract(_ledger(scope)))


def get_counts(extract: Extract) -> ExtractCounts:
    """Return what the extract of a study holds."""
    return read_extract_counts(extract.counts)


def get_log_months(scope: Scope) -> LogMonths:
    """Return what the extract of a system holds, nothing before a month of its log has closed."""
    extract = get_extract(scope)
    return LogMonths(extract.counts["months"] if extract else {})


def get_group_tables(scope: Scope) -> SmallGroupTables:
    """Return what the extract of a group holds: totals that every member agreed to make public."""
    extract = get_extract(scope)
    return SmallGroupTables(extract.counts["tables"] if extract else {})


def get_releasable(extract: Extract) -> ExtractCounts | LogMonths | SmallGroupTables:
    """Return what figures can be released from an extract, whatever it is of.

    From one of a method before nothing more is: two methods on the same people subtract.
    """
    if extract.scope.kind is ScopeKind.SYSTEM:
        return get_log_months(extract.scope)
    if extract.scope.kind is ScopeKind.GROUP:
        return get_group_tables(extract.scope)
    return get_counts(extract)


def plan_release(extract: Extract, requests: Sequence[FigureRequest]) -> list[PlannedFigure]:
    """Return what a release of these figures would publish, whatever the extract is of."""
    return get_releasable(extract).plan_release(requests)


def map_standing(
    scope: Scope, wave: int, series: CountedSeries = ANSWERS
) -> dict[tuple[str, str], Released]:
    """Return the figures of a wave that everybody reads now, by item and breakdown."""
    standing = list_released(scope, series)
    return {(each.item, each.breakdown): each for each in standing if each.extract.wave == wave}


def list_offers(extract: Extract, series: CountedSeries = ANSWERS) -> list[FigureRequest]:
    """Return every figure that could be released from an extract and does not stand already."""
    return _list_offers(extract, map_standing(extract.scope, extract.wave, series))


def _list_offers(extract: Extract, standing: Collection[tuple[str, str]]) -> list[FigureRequest]:
    counts = get_counts(extract)
    return [
        FigureRequest(item, breakdown)
        for item in counts.items
        for breakdown in ("", *counts.breakdowns)
        if (item, breakdown) not in standing and counts.offers(item, breakdown)
    ]


def map_study_figures(studies: Collection[UUID]) -> dict[UUID, StudyFigures]:
    """Return the figures of several studies in two queries; every study has an entry.

    What is offered is of the latest extract, figures of all waves are public.
    """
    of_studies = Extract.objects.filter(
        scope_kind=ScopeKind.STUDY, scope_uuid__in=studies, series=ANSWERS.name
    )
    extracts = {each.scope_uuid: each for each in of_studies.order_by("number")}
    standing: dict[UUID, set[tuple[int, str, str]]] = {study: set() for study in studies}
    rows = Released.objects.filter(superseded=False, taken_back_day=None).filter(
        extract__scope_kind=ScopeKind.STUDY,
        extract__scope_uuid__in=studies,
        extract__series=ANSWERS.name,
    )
    columns = ("extract__scope_uuid", "extract__wave", "item", "breakdown")
    for study, wave, item, breakdown in rows.values_list(*columns):
        standing[study].add((wave, item, breakdown))
    return {
        study: StudyFigures(
            extract := extracts.get(study),
            len(standing[study]),
            len(
                _list_offers(
                    extract, {each[1:] for each in standing[study] if each[0] == extract.wave}
                )
            )
            if extract
            else 0,
        )
        for study in studies
    }


def _extracts(scope: Scope, series: CountedSeries = ANSWERS) -> QuerySet[Extract]:
    of_scope = Extract.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id)
    return of_scope.filter(series=series.name)


def _ledger(scope: Scope, series: CountedSeries = ANSWERS) -> QuerySet[Released]:
    of_scope = Released.objects.filter(extract__scope_kind=scope.kind, extract__scope_uuid=scope.id)
    return of_scope.filter(extract__series=series.name)


def _join_extract(released: QuerySet[Released]) -> QuerySet[Released]:
    """Read the extract of each line with it, without its counts: they can be megabytes."""
    return released.select_related("extract").defer("extract__counts")
