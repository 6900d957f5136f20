"""The days of the demonstration: its files name them as months from the first of the log."""

from datetime import date, datetime, time

from django.utils import timezone

from vecu.fieldlog.months import CLOSING_DAY, LogMonth, get_month
from vecu.site.demo.decisions import MONTHS

Place = tuple[int, int] | list[int]
"""A month from the first of the log, from 0, and a day in it."""


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
