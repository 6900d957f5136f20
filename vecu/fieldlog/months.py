"""Half-days, and the months in which a log is open. Pure.

A month closes when the 8th of the next begins, in the laboratory's time zone: its events are taken
until the 7th, so that a client that was offline for a week loses nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

CLOSING_DAY = 8
NOON = 12


@dataclass(frozen=True, slots=True, order=True)
class HalfDay:
    """A morning or an afternoon: the finest time that the log knows."""

    day: date
    afternoon: bool


@dataclass(frozen=True, slots=True, order=True)
class LogMonth:
    """A month of the calendar."""

    year: int
    month: int

    def __str__(self) -> str:
        """Return it as ISO 8601 writes it: `2026-11`."""
        return f"{self.year:04d}-{self.month:02d}"

    def get_closing_day(self) -> date:
        """Return the day with which it closes; later than the last day there is: the last."""
        following = self.year * 12 + self.month
        year, month = divmod(following, 12)
        return date(year, month + 1, CLOSING_DAY) if year <= date.max.year else date.max

    @property
    def first_day(self) -> date:
        """The day with which it begins."""
        return date(self.year, self.month, 1)

    @property
    def last_event_day(self) -> date:
        """The last day on which its events are taken."""
        return self.get_closing_day() - timedelta(days=1)

    def is_closed(self, today: date) -> bool:
        """Return whether no event of this month is taken any more."""
        return today >= self.get_closing_day()


def list_open_months(today: date) -> list[LogMonth]:
    """Return the months whose events are taken today: the last one too, until it closes."""
    current = get_month(today)
    previous = get_month(today.replace(day=1) - timedelta(days=1))
    return [current] if previous.is_closed(today) else [previous, current]


def get_half_day(moment: datetime, zone: tzinfo) -> HalfDay:
    """Return the half-day of an aware `moment` in the laboratory's time zone."""
    local = moment.astimezone(zone)
    return HalfDay(local.date(), local.hour >= NOON)


def get_month(day: date) -> LogMonth:
    """Return the month of a day."""
    return LogMonth(day.year, day.month)


def read_month(text: str) -> LogMonth:
    """Return the month that `str(LogMonth)` wrote; raise `ValueError` for another text."""
    return get_month(date.fromisoformat(f"{text}-01"))


@dataclass(frozen=True, slots=True)
class SuspendedSpan:
    """Whole half-days in which nothing decided is kept; `last` is None while it goes on."""

    first: HalfDay
    last: HalfDay | None = None

    def includes(self, half_day: HalfDay) -> bool:
        """Return whether a half-day is within."""
        return self.first <= half_day and (self.last is None or half_day <= self.last)


class TimeRefusal(StrEnum):
    """Why the time of an event keeps it out of the log, for ever."""

    FUTURE = "future"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    UNCONFIRMED = "unconfirmed"


def find_time_refusal(
    half_day: HalfDay, month: LogMonth, suspended: Iterable[SuspendedSpan], today: date
) -> TimeRefusal | None:
    """Return why an event of this half-day, for this month's figures, is refused; None if taken.

    A later day than today is the future; a later hour of today is not, as clocks differ. During a
    suspension everything is refused, and what happened then stays so afterwards.
    """
    if half_day.day > today or month > get_month(today):
        return TimeRefusal.FUTURE
    if any(span.last is None or span.includes(half_day) for span in suspended):
        return TimeRefusal.SUSPENDED
    return TimeRefusal.CLOSED if month.is_closed(today) else None
