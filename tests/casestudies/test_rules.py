"""The draw, the weeks, what so few show: worked out by hand, with sha256sum, and R."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casestudies.factories import HALF, MINUTES, ORDER, WORDS
from vecu.casestudies.net_minutes import average_felt_minutes, estimate_net_minutes
from vecu.casestudies.rules import (
    EvaluationState,
    NetVerdict,
    ReadingVerdict,
    count_needed_agreement,
    draw_order,
    get_agreement_power,
    has_begun,
    judge_reading,
    judge_state,
    list_clocked_days,
)
from vecu.casestudies.week_counts import (
    average_clocked_writing,
    find_usual_gain,
    share_consent,
)
from vecu.fieldlog.vocabulary import GainUse
from vecu.stats import exact_interval


@dataclass
class Totals:
    lot: int
    week: int
    people: int
    writing: int
    gross: int = 0
    checking: int = 0
    care: int = 0
    gain: str = ""
    clocked_people: int = 0
    clocked: int = 0
    guessed: int = 0
    requested: int = 0
    accepted: int = 0
    unrequested: int = 0


def make_totals(effect=0.0, people=4):
    return [
        Totals(lot, week, people, round(people * (MINUTES[lot][week - 1] + shift)))
        for lot in range(5)
        for week in range(1, 9)
        for shift in (effect if has_begun(ORDER, lot, week) else 0,)
    ]


def test_the_order_is_that_of_the_fingerprints_that_anybody_computes():
    assert draw_order(HALF, WORDS, 5) == ORDER
    assert draw_order(HALF, f"  {WORDS.replace(' ', '   ')} ", 5) == ORDER
    lowest = sha256(f"{HALF} {WORDS} C".encode()).hexdigest()
    assert lowest.startswith("3b2f4159")


@given(st.text(min_size=1))
def test_every_draw_is_an_order_of_all_lots(words):
    assert sorted(draw_order(HALF, words, 5)) == [0, 1, 2, 3, 4]


def test_whoever_chooses_the_words_cannot_tell_who_begins_without_the_half():
    """Each lot begins in about a fifth of the halves, whatever the words: here 1,000."""
    first = Counter(draw_order(f"{half:032x}", WORDS, 5)[0] for half in range(1_000))

    assert set(first) == {0, 1, 2, 3, 4}
    assert all(150 < count < 250 for count in first.values())


def test_nobody_begins_in_two_weeks_then_one_lot_more_each_week():
    begun = [sum(has_begun(ORDER, lot, week) for lot in ORDER) for week in range(1, 9)]

    assert begun == [0, 0, 1, 2, 3, 4, 5, 5]


def test_two_days_of_each_week_are_clocked_as_the_draw_says():
    """`printf '%s' "$HALF $WORDS 3 1" | sha256sum` and so on: of week 3, the lowest two of five."""
    monday = date(2026, 10, 12)
    prints = {day: sha256(f"{HALF} {WORDS} 3 {day}".encode()).hexdigest() for day in range(1, 6)}
    lowest = sorted(sorted(prints, key=lambda day: prints[day])[:2])

    found = list_clocked_days(HALF, WORDS, monday, 3)

    assert [day.isoweekday() for day in found] == lowest
    weeks = range(1, 400)
    seen = Counter(
        day.isoweekday() for week in weeks for day in list_clocked_days(HALF, WORDS, monday, week)
    )
    assert all(130 < seen[day] < 190 for day in range(1, 6))


def test_states_follow_from_the_days():
    days = {"fixed": None, "drawn": None, "stopped": None, "starts": date(2026, 9, 28), "lots": 5}
    fixed = {"fixed": date(2026, 9, 1)}
    drawn = fixed | {"drawn": date(2026, 9, 2)}
    for changed, today, state in (
        ({}, date(2026, 9, 1), EvaluationState.PLANNED),
        (fixed, date(2026, 9, 1), EvaluationState.FIXED),
        (drawn, date(2026, 9, 27), EvaluationState.DRAWN),
        (drawn, date(2026, 9, 28), EvaluationState.RUNNING),
        (drawn, date(2026, 11, 19), EvaluationState.RUNNING),
        (drawn, date(2026, 11, 20), EvaluationState.ENDED),
        (drawn | {"stopped": date(2026, 10, 1)}, date(2026, 12, 1), EvaluationState.STOPPED),
    ):
        assert judge_state(**(days | changed), today=today) is state


def test_net_minutes_are_those_of_r_and_stays_open_for_twenty_people_and_a_small_effect():
    """R's values are in tests/stats/test_staggered_start.py: what is saved has the other sign."""
    found = estimate_net_minutes(make_totals(), ORDER)

    assert found.minutes == pytest.approx(14.44545455)
    assert (found.low, found.high) == pytest.approx((-8.57894737, 35.28571429), abs=1e-6)
    assert (found.people, found.orders) == (20, 120)
    assert found.verdict is NetVerdict.CANNOT_BE_TOLD


