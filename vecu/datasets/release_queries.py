"""Read extracts and the ledger of releases; show what a release would publish."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.accounts.rules import Scope, ScopeKind
from vecu.datasets.models import Extract, Released
from vecu.datasets.releases.extract_counts import ExtractCounts, read_extract_counts
from vecu.datasets.releases.log_months import FixedFigure, LogMonths
from vecu.datasets.releases.planning import (
    FigureRequest,
    PlannedFigure,
    PublishedTable,
    count_cells,
    plan_release,
)
from vecu.datasets.releases.small_groups import SmallGroupTables
from vecu.datasets.rules import MOST_CELLS_AT_ONCE, RELEASE_THRESHOLD, may_be_counted_again
from vecu.stats import DisclosureRefused
from vecu.surveys.queries import Study, can_answers_arrive, get_fingerprint, list_answer_ids
from vecu.translation import gettext_noop

__all__ = [
    "Extract",
    "ExtractState",
    "Released",
    "StudyFigures",
    "describe_too_few",
    "describe_too_few_new",
    "find_released",
    "get_counts",
    "get_extract",
    "get_extract_state",
    "get_group_tables",
    "get_log_months",
    "get_population",
    "get_releasable",
    "has_released",
    "list_extracts",
    "list_ledger",
    "list_offers",
    "list_published_tables",
    "list_released",
    "list_released_of_kind",
    "list_released_scopes",
    "list_standing",
    "map_editions",
    "map_study_figures",
    "plan_requests",
    "preview_release",
]


@dataclass(frozen=True, slots=True)
class ExtractState:
    """Whether the people of a study may be counted now, for a new extract or the same again.

    `people` is how many there are now, `same` whether they are those of the extract; `refusal` says
    why not, '' if they may.
    """

    extract: Extract | None
    people: int
    same: bool
    final: bool
    refusal: str


@dataclass(frozen=True, slots=True)
class StudyFigures:
    """How many figures of a study everybody reads, and how many more its `extract` offers."""

    extract: Extract | None
    released: int
    offered: int


def get_extract(scope: Scope) -> Extract | None:
    """Return the extract that releases of a scope read now, None before the first."""
    return _extracts(scope).first()


def list_extracts(scope: Scope) -> list[Extract]:
    """Return all extracts of a scope, the latest first."""
    return list(_extracts(scope))


def get_extract_state(study: Study, today: date) -> ExtractState:
    """Return whether the people of a study may be counted today."""
    return get_state_of_people(study, today, list_answer_ids(study))


def get_state_of_people(study: Study, today: date, ids: Sequence[UUID]) -> ExtractState:
    """Return whether these people, whose answers are all there are, may be counted today."""
    extract, final = get_extract(study.scope), not can_answers_arrive(study, today)
    same = extract is not None and extract.population == get_population(ids)
    refusal = ""
    if len(ids) < RELEASE_THRESHOLD:
        refusal = describe_too_few(len(ids))
    elif (
        extract
        and not same
        and not may_be_counted_again(
            people=len(ids), before=extract.people, final=final, was_final=extract.final
        )
    ):
        refusal = describe_too_few_new()
    return ExtractState(extract, len(ids), same, final, refusal)


def describe_too_few(people: int) -> str:
    """Return why nothing can be released yet."""
    return ngettext(
        "%(number)s person has answered. Figures can be released once 11 people have answered.",
        "%(number)s people have answered. Figures can be released once 11 people have answered.",
        people,
    ) % {"number": people}


def describe_too_few_new() -> str:
    """Return why no new extract can be made; the same words whatever the reason."""
    return _(
        "Too few people have answered since the last extract. A new one can be made once 11 more"
        " have answered, or when the study is closed."
    )


def get_population(ids: Sequence[UUID]) -> str:
    """Return a fingerprint of whose answers were counted."""
    return get_fingerprint("people " + " ".join(sorted(map(str, ids))))


def list_released(scope: Scope) -> list[Released]:
    """Return the figures that everybody reads now, in the order of their items."""
    standing = _ledger(scope).filter(superseded=False, taken_back_day=None)
    return list(_join_extract(standing).order_by("item", "breakdown"))


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


def find_released(scope: Scope, figure: UUID) -> Released | None:
    """Return a figure that everybody reads now, None if there is none."""
    return next((each for each in list_released(scope) if each.figure == figure), None)


def has_released(scope: Scope) -> bool:
    """Return whether everybody reads any figure of a scope now."""
    return _ledger(scope).filter(superseded=False, taken_back_day=None).exists()


def list_released_scopes(kind: ScopeKind) -> set[UUID]:
    """Return the scopes of one kind of which everybody reads a figure now."""
    standing = Released.objects.filter(superseded=False, taken_back_day=None)
    of_kind = standing.filter(extract__scope_kind=kind)
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
    """Return what figures can be released from an extract, whatever it is of."""
    if extract.scope.kind is ScopeKind.SYSTEM:
        return get_log_months(extract.scope)
    if extract.scope.kind is ScopeKind.GROUP:
        return get_group_tables(extract.scope)
    return get_counts(extract)


def plan_requests(
    extract: Extract, requests: Sequence[FigureRequest]
) -> Sequence[PlannedFigure | FixedFigure]:
    """Return what a release of these figures would publish, whatever the extract is of.

    Raise `DisclosureRefused` as `preview_release` does.
    """
    releasable = get_releasable(extract)
    if isinstance(releasable, LogMonths | SmallGroupTables):
        return releasable.plan_release(requests)
    return preview_release(extract, requests)


def list_published_tables(extract: Extract, counts: ExtractCounts) -> list[PublishedTable]:
    """Return all tables ever released from an extract, those taken back too."""
    found: dict[tuple[str, ...], PublishedTable] = {}
    for released in extract.released.order_by("day", "pk"):
        for variables, hidden in released.tables:
            if (key := tuple(variables)) in counts.tables:
                mask = np.array(hidden, dtype=bool)
                found.setdefault(key, PublishedTable(counts.get_table(key), mask))
    return list(found.values())


def preview_release(extract: Extract, requests: Sequence[FigureRequest]) -> list[PlannedFigure]:
    """Return what a release would publish, and why some of it is hidden.

    Raise `DisclosureRefused` where hidden counts could be worked out, or where these figures are
    too many to be attacked while somebody waits.
    """
    counts = get_counts(extract)
    cells = count_cells(counts, requests)
    if cells > MOST_CELLS_AT_ONCE:
        raise DisclosureRefused(
            gettext_noop(
                "Together these figures have %(found)s counts to check; at most %(most)s can be"
                " checked at once. Choose fewer figures, or leave out a breakdown."
            ),
            found=cells,
            most=MOST_CELLS_AT_ONCE,
        )
    return plan_release(counts, requests, list_published_tables(extract, counts))


def list_offers(extract: Extract) -> list[FigureRequest]:
    """Return every figure that could be released from an extract and does not stand already."""
    standing = {(each.item, each.breakdown) for each in list_released(extract.scope)}
    return _list_offers(extract, standing)


def _list_offers(extract: Extract, standing: Collection[tuple[str, str]]) -> list[FigureRequest]:
    counts = get_counts(extract)
    return [
        FigureRequest(item.key, breakdown)
        for item in counts.items.values()
        for breakdown in ("", *counts.breakdowns)
        if (item.key, breakdown) not in standing and counts.offers(item.key, breakdown)
    ]


def map_study_figures(studies: Collection[UUID]) -> dict[UUID, StudyFigures]:
    """Return the figures of several studies in two queries; every study has an entry."""
    of_studies = Extract.objects.filter(scope_kind=ScopeKind.STUDY, scope_uuid__in=studies)
    extracts = {each.scope_uuid: each for each in of_studies.order_by("number")}
    standing: dict[UUID, set[tuple[str, str]]] = {study: set() for study in studies}
    rows = Released.objects.filter(superseded=False, taken_back_day=None).filter(
        extract__scope_kind=ScopeKind.STUDY, extract__scope_uuid__in=studies
    )
    for study, *figure in rows.values_list("extract__scope_uuid", "item", "breakdown"):
        standing[study].add((figure[0], figure[1]))
    return {
        study: StudyFigures(
            extract := extracts.get(study),
            len(standing[study]),
            len(_list_offers(extract, standing[study])) if extract else 0,
        )
        for study in studies
    }


def _extracts(scope: Scope) -> QuerySet[Extract]:
    return Extract.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id)


def _ledger(scope: Scope) -> QuerySet[Released]:
    return Released.objects.filter(extract__scope_kind=scope.kind, extract__scope_uuid=scope.id)


def _join_extract(released: QuerySet[Released]) -> QuerySet[Released]:
    """Read the extract of each line with it, without its counts: they can be megabytes."""
    return released.select_related("extract").defer("extract__counts")
