"""Group numbers and dates into a few bins of equal width, for a chart. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

MOST = 10
"""Maximum number of bins; fewer distinct values are shown one by one."""
_MOST_DAYS, _MOST_MONTHS = 14, 18


@dataclass(frozen=True, slots=True)
class NumberBin:
    """Numbers from `low` to `high`, both inclusive, unless `half_open` excludes `high`."""

    low: Decimal
    high: Decimal
    count: int
    half_open: bool = False


@dataclass(frozen=True, slots=True)
class DateBin:
    """Days from `first` to `last`, both inclusive: one day, one month, or whole years."""

    first: date
    last: date
    count: int


def bin_numbers(counts: Mapping[str, int]) -> list[NumberBin]:
    """Group counted numbers, given as text, into bins of width 1, 2 or 5 times a power of ten.

    Empty bins between others are kept, so that distances show. "5" and "5.0" are one number.
    """
    numbers: Counter[Decimal] = Counter()
    for text, count in counts.items():
        numbers[Decimal(text)] += count
    if len(numbers) <= MOST:
        return [NumberBin(number, number, numbers[number]) for number in sorted(numbers)]
    width = _step(max(numbers) - min(numbers))
    whole = all(number == number.to_integral_value() for number in numbers)
    if whole:
        width = max(width, Decimal(1))
    totals: Counter[int] = Counter()
    for number, count in numbers.items():
        totals[int((number / width).to_integral_value("ROUND_FLOOR"))] += count
    last = width - 1 if whole else width
    return [
        NumberBin(step * width, step * width + last, totals[step], half_open=not whole)
        for step in range(min(totals), max(totals) + 1)
    ]


def bin_dates(counts: Mapping[str, int]) -> list[DateBin]:
    """Group counted dates, in ISO format, by day, month or years, depending on their range."""
    days: Counter[date] = Counter()
    for text, count in counts.items():
        days[date.fromisoformat(text)] += count
    if not days:
        return []
    first, last = min(days), max(days)
    if (last - first).days < _MOST_DAYS:
        span = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [DateBin(day, day, days[day]) for day in span]
    if _months(last) - _months(first) < _MOST_MONTHS:
        totals = _totals(days, _months)
        return [_month(number, totals[number]) for number in range(min(totals), max(totals) + 1)]
    width = max(1, int(_step(Decimal(last.year - first.year))))
    totals = _totals(days, lambda day: day.year // width)
    return [
        DateBin(
            date(max(step * width, date.min.year), 1, 1),
            date(min(step * width + width - 1, date.max.year), 12, 31),
            totals[step],
        )
        for step in range(min(totals), max(totals) + 1)
    ]


def lower_median(counts: Mapping[str, int], *, key: Callable[[str], Any] | None = None) -> str:
    """Return the lower median: the smallest value that at least half do not exceed.

    Values are compared as numbers with `key=Decimal`, else as text, which suits ISO dates.
    """
    half = sum(counts.values()) / 2
    reached = 0
    for text in sorted(counts, key=key):
        reached += counts[text]
        if reached >= half:
            return text
    return ""


def _step(span: Decimal) -> Decimal:
    """Return the smallest of 1, 2, 5 times a power of ten that cuts `span` into `MOST` at most.

    Values at both ends may need one bin more than the span, hence `MOST - 1`.
    """
    least = span / (MOST - 1)
    power = Decimal(10) ** least.adjusted() if least else Decimal(1)
    return next(power * times for times in (1, 2, 5, 10) if power * times >= least)


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month(number: int, count: int) -> DateBin:
    first = date(number // 12, number % 12 + 1, 1)
    if (first.year, first.month) == (date.max.year, 12):
        return DateBin(first, date.max, count)
    following = date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    return DateBin(first, following - timedelta(days=1), count)


def _totals(days: Mapping[date, int], step: Callable[[date], int]) -> Counter[int]:
    totals: Counter[int] = Counter()
    for day, count in days.items():
        totals[step(day)] += count
    return totals
