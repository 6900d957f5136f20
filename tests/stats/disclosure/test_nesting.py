"""Codes within practices: what can be subtracted although no two tables share a margin."""

import numpy as np

from vecu.stats import EVERYBODY, CountTable, Nesting, find_suppression
from vecu.stats.disclosure.attack import Attack


def count_sayers(name: str, people: int, among: int = 60) -> CountTable:
    """Count who said something, and who did not."""
    return CountTable((name,), np.array([people, among - people]))


TABLES = [
    CountTable((), np.array(60)),
    count_sayers("asks", 22),
    count_sayers("checks", 3),
    count_sayers("guide", 25),
]
"""A practice of a guide that two codes stand for; of one of them only three people told."""
UNION = Nesting("guide", frozenset({"asks", "checks"}), covered=True)
HIDDEN = np.array([False, False, False, True, True, False, False])
"""Those three, and the others, from whom they would follow."""


def test_without_the_practice_a_rare_code_is_protected_by_hiding_its_other_half():
    assert Attack(TABLES[:3]).find_proofs(HIDDEN[:5]) == []


def test_a_practice_less_its_other_code_shows_that_somebody_speaks_of_the_rare_one():
    """Of the practice 23 people or more told, of the other code 22 or fewer: one is left."""
    attack = Attack(TABLES, [UNION])

    assert attack.find_bounds(3, HIDDEN)[0] == 1
    assert {proof.hidden for proof in attack.find_proofs(HIDDEN)} == {3}


def test_no_more_people_speak_of_a_code_than_of_its_practice():
    """Of 23 to 27 people of the practice, 0 to 27 can have told of the rare code."""
    assert Attack(TABLES, [UNION]).find_bounds(3, HIDDEN)[1] == 27


def test_what_would_show_it_is_hidden_too():
    _total, asks, checks, guide = find_suppression(TABLES, nestings=[UNION])

    assert checks.tolist() == [True, True]
    assert asks[0] or guide[0]


def test_a_whole_that_is_more_than_its_parts_shows_less():
    part = Nesting("guide", frozenset({"asks", "checks"}), covered=False)

    assert Attack(TABLES, [part]).find_bounds(3, HIDDEN) == (0, 27)


def test_codes_within_practices_are_compared_in_each_column_as_well():
    """In the first column 15 people told of the practice and 12 of the one code.

    13 to 17 less 11 to 12, as no published count is under eleven: one or more told of the other.
    """
    tables = [
        CountTable(("guide", "sector"), np.array([[15, 20], [20, 20]])),
        CountTable(("asks", "sector"), np.array([[12, 20], [23, 20]])),
        CountTable(("checks", "sector"), np.array([[3, 0], [32, 40]])),
    ]
    hidden = np.zeros(12, dtype=bool)
    hidden[8:] = True

    assert Attack(tables, [UNION]).find_bounds(8, hidden)[0] == 1
    assert Attack(tables).find_bounds(8, hidden)[0] == 0


def test_where_everybody_chose_something_who_did_not_choose_one_thing_chose_another():
    """Of 58 people or more 37 or fewer chose the one thing, 17 or fewer another: 4 the last."""
    sayers = [count_sayers(name, n, 58) for name, n in (("chat", 37), ("draw", 17), ("sort", 8))]
    tables = [CountTable((), np.array(58)), *sayers]
    chose = Nesting(EVERYBODY, frozenset({"chat", "draw", "sort"}), covered=True)
    hidden = np.array([False] * 5 + [True] * 2)

    assert Attack(tables, [chose]).find_bounds(5, hidden)[0] == 4
    assert Attack(tables).find_bounds(5, hidden)[0] == 0


def test_in_each_column_as_well_everybody_chose_something():
    """Of 13 people or more in the first column 12 or fewer chose the one thing."""
    tables = [
        CountTable(("sector",), np.array([15, 45])),
        CountTable(("chat", "sector"), np.array([[12, 45], [3, 0]])),
        CountTable(("draw", "sector"), np.array([[3, 20], [12, 25]])),
    ]
    chose = Nesting(EVERYBODY, frozenset({"chat", "draw"}), covered=True)
    hidden = np.array(
        [[False] * 2, [False] * 2, [True, True], [True, False], [True, False]]
    ).ravel()

    assert Attack(tables, [chose]).find_bounds(6, hidden)[0] == 1
    assert Attack(tables).find_bounds(6, hidden)[0] == 0
