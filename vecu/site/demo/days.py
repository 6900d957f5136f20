"""The days of the demonstration: its files name them as months from the first of the log."""

from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, time
from heapq import merge

from django.utils import timezone

from vecu.fieldlog.months import CLOSING_DAY, LogMonth, get_month
from vecu.site.demo.decisions import MONTHS

Place = tuple[int, int] | list[int]
"""A month from the first of the log, from 0, and a day in it."""
COLLECTED = (3, 1)
"""The day after the last of the invented answers."""
CODED = (3, 16)
"""When they are coded, and words of them are published."""
PUBLISHED = (3, 20)
"""When the findings of the inquiry are, before there is any dialogue about them."""
CLOSES = (13, 28)
"""Until when visitors can answer: within a year of the first answer."""


def find_first_month(today: date) -> LogMonth:
    """Return the first of the `MONTHS` months that end with the last one that has closed."""
    open_months = 1 if today.day >= CLOSING_DAY else 2
    return get_month(get_day(get_month(today), (1 - open_months - MONTHS, 1)))


def get_day(first: LogMonth, place: Place) -> date:
    """Return the day of a month that is so many months from the first."""
    months, day = place
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, day)


def get_moment(first: LogMonth, place: Place) -> datetime:
    """Return noon of such a day."""
    return datetime.combine(get_day(first, place), time(12), timezone.get_current_timezone())


def find_place(first: LogMonth, day: date) -> Place:
    """Return how a day is named from the first month of the log."""
    return (day.year - first.year) * 12 + day.month - first.month, day.day


def act_in_order(*stories: Iterator[Place]) -> None:
    """Let stories act in the order of their days; each yields the day of what it does next."""
    deque(merge(*stories, key=tuple), maxlen=0)
