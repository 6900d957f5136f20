"""Figures of hand-worked months: minimum, dominance, what is merged, and what sums would tell."""

from itertools import chain

import numpy as np
import pytest

from vecu.fieldlog.decision_groups import is_publishable, merge_cells
from vecu.fieldlog.decision_lines import LoggedDecision, classify_reliance
from vecu.fieldlog.figures import add_baseline, make_figures
from vecu.fieldlog.vocabulary import CorrectionKind, ExplanationUse, Outcome, OverrideReason

ACCEPTED, MODIFIED, OVERRIDDEN = Outcome.ACCEPTED, Outcome.MODIFIED, Outcome.OVERRIDDEN
FACTS, RULE, NO_TIME = (
    OverrideReason.FACTS_WRONG, OverrideReason.RULE_CONTRADICTS, OverrideReason.NO_TIME,
)  # fmt: skip
REST = ["modified", "ignored", "deferred", "escalated"]
"""Outcomes that are counted together in most of these months."""


def decide(
    person: int, outcome: Outcome = ACCEPTED, times: int = 1, **more
) -> list[LoggedDecision]:
    return [LoggedDecision(f"p{person}", outcome, **{"system_version": "1", **more})] * times


def each_of(people: int, outcome: Outcome = ACCEPTED, times: int = 1, **more):
    return list(chain.from_iterable(decide(p, outcome, times, **more) for p in range(people)))


def get_version(content: dict, figure: str) -> dict:
    [version] = content[figure]["versions"]
    return version


def get_groups(content: dict, figure: str, name: str = "groups") -> dict[str, int]:
    groups = get_version(content, figure).get(name, [])
    return {" ".join(categories): count for categories, count in groups}


# ── the rule ──


@pytest.mark.parametrize(
    ("by_person", "allowed"),
    [
        ([3, 2, 2, 2, 2], True),  # 11 by 5
        ([2, 2, 2, 2, 2], False),  # 10
        ([50, 50, 50, 50], False),  # 4 people
        ([10, 4, 3, 2, 1], True),  # one supplies exactly half
        ([11, 4, 3, 2, 1], False),  # 11 of 21
        ([0, 3, 2, 2, 2, 2], True),  # who supplies nothing is not counted
        ([], False),
    ],
)
def test_eleven_decisions_by_five_people_nobody_above_half(by_person, allowed):
    assert is_publishable(np.array([by_person], dtype=float)) is allowed


def test_nobody_supplies_more_than_half_of_the_minutes():
    assert is_publishable(np.array([[3.0] * 5, [1.0, 1, 1, 1, 4]]))
    assert not is_publishable(np.array([[3.0] * 5, [1.0, 1, 1, 1, 5]]))


@pytest.mark.parametrize(
    ("counts", "groups"),
    [
        ([20, 20, 20], [(0,), (1,), (2,)]),
        ([30, 5, 20, 20], [(0,), (3,), (1, 2)]),  # 5 are too few: the cheapest goes with them
        ([30, 5, 5, 5], [(0,), (1, 2, 3)]),  # three small ones are enough together
        ([30, 0, 20], [(0,), (1, 2)]),  # that there is none rests on nobody
        ([30, 5], [(0, 1)]),
        ([5, 5], []),
    ],
)
def test_small_cells_are_merged_until_they_can_be_counted(counts, groups):
    supplied = np.array([[counts] * 5], dtype=float) / 5
    assert merge_cells(supplied, np.array(counts)) == groups


# ── a month ──


@pytest.mark.parametrize(
    "decisions",
    [
        [],
        each_of(4, times=100),  # a team of four
        each_of(5, times=2),  # ten decisions
        each_of(6, times=10) + decide(0, times=60),  # 70 of 120 by one person
    ],
)
def test_of_a_month_below_the_rule_nothing_is_left(decisions):
    assert make_figures(decisions) == {}


def make_month() -> list[LoggedDecision]:
    """6 people: 60 accepted, 18 modified, 24 overridden for wrong facts, 18 because of a rule."""
    month = each_of(6, times=10) + each_of(6, MODIFIED, 3)
    month += each_of(6, OVERRIDDEN, 4, reason=FACTS)
    return month + each_of(6, OVERRIDDEN, 3, reason=RULE)


