"""Codes within practices: what can be subtracted although no two tables share a margin."""

import numpy as np

from vecu.stats import EVERYBODY, CountTable, Nesting, Routing, find_suppression
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
    _total, asks, checks, guide = find_suppression(TABLES, known=[UNION])

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


FILTER = CountTable(("sector",), np.array([64, 18]))
FOLLOWS = CountTable(("tool",), np.array([44, 8, 12, 18]))
"""Which tool was asked of the first sector alone, where everybody named one; 18 gave no answer."""
ALL = CountTable((), np.array(82))
ASKED = Routing(("sector", (0,)), tuple(("tool", (place,)) for place in range(3)), exclusive=True)


def test_a_filter_narrows_what_its_follow_up_can_hide():
    """Of 63 to 64 people who were asked, 43 to 47 and 11 to 12 leave 4 to 10 for the rest.

    63 to 67 are published, and 18 to 22 others, of 78 to 82 in all. Not knowing who was asked, one
    must leave room for those who gave no answer, 18 to 22 of 81 to 82: 0 to 10.
    """
    tables, hidden = [ALL, FILTER, FOLLOWS], np.zeros(7, dtype=bool)
    hidden[4] = True

    assert Attack(tables, [ASKED]).find_bounds(4, hidden) == (4, 10)
    assert Attack(tables).find_bounds(4, hidden) == (0, 10)


def test_of_several_answers_each_is_within_the_people_of_the_filter():
    """At most 66 can have told of one; 63 at least told of one or another, 62 at most of the first.

    66, since 84 people at most are published, 18 of them at least in the other sector.
    """
    tables = [FILTER, count_sayers("asks", 60, 82), count_sayers("checks", 8, 82)]
    several = Routing(("sector", (0,)), (("asks", (0,)), ("checks", (0,))), exclusive=False)
    hidden = np.zeros(6, dtype=bool)
    hidden[4:] = True

    assert Attack(tables, [several]).find_bounds(4, hidden) == (1, 66)
    assert Attack(tables).find_bounds(4, hidden) == (0, 84)


def test_what_it_would_show_is_hidden_too():
    masks = find_suppression([ALL, FILTER, FOLLOWS], known=[ASKED])

    assert masks[2].sum() + masks[1].sum() > 1
    assert find_suppression([ALL, FILTER, FOLLOWS])[2].sum() >= 1
