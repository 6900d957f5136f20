"""Until when a body may answer, worked by hand with a calendar, and what silence counts as."""

from dataclasses import replace
from datetime import date

import pytest

from vecu.dialogue.avis_clock import (
    AvisState,
    ConsultationDates,
    add_months,
    get_last_day,
    judge_avis,
)
from vecu.dialogue.rules import Avis, Expertise, StaffBody

CSE = ConsultationDates(StaffBody.CSE, date(2026, 3, 2))
CST = replace(CSE, body=StaffBody.CST)


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 3, 2), 1, date(2026, 4, 2)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # no 31st: the last of the month
        (date(2028, 1, 31), 1, date(2028, 2, 29)),  # leap year
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),  # not the 31st: the same number
        (date(2026, 8, 31), 2, date(2026, 10, 31)),
    ],
)
def test_months_end_on_the_same_number_or_on_the_last_day(day, months, last):
    """Code de procédure civile, article 641."""
    assert add_months(day, months) == last


@pytest.mark.parametrize(
    ("expertise", "last"),
    [
        (Expertise.NONE, date(2026, 4, 2)),
        (Expertise.EXPERT, date(2026, 5, 2)),
        (Expertise.BOTH_LEVELS, date(2026, 6, 2)),
    ],
)
def test_a_cse_has_one_two_or_three_months(expertise, last):
    """Code du travail, R2312-6."""
    assert get_last_day(replace(CSE, expertise=expertise)) == last


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 3, 2), AvisState.AWAITED),
        (date(2026, 4, 2), AvisState.AWAITED),  # on the last day it is still in time
        (date(2026, 4, 3), AvisState.SILENT),
    ],
)
def test_the_silence_of_a_cse_counts_as_negative_after_its_last_day(today, state):
    standing = judge_avis(CSE, today)

    assert (standing.state, standing.last_day) == (state, date(2026, 4, 2))
    assert standing.computed


@pytest.mark.parametrize("avis", list(Avis))
def test_an_avis_on_the_last_day_is_in_time(avis):
    dates = replace(CSE, avis=avis, avis_day=date(2026, 4, 2))

    assert judge_avis(dates, date(2027, 1, 1)).state == avis.value


def test_an_avis_that_comes_later_does_not_undo_the_silence():
    dates = replace(CSE, avis=Avis.FAVOURABLE, avis_day=date(2026, 4, 3))
    standing = judge_avis(dates, date(2026, 4, 10))

    assert (standing.state, standing.late) == (AvisState.SILENT, Avis.FAVOURABLE)


def test_what_an_agreement_or_a_judge_set_takes_the_place_of_the_law():
    longer = replace(CSE, last_day=date(2026, 5, 20))
    assert judge_avis(longer, date(2026, 5, 20)).state is AvisState.AWAITED
    after = judge_avis(longer, date(2026, 5, 21))

    assert (after.state, after.computed) == (AvisState.SILENT, False)


@pytest.mark.parametrize("body", [StaffBody.CST, StaffBody.OTHER])
def test_of_other_bodies_no_clock_is_known_and_silence_says_nothing(body):
    dates = replace(CST, body=body)
    standing = judge_avis(dates, date(2030, 1, 1))
    assert (standing.state, standing.last_day) == (AvisState.AWAITED, None)

    noted = replace(dates, last_day=date(2026, 3, 20))
    assert judge_avis(noted, date(2026, 3, 20)).state is AvisState.AWAITED
    assert judge_avis(noted, date(2026, 3, 21)).state is AvisState.OVERDUE
    late = replace(noted, avis=Avis.UNFAVOURABLE, avis_day=date(2026, 3, 25))
    assert judge_avis(late, date(2026, 3, 30)).state is AvisState.UNFAVOURABLE
