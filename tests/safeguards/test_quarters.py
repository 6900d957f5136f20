"""Quarters, and when their tables are public."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.safeguards.publication import is_table_public
from vecu.safeguards.quarters import Quarter, get_quarter, iter_closed_quarters, read_quarter

SUMMER = Quarter(2026, 3)


def test_a_quarter_closes_when_the_month_after_it_is_over():
    assert (SUMMER.first_day, SUMMER.last_day) == (date(2026, 7, 1), date(2026, 9, 30))
    assert not SUMMER.is_closed(date(2026, 10, 31))
    assert SUMMER.is_closed(date(2026, 11, 1))
    assert Quarter(2025, 4).closing_day == date(2026, 2, 1)
    spring, summer = iter_closed_quarters(Quarter(2026, 2), date(2026, 12, 3))
    assert (spring, summer) == (Quarter(2026, 2), SUMMER)


def test_its_label_names_months_in_both_languages():
    assert str(SUMMER.label) == "July to September 2026"
    assert SUMMER.label.say("fr") == "juillet à septembre 2026"


@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2900, 1, 1)))
def test_every_day_is_in_one_quarter_which_reads_as_it_is_written(day):
    quarter = get_quarter(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert get_quarter(quarter.last_day) == quarter < quarter.following
    assert read_quarter(str(quarter)) == quarter


@pytest.mark.parametrize("text", ["", "2026", "2026-Q5", "2026-Q", "26-Q1", "2026-Q१", "0000-Q1"])
def test_what_is_no_quarter_is_refused(text):
    with pytest.raises(ValueError, match="is no quarter"):
        read_quarter(text)


shares = st.integers(0, 40).flatmap(
    lambda of: st.tuples(st.integers(0, of), st.just(of)),
)


@given(st.lists(shares, max_size=6), st.lists(st.integers(0, 30), max_size=3))
def test_a_table_is_public_whole_or_not_at_all(table, counts):
    """Every number and its rest count 11 at least; one that does not takes all others with it."""
    numbers = {count for count, _of in table} | {of - count for count, of in table} | set(counts)
    small = {each for each in numbers if each < 11}

    assert is_table_public(table, counts) == (bool(numbers) and not small)
    assert not is_table_public([*table, (3, 60)], counts)
    assert not is_table_public([*table, (57, 60)], counts)
