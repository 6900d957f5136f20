"""Read logs: what is noted of each, what still is missing, which months have closed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from vecu.accounts.queries import has_active_representative
from vecu.accounts.rules import Scope, ScopeKind
from vecu.datasets.release_queries import Released, get_log_months, list_released
from vecu.datasets.releases.log_months import split_log_item
from vecu.fieldlog.models import (
    ClosedMonth,
    DiaryCode,
    FieldLog,
    LogSuspension,
    LogToken,
    MonthAgreement,
)
from vecu.fieldlog.months import HalfDay, get_month
from vecu.fieldlog.rules import (
    CONDITION_SENTENCES,
    LogConditions,
    list_missing_conditions,
)
from vecu.records.rules import Standing
from vecu.register.queries import list_consultations

__all__ = [
    "ClosedMonth",
    "DiaryCode",
    "FieldLog",
    "LogSuspension",
    "LogToken",
    "MonthAgreement",
    "count_codes",
    "count_keyed_logs",
    "find_log",
    "find_suspension",
    "get_conditions",
    "group_by_month",
    "has_begun",
    "is_suspended",
    "list_begun_months",
    "list_closed_months",
    "list_ended_months",
    "list_missing",
    "list_month_contents",
    "list_public_month_contents",
    "waits_for_confirmation",
]

MonthContent = Mapping[str, Any]
"""What `figures.make_figures` made of a month, or what is public of that."""


def find_log(system: UUID) -> FieldLog | None:
    """Return the log of a system, None if none was prepared."""
    return FieldLog.objects.filter(system=system).first()


def get_conditions(log: FieldLog) -> LogConditions:
    """Return what is noted of a log before it may begin."""
    consultations = list_consultations(log.system)
    standings = {each.standing for each in consultations}
    return LogConditions(
        consultation=bool(consultations),
        impact_assessment=log.impact_assessment,
        charter=log.charter,
        charter_day=log.charter_day,
        confirmed=log.standing is Standing.CONFIRMED
        and Standing.CONFIRMED in standings
        and Standing.CONTESTED not in standings,
        no_body=bool(log.no_body) and not has_active_representative(log.scope),
    )


def list_missing(log: FieldLog) -> list[str]:
    """Return what must still be noted before a token or a diary code is made, as msgids."""
    return [CONDITION_SENTENCES[each] for each in list_missing_conditions(get_conditions(log))]


def is_suspended(log: FieldLog) -> bool:
    """Return whether the log is suspended now."""
    return log.suspensions.filter(last_day=None).exists()


def find_suspension(log: FieldLog, half_day: HalfDay) -> LogSuspension | None:
    """Return the suspension because of which nothing decided in this half-day is kept, or None.

    After the log was resumed, that is so until the half-day ends.
    """
    spans = log.suspensions.order_by("-first_day", "-first_afternoon")
    return next((each for each in spans if each.span.includes(half_day)), None)


def count_keyed_logs(number: int) -> int:
    """Return how many logs need the key with this number: for a code, a token or an open month."""
    held = Q(open_months__isnull=False) | Q(tokens__revoked_day=None, tokens__isnull=False)
    held |= Q(diary_codes__isnull=False)
    return FieldLog.objects.filter(held, key_number=number).distinct().count()


def count_codes(log: FieldLog) -> int:
    """Return how many diary codes open something. How many were used nobody can know."""
    return log.diary_codes.count()


def list_month_contents(log: FieldLog) -> list[tuple[str, MonthContent]]:
    """Return the figures of all closed months, for those who may read them first.

    A month of which nothing can be shown has none.
    """
    return sorted(get_log_months(log.scope).months.items())


def list_public_month_contents(system: UUID) -> list[tuple[str, MonthContent]]:
    """Return the figures of closed months that everybody reads now."""
    return group_by_month(list_released(Scope(ScopeKind.SYSTEM, system)))


def group_by_month(released: Iterable[Released]) -> list[tuple[str, MonthContent]]:
    """Return what these figures of one system say of each month."""
    months: dict[str, dict[str, Any]] = {}
    for each in released:
        month, figure = split_log_item(each.item)
        months.setdefault(month, {})[figure] = each.content
    return sorted(months.items())


def list_closed_months(log: FieldLog) -> list[ClosedMonth]:
    """Return the months that have closed, the latest first."""
    return list(log.closed_months.order_by("-month"))


def list_ended_months(log: FieldLog) -> set[str]:
    """Return the months that take nothing any more, whatever the clock says.

    They have closed, or are being closed: their key is gone.
    """
    closed = set(log.closed_months.values_list("month", flat=True))
    return closed | set(log.open_months.filter(key=b"").values_list("month", flat=True))


def list_begun_months(log: FieldLog) -> set[str]:
    """Return the months in which something was decided already, and which take more."""
    return set(log.open_months.exclude(key=b"").values_list("month", flat=True))


def waits_for_confirmation(log: FieldLog, today: date) -> bool:
    """Return whether nothing is kept of this month: it has not begun, and lacks what it needs."""
    return str(get_month(today)) not in list_begun_months(log) and bool(list_missing(log))


def has_begun(log: FieldLog) -> bool:
    """Return whether a log may begin, or has: also while it waits for what its next month needs."""
    return not list_missing(log) or bool(list_begun_months(log)) or log.closed_months.exists()
