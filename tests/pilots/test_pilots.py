"""A pilot proposes and explains, a person decides, a next version answers in words."""

from dataclasses import replace

import pytest

from tests.pilots.pilot_checks import PilotScenario, check_no_change_is_silent, check_pilot
from tests.pilots.toy_pilot import VERSIONS, CapitalsPilot
from vecu.pilots.base_rate import PUBLISHED_SHARE, BaseRate
from vecu.pilots.interface import STEPS
from vecu.pilots.replay import replay_cases
from vecu.pilots.tuning import JudgedCase, KnownTruth, compare_steps

LETTER = "VEUILLEZ venir au CCAS avec votre carte."
SCENARIO = PilotScenario(
    cases=[LETTER, "Le RSA : merci de REPONDRE."], quiet="Venez avec votre carte."
)


def test_the_toy_fulfils_the_contract():
    check_pilot(CapitalsPilot(), SCENARIO)


def test_a_pilot_that_drops_something_without_naming_a_reason_is_found_out():
    """To learn silently is what the suite is there to catch."""
    silent = replace(VERSIONS[1], answers=(), declines=())

    class Silent(CapitalsPilot):
        def propose(self, case, version, step):
            found = super().propose(case, version, step)
            return [one for one in found if version == "1" or one.end - one.start > 4]

    with pytest.raises(AssertionError):
        check_no_change_is_silent(Silent(versions=(VERSIONS[0], silent)), SCENARIO)


def test_a_replay_says_what_only_one_of_two_versions_proposes():
    strict = [replace(one, step=4) for one in VERSIONS]
    pilot = CapitalsPilot(versions=(strict[0], strict[1]))
    (replayed,) = replay_cases(pilot, ["Le RSA, ECRIT."], "1", "2")

    assert [(one.form, "Le RSA, ECRIT."[one.start : one.end]) for one in replayed.dropped] == [
        ("alert", "RSA")
    ]
    assert [(one.form, "Le RSA, ECRIT."[one.start : one.end]) for one in replayed.added] == [
        ("question", "RSA")
    ]


def test_what_a_step_costs_is_counted_on_cases_whose_truth_is_known():
    """ "VEUILLEZ" is shouted and found from step 1; "CCAS" is not, and found from step 3."""
    case = JudgedCase(LETTER, [KnownTruth("capitals", 0, 8, right=True)])
    costs = compare_steps(CapitalsPilot(), "1", [case])

    assert [cost.step for cost in costs] == list(STEPS)
    assert [(cost.right, cost.missed, cost.false_alarms) for cost in costs] == [
        (1, 0, 0),
        (1, 0, 0),
        (1, 0, 1),
        (1, 0, 1),
    ]
    assert costs[3].alerts == costs[3].handled == 2


def test_a_question_is_counted_apart_and_misses_nothing():
    case = JudgedCase("Le RSA.", [KnownTruth("capitals", 3, 6, right=True)])
    cost = compare_steps(CapitalsPilot(), "2", [case])[3]

    assert (cost.right, cost.missed, cost.false_alarms, cost.questions) == (0, 0, 0, 1)
    assert (cost.alerts, cost.handled) == (0, 1)


def test_of_a_thousand_offers_about_four_discriminate_and_7_percent_of_alerts_are_right():
    """By hand: 4 × .95 = 3.8 right; 996 × .05 = 49.8 wrong; 3.8 / 53.6 = 7.1 %."""
    rate = BaseRate(cases=1_000, share=PUBLISHED_SHARE, sensitivity=0.95, specificity=0.95)

    assert rate.sought == pytest.approx(4)
    assert rate.right == pytest.approx(3.8)
    assert rate.alerts == pytest.approx(53.6)
    assert rate.right_share == pytest.approx(3.8 / 53.6)
    sentence = rate.put_in_words()
    assert str(sentence) == (
        "Of 1000 offers, about 4 discriminate. A checker that finds 95% of these, and leaves alone"
        " 95% of the others, raises 54 alerts, of which 7% are right."
    )
    assert "7\u00a0% sont justifiées" in sentence.say("fr")


def test_without_any_alert_no_share_is_right():
    assert BaseRate(10, 0.0, 0.95, 1.0).right_share == 0
