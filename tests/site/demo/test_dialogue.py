"""The days of the demonstration's dialogue, on whatever day it is created."""

from datetime import date, timedelta

import pytest

from vecu.fieldlog.months import get_month
from vecu.site.demo.days import find_first_month, get_day
from vecu.site.demo.dialogue import read_dialogue
from vecu.site.demo.system import read_system

OPEN_AT_FIRST = [[9, 1], [9, 1]]
"""When the review of the trial and the latest commitment are due: still to come for everybody."""
EARLIEST = date(2026, 11, 28)


@pytest.mark.parametrize("today", [EARLIEST + timedelta(days=each) for each in range(0, 400, 5)])
def test_all_of_it_has_happened_and_what_is_due_is_late_or_still_to_come(today):
    first = find_first_month(today)
    entries = [*read_system()["entries"], *read_dialogue()]
    ended = {each["of"] for each in entries if each["kind"] == "ending"}
    due = [each for each in entries if "due" in each and each.get("key") not in ended]

    days = [get_day(first, each["day"]) for each in entries if "day" in each]
    assert max(days) <= today
    assert sorted(days[: len(read_system()["entries"])]) == days[: len(read_system()["entries"])]
    to_come = [each["due"] for each in due if get_day(first, each["due"]) > today]
    assert to_come == OPEN_AT_FIRST
    late = [each for each in due if get_day(first, each["due"]) < today]
    assert [each["kind"] for each in late] == ["commitment"]


def test_a_clause_looks_at_a_month_once_both_sides_agreed_to_its_figures():
    first = get_month(date(2026, 5, 1))
    for entry in read_dialogue():
        if entry["kind"] == "fire":
            assert get_day(first, entry["day"]) == get_day(first, (entry["month"] + 1, 13))
