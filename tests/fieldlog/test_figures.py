"""Figures of hand-worked months: minimum, dominance, remainders, and what sums would tell."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vecu.fieldlog.figures import (
    TABLES,
    LoggedDecision,
    classify_reliance,
    is_publishable,
    make_figures,
)
from vecu.fieldlog.vocabulary import Outcome, OverrideReason, SamplingArm

NOTHING = {"decisions": None, "tables": [], "minutes": []}
ACCEPTED, MODIFIED, OVERRIDDEN = Outcome.ACCEPTED, Outcome.MODIFIED, Outcome.OVERRIDDEN


def decide(
    person: int, outcome: Outcome = ACCEPTED, times: int = 1, **more
) -> list[LoggedDecision]:
    more = {"system_version": "1", "proposal_kind": "check", **more}
    return [LoggedDecision(f"p{person}", outcome, **more)] * times


def each_of(people: int, outcome: Outcome = ACCEPTED, times: int = 1, **more):
    return list(chain.from_iterable(decide(p, outcome, times, **more) for p in range(people)))


def get_counts(content: dict, *variables: str) -> dict[str, int | None]:
    table = next(each for each in content["tables"] if each["variables"] == list(variables))
    return dict(zip(table["categories"][0], table["counts"], strict=True))


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
    assert is_publishable(np.array(by_person, dtype=float)) is allowed


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
    assert make_figures(decisions) == NOTHING


def test_a_month_whose_cells_and_rests_are_large_is_counted_in_fives():
    # 6 people: 60 accepted, 24 overridden for wrong facts, 18 because of a rule
    month = each_of(6, times=10)
    month += each_of(6, OVERRIDDEN, 4, reason=OverrideReason.FACTS_WRONG)
    month += each_of(6, OVERRIDDEN, 3, reason=OverrideReason.RULE_CONTRADICTS)
    content = make_figures(month)
    assert content["decisions"] == 100  # 102
    outcomes, reasons = get_counts(content, "outcome"), get_counts(content, "override_reason")
    # what is hidden together in "outcome" is nothing at all, so a count is hidden with it
    assert outcomes["overridden"] == 40  # 42
    assert (outcomes["accepted"], outcomes["modified"]) == (None, None)
    # of the two reasons, one is hidden with those that nobody gave
    assert (reasons["facts_wrong"], reasons["rule_contradicts"]) == (25, None)
    assert reasons["not_overridden"] == 60


def test_a_cell_of_four_people_is_hidden_with_another_that_makes_five():
    # modified: 24 decisions by 4 people; overridden: 36 by 6; accepted: 120 by 6
    month = each_of(6, times=20) + each_of(4, MODIFIED, 6)
    month += each_of(6, OVERRIDDEN, 3, reason=OverrideReason.NO_TIME)
    month += each_of(6, OVERRIDDEN, 3, reason=OverrideReason.NOT_TRUSTED)
    outcomes = get_counts(make_figures(month), "outcome")
    assert (outcomes["modified"], outcomes["accepted"]) == (None, None)
    assert outcomes["overridden"] == 35  # 36


def test_a_cell_that_one_person_dominates_is_hidden():
    # modified: 13 by person 0, 12 by five others
    month = each_of(8, times=20) + decide(0, MODIFIED, 13)
    month += [one for p in range(1, 6) for one in decide(p, MODIFIED, 2)] + decide(6, MODIFIED, 2)
    month += each_of(8, OVERRIDDEN, 2, reason=OverrideReason.NO_TIME)
    month += each_of(8, OVERRIDDEN, 2, reason=OverrideReason.NOT_TRUSTED)
    assert get_counts(make_figures(month), "outcome")["modified"] is None


def test_overrides_are_not_counted_without_their_reasons():
    month = each_of(6, times=20) + each_of(6, MODIFIED, 5) + each_of(6, OVERRIDDEN, 5)
    content = make_figures(month)  # 30 overrides, nobody said why
    assert get_counts(content, "outcome")["overridden"] is None
    assert set(get_counts(content, "override_reason").values()) == {None}


def test_versions_are_compared_and_rare_ones_counted_together():
    month = list(chain.from_iterable(
        each_of(6, times=30 - number, system_version=f"v{number:02d}") for number in range(10)
    ))  # fmt: skip
    versions = get_counts(make_figures(month), "system_version")
    assert list(versions) == [*(f"v{number:02d}" for number in range(8)), "(other)"]
    assert versions["v00"] == 180
    assert versions["(other)"] == 260  # 6 × (22 + 21) = 258


def test_minutes_need_a_rest_and_nobody_above_half_of_them():
    month = each_of(6, times=10, proposal_right=True, active_minutes=1.0)
    month += each_of(6, times=4, proposal_right=False, active_minutes=2.5)
    month += each_of(6, times=3, active_minutes=1.0)
    means = {each["category"]: each["mean"] for each in make_figures(month)["minutes"]}
    assert means == {"right": 1.0, "wrong": 2.5, "unknown": 1.0}

    slow = month[:-1] + decide(5, active_minutes=600.0)  # he alone has more than half of a cell
    assert "unknown" not in {each["category"] for each in make_figures(slow)["minutes"]}


@pytest.mark.parametrize(
    ("own", "proposal", "outcome", "expected"),
    [
        (False, True, ACCEPTED, "wrong_then_followed"),
        (False, True, OVERRIDDEN, "wrong_then_kept"),
        (True, False, ACCEPTED, "right_then_followed"),
        (True, False, OVERRIDDEN, "right_then_kept"),
        (True, True, ACCEPTED, "other"),
        (True, False, MODIFIED, "other"),
        (None, False, ACCEPTED, "other"),
    ],
)
def test_reliance_is_judged_by_what_was_thought_before(own, proposal, outcome, expected):
    [decision] = decide(1, outcome, own_right=own, proposal_right=proposal)
    assert classify_reliance(decision) == expected


MONTHS = st.lists(
    st.builds(
        LoggedDecision,
        person=st.sampled_from("abcdefghijkl"),
        outcome=st.sampled_from([ACCEPTED] * 4 + [*Outcome]),
        system_version=st.sampled_from(["1", "2"]),
        proposal_kind=st.just("check"),
        reason=st.sampled_from([None, OverrideReason.NO_TIME, OverrideReason.FACTS_WRONG]),
        arm=st.sampled_from(SamplingArm),
    ),
    max_size=12,
)


@settings(max_examples=15)
@given(MONTHS, st.integers(1, 40))
def test_no_count_and_no_rest_of_a_line_is_below_the_rule(some, times):
    """Each table as it is published, against a count made here from the decisions."""
    month = some * times
    by = {
        "outcome": lambda each: each.outcome,
        "system_version": lambda each: each.system_version,
        "arm": lambda each: each.arm,
    }
    for table in make_figures(month)["tables"]:
        names = table["variables"]
        if not set(names) <= set(by):
            continue
        counts = np.array(table["counts"], dtype=object)
        for axis in range(counts.ndim):
            for start in np.ndindex(*np.delete(counts.shape, axis)):
                line = [(*start[:axis], i, *start[axis:]) for i in range(counts.shape[axis])]
                labels = [tuple(table["categories"][a][i] for a, i in enumerate(c)) for c in line]
                shown = [
                    label
                    for cell, label in zip(line, labels, strict=True)
                    if counts[cell] is not None
                ]
                hidden = [label for label in labels if label not in shown]
                groups = [[label] for label in shown]
                groups += [[other for other in labels if other != label] for label in shown]
                groups += [hidden] if shown and hidden else []
                for group in groups:
                    people: dict[str, int] = {}
                    for each in month:
                        if tuple(str(by[name](each)) for name in names) in group:
                            people[each.person] = people.get(each.person, 0) + 1
                    total = sum(people.values())
                    assert total >= 11
                    assert len(people) >= 5
                    assert 2 * max(people.values()) <= total


def test_all_tables_are_in_alphabetical_order_of_variables():
    assert [list(each) for each in TABLES] == [sorted(each) for each in TABLES]
