"""Weak signals: a simulated school, five ways of choosing conversations, refusals."""

import re
from collections import Counter
from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tests.demonstrators.demonstrator_checks import (
    DemonstratorScenario,
    check_demonstrator,
    check_demonstrator_page,
)
from vecu.demonstrators.machines.weak_signals.composition import list_staff_alerts
from vecu.demonstrators.machines.weak_signals.demonstrator import WeakSignals
from vecu.demonstrators.machines.weak_signals.detection import (
    CAPS,
    FIRST_WEEK,
    RECENT,
    PupilConversation,
    SelectionRule,
    choose_conversations,
    likelihood_ratio,
    measure_change,
    measure_signals,
)
from vecu.demonstrators.machines.weak_signals.evaluation import evaluate, evaluate_school
from vecu.demonstrators.machines.weak_signals.pictures import write_weeks
from vecu.demonstrators.machines.weak_signals.simulation import (
    PUPILS,
    WEEKS,
    PupilKind,
    SchoolPlace,
    draw_school,
)
from vecu.demonstrators.machines.weak_signals.spread import OTHER_SEEDS, SEED, load_evaluations

GUESSED = {"a": ["yes"], "b": ["no"], "c": ["unsure"]}
WEAK = DemonstratorScenario(
    [
        {"a": ["yes"]},
        GUESSED,
        {"step": ["alone"], "cap": ["5"]},
        {"step": ["joined"], "cap": ["80"]},
        {"step": ["wrong"]},
        {"step": ["refusal"], "cap": ["40"], "percent": ["30"]},
        {"step": ["refusal"]},
    ]
)


@pytest.fixture(scope="module")
def school():
    return draw_school(SEED)


@pytest.fixture(scope="module")
def signals(school):
    return measure_signals(school)


def test_weak_signals_fulfils_the_contract():
    check_demonstrator(WeakSignals(), WEAK)


@pytest.mark.django_db
def test_the_page_of_weak_signals_keeps_the_promises(client, caplog):
    check_demonstrator_page(client, caplog, WeakSignals(), WEAK)


# The simulation


def test_a_school_has_as_many_pupils_of_each_kind_as_the_page_says(school):
    assert Counter(school.kinds.tolist()) == {0: 390, 1: 25, 2: 25, 3: 40, 4: 20}
    assert school.counts.shape == (500, 30, 5)


def test_ordinary_pupils_are_seen_as_often_as_assumed():
    """Class .15, office .30, infirmary .10, yard .10, canteen .40 a week, outside of influenza.

    A pupil's mean over 26 weeks has variance m²/2 (gamma of shape 2) + m/26; over 20 schools of
    390 pupils the standard error for m = .40 is √((.08 + .0154) / 7800) = .0035; 4 of them.
    """
    totals = []
    for seed in range(100, 120):
        drawn = draw_school(seed)
        weeks = [week for week in range(30) if not 16 <= week < 20]
        totals.append(drawn.counts[drawn.kinds == PupilKind.OTHER][:, weeks].mean(axis=(0, 1)))
    for found, mean in zip(np.mean(totals, axis=0), (0.15, 0.30, 0.10, 0.10, 0.40), strict=True):
        error = ((mean**2 / 2 + mean / 26) / 7800) ** 0.5
        assert abs(found - mean) < 4 * error


def test_illness_a_late_bus_and_influenza_multiply_what_is_usual(school):
    """Six times the infirmary and twice the office; four times in weeks 14–19; three and two."""
    ill = school.list_pupils(PupilKind.ILL)[0]
    rates = school.rates[ill]
    assert rates[16, SchoolPlace.INFIRMARY] == pytest.approx(3 * rates[0, SchoolPlace.INFIRMARY])
    assert rates[19, SchoolPlace.OFFICE] == pytest.approx(2 * rates[20, SchoolPlace.OFFICE])
    bus = school.rates[school.list_pupils(PupilKind.BUS)[0], :, SchoolPlace.OFFICE]
    assert bus[[12, 13, 16, 18, 19, 20]] / bus[0] == pytest.approx([1, 4, 8, 8, 2, 1])
    means = [
        school.rates[school.kinds == kind, 0].mean(axis=0)
        for kind in (PupilKind.ILL, PupilKind.OTHER)
    ]
    assert 3 < means[0][SchoolPlace.INFIRMARY] / means[1][SchoolPlace.INFIRMARY] < 12


