"""Rounds as dots: each member one, the whole group only, and when a group is divided."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.groups.vocabulary import HypothesisStance
from vecu.groups.vote_dots import describe_division, make_dot_row, make_public_dot_rows
from vecu.ui.dots import DotMark

AGREE, DISAGREE, UNSURE, PASS = HypothesisStance
FILLED, RING, DASHED = DotMark


@given(st.lists(st.sampled_from(HypothesisStance), min_size=5, max_size=30))
def test_every_member_is_one_dot_and_a_group_is_divided_exactly_without_a_majority(stances):
    counts = Counter(stances)
    row = make_dot_row(2, {each: counts[each] for each in HypothesisStance})

    undecided = counts[UNSURE] + counts[PASS]
    runs = [(FILLED, counts[AGREE]), (RING, counts[DISAGREE]), (DASHED, undecided)]
    assert [(each.mark, each.number) for each in row.runs] == runs
    assert row.title == f"After: {len(stances)} members"
    largest = max(counts[AGREE], counts[DISAGREE], undecided)
    assert bool(describe_division(row)) == (largest <= len(stances) / 2)


@pytest.mark.parametrize(
    ("positions", "marks"),
    [
        ([["agree"], ["disagree"], ["unsure", "pass"]], [FILLED, RING, DASHED]),
        ([["agree"], ["disagree", "unsure", "pass"]], [FILLED, DASHED]),
        ([["disagree"], ["agree", "unsure", "pass"]], [RING, DASHED]),
    ],
)
def test_positions_that_a_public_table_counts_together_are_dashed_rings(positions, marks):
    rows = [{"positions": each, "counts": [3, 4]} for each in positions]
    before, after = make_public_dot_rows({"rounds": [9, 12], "rows": rows})

    assert [each.mark for each in before.runs] == marks
    assert [each.number for each in after.runs] == [4] * len(marks)
