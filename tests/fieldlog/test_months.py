"""A month closes when the 8th of the next begins."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from vecu.fieldlog.months import (
    HalfDay,
    LogMonth,
    SuspendedSpan,
    TimeRefusal,
    find_time_refusal,
    get_half_day,
    get_month,
    list_open_months,
    read_month,
)


@pytest.mark.parametrize(
    ("month", "closing"),
    [("2026-11", date(2026, 12, 8)), ("2026-12", date(2027, 1, 8)), ("9999-12", date.max)],
)
def test_the_closing_day(month, closing):
    assert read_month(month).get_closing_day() == closing


def test_a_month_takes_events_until_the_7th():
    november = LogMonth(2026, 11)
    assert not november.is_closed(date(2026, 12, 7))
    assert november.is_closed(date(2026, 12, 8))


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 12, 7), ["2026-11", "2026-12"]),
        (date(2026, 12, 8), ["2026-12"]),
        (date(2026, 12, 31), ["2026-12"]),
        (date(2027, 1, 1), ["2026-12", "2027-01"]),
    ],
)
def test_the_months_that_are_open_on_a_day(today, months):
    assert [str(each) for each in list_open_months(today)] == months


def test_a_month_ends_on_the_day_before_it_closes():
    december = LogMonth(2026, 12)
    assert (december.first_day, december.last_event_day) == (date(2026, 12, 1), date(2027, 1, 7))


def test_noon_is_afternoon():
    paris = ZoneInfo("Europe/Paris")
    assert get_half_day(datetime(2026, 11, 3, 12, tzinfo=paris), paris).afternoon
    assert not get_half_day(datetime(2026, 11, 3, 11, 59, tzinfo=paris), paris).afternoon


def morning(day: int, month: int = 11) -> HalfDay:
    return HalfDay(date(2026, month, day), afternoon=False)


def afternoon(day: int) -> HalfDay:
    return HalfDay(date(2026, 11, day), afternoon=True)


SUSPENDED = SuspendedSpan(afternoon(10), morning(12))


@pytest.mark.parametrize(
    ("half_day", "today", "spans", "refusal"),
    [
        (morning(10), date(2026, 11, 10), [], None),
        (afternoon(10), date(2026, 11, 10), [], None),
        (morning(11), date(2026, 11, 10), [], TimeRefusal.FUTURE),
        (morning(31, 10), date(2026, 11, 7), [], None),
        (morning(31, 10), date(2026, 11, 8), [], TimeRefusal.CLOSED),
        (morning(10), date(2026, 11, 20), [SUSPENDED], None),
        (afternoon(10), date(2026, 11, 20), [SUSPENDED], TimeRefusal.SUSPENDED),
        (morning(12), date(2026, 11, 20), [SUSPENDED], TimeRefusal.SUSPENDED),
        (afternoon(12), date(2026, 11, 20), [SUSPENDED], None),
        (morning(1), date(2026, 11, 20), [SuspendedSpan(morning(19))], TimeRefusal.SUSPENDED),
    ],
)
def test_which_times_are_taken(half_day, today, spans, refusal):
    assert find_time_refusal(half_day, get_month(half_day.day), spans, today) == refusal


def test_a_truth_counts_for_the_month_of_its_decision():
    today = date(2026, 11, 20)
    assert find_time_refusal(morning(19), LogMonth(2026, 10), [], today) == TimeRefusal.CLOSED
    assert find_time_refusal(morning(19), LogMonth(2026, 12), [], today) == TimeRefusal.FUTURE
