"""Quarters of the calendar, the only time for which counts of people supported are public. Pure.

A quarter closes with the end of the month after it: a first meeting that took 30 days is known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from vecu.messages import Message
from vecu.translation import gettext_noop

MONTHS_IN_QUARTER = 3
QUARTERS = range(1, 5)

_LABELS: Mapping[int, str] = MappingProxyType(
    {
        1: gettext_noop("January to March %(year)s"),
        2: gettext_noop("April to June %(year)s"),
        3: gettext_noop("July to September %(year)s"),
        4: gettext_noop("October to December %(year)s"),
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year; `number` is from 1 to 4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (date.min.year < self.year < date.max.year and self.number in QUARTERS):
            raise ValueError(f"{self.year}-Q{self.number} is no quarter.")

    def __str__(self) -> str:
        """Return it as `read_quarter` reads it: `2026-Q3`."""
        return f"{self.year:04d}-Q{self.number}"

    @property
    def label(self) -> Message:
        """Its months in words."""
        return Message(_LABELS[self.number], year=self.year)

    @property
    def months(self) -> tuple[date, date, date]:
        """The first day of each of its months."""
        first = (self.number - 1) * MONTHS_IN_QUARTER + 1
        return (
            date(self.year, first, 1),
            date(self.year, first + 1, 1),
            date(self.year, first + 2, 1),
        )

    @property
    def first_day(self) -> date:
        """The day with which it begins."""
        return self.months[0]

    @property
    def last_day(self) -> date:
        """The day with which it ends."""
        return self.following.first_day - timedelta(days=1)

    @property
    def following(self) -> "Quarter":
        """The quarter after it."""
        return get_quarter(self.months[2] + timedelta(days=31))

    @property
    def closing_day(self) -> date:
        """The first day on which its counts stand as they are."""
        return self.following.months[1]

    def is_closed(self, today: date) -> bool:
        """Return whether its counts are corrected in a later quarter only."""
        return today >= self.closing_day


def get_quarter(day: date) -> Quarter:
    """Return the quarter of a day."""
    return Quarter(day.year, (day.month - 1) // MONTHS_IN_QUARTER + 1)


def read_quarter(text: str) -> Quarter:
    """Return the quarter that `str(Quarter)` wrote; raise `ValueError` for another text."""
    year, found, number = text.partition("-Q")
    if not (
        found
        and number
        and len(year) == 4
        and (year + number).isascii()
        and (year + number).isdigit()
    ):
        raise ValueError(f"{text!r} is no quarter, such as 2026-Q3.")
    return Quarter(int(year), int(number))


def iter_closed_quarters(first: Quarter, today: date) -> Iterator[Quarter]:
    """Yield the quarters from one on that are closed today."""
    quarter = first
    while quarter.is_closed(today):
        yield quarter
        quarter = quarter.following