def test_a_month_is_counted_in_fives():
    content = make_figures(make_month())
    assert get_version(content, "outcome")["decisions"] == 120
    assert get_groups(content, "outcome") == {
        "accepted": 60,
        "overridden": 40,  # 42
        " ".join(REST): 20,  # 18, and nobody did anything else
    }
    reasons = get_groups(content, "outcome", "reasons")
    assert reasons.pop("facts_wrong") == 25  # 24
    assert [("rule_contradicts" in name, count) for name, count in reasons.items()] == [(True, 20)]
    assert set(content) == {"outcome"}  # of all else, nothing was sent


def test_the_share_of_overrides_has_an_interval_outward():
    """42 of 120 by six people alike: worth 120 (t(119) / t(5))² = 120 (1.980100 / 2.570582)².

    That is 71.2024; the ends are quantiles of beta(24.92, 47.28) and of beta(25.92, 46.28).
    """
    from scipy.stats import beta  # noqa: PLC0415 - the oracle

    [share, low, high] = get_version(make_figures(make_month()), "outcome")["shares"]["overridden"]
    assert share == 35
    ends = beta.ppf(0.025, 24.9208, 47.2816), beta.ppf(0.975, 25.9208, 46.2816)
    assert (low, high) == (int(100 * ends[0]), int(100 * ends[1]) + 1) == (24, 48)


def test_what_four_people_did_is_merged_with_what_makes_five():
    # modified: 24 decisions by 4 people; overridden: 36 by 6; accepted: 120 by 6
    month = each_of(6, times=20) + each_of(4, MODIFIED, 6)
    month += each_of(6, OVERRIDDEN, 3, reason=NO_TIME) + each_of(6, OVERRIDDEN, 3, reason=FACTS)
    assert get_groups(make_figures(month), "outcome") == {
        "overridden": 35,  # 36
        " ".join(["accepted", *REST]): 145,  # 144
    }


def test_what_one_person_dominates_is_merged():
    # modified: 13 by person 0, 12 by six others
    month = each_of(8, times=20) + decide(0, MODIFIED, 13)
    month += list(chain.from_iterable(decide(person, MODIFIED, 2) for person in range(1, 7)))
    month += each_of(8, OVERRIDDEN, 2, reason=NO_TIME) + each_of(8, OVERRIDDEN, 2, reason=FACTS)
    assert "modified" not in get_groups(make_figures(month), "outcome")
    assert get_groups(make_figures(month), "outcome")["overridden"] == 30  # 32


def test_overrides_are_not_counted_without_their_reasons():
    month = each_of(6, times=20) + each_of(6, MODIFIED, 5) + each_of(6, OVERRIDDEN, 5)
    content = make_figures(month)  # 30 overrides, nobody said why
    assert get_groups(content, "outcome") == {
        "accepted": 120,
        "modified": 30,
        " ".join(["overridden", *REST[1:]]): 30,
    }
    assert "reasons" not in get_version(content, "outcome")
    assert "shares" not in get_version(content, "outcome")


def test_what_a_count_has_beyond_another_within_it_is_not_below_the_rule():
    """Of 30 modified ones 25 had something invented in them: the other 5 would be known."""
    month = each_of(5, times=20)
    month += each_of(5, MODIFIED, 5, correction_kinds=frozenset({CorrectionKind.INVENTED}))
    month += each_of(5, MODIFIED, 1)
    assert "corrections" not in make_figures(month)
    more = month + each_of(5, MODIFIED, 2)  # the others are 15
    assert get_groups(make_figures(more), "corrections") == {"invented": 25}


# ── versions ──


def test_versions_are_counted_apart_and_small_ones_together():
    month = each_of(6, times=10, system_version="1.0") + each_of(6, times=8, system_version="2.0")
    month += decide(0, times=2, system_version="2.1") + decide(1, times=3, system_version="2.2")
    versions = make_figures(month)["outcome"]["versions"]
    assert [(each["names"], each["decisions"]) for each in versions] == [
        (["1.0"], 60),
        (["2.0"], 55),  # 48 + 2 + 3
    ]
    assert [each.get("others") for each in versions] == [None, True]


