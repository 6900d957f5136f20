"""Totals of small groups that everybody may read: no row says nobody, or everybody."""

from itertools import product

import pytest

from vecu.datasets.releases.planning import FigureRequest
from vecu.datasets.releases.small_groups import SmallGroupTables, merge_rows

POSITIONS = ("agree", "disagree", "unsure", "pass")


def counts(*numbers):
    """Counts in the order: agree, disagree, unsure, pass."""
    return dict(zip(POSITIONS, numbers, strict=True))


def rows(*rounds):
    """The rows of a table: positions and counts."""
    merged = merge_rows([counts(*each) for each in rounds])
    return {" ".join(row["positions"]): row["counts"] for row in merged}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # All three rows hold three people in both rounds: 4 + 1 and 1 + 2 are unsure or pass.
        ((5, 4, 4, 1), (7, 3, 1, 2), {"agree": [5, 7], "disagree": [4, 3], "unsure pass": [5, 3]}),
        # Two disagree in the second round: together with those who are unsure or pass they are 5.
        ((5, 4, 4, 1), (8, 2, 3, 0), {"agree": [5, 8], "disagree unsure pass": [9, 5]}),
        # One agrees first: those who disagree stand by themselves.
        ((1, 8, 4, 1), (4, 6, 3, 0), {"disagree": [8, 6], "agree unsure pass": [6, 7]}),
        # Everybody agrees in the end: nothing is shown of either round.
        ((5, 4, 4, 1), (13, 0, 0, 0), {}),
        # Nobody agrees, and nobody disagrees: nothing, as well.
        ((0, 0, 9, 5), (0, 0, 9, 5), {}),
        # Two of thirteen differ: whoever they are would have been seen.
        ((11, 2, 0, 0), (11, 2, 0, 0), {}),
    ],
)
def test_rows_are_merged_until_each_holds_three_in_both_rounds(first, second, expected):
    assert rows(first, second) == expected


def test_no_table_tells_that_nobody_or_everybody_holds_a_position():
    """Of all ways in which 5 to 9 people can answer, whatever is shown fits several of them.

    In each round, and for each position, it fits one in which somebody holds it, and one in which
    somebody does not; so does that nothing is shown.
    """
    for people in range(5, 10):
        ways = [each for each in product(range(people + 1), repeat=4) if sum(each) == people]
        by_table = {}
        for first, second in product(ways[:: 1 if people < 8 else 3], repeat=2):
            by_table.setdefault(str(rows(first, second)), []).append((first, second))
        for fitting in by_table.values():
            for index, position in product(range(2), range(4)):
                held = {each[index][position] for each in fitting}
                assert max(held) > 0
                assert min(held) < people


def test_a_plan_has_one_table_a_hypothesis_and_says_how_many_answered():
    table = {"statement": {"en": "It helps."}, "rounds": [counts(5, 4, 4, 1), counts(7, 3, 1, 2)]}
    tables = SmallGroupTables({"one": table})

    [planned] = tables.plan_release([FigureRequest("one")])

    assert planned.shows_something
    assert planned.content["rounds"] == [14, 13]
    assert tables.offers("one")
    assert not tables.offers("one", "college")
    assert not tables.offers("two")


def test_a_plan_says_that_it_would_show_nothing():
    table = {"statement": {"en": "It helps."}, "rounds": [counts(5, 4, 4, 1), counts(14, 0, 0, 0)]}

    [planned] = SmallGroupTables({"one": table}).plan_release([FigureRequest("one")])

    assert not planned.shows_something
