"""What a second look is: checked by hand and for any days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.safeguards.rules import PersonCodeState
from vecu.safeguards.second_looks.appeals import get_appeal_guide
from vecu.safeguards.second_looks.rules import (
    NEXT_STATES,
    OPEN_STATES,
    LookCondition,
    LookDates,
    LookRow,
    close_dates,
    count_late_by_month,
    count_looks,
    list_missing_conditions,
    may_follow,
)


def list_days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=each) for each in range(count)]


DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(DAYS, st.integers(1, 60), st.integers(0, 120))
def test_closing_leaves_the_week_and_whether_the_answer_was_late(day, allowed, taken):
    deadline, today = day + timedelta(days=allowed), day + timedelta(days=taken)
    left = close_dates(LookDates(day, deadline), today)

    assert left.day.weekday() == 0
    assert 0 <= (day - left.day).days < 7
    assert (left.deadline is None) == (taken <= allowed)
    assert left.deadline is None or left.deadline.weekday() == 0


@given(DAYS, st.integers(1, 60), st.integers(1, 120))
def test_an_answer_that_is_late_stays_late_in_the_same_month_once_it_is_closed(day, allowed, late):
    deadline = day + timedelta(days=allowed)
    today = deadline + timedelta(days=late)
    waiting = LookRow(day, deadline, PersonCodeState.RECEIVED)
    left = close_dates(LookDates(day, deadline), today)
    closed = LookRow(left.day, left.deadline, PersonCodeState.UPHELD)

    assert count_late_by_month([waiting], today) == count_late_by_month([closed], today)
    counted = [day for day in list_days(deadline, 8) if count_late_by_month([waiting], day)]
    assert counted[0].weekday() == 0  # never the day after the deadline, which would tell it


def test_of_a_quarter_all_are_counted_those_without_an_answer_too():
    week = date(2026, 11, 2)
    rows = [
        LookRow(week, None, PersonCodeState.CHANGED),
        LookRow(week, None, PersonCodeState.PASSED_ON),
        LookRow(week, None, PersonCodeState.OUT_OF_TIME),
        LookRow(week, date(2026, 11, 16), PersonCodeState.UPHELD),
        LookRow(date(2026, 11, 4), date(2026, 11, 18), PersonCodeState.RECEIVED),
    ]
    found = count_looks(rows)

    assert (found.requests, found.in_time, found.changed, found.waiting) == (5, 2, 1, 1)


def test_nobody_has_looked_without_power_or_without_saying_what_was_read():
    some = [LookCondition.NO_PART, LookCondition.READ]

    assert list_missing_conditions(PersonCodeState.CHANGED, some) == [LookCondition.POWER]
    assert list_missing_conditions(PersonCodeState.CHANGED, LookCondition) == []
    assert list_missing_conditions(PersonCodeState.PASSED_ON, []) == []


def test_what_is_closed_stays():
    assert set(NEXT_STATES) == OPEN_STATES
    assert not may_follow(PersonCodeState.LOOKED_AT, PersonCodeState.RECEIVED)
    assert not may_follow(PersonCodeState.RECEIVED, PersonCodeState.OUT_OF_TIME)
    assert not may_follow(PersonCodeState.UPHELD, PersonCodeState.CHANGED)


@pytest.mark.parametrize(
    ("key", "received", "last"),
    [
        ("rsa", date(2026, 12, 3), date(2027, 2, 3)),
        ("rsa", date(2026, 12, 31), date(2027, 2, 28)),
        ("mdph", date(2027, 12, 30), date(2028, 2, 29)),
        ("judge", date(2026, 12, 20), date(2027, 1, 4)),
    ],
)
def test_the_last_day_of_an_appeal_is_the_earliest_that_a_text_allows(key, received, last):
    assert get_appeal_guide().find_route(key).get_last_day(received) == last


def test_each_statement_of_law_names_its_text_or_is_to_be_checked_in_both_languages():
    guide = get_appeal_guide()
    statements = [
        *guide.rules,
        *(each.help for each in guide.helpers),
        *(
            each
            for route in guide.routes
            for each in (route.step, route.deadline, route.silence, route.court)
        ),
    ]
    assert all(each.source for each in statements if each.checked)
    assert all(each.text.keys() == {"fr", "en"} for each in statements)
    assert {each.key for each in guide.routes if not each.mandatory} == {"fund", "other"}
