"""Dates, times and periods of SPSS and Stata, detected by the display format. Pure.

SPSS counts seconds from 14 October 1582, Stata days, milliseconds or periods from 1 January 1960.
Weeks of both are counted from 1 January, seven days each.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import Enum, auto

_SPSS, _STATA = datetime(1582, 10, 14), datetime(1960, 1, 1)  # noqa: DTZ001 - no zone
_SECONDS_A_DAY = 86_400
_WEEKS_A_YEAR = 52


class DateTimeKind(Enum):
    """The temporal type of a column of numbers. A SPAN is a time of day, or a duration."""

    DAY = auto()
    MOMENT = auto()
    SPAN = auto()
    MONTH = auto()
    QUARTER = auto()
    HALF = auto()
    WEEK = auto()


_BY_SPSS = {
    **dict.fromkeys(("DATE", "ADATE", "EDATE", "JDATE", "SDATE"), DateTimeKind.DAY),
    **dict.fromkeys(("DATETIME", "YMDHMS"), DateTimeKind.MOMENT),
    **dict.fromkeys(("TIME", "DTIME", "MTIME"), DateTimeKind.SPAN),
    "MOYR": DateTimeKind.MONTH,
    "QYR": DateTimeKind.QUARTER,
    "WKYR": DateTimeKind.WEEK,
}
_BY_STATA = {
    "td": DateTimeKind.DAY,
    "d": DateTimeKind.DAY,
    "tc": DateTimeKind.MOMENT,
    "tm": DateTimeKind.MONTH,
    "tq": DateTimeKind.QUARTER,
    "th": DateTimeKind.HALF,
    "tw": DateTimeKind.WEEK,
}
_STATA_FORMAT = re.compile(r"%-?(t[dcCmqhw]|d)(.*)")
_HOURS = frozenset({"HH:MM:SS", "HH:MM"})
_PERIODS = {
    DateTimeKind.MONTH: (12, "{}-{:02}"),
    DateTimeKind.QUARTER: (4, "{}-Q{}"),
    DateTimeKind.HALF: (2, "{}-H{}"),
}

Count = float | int


def detect_date_time_kind(shown: str, *, spss: bool) -> DateTimeKind | None:
    """Return the temporal type of the display format `shown`; None for plain numbers."""
    if spss:
        return _BY_SPSS.get(re.sub(r"[0-9.]+$", "", shown))
    match = _STATA_FORMAT.fullmatch(shown)
    if match and match[1].lower() == "tc" and match[2] in _HOURS:
        return DateTimeKind.SPAN
    return _BY_STATA.get(match[1].lower()) if match else None


def make_date_converter(clock: DateTimeKind, *, spss: bool) -> Callable[[Count], object]:
    """Return the function that converts a count to a date, time, datetime, or text like 2023-Q1.

    Counts that no calendar holds stay numbers.
    """
    read = _by_spss if spss else _by_stata

    def convert(count: Count) -> object:
        try:
            return read(clock, count)
        except (OverflowError, ValueError):
            return count

    return convert


def convert_to_seconds(count: Count, *, spss: bool) -> float:
    """Return the seconds of a duration; Stata counts milliseconds."""
    return count if spss else count / 1000


def is_time_of_day(count: Count, *, spss: bool) -> bool:
    """Return whether a duration may be a time of day."""
    return 0 <= convert_to_seconds(count, spss=spss) < _SECONDS_A_DAY


def _by_spss(clock: DateTimeKind, count: Count) -> object:
    moment = _SPSS + timedelta(milliseconds=round(count * 1000))
    if clock in _PERIODS or clock is DateTimeKind.WEEK:
        day = moment.date()
        week = min(_WEEKS_A_YEAR + 1, (day.timetuple().tm_yday - 1) // 7 + 1)
        return f"{day.year}-W{week:02}" if clock is DateTimeKind.WEEK else _period(clock, day)
    return _of_clock(clock, moment)


def _by_stata(clock: DateTimeKind, count: Count) -> object:
    if clock is DateTimeKind.WEEK:
        year, week = divmod(int(count), _WEEKS_A_YEAR)
        return f"{_year(year)}-W{week + 1:02}"
    if clock in _PERIODS:
        each, words = _PERIODS[clock]
        year, period = divmod(int(count), each)
        return words.format(_year(year), period + 1)
    unit = timedelta(days=1) if clock is DateTimeKind.DAY else timedelta(milliseconds=1)
    return _of_clock(clock, _STATA + round(count) * unit)


def _of_clock(clock: DateTimeKind, moment: datetime) -> date | time:
    if clock is DateTimeKind.DAY:
        return moment.date()
    return moment.time() if clock is DateTimeKind.SPAN else moment


def _period(clock: DateTimeKind, day: date) -> str:
    each, words = _PERIODS[clock]
    return words.format(_year(day.year - _STATA.year), (day.month - 1) * each // 12 + 1)


def _year(since_1960: int) -> str:
    """Return a year in four digits; raise ValueError for one that no calendar holds."""
    return f"{date(_STATA.year + since_1960, 1, 1).year:04}"
