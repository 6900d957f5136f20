"""What strictness costs: counted by hand on a few letters, then put in words."""

import pytest
from django.utils.translation import override

from tests.pilots.toy_pilot import CapitalsPilot
from vecu.pilots.base_rate import EXAMPLE_RATE, PUBLISHED_SOURCE
from vecu.pilots.catalogue import get_step_comparison
from vecu.pilots.interface import STEPS
from vecu.pilots.tuning import JudgedCase, KnownTruth, StepComparison, StepCost, make_comparison
from vecu.pilots.tuning_presenters import describe_difference, describe_step

LETTERS = [
    # "VEUILLEZ" and "ATTENTION" are shouted: right to alert. They have 8 and 9 letters.
    JudgedCase("VEUILLEZ venir.", [KnownTruth("capitals", 0, 8, right=True)]),
    JudgedCase("ATTENTION, le RSA.", [KnownTruth("capitals", 0, 9, right=True)]),
    # "NON" is shouted, "CCAS" is an office: the one is right to alert, the other is not.
    JudgedCase(
        "NON au CCAS.",
        [KnownTruth("capitals", 0, 3, right=True), KnownTruth("capitals", 7, 11, right=False)],
    ),
    JudgedCase("Rien.", []),
]
"""The toy alerts to words of more than 5 letters at step 1, of more than 4, 3 and 2 at the next."""


def test_each_step_is_counted_as_by_hand():
    """By hand, in version 1, which asks nothing:

    steps 1 and 2: VEUILLEZ, ATTENTION: 2 right, NON missed;
    step 3: also CCAS: 1 false alarm;
    step 4: also RSA, a false alarm, and NON, right: nothing missed.
    """
    comparison = make_comparison(CapitalsPilot(), "1", LETTERS)

    assert (comparison.cases, comparison.sought) == (4, 3)
    assert comparison.costs == (
        StepCost(step=1, right=2, missed=1, false_alarms=0, questions=0),
        StepCost(step=2, right=2, missed=1, false_alarms=0, questions=0),
        StepCost(step=3, right=2, missed=1, false_alarms=1, questions=0),
        StepCost(step=4, right=3, missed=0, false_alarms=2, questions=0),
    )
    assert [cost.handled for cost in comparison.costs] == [2, 2, 3, 5]
    assert comparison.get_cost(3) == comparison.costs[2]


def test_a_stricter_step_of_the_checker_misses_no_more_and_is_counted_once_a_process():
    comparison = get_step_comparison("job-offers", "2")

    assert [cost.step for cost in comparison.costs] == list(STEPS)
    missed = [cost.missed for cost in comparison.costs]
    assert missed == sorted(missed, reverse=True)
    assert get_step_comparison("job-offers", "2") is comparison
    with pytest.raises(LookupError):
        get_step_comparison("no-such-pilot", "1")


@pytest.mark.parametrize(
    ("language", "stricter", "same", "milder"),
    [
        (
            "en",
            "On the invented offers: 1 fewer passage missed, 2 more false alarms,"
            " 4 more alerts or questions to handle.",
            "On the invented offers: as many passages missed, as many false alarms,"
            " as much to handle.",
            "On the invented offers: 3 more passages missed, 1 fewer false alarm,"
            " 1 fewer alert or question to handle.",
        ),
        (
            "fr",
            "Sur les offres inventées : 1 passage manqué de moins, 2 fausses alertes de plus,"
            " 4 alertes ou questions de plus à traiter.",
            "Sur les offres inventées : autant de passages manqués, autant de fausses alertes,"
            " autant à traiter.",
            "Sur les offres inventées : 3 passages manqués de plus, 1 fausse alerte de moins,"
            " 1 alerte ou question de moins à traiter.",
        ),
    ],
)
def test_what_a_move_costs_is_put_in_words(language, stricter, same, milder):
    """Handled are alerts, right or false, and questions: 5 + 3 = 8 in force, 12, 8 and 7 else."""
    current = StepCost(step=3, right=5, missed=4, false_alarms=2, questions=1)
    others = (StepCost(4, 7, 3, 4, 1), StepCost(2, 5, 4, 2, 1), StepCost(1, 5, 7, 1, 1))
    with override(language):
        words = [describe_difference(cost, current).replace("\xa0", " ") for cost in others]
    assert words == [stricter, same, milder]


@pytest.mark.parametrize(
    ("step", "english", "french"),
    [
        (1, "10 alerts|far fewer than at step 4 (40)", "10 alertes|beaucoup moins qu’au niveau 4"),
        (
            3,
            "36 alerts|a little fewer than at step 4 (40), far more than at step 1 (10)",
            "36 alertes|un peu moins qu’au niveau 4 (40), beaucoup plus qu’au niveau 1 (10)",
        ),
        (4, "40 alerts|far more than at step 1 (10)", "40 alertes|beaucoup plus qu’au niveau 1"),
    ],
)
def test_a_step_is_described_beside_the_mildest_and_the_strictest(step, english, french):
    """40 are a ninth more than 36, under a quarter; 36 and 40 are over half as much again as 10."""
    costs = tuple(StepCost(each, right, 0, 0, 0) for each, right in enumerate((10, 20, 36, 40), 1))
    words = describe_step(StepComparison(5, 40, costs), step)
    assert words == english.replace("|", " on the invented offers: ") + "."
    with override("fr"):
        words = describe_step(StepComparison(5, 40, costs), step).replace("\xa0", " ")
    assert words.startswith(french.replace("|", " sur les offres inventées : "))


def test_the_base_rate_names_its_source():
    """4 of 1,000; 4 × .95 + 996 × .05 = 53.6 alerts; 3.8 / 53.6 = 7.1 %."""
    assert str(PUBLISHED_SOURCE) == (
        "Of 4770 job offers that Pôle emploi studied in 2017, 0.4% were discriminatory, as quoted"
        " in the press."
    )
    assert "0,4 % étaient discriminatoires" in PUBLISHED_SOURCE.say("fr").replace("\u00a0", " ")
    assert EXAMPLE_RATE.alerts == pytest.approx(53.6)
    assert "54 alerts, of which 7% are right" in str(EXAMPLE_RATE.put_in_words())
