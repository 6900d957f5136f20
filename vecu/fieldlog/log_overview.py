"""Where a log stands, as members read it: what it lacks, what is open, who agreed to what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vecu.fieldlog.models import ClosedMonth, FieldLog, LogToken, MonthAgreement
from vecu.fieldlog.months import LogMonth, list_open_months, read_month
from vecu.fieldlog.queries import (
    find_log,
    get_conditions,
    list_begun_months,
    list_month_contents,
)
from vecu.fieldlog.rules import AgreementSide, LogCondition, list_missing_conditions


@dataclass(frozen=True, slots=True)
class LogOverview:
    """Where a log stands: what it lacks before a month may begin, and whether it takes events.

    `suspended_since` is the day, None while it is not suspended. A log without tokens in use and
    without diary codes is ready, and nothing comes in.
    """

    log: FieldLog
    missing: Sequence[LogCondition]
    tokens: int
    has_diary_codes: bool
    suspended_since: date | None
    open_months: Sequence[LogMonth]
    has_begun_month: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether a month goes on to its end, after which none begins before what is missing."""
        return bool(self.missing) and self.has_begun_month

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


def get_log_overview(system: UUID, today: date) -> LogOverview:
    """Return where the log of a system stands; one that nobody prepared yet lacks everything."""
    log = find_log(system) or FieldLog(system=system)
    suspension = log.suspensions.filter(last_day=None).first()
    missing, begun = list_missing_conditions(get_conditions(log)), list_begun_months(log)
    open_months = list_open_months(today)
    return LogOverview(
        log=log,
        missing=missing,
        tokens=log.tokens.filter(revoked_day=None).count(),
        has_diary_codes=log.diary_codes.exists(),
        suspended_since=suspension.first_day if suspension else None,
        open_months=[each for each in open_months if not missing or str(each) in begun],
        has_begun_month=any(str(each) in begun for each in open_months),
    )


def list_month_states(system: UUID) -> list[MonthState]:
    """Return the closed months of a system's log, the latest first."""
    closed = ClosedMonth.objects.filter(log__system=system).order_by("-month")
    return [_get_month_state(each) for each in closed.prefetch_related("agreements")]


def list_waiting_months(system: UUID, side: AgreementSide) -> list[MonthState]:
    """Return the closed months with figures to which a side is the next to agree."""
    waiting = [state for state in list_month_states(system) if state.awaits is side]
    log = find_log(system) if waiting else None
    with_figures = {month for month, _content in list_month_contents(log)} if log else set()
    return [state for state in waiting if state.closed.month in with_figures]


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