def test_bullying_adds_twice_the_mean_in_two_to_four_places(school):
    means = np.array([0.15, 0.30, 0.10, 0.10, 0.40])
    places = set()
    for pupil in school.list_pupils(PupilKind.BULLIED):
        begins, ends = school.begins[pupil], school.ends[pupil]
        assert 8 <= begins <= 20
        assert 6 <= ends - begins + 1 <= 10
        assert ends < WEEKS
        flu = np.array([1, 2, 3, 1, 1]) if 16 <= begins < 20 else np.ones(5)
        added = school.rates[pupil, begins] / flu - school.rates[pupil, 0]
        touched = added > 1e-9
        assert np.allclose(added[touched], 2 * means[touched])
        places.add(int(touched.sum()))
    assert places == {2, 3, 4}


# What has changed


def test_the_likelihood_ratio_is_that_of_a_hand_calculation():
    """4 events where 1 is expected: 4 ln 4 - 3 = 2.545; fewer than expected is no signal."""
    found = likelihood_ratio(np.array([4.0, 1.0, 0.0, 2.0]), np.array([1.0, 1.0, 2.0, 0.5]))
    assert found == pytest.approx([4 * log(4) - 3, 0, 0, 2 * log(4) - 1.5])
    assert found[0] == pytest.approx(2.545, abs=5e-4)


def test_change_compares_four_recent_weeks_with_all_the_earlier_ones_of_the_same_pupil(school):
    """In class 2 events in 8 earlier weeks and 3 in the last four.

    Usual is (2 + 4 × .15) / 12 a week, so .8667 are expected in four: 3 ln(3/.8667) - 2.1333.
    """
    counts = school.counts.copy()
    counts[7] = 0
    counts[7, [0, 5], SchoolPlace.CLASSROOM] = 1
    counts[7, [8, 9, 11], SchoolPlace.CLASSROOM] = 1
    change = measure_change(replace(school, counts=counts), 11)[7]
    assert change[SchoolPlace.CLASSROOM] == pytest.approx(
        3 * log(3 / 0.866667) - 2.133333, abs=1e-4
    )
    assert change[1:].tolist() == [0, 0, 0, 0]


# The cap


