"""Freeze extracts; release figures from them, and take them back. All is audited."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.accounts.rules import Scope, ScopeKind
from vecu.datasets.extract_items import count_study
from vecu.datasets.models import Extract, Released
from vecu.datasets.release_queries import (
    describe_too_few_new,
    get_counts,
    get_extract,
    get_extract_state,
    get_population,
    get_releasable,
    get_state_of_people,
    list_extracts,
    list_published_tables,
    list_released,
    plan_requests,
)
from vecu.datasets.releases.extract_counts import ExtractCounts
from vecu.datasets.releases.log_months import FixedFigure
from vecu.datasets.releases.planning import (
    FigureRequest,
    PlannedFigure,
    find_falling,
    plan_release,
    update_counts,
)
from vecu.errors import VecuError
from vecu.surveys.queries import Study, list_expired_studies


class ExtractRefused(VecuError):
    """The people cannot be counted for an extract now."""


class FigureRefused(VecuError):
    """A figure cannot be released, or taken back, in this way."""


_ATTEMPTS = 5
"""How often counting and planning begin anew, when somebody else has released meanwhile."""


def freeze_extract(study: Study, breakdowns: Collection[str], *, by: str, now: datetime) -> Extract:
    """Count the people of a study, so that figures can be released from the counts.

    As long as they are the same people, what is not released yet is counted again in the same
    extract. Else a new one is made, from which all that stands is released again. Raise
    `ExtractRefused`, in the same words for too few new people and where a count would fall.

    What takes long is done before the transaction: on SQLite nobody else could write meanwhile.
    """
    state = get_extract_state(study, localdate(now))
    if state.refusal:
        raise ExtractRefused(state.refusal)
    counts, ids = count_study(study, breakdowns)
    for _attempt in range(_ATTEMPTS):
        state = get_state_of_people(study, localdate(now), ids)
        if state.refusal:
            raise ExtractRefused(state.refusal)
        current = state.extract
        basis = current and _Basis.read(current)
        again = _plan_again(current, counts) if current and not state.same else []
        with suppress(IntegrityError), transaction.atomic():  # of two first extracts, one is made
            locked = _lock_extract(study.scope)
            if basis != (locked and _Basis.read(locked)):
                continue
            if locked and state.same:
                return _update_extract(locked, counts, final=state.final, by=by, now=now)
            extract = _create_extract(study, locked, counts, ids, final=state.final, now=now)
            if locked:
                _release_again(locked, extract, again, by=by, now=now)
            record_audit_event(by, "froze extract", study.scope, str(extract.number), now=now)
            return extract
    raise ExtractRefused(_describe_others())


def release(
    scope: Scope, requests: Sequence[FigureRequest], *, group: str, by: str, now: datetime
) -> list[Released]:
    """Let everybody read figures, for which `group` answers. Nothing else makes a `Released`.

    Figures of a study are planned from the counts of its extract, totals of a group by the rule for
    small groups; those of a system's log are in it as they will be read. Raise `FigureRefused`, or
    `DisclosureRefused` where hidden counts could be worked out. It is planned before the
    transaction, and once more if somebody else has released meanwhile.
    """
    for _attempt in range(_ATTEMPTS):
        extract = get_extract(scope)
        if extract is None:
            raise FigureRefused(_("There is no extract yet. Count the people first."))
        if not group.strip():
            raise FigureRefused(_("Name the group that answers for these figures."))
        basis = _Basis.read(extract)
        _check_requests(extract, requests)
        planned = plan_requests(extract, requests)
        if not all(each.shows_something for each in planned):
            raise FigureRefused(
                _(
                    "One of these figures would be hidden entirely: any count shown would reveal"
                    " a hidden one. Leave it out."
                )
            )
        with transaction.atomic():
            locked = _lock_extract(scope)
            if locked and _Basis.read(locked) == basis:
                group = group.strip()
                return [_store(locked, each, group=group, by=by, now=now) for each in planned]
    raise FigureRefused(_describe_others())


@dataclass(frozen=True)
class _Basis:
    """What a plan stands on: the counts of an extract, and all that was released from it."""

    extract: UUID
    counts: Mapping[str, Any]
    released: frozenset[tuple[UUID, bool]]

    @classmethod
    def read(cls, extract: Extract) -> "_Basis":
        """Return what a plan for an extract stands on now."""
        released = frozenset((each.pk, each.stands) for each in extract.released.all())
        return cls(extract.pk, extract.counts, released)


def _describe_others() -> str:
    return _("Somebody else is releasing figures of this study at this moment. Try again.")


@transaction.atomic
def take_release_back(scope: Scope, figure: UUID, *, by: str, now: datetime) -> None:
    """Take a figure off all pages. The ledger keeps it: somebody may have read it."""
    extract = _lock_extract(scope)
    found = next((each for each in list_released(scope) if each.figure == figure), None)
    if extract is None or found is None:
        raise FigureRefused(_("This figure is no longer public."))
    found.taken_back_by, found.taken_back_day = by, localdate(now)
    found.save(update_fields=["taken_back_by", "taken_back_day"])
    record_audit_event(by, "took release back", scope, str(figure), now=now)


@transaction.atomic
def purge_extract_counts(today: date) -> None:
    """Delete the counts of extracts whose answers are erased by now; what is public stays.

    They hold counts that were never released, of one person even.
    """
    for extract in Extract.objects.filter(
        scope_kind=ScopeKind.STUDY, scope_uuid__in=list_expired_studies(today)
    ):
        extract.counts = ExtractCounts(extract.people, {}, {}, (), {}).to_json()
        extract.save(update_fields=["counts"])


def add_log_month(scope: Scope, month: str, content: Mapping[str, Any], *, today: date) -> None:
    """Add the figures of a closed month to the extract of a system; it has no other.

    What must be hidden in them is hidden already: the decisions exist no more.
    """
    extract = _lock_extract(scope) or Extract(
        scope_kind=scope.kind, scope_uuid=scope.id, number=1, day=today, people=0,
        population="", final=False, counts={"months": {}},
    )  # fmt: skip
    extract.counts["months"][month] = content
    extract.save()


def add_group_table(scope: Scope, item: str, table: Mapping[str, Any], *, today: date) -> None:
    """Add the totals of one hypothesis to the extract of a group; it has no other.

    Every member must have agreed, before they took position, that they may be public. A table that
    was added before stays as it is: of one hypothesis there is one table.
    """
    extract = _lock_extract(scope) or Extract(
        scope_kind=scope.kind, scope_uuid=scope.id, number=1, day=today, people=0,
        population="", final=False, counts={"tables": {}},
    )  # fmt: skip
    extract.counts["tables"].setdefault(item, table)
    extract.save()


def delete_extracts(scope: Scope) -> None:
    """Delete the extracts of a scope that is being deleted, with what was released from them."""
    Extract.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id).delete()


def _lock_extract(scope: Scope) -> Extract | None:
    """Return the extract that releases read now, once nobody else releases from it.

    Whoever was waited for may have made the next one.
    """
    locked, extract = None, get_extract(scope)
    while extract and (locked is None or locked.pk != extract.pk):
        locked = Extract.objects.select_for_update().get(pk=extract.pk)
        extract = get_extract(scope)
    return locked


def _check_requests(extract: Extract, requests: Sequence[FigureRequest]) -> None:
    if not requests:
        raise FigureRefused(_("Choose at least one figure."))
    counts = get_releasable(extract)
    if len({(each.item, each.breakdown) for each in requests}) < len(requests):
        raise FigureRefused(_("The same figure was chosen twice."))
    standing = {(each.item, each.breakdown) for each in list_released(extract.scope)}
    for each in requests:
        if (each.item, each.breakdown) in standing:
            raise FigureRefused(_("One of these figures is already public. Choose again."))
        if not counts.offers(each.item, each.breakdown):
            raise FigureRefused(
                _("One of these figures was not counted in this extract. Choose again.")
            )


def _store(
    extract: Extract, planned: PlannedFigure | FixedFigure, *, group: str, by: str, now: datetime
) -> Released:
    """Write a line of the ledger; a figure that was public before keeps its identity."""
    request = planned.request
    before = (
        Released.objects.filter(
            extract__scope_kind=extract.scope_kind,
            extract__scope_uuid=extract.scope_uuid,
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
        sensitive=request.sensitive,
        content=planned.content,
        tables=[[list(key), mask.tolist()] for key, mask in planned.tables.items()],
        group=group,
        by=by,
        day=localdate(now),
    )
    record_audit_event(by, "released figure", extract.scope, str(released.figure), now=now)
    return released


def _create_extract(
    study: Study,
    before: Extract | None,
    counts: ExtractCounts,
    ids: Sequence[UUID],
    *,
    final: bool,
    now: datetime,
) -> Extract:
    return Extract.objects.create(
        scope_kind=study.scope.kind,
        scope_uuid=study.scope.id,
        number=before.number + 1 if before else 1,
        day=localdate(now),
        people=len(ids),
        population=get_population(ids),
        final=final,
        counts=counts.to_json(),
    )


def _update_extract(
    extract: Extract, counts: ExtractCounts, *, final: bool, by: str, now: datetime
) -> Extract:
    """Count what is not released yet again, of the same people."""
    extract.counts = update_counts(get_counts(extract), counts, _list_items(extract)).to_json()
    extract.final = final
    extract.save(update_fields=["counts", "final"])
    record_audit_event(by, "updated extract", extract.scope, str(extract.number), now=now)
    return extract


def _plan_again(old: Extract, counts: ExtractCounts) -> list[PlannedFigure]:
    """Plan all that stands from new counts; refuse where a count ever published would fall."""
    for extract in list_extracts(old.scope):
        before = get_counts(extract)
        if find_falling(before, list_published_tables(extract, before), counts):
            raise ExtractRefused(describe_too_few_new())
    requests = [
        FigureRequest(each.item, each.breakdown, each.sensitive)
        for each in list_released(old.scope)
    ]
    if not all(counts.offers(each.item, each.breakdown) for each in requests):
        raise ExtractRefused(
            _(
                "A public figure would no longer be counted. Choose its breakdown as well, or"
                " take the figure back first."
            )
        )
    return plan_release(counts, requests) if requests else []


def _release_again(
    old: Extract, new: Extract, again: Sequence[PlannedFigure], *, by: str, now: datetime
) -> None:
    """Release what stands from a new extract, as it was planned."""
    standing = {(each.item, each.breakdown): each for each in list_released(old.scope)}
    for planned in again:
        before = standing[planned.request.item, planned.request.breakdown]
        before.superseded = True
        before.save(update_fields=["superseded"])
        _store(new, planned, group=before.group, by=by, now=now)


def _list_items(extract: Extract) -> set[str]:
    """Return the items of which something was ever released from an extract."""
    return set(extract.released.values_list("item", flat=True))
