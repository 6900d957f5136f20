"""Freeze extracts; release figures from them, and take them back. All is audited."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.accounts.rules import Scope
from vecu.datasets.counted_series import ANSWERS, CountedSeries
from vecu.datasets.models import Extract, Released
from vecu.datasets.release_basis import (
    FigureRefused,
    ReleaseBasis,
    check_requests,
    lock_extract,
)
from vecu.datasets.release_queries import (
    ExtractState,
    find_released,
    get_counts,
    get_declared_bands,
    get_extract,
    get_extract_state,
    get_population,
    list_declared_breakdowns,
    map_standing,
    plan_release,
)
from vecu.datasets.releases.extract_counts import ExtractCounts, update_counts
from vecu.datasets.releases.planning import CELL_KEYS, FigureRequest, PlannedFigure
from vecu.datasets.rules import FEWEST_BROKEN_DOWN, MOST_BREAKDOWNS
from vecu.errors import VecuError
from vecu.surveys.queries import Study


class ExtractRefused(VecuError):
    """The people cannot be counted for an extract now."""


_Declared = tuple[list[str], dict[str, Sequence[str]]]
_ATTEMPTS = 5
"""How often counting and planning begin anew, when somebody else has released meanwhile."""


def freeze_extract(
    study: Study,
    breakdowns: Collection[str],
    *,
    wave: int = 1,
    bands: Mapping[str, Sequence[str]] | None = None,
    series: CountedSeries = ANSWERS,
    by: str,
    now: datetime,
) -> Extract:
    """Count the people of a wave, so that figures can be released from the counts.

    As long as they are the same people, what is new is added to the same extract. Else a new one is
    made, from which all that stands of the wave is released again. What was declared before,
    `breakdowns` and `bands` of numbers, stays. Raise `ExtractRefused`.

    What takes long is done before the transaction: on SQLite nobody else could write meanwhile.
    """
    scope = study.scope
    for _attempt in range(_ATTEMPTS):
        state = get_extract_state(study, wave, series=series)
        before = _list_declared(scope, series)
        declared = _declare(state, *before, breakdowns, bands or {})
        number = state.extract.number if state.extract and state.same else state.number
        counts, ids = count_series(series, study, number, declared, wave)
        if get_extract_state(study, wave, ids, series) != state:
            continue
        basis = state.extract and ReleaseBasis.read(state.extract)
        again = [] if state.same else _plan_again(scope, wave, counts, series)
        with suppress(IntegrityError), transaction.atomic():  # of two of one number, one is made
            locked = lock_extract(scope, wave, series)
            if before != _list_declared(scope, series):
                continue
            if basis != (locked and ReleaseBasis.read(locked)):
                continue
            if locked and state.same:
                return _update_extract(locked, counts, by=by, now=now)
            extract = _create_extract(study, state, counts, ids, series, now=now)
            _release_again(extract, again, series, by=by, now=now)
            record_audit_event(by, "froze extract", scope, _name_extract(extract), now=now)
            return extract
    raise ExtractRefused(_describe_others())


def count_series(
    series: CountedSeries, study: Study, number: int, declared: _Declared, wave: int
) -> tuple[ExtractCounts, list[UUID]]:
    """Count the records of a wave, which takes long, and return whose counts they are."""
    return series.count(study, number, *declared, wave=wave)


def _list_declared(scope: Scope, series: CountedSeries) -> _Declared:
    return list_declared_breakdowns(scope, series), get_declared_bands(scope, series)


def _name_extract(extract: Extract) -> str:
    """Return what the audit calls an extract: its number, after its series."""
    return f"{extract.series} {extract.number}".strip()


def _declare(
    state: ExtractState,
    before: Sequence[str],
    declared: Mapping[str, Sequence[str]],
    breakdowns: Collection[str],
    bands: Mapping[str, Sequence[str]],
) -> _Declared:
    """Return all breakdowns and bands of a study, the new ones too; refuse what is too many."""
    if state.refusal:
        raise ExtractRefused(state.refusal)
    chosen = list(dict.fromkeys([*before, *breakdowns]))
    if len(chosen) > MOST_BREAKDOWNS:
        raise ExtractRefused(
            _("A study has %(most)s breakdowns in its life; these would be %(found)s.")
            % {"most": MOST_BREAKDOWNS, "found": len(chosen)}
        )
    if set(breakdowns) - set(before) and state.people < FEWEST_BROKEN_DOWN:
        raise ExtractRefused(
            _("Figures can be broken down from %(least)s answers on; there are %(found)s.")
            % {"least": FEWEST_BROKEN_DOWN, "found": state.people}
        )
    if any(list(bands.get(path, limits)) != list(limits) for path, limits in declared.items()):
        raise ExtractRefused(
            _("The bands of a number are declared once: two sets of them could be subtracted.")
        )
    return chosen, {**bands, **declared}


def release(
    scope: Scope,
    requests: Sequence[FigureRequest],
    *,
    wave: int = 1,
    series: CountedSeries = ANSWERS,
    group: str,
    by: str,
    now: datetime,
) -> list[Released]:
    """Let everybody read figures, for which `group` answers. Nothing else makes a `Released`.

    Figures of a study stand in its extract as they will be read, and so do those of a system's log;
    totals of a group are planned by the rule for small groups. Raise `FigureRefused`. It is planned
    before the transaction, and once more if somebody else has released meanwhile.
    """
    for _attempt in range(_ATTEMPTS):
        extract = get_extract(scope, wave, series)
        if extract is None:
            raise FigureRefused(_("There is no extract yet. Count the people first."))
        if not group.strip():
            raise FigureRefused(_("Name the group that answers for these figures."))
        basis = ReleaseBasis.read(extract)
        check_requests(extract, requests, series)
        planned = plan_release(extract, requests)
        if not all(each.shows_something for each in planned):
            raise FigureRefused(_("One of these figures would show nothing. Leave it out."))
        with transaction.atomic():
            locked = lock_extract(scope, wave, series)
            if locked and ReleaseBasis.read(locked) == basis:
                group = group.strip()
                return [_store(locked, each, group=group, by=by, now=now) for each in planned]
    raise FigureRefused(_describe_others())


def _describe_others() -> str:
    return _("Somebody else is releasing figures of this study at this moment. Try again.")


@transaction.atomic
def take_release_back(
    scope: Scope, figure: UUID, *, series: CountedSeries = ANSWERS, by: str, now: datetime
) -> None:
    """Take a figure off all pages. The ledger keeps it: somebody may have read it."""
    before = find_released(scope, figure, series)
    lock_extract(scope, before.extract.wave if before else 1, series)
    found = find_released(scope, figure, series)
    if found is None:
        raise FigureRefused(_("This figure is no longer public."))
    found.taken_back_by, found.taken_back_day = by, localdate(now)
    found.save(update_fields=["taken_back_by", "taken_back_day"])
    record_audit_event(by, "took release back", scope, str(figure), now=now)


@transaction.atomic
def note_feedback(extract: Extract, *, day: date, speaker: str, by: str, now: datetime) -> None:
    """Note when and by whom results were told aloud to those who answered; corrections too."""
    extract.feedback_day, extract.feedback_by = day, speaker
    extract.save(update_fields=["feedback_day", "feedback_by"])
    record_audit_event(by, "noted feedback", extract.scope, _name_extract(extract), now=now)


def add_log_month(scope: Scope, month: str, content: Mapping[str, Any], *, today: date) -> None:
    """Add the figures of a closed month to the extract of a system; it has no other.

    What must be hidden in them is hidden already: the decisions exist no more.
    """
    extract = lock_extract(scope) or Extract(
        scope_kind=scope.kind, scope_uuid=scope.id, number=1, day=today, people=0,
        population="", counts={"months": {}},
    )  # fmt: skip
    extract.counts["months"][month] = content
    extract.save()


def add_group_table(scope: Scope, item: str, table: Mapping[str, Any], *, today: date) -> None:
    """Add the totals of one hypothesis to the extract of a group; it has no other.

    Every member must have agreed, before they took position, that they may be public. A table that
    was added before stays as it is: of one hypothesis there is one table.
    """
    extract = lock_extract(scope) or Extract(
        scope_kind=scope.kind, scope_uuid=scope.id, number=1, day=today, people=0,
        population="", counts={"tables": {}},
    )  # fmt: skip
    extract.counts["tables"].setdefault(item, table)
    extract.save()


def delete_extracts(scope: Scope) -> None:
    """Delete the extracts of a scope that is being deleted, with what was released from them."""
    Extract.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id).delete()


def _store(
    extract: Extract, planned: PlannedFigure, *, group: str, by: str, now: datetime
) -> Released:
    """Write a line of the ledger; a figure that was public before keeps its identity."""
    request = planned.request
    before = (
        Released.objects.filter(
            extract__scope_kind=extract.scope_kind,
            extract__scope_uuid=extract.scope_uuid,
            extract__series=extract.series,
            extract__wave=extract.wave,
            item=request.item,
            breakdown=request.breakdown,
        )
        .order_by("-edition")
        .first()
    )
    released = Released.objects.create(
        extract=extract,
        figure=before.figure if before else uuid4(),
        edition=before.edition + 1 if before else 1,
        item=request.item,
        breakdown=request.breakdown,
        content=planned.content,
        group=group,
        by=by,
        day=localdate(now),
    )
    record_audit_event(by, "released figure", extract.scope, str(released.figure), now=now)
    return released


def _create_extract(
    study: Study,
    state: ExtractState,
    counts: ExtractCounts,
    ids: Sequence[UUID],
    series: CountedSeries,
    *,
    now: datetime,
) -> Extract:
    return Extract.objects.create(
        scope_kind=study.scope.kind,
        scope_uuid=study.scope.id,
        series=series.name,
        number=state.number,
        wave=counts.wave,
        day=localdate(now),
        people=len(ids),
        population=get_population(study, ids),
        method=CELL_KEYS,
        counts=counts.to_json(),
    )


def _update_extract(extract: Extract, counts: ExtractCounts, *, by: str, now: datetime) -> Extract:
    """Add what is new of the same people."""
    released = set(extract.released.values_list("item", flat=True))
    extract.counts = update_counts(get_counts(extract), counts, released).to_json()
    extract.save(update_fields=["counts"])
    record_audit_event(by, "updated extract", extract.scope, _name_extract(extract), now=now)
    return extract


def _plan_again(
    scope: Scope, wave: int, counts: ExtractCounts, series: CountedSeries
) -> list[PlannedFigure]:
    """Plan all that stands of a wave from new counts."""
    standing = map_standing(scope, wave, series)
    if not standing.keys() <= counts.tables.keys():
        raise ExtractRefused(
            _(
                "A public figure would no longer be counted. Choose its breakdown as well, or"
                " take the figure back first."
            )
        )
    return counts.plan_release([FigureRequest(*each) for each in standing])


def _release_again(
    new: Extract,
    again: Sequence[PlannedFigure],
    series: CountedSeries,
    *,
    by: str,
    now: datetime,
) -> None:
    """Release what stands from a new extract, as it was planned."""
    standing = map_standing(new.scope, new.wave, series)
    for planned in again:
        before = standing[planned.request.item, planned.request.breakdown]
        before.superseded = True
        before.save(update_fields=["superseded"])
        _store(new, planned, group=before.group, by=by, now=now)