@pytest.mark.parametrize("rule", SelectionRule)
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), cap=st.sampled_from(CAPS))
def test_no_week_has_more_conversations_than_the_cap(rule, seed, cap):
    drawn = draw_school(seed)
    chosen = choose_conversations(drawn, measure_signals(drawn), rule, cap)
    weeks = Counter(each.week for each in chosen)
    assert max(weeks.values()) <= cap
    assert min(weeks) >= FIRST_WEEK
    by_place = Counter((each.week, each.source) for each in chosen if each.source is not None)
    assert all(number <= cap // 5 for number in by_place.values())


@pytest.mark.parametrize("rule", SelectionRule)
def test_nobody_is_proposed_twice_within_four_weeks_by_the_same_eyes(school, signals, rule):
    last = {}
    for each in choose_conversations(school, signals, rule, 20):
        key = each.pupil, each.source
        assert each.week - last.get(key, -RECENT) >= RECENT
        last[key] = each.week


def test_more_conversations_find_more_and_cost_more():
    """Over twenty schools, for every way: what is found grows with the cap, and the price."""
    for rule in SelectionRule:
        outcomes = [
            [load_evaluations()[seed].outcomes[cap][rule] for seed in OTHER_SEEDS] for cap in CAPS
        ]
        found = [sum(each.found for each in cap) for cap in outcomes]
        price = [sum(each.wrong for each in cap) for cap in outcomes]
        assert found == sorted(set(found))
        assert price == sorted(set(price))


def test_a_conversation_is_right_only_while_it_happens(school):
    pupil = school.list_pupils(PupilKind.BULLIED)[0]
    begins, ends = int(school.begins[pupil]), int(school.ends[pupil])
    ill = school.list_pupils(PupilKind.ILL)[0]
    weeks = (begins - 1, begins + 2, begins + 3, ends + 1)
    outcome = evaluate(
        school, [*(PupilConversation(week, pupil) for week in weeks), PupilConversation(9, ill)]
    )
    assert (outcome.found, outcome.weeks, outcome.conversations) == (1, 3, 5)
    assert (outcome.right, outcome.beside, outcome.ill, outcome.wrong) == (2, 2, 1, 3)


@pytest.mark.parametrize("seed", [SEED, 13])
def test_the_frozen_figures_are_those_of_the_program(seed):
    assert load_evaluations()[seed] == evaluate_school(draw_school(seed))


# Refusal


@pytest.mark.parametrize("cap", CAPS)
def test_whoever_refuses_is_never_named_by_the_joined_data(school, signals, cap):
    refusing = school.find_refusing(30)
    assert 110 < refusing.sum() < 190
    for rule in (SelectionRule.JOINED_FREQUENT, SelectionRule.JOINED_CHANGED):
        chosen = choose_conversations(school, signals, rule, cap, refusing)
        assert not [each for each in chosen if refusing[each.pupil]]


def test_what_staff_read_is_the_same_whether_a_quiet_pupil_takes_part_or_has_refused(
    school, signals
):
    """Everybody who is never named refuses: not one word of what staff read changes."""
    everybody = replace(school, reluctance=np.ones(PUPILS))
    chosen = choose_conversations(everybody, signals, SelectionRule.JOINED_CHANGED, 10)
    named = np.zeros(PUPILS, dtype=bool)
    named[[each.pupil for each in chosen]] = True
    quiet_refuse = replace(school, reluctance=np.where(named, 1.0, 0.0))
    assert quiet_refuse.find_refusing(30).sum() > 300
    staff_read = [list_staff_alerts(each, signals, 10, 30) for each in (everybody, quiet_refuse)]
    assert staff_read[0] == staff_read[1]
    assert len(staff_read[0]) == 10


def test_an_alert_says_a_class_places_and_weeks_and_nothing_else(school, signals):
    for alert in list_staff_alerts(school, signals, 10, 10):
        assert set(type(alert).__slots__) == {"form", "sightings"}
        for line in alert.sightings:
            assert set(re.findall(r"\d+", line.weeks)) <= {"17", "18", "19", "20"}
            assert line.weeks


def test_staff_read_alerts_by_class_not_by_strength(school, signals):
    forms = [alert.form for alert in list_staff_alerts(school, signals, 40, 10)]
    assert forms == sorted(forms, key=lambda form: (-int(form[0]), form))


def test_refusals_can_be_guessed_from_a_years_lists_once_many_are_named():
    """What the page says: with 10 a week about as often as by chance, with 40 more than half."""
    few = WeakSignals().play({"step": ["refusal"], "cap": ["10"]}, "fr").refusal
    many = WeakSignals().play({"step": ["refusal"], "cap": ["40"]}, "fr").refusal
    assert 10 < few.guess < 20
    assert not few.readable
    assert many.guess > 50
    assert many.readable


# The page


def test_weeks_are_written_as_one_would_say_them():
    assert write_weeks([3, 5, 5, 17, 18, 19, 20, 22, 23]) == "3, 5 (×2), 17–20, 22, 23"
    assert write_weeks([8, 9, 9, 10, 11]) == "8, 9 (×2), 10, 11"
    assert write_weeks([]) == ""


def test_the_next_pupil_comes_once_the_one_before_is_guessed():
    play = WeakSignals().play
    assert [each.guess for each in play({}, "fr").pupils] == [None]
    assert [each.letter for each in play({"a": ["no"]}, "fr").pupils] == ["A", "B"]
    assert [each.guess for each in play(GUESSED, "fr").pupils] == ["yes", "no", "unsure"]


@pytest.mark.django_db
def test_nothing_is_given_away_before_the_guess(client):
    before = client.get("/fr/demonstrators/weak-signals/").content.decode()
    after = client.get("/fr/demonstrators/weak-signals/?a=yes&b=yes").content.decode()
    for sign in ('class="spell"', 'class="alert"', 'class="box truth"'):
        assert sign not in before
        assert sign in after


@pytest.mark.django_db
@pytest.mark.parametrize("percent", ["5", "30"])
def test_the_list_of_staff_is_as_long_whoever_refused(client, percent):
    page = client.get(f"/fr/demonstrators/weak-signals/?step=refusal&percent={percent}")
    screen = html.fromstring(page.content.decode()).find_class("screen")[0]
    assert len(screen.findall(".//li")) == 10
    assert "refus" not in screen.text_content()


def test_a_joined_way_finds_nobody_when_everybody_refuses(school, signals):
    absent = np.ones(PUPILS, dtype=bool)
    assert not choose_conversations(school, signals, SelectionRule.JOINED_CHANGED, 80, absent)