def test_a_version_that_few_decided_on_is_not_named_as_its_name_can_be_a_persons():
    month = each_of(6, times=10, system_version="1.0")
    month += list(chain.from_iterable(
        decide(p, times=9, system_version=f"marie.dupont-{p}") for p in range(6)
    ))  # fmt: skip
    content = make_figures(month)
    assert "marie" not in str(content)
    assert [each["names"] for each in content["outcome"]["versions"]] == [["1.0"], []]
    assert [each["decisions"] for each in content["outcome"]["versions"]] == [60, 55]

    alone = make_figures(list(chain.from_iterable(
        decide(p, times=9, system_version=f"marie.dupont-{p}") for p in range(6)
    )))  # fmt: skip
    assert "marie" not in str(alone)
    assert get_version(alone, "outcome")["others"]


def test_many_versions_are_eight_and_all_others_together():
    month = list(chain.from_iterable(
        each_of(6, times=30 - number, system_version=f"v{number:02d}") for number in range(10)
    ))  # fmt: skip
    versions = make_figures(month)["outcome"]["versions"]
    assert [each["names"] for each in versions][-2:] == [["v07"], ["v08", "v09"]]
    assert versions[-1]["decisions"] == 260  # 6 × (22 + 21) = 258


def test_three_people_who_note_what_is_sent_of_them_too_do_not_pass_for_six():
    sent = each_of(3, times=10)
    noted = list(chain.from_iterable(
        decide(10 + person, times=10, pile="-") for person in range(3)
    ))  # fmt: skip
    assert make_figures(sent + noted) == {}


def test_what_is_noted_with_codes_made_void_is_not_merged_with_what_comes_then():
    noted = each_of(3, times=10, pile="=")
    noted += list(chain.from_iterable(decide(10 + p, times=10, pile="-") for p in range(3)))
    assert make_figures(noted) == {}


def test_what_is_noted_in_diaries_is_counted_apart_or_not_at_all():
    sent = each_of(6, times=10) + each_of(6, OVERRIDDEN, 4, reason=FACTS)
    few = decide(10, times=9, pile="-")
    assert make_figures(sent + few) == make_figures(sent)

    noted = list(chain.from_iterable(
        decide(10 + person, times=5, pile="-", system_version="2") for person in range(5)
    ))  # fmt: skip
    versions = make_figures(sent + noted)["outcome"]["versions"]
    assert [(each["names"], each.get("diary"), each["decisions"]) for each in versions] == [
        (["1"], None, 85),  # 84
        (["2"], True, 25),
    ]


# ── truth, explanations, reliance ──


def test_precision_and_false_alarms_where_truth_is_known():
    month = each_of(6, times=10, proposal_right=True) + each_of(6, times=4, proposal_right=False)
    month += each_of(6, times=3)
    truth = get_version(make_figures(month), "truth")
    assert truth["groups"] == [[["right"], 60], [["wrong"], 25], [["unknown"], 20]]
    assert truth["shares"]["right"][0] == 71  # 60 of 84


def test_where_little_is_unknown_only_the_share_is_left():
    """Of 87, 84 are known: two of the three counts would tell that it is 3."""
    month = each_of(6, times=10, proposal_right=True) + each_of(6, times=4, proposal_right=False)
    truth = get_version(make_figures(month + decide(1, times=3)), "truth")
    assert "groups" not in truth
    assert truth["shares"]["right"][0] == 71
    known = get_version(make_figures(month), "truth")  # of all
    assert known["groups"] == [[["right"], 60], [["wrong"], 25]]


