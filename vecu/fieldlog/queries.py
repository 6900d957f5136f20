"""Read logs: what is noted of each, what still is missing, which months have closed."""

from uuid import UUID

from vecu.fieldlog.models import (
    ClosedMonth,
    DiaryCode,
    FieldLog,
    LogSuspension,
    LogToken,
    MonthAgreement,
)
from vecu.fieldlog.rules import LogConditions, list_missing_conditions
from vecu.register.queries import has_noted_consultation

__all__ = [
    "ClosedMonth",
    "DiaryCode",
    "FieldLog",
    "LogSuspension",
    "LogToken",
    "MonthAgreement",
    "find_log",
    "get_conditions",
    "is_suspended",
    "list_closed_months",
    "list_ended_months",
    "list_missing",
]


def find_log(system: UUID) -> FieldLog | None:
    """Return the log of a system, None if none was prepared."""
    return FieldLog.objects.filter(system=system).first()


def get_conditions(log: FieldLog) -> LogConditions:
    """Return what is noted of a log before it may begin."""
    return LogConditions(
        consultation=has_noted_consultation(log.system),
        impact_assessment=log.impact_assessment,
        charter=log.charter,
        charter_day=log.charter_day,
    )


def list_missing(log: FieldLog) -> list[str]:
    """Return what must still be noted before a token or a diary code is made, as msgids."""
    return list_missing_conditions(get_conditions(log))


def is_suspended(log: FieldLog) -> bool:
    """Return whether the log is suspended now."""
    return log.suspensions.filter(last_day=None).exists()


def list_closed_months(log: FieldLog) -> list[ClosedMonth]:
    """Return the months that have closed, the latest first."""
    return list(log.closed_months.order_by("-month"))


def list_ended_months(log: FieldLog) -> set[str]:
    """Return the months that take nothing any more, whatever the clock says.

    They have closed, or are being closed: their key is gone.
    """
    closed = set(log.closed_months.values_list("month", flat=True))
    return closed | set(log.open_months.filter(key=b"").values_list("month", flat=True))