@pytest.mark.parametrize(("effect", "verdict"), [(-200, NetVerdict.SAVES), (200, NetVerdict.COSTS)])
def test_a_large_effect_is_seen_of_either_sign(effect, verdict):
    assert estimate_net_minutes(make_totals(effect), ORDER).verdict is verdict


def test_weeks_with_too_few_people_are_left_out_and_the_smallest_lots_are_counted():
    totals = make_totals()
    totals[0] = Totals(0, 1, 0, 0)
    totals[9] = Totals(1, 2, 3, 3 * 688)

    assert estimate_net_minutes(totals, ORDER).people == 19


def test_felt_minutes_are_those_of_lots_with_the_tool_a_person_and_week():
    """Lot C from week 3: 4 people, (360 - 100 - 40) / 4 = 55 minutes."""
    totals = [Totals(2, 3, 4, 2_000, 360, 100, 40), Totals(3, 3, 4, 2_600)]

    found = average_felt_minutes(totals, ORDER)

    assert found is not None
    assert (found.gross, found.checking, found.care, found.net) == (90, 25, 10, 55)
    assert average_felt_minutes(totals[1:], ORDER) is None


def make_gains(answers, people=4):
    """Return weeks with the tool of groups by their place in the order, each with its answer."""
    return [Totals(ORDER[place], 8, people, 0, gain=gain) for place, gain in enumerate(answers)]


@pytest.mark.parametrize(
    ("answers", "people", "usual"),
    [
        (["more_time"] * 3 + ["not_known"], 4, GainUse.MORE_TIME),
        (["more_time"] * 3 + ["not_known"], 3, None),
        (["more_time"] * 2 + ["not_known"], 4, None),
        (["more_time"] * 3 + ["not_known"] * 3, 4, None),
        ([], 4, None),
    ],
)
def test_of_the_gain_only_the_usual_answer_of_eleven_people_is_public(answers, people, usual):
    """Three groups of four are 12 people, of three 9; what one group says is never seen."""
    weeks = make_gains(answers[:5], people) + [
        Totals(ORDER[0], 7, people, 0, gain=gain) for gain in answers[5:]
    ]

    assert find_usual_gain(weeks, ORDER) is usual


def test_an_answer_of_a_group_that_waits_is_not_counted():
    waiting = [Totals(lot, 1, 4, 0, gain="more_time") for lot in range(5)]

    assert find_usual_gain(waiting, ORDER) is None


def test_the_clock_is_a_person_and_day_of_eleven_people_at_least():
    """Three groups of four: 12 people, 24 days, 2,400 minutes by the clock: 100 a day."""
    weeks = [
        Totals(lot, week, 4, 0, clocked_people=4, clocked=800, guessed=720)
        for lot in range(3)
        for week in (1, 2)
    ]

    found = average_clocked_writing(weeks)

    assert found is not None
    assert (found.people, found.clocked, found.guessed) == (12, 100, 90)
    assert average_clocked_writing(weeks[:4]) is None


def test_consent_is_tenths_of_eleven_people_at_least():
    """Of 40 asked 37 accepted, 9.25 in 10; of 50 people, 10 were not asked, 2 in 10."""
    weeks = [Totals(0, 1, 4, 0, requested=40, accepted=37, unrequested=10)]

    found = share_consent(weeks)

    assert found is not None
    assert (found.accepted, found.unrequested) == (9, 2)
    assert share_consent([Totals(0, 1, 4, 0, requested=10, accepted=10)]) is None


def test_rare_events_and_blind_readings_are_those_of_the_method():
    """0 in 120: up to 3.0 %; 0 in 240: 1.5 %. binom.test(15, 20)$p.value .0414, of 14 .115.

    1 - pbinom(14, 20, .7) is .4164.
    """
    assert round(100 * exact_interval(0, 120)[1], 1) == 3.0
    assert round(100 * exact_interval(0, 240)[1], 1) == 1.5
    assert count_needed_agreement(20) == 15
    assert count_needed_agreement(5) is None
    assert get_agreement_power(20, 0.7) == pytest.approx(0.4164, abs=5e-5)
    assert judge_reading(20, 15, 5) is ReadingVerdict.OWN
    assert judge_reading(20, 4, 15) is ReadingVerdict.MACHINE
    assert judge_reading(20, 14, 6) is ReadingVerdict.CANNOT_BE_TOLD
