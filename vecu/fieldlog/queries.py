"""Read logs: what is noted of each, what still is missing, which months have closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from vecu.datasets.release_queries import get_extract
from vecu.fieldlog.models import (
    ClosedMonth,
    DiaryCode,
    FieldLog,
    LogSuspension,
    LogToken,
    MonthAgreement,
)
from vecu.fieldlog.months import HalfDay, LogMonth, list_open_months, read_month
from vecu.fieldlog.rules import (
    CONDITION_SENTENCES,
    AgreementSide,
    LogCondition,
    LogConditions,
    list_missing_conditions,
)
from vecu.register.queries import has_noted_consultation

__all__ = [
    "ClosedMonth",
    "DiaryCode",
    "FieldLog",
    "LogOverview",
    "LogSuspension",
    "LogToken",
    "MonthAgreement",
    "MonthState",
    "count_codes",
    "find_log",
    "find_month_state",
    "find_suspension",
    "find_token",
    "get_conditions",
    "get_log_overview",
    "is_suspended",
    "list_closed_months",
    "list_ended_months",
    "list_missing",
    "list_month_contents",
    "list_month_states",
    "list_tokens",
]


@dataclass(frozen=True, slots=True)
class LogOverview:
    """Where a log stands: what it lacks before it may begin, and whether it takes events.

    `suspended_since` is the day, None while it is not suspended. A log without tokens in use and
    without diary codes is ready, and nothing comes in.
    """

    log: FieldLog
    missing: Sequence[LogCondition]
    tokens: int
    has_diary_codes: bool
    suspended_since: date | None
    open_months: Sequence[LogMonth]

    @property
    def is_prepared(self) -> bool:
        """Whether anything was noted of this log, so that there is one."""
        return not self.log._state.adding

    @property
    def is_connected(self) -> bool:
        """Whether anything can come in."""
        return bool(self.tokens) or self.has_diary_codes


@dataclass(frozen=True, slots=True)
class MonthState:
    """A closed month, and who has agreed to its figures so far."""

    closed: ClosedMonth
    agreements: Mapping[AgreementSide, MonthAgreement]

    @property
    def month(self) -> LogMonth:
        """The month itself."""
        return read_month(self.closed.month)

    @property
    def staff(self) -> MonthAgreement | None:
        """What the staff's representatives agreed to, before anybody else read it."""
        return self.agreements.get(AgreementSide.STAFF)

    @property
    def owner(self) -> MonthAgreement | None:
        """What the owner agreed to; from then on everybody reads the figures."""
        return self.agreements.get(AgreementSide.OWNER)

    @property
    def noted(self) -> list[MonthAgreement]:
        """Who agreed, in order."""
        return [self.agreements[side] for side in AgreementSide if side in self.agreements]

    @property
    def awaits(self) -> AgreementSide | None:
        """Whose turn it is to agree, None once both have."""
        return next((side for side in AgreementSide if side not in self.agreements), None)


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


def count_codes(log: FieldLog) -> int:
    """Return how many diary codes open something. How many were used nobody can know."""
    return log.diary_codes.count()


def list_month_contents(log: FieldLog) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the figures of all closed months as they are stored, the earliest first."""
    extract = get_extract(log.scope)
    months = extract.counts.get("months", {}) if extract else {}
    return [(each.month, months[each.month]) for each in log.closed_months.order_by("month")]


def list_closed_months(log: FieldLog) -> list[ClosedMonth]:
    """Return the months that have closed, the latest first."""
    return list(log.closed_months.order_by("-month"))


def list_ended_months(log: FieldLog) -> set[str]:
    """Return the months that take nothing any more, whatever the clock says.

    They have closed, or are being closed: their key is gone.
    """
    closed = set(log.closed_months.values_list("month", flat=True))
    return closed | set(log.open_months.filter(key=b"").values_list("month", flat=True))


def get_log_overview(system: UUID, today: date) -> LogOverview:
    """Return where the log of a system stands; one that nobody prepared yet lacks everything."""
    log = find_log(system) or FieldLog(system=system)
    suspension = log.suspensions.filter(last_day=None).first()
    return LogOverview(
        log=log,
        missing=list_missing_conditions(get_conditions(log)),
        tokens=log.tokens.filter(revoked_day=None).count(),
        has_diary_codes=log.diary_codes.exists(),
        suspended_since=suspension.first_day if suspension else None,
        open_months=list_open_months(today),
    )


def list_month_states(system: UUID) -> list[MonthState]:
    """Return the closed months of a system's log, the latest first."""
    closed = ClosedMonth.objects.filter(log__system=system).order_by("-month")
    return [_get_month_state(each) for each in closed.prefetch_related("agreements")]


def find_month_state(system: UUID, month: str) -> MonthState | None:
    """Return a closed month by its text such as `2026-11`, None if it has not closed."""
    closed = ClosedMonth.objects.filter(log__system=system, month=month).select_related("log")
    return next((_get_month_state(each) for each in closed), None)


def list_tokens(log: FieldLog) -> list[LogToken]:
    """Return the tokens of a log, those in use first; none of them can be read."""
    tokens = log.tokens.order_by("-day", "pk")
    return sorted(tokens, key=lambda each: each.revoked_day is not None)


def find_token(system: UUID, token: UUID) -> LogToken | None:
    """Return a token of this system's log, None if it has none such."""
    found = LogToken.objects.filter(log__system=system, pk=token)
    return found.select_related("log").first()


def _get_month_state(closed: ClosedMonth) -> MonthState:
    by_side = {AgreementSide(each.side): each for each in closed.agreements.all()}
    return MonthState(closed, by_side)
