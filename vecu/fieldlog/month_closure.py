"""Close a month: stop taking events, count what it holds, keep the figures, delete the rest.

Nobody waits for the counting: the key goes first, and a month without key takes nothing any more.
If the process dies meanwhile, the next closing goes on from there.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model, OuterRef, QuerySet, Subquery

from vecu.datasets.release_actions import add_log_month
from vecu.fieldlog.decision_lines import LoggedDecision
from vecu.fieldlog.diary_marks import get_pile
from vecu.fieldlog.figures import add_baseline, make_figures
from vecu.fieldlog.models import (
    CaseTruth,
    ClosedMonth,
    FieldLog,
    LogDecision,
    OpenMonth,
    TypedTotals,
)
from vecu.fieldlog.typed_figures import make_typed_figures
from vecu.fieldlog.typed_totals import SheetTotals
from vecu.fieldlog.vocabulary import (
    CorrectionKind,
    ExplanationUse,
    Outcome,
    OverrideReason,
    TotalsSheet,
)
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit

CHUNK = 2_000
"""Rows that are read, or deleted, at once: SQLite lets nobody else write while rows are deleted."""

Row = TypeVar("Row", bound=Model)


def close_month(key: UUID, today: date) -> bool:
    """Close one month, and return whether it was open until then.

    Of two processes that close it at once, one stores the figures, and both delete the rest.
    """
    month = _stop_intake(key)
    if month is None:
        return False
    stored = ClosedMonth.objects.filter(log=month.log, month=month.month).exists() or (
        _store_figures(month, _make_figures(month), today)
    )
    if stored:
        _delete_decisions(month)
    return stored


@transaction.atomic
def _stop_intake(key: UUID) -> OpenMonth | None:
    """Delete the key of a month, once no batch is being stored; None if there is no such month."""
    month = OpenMonth.objects.filter(pk=key).select_related("log").first()
    if month is None or not _lock_log(month):
        return None
    return month if OpenMonth.objects.filter(pk=key).update(key=b"") else None


def _lock_log(month: OpenMonth) -> bool:
    """Wait for whoever writes in the log; return whether it still exists."""
    return FieldLog.objects.select_for_update().filter(pk=month.log_id).first() is not None


@transaction.atomic
def _store_figures(month: OpenMonth, content: dict[str, Any], today: date) -> bool:
    """Store the figures, unless another process has since, or somebody deleted the log."""
    if not (_lock_log(month) and OpenMonth.objects.filter(pk=month.pk).exists()):
        return False
    _closed, new = ClosedMonth.objects.get_or_create(log=month.log, month=month.month)
    if new:
        add_log_month(month.log.scope, month.month, content, today=today)
    return True


def _delete_decisions(month: OpenMonth) -> None:
    tables: Sequence[tuple[type[Model], str]] = (
        (LogDecision, "event"),
        (TypedTotals, "event"),
        (CaseTruth, "case"),
    )
    for model, column in tables:
        rows = model._default_manager.filter(month=month).only(column)
        for chunk in _iter_chunks(rows, column):
            model._default_manager.filter(pk__in=[row.pk for row in chunk]).delete()
    with transaction.atomic():
        OpenMonth.objects.filter(pk=month.pk).delete()
        rewrite_tables_on_commit()


def _make_figures(month: OpenMonth) -> dict[str, Any]:
    log, content = month.log, make_figures(_iter_decisions(month))
    decided = add_baseline(content, log.baseline_minutes, log.baseline_source)
    return decided | make_typed_figures(_iter_totals(month))


def _iter_totals(month: OpenMonth) -> Iterator[SheetTotals]:
    for chunk in _iter_chunks(TypedTotals.objects.filter(month=month), "event"):
        for row in chunk:
            sheet, pile = TotalsSheet(row.sheet), get_pile(row.worker)
            yield SheetTotals(sheet, row.word, row.amounts, row.worker, pile)


def _iter_decisions(month: OpenMonth) -> Iterator[LoggedDecision]:
    truth = CaseTruth.objects.filter(month=month, case=OuterRef("case")).values("value")
    stored = LogDecision.objects.filter(month=month).annotate(truth=Subquery(truth))
    for chunk in _iter_chunks(stored, "event"):
        yield from map(_read_decision, chunk)


def _iter_chunks(rows: QuerySet[Row], column: str) -> Iterator[list[Row]]:
    """Yield all rows, some at a time, in the order of a column that is unique among them."""
    chunk = list(rows.order_by(column)[:CHUNK])
    while chunk:
        yield chunk
        last = {f"{column}__gt": getattr(chunk[-1], column)}
        chunk = list(rows.filter(**last).order_by(column)[:CHUNK])


def _read_decision(stored: Any) -> LoggedDecision:
    """Return a stored decision, annotated with the `truth` of its case, as it is counted."""
    return LoggedDecision(
        person=stored.worker,
        pile=get_pile(stored.worker),
        outcome=Outcome(stored.outcome),
        system_version=stored.system_version,
        reason=OverrideReason(stored.reason) if stored.reason else None,
        explanation=ExplanationUse(stored.explanation) if stored.explanation else None,
        correction_kinds=frozenset(map(CorrectionKind, stored.correction_kinds.split())),
        proposal_right=_compare(stored.proposal, stored.truth),
        own_right=_compare(stored.own_judgement, stored.truth),
        told_minutes=stored.told_minutes,
        active_minutes=stored.active_minutes,
        told_saved_minutes=stored.told_saved_minutes,
    )


def _compare(value: str, truth: str | None) -> bool | None:
    return value == truth if value and truth else None