def test_whether_explanations_helped_is_a_share_of_those_who_replied():
    month = each_of(6, times=4, explanation=ExplanationUse.HELPED)
    month += each_of(6, times=2, explanation=ExplanationUse.DID_NOT_HELP)
    month += each_of(6, times=5, explanation=ExplanationUse.NOT_SHOWN)
    month += each_of(6, times=3, explanation=ExplanationUse.SHOWN)
    explanation = get_version(make_figures(month), "explanation")
    assert explanation["groups"] == [
        [["not_shown"], 30], [["shown"], 20], [["helped"], 25], [["did_not_help"], 10],
    ]  # fmt: skip
    assert explanation["shares"]["helped"][0] == 67


def test_a_share_is_left_out_where_it_would_show_what_is_merged():
    month = each_of(6, times=4, explanation=ExplanationUse.HELPED)
    month += each_of(6, times=2, explanation=ExplanationUse.DID_NOT_HELP)
    month += each_of(6, times=5, explanation=ExplanationUse.NOT_SHOWN)
    month += decide(0, times=4, explanation=ExplanationUse.SHOWN)
    explanation = get_version(make_figures(month), "explanation")
    assert explanation["groups"][-1] == [["shown", "did_not_help"], 15]
    assert "shares" not in explanation


@pytest.mark.parametrize(
    ("own", "proposal", "outcome", "expected"),
    [
        (False, True, ACCEPTED, "wrong_then_followed"),
        (False, True, OVERRIDDEN, "wrong_then_kept"),
        (True, False, ACCEPTED, "right_then_followed"),
        (True, False, OVERRIDDEN, "right_then_kept"),
        (True, True, ACCEPTED, ""),
        (True, False, MODIFIED, ""),
        (None, False, ACCEPTED, ""),
    ],
)
def test_reliance_is_judged_by_what_was_thought_before(own, proposal, outcome, expected):
    [decision] = decide(1, outcome, own_right=own, proposal_right=proposal)
    assert classify_reliance(decision) == expected


def test_reliance_is_two_shares_without_counts():
    month = each_of(6, ACCEPTED, 6, own_right=False, proposal_right=True)
    month += each_of(6, OVERRIDDEN, 2, own_right=False, proposal_right=True, reason=FACTS)
    month += each_of(6, ACCEPTED, 4, own_right=True, proposal_right=False)
    month += each_of(6, OVERRIDDEN, 2, own_right=True, proposal_right=False, reason=RULE)
    reliance = get_version(make_figures(month), "reliance")
    assert reliance["shares"]["rair"][0] == 75  # 36 of 48
    assert reliance["shares"]["rsr"][0] == 33  # 12 of 36
    assert set(reliance) == {"names", "decisions", "shares"}


# ── minutes ──


def test_minutes_are_means_with_a_rest_and_nobody_above_half_of_them():
    month = each_of(6, times=10, proposal_right=True, active_minutes=1.0)
    month += each_of(6, times=4, proposal_right=False, active_minutes=2.5, told_minutes=4.0)
    month += each_of(6, times=3, active_minutes=1.0)
    means = get_version(make_figures(month), "minutes")["means"]
    assert means["active_minutes"] == {"all": 1.4, "right": 1.0, "wrong": 2.5}  # 138 in 102
    assert means["told_minutes"] == {"all": 4.0}  # nobody noted any of right ones

    slow = month[:-1] + decide(5, active_minutes=600.0)  # above half of all
    assert "active_minutes" not in get_version(make_figures(slow), "minutes")["means"]
    slow = month[:-1] + decide(5, active_minutes=30.0)  # above half of the unknown: 31 of 47
    means = get_version(make_figures(slow), "minutes")["means"]["active_minutes"]
    assert set(means) == {"all", "right"}


def test_the_baseline_stays_as_it_was_noted_when_the_month_closed():
    source = {"en": "Timed in March"}
    month = each_of(6, times=10, active_minutes=1.0, told_saved_minutes=3.0)
    content = add_baseline(make_figures(month), 12.0, source)
    assert content["minutes"]["baseline"] == {"minutes": 12.0, "source": source}
    assert get_version(content, "minutes")["means"]["told_saved_minutes"] == {"all": 3.0}
    assert "minutes" not in add_baseline(make_figures(each_of(6, times=10)), 12.0, source)
    assert "baseline" not in add_baseline(make_figures(month), 12.0, {})["minutes"]
