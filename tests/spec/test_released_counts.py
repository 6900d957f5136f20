"""Released counts: what is hidden in public tables, and why they are attacked together.

A public table must not show what one person answered. Hiding small counts is not enough: a hidden
count follows from a margin beside it, or from another table of the same people, released a year
later. So every release is attacked before it is made, together with all tables released before.
"""

import numpy as np
import pytest

from vecu.stats.disclosure.attack import Attack
from vecu.stats.disclosure.suppression import find_suppression
from vecu.stats.disclosure.tables import (
    CountTable,
    HiddenBecause,
    bound_count,
    explain_hidden,
    round_count,
)
from vecu.stats.errors import DisclosureRefused

USE = CountTable(("sector", "use"), np.array([[5, 36], [30, 40], [26, 6]]))
SECTOR = CountTable(("sector",), np.array([41, 70, 32]))
ALL = CountTable((), np.array(143))
SIZE = CountTable(("sector", "size"), np.array([[20, 21], [50, 20], [12, 20]]))


def attack_exact(tables, masks):
    """Return the bounds of the two small counts if published ones were not rounded."""
    attack = Attack(tables)
    attack.floors = attack.ceilings = attack.counts
    hidden = np.concatenate([np.ravel(mask) for mask in masks])
    return [tuple(map(round, attack.find_bounds(cell, hidden))) for cell in (0, 5)]


# --- A single cell -------------------------------------------------------------------------------
#
# The unit is the person, and all tables of a scope count the same people. A question with several
# choices is one table for each choice. Whoever gave no answer has a category of their own.


@pytest.mark.parametrize(
    ("counted", "published", "at_least", "at_most"),
    [(11, 10, 11, 12), (12, 10, 11, 12), (13, 15, 13, 17), (17, 15, 13, 17), (143, 145, 143, 147)],
)
def test_counts_from_11_are_published_rounded_to_5(counted, published, at_least, at_most):
    """Whoever reads 15 knows that it is 13 to 17; whoever reads 10, that it is 11 or 12."""
    assert round_count(np.array(counted)) == published
    assert bound_count(np.array(counted)) == (at_least, at_most)


def test_of_a_sensitive_question_all_and_nobody_are_hidden():
    """If all 34 people of a small firm use it, everybody knows of each of them. Which questions are
    sensitive is said when a table is released.
    """
    counts = np.array([[34, 0], [20, 25]])
    table = CountTable(("firm", "use"), counts, sensitive=frozenset({"use"}))

    assert table.find_primary().tolist() == [[True, True], [False, False]]


def test_fewer_than_11_people_release_nothing():
    with pytest.raises(DisclosureRefused, match="Too few people"):
        find_suppression([CountTable(("a",), np.array([4, 6]))])


# --- What tables give away -----------------------------------------------------------------------
#
# 143 people of three sectors, invented: whether they use a tool, and the size of their firm.
#
#     sector     use it   do not   together   small firm   large firm
#     A               5       36         41           20           21
#     B              30       40         70           50           20
#     C              26        6         32           12           20
#
# Two counts are small. What they can be, for whoever reads what is published, are two linear
# programs each: the least and the greatest value that fit all published counts, margins that tables
# share, and no count below zero (M. Fischetti, J. J. Salazar, Management Science 47, 2001).

SMALL, NOT_SMALL = USE.counts < 11, SIZE.counts < 11


@pytest.mark.parametrize(
    ("published", "the_5_can_be", "the_6_can_be"),
    [
        ("small counts hidden, sectors and the total beside it", (5, 5), (6, 6)),
        ("sectors A and C hidden as well", (0, 11), (0, 11)),
        ("and a table by sector and size, where nothing is small", (5, 5), (6, 6)),
    ],
)
def test_hiding_alone_is_undone_by_the_next_table(published, the_5_can_be, the_6_can_be):
    """Counts not rounded. By hand: 41 − 36 = 5. Then A and C have 143 − 70 = 73, of whom 62 are
    published: the two share 11. Then 20 + 21 = 41 again.
    """
    sectors = np.array([True, False, True]) & (not published.startswith("small"))
    tables, masks = [USE, SECTOR, ALL], [SMALL, sectors, False]
    if published.startswith("and"):
        tables, masks = [*tables, SIZE], [*masks, NOT_SMALL]

    assert attack_exact(tables, masks) == [the_5_can_be, the_6_can_be]


def test_rounding_alone_leaves_five_values():
    """Without hiding, 5 would be published for 3 to 7."""
    assert round_count(np.arange(2, 9)).tolist() == [0, 5, 5, 5, 5, 5, 10]


def test_hidden_rounded_and_attacked_together_nothing_is_given_away():
    """Each hidden count under 11 can be anything from 0 to 10, and each other hidden one lies in an
    interval of 10 at least. To reach it, more is hidden, of as few people as possible.
    """
    tables = [USE, SECTOR, ALL, SIZE]
    masks = find_suppression(tables)
    attack, hidden = Attack(tables), np.concatenate([mask.ravel() for mask in masks])

    for cell in np.flatnonzero(hidden):
        low, high = attack.find_bounds(int(cell), hidden)
        small = attack.counts[cell] < 11
        assert (round(low) == 0 and high >= 10) if small else round(high - low, 6) >= 10
    assert hidden[[0, 5]].all()


def test_each_hidden_cell_has_one_of_three_reasons():
    """`small`, `all_or_nobody`, or `complementary`: another hidden count would follow from it."""
    hidden = np.array([[True, True], [False, False], [False, True]])

    assert explain_hidden(USE, hidden) == {
        (0, 0): HiddenBecause.SMALL,
        (0, 1): HiddenBecause.COMPLEMENTARY,
        (2, 1): HiddenBecause.SMALL,
    }


# --- Tables of different years -------------------------------------------------------------------
#
# What was released cannot be hidden again. Only new tables can hide more.


def test_a_later_table_hides_what_an_earlier_one_leaves_open():
    """Released: use by sector, without the sectors' totals. Then these: 41, rounded to 40, is 38 to
    42, and 36, rounded to 35, is 33 to 37; the 5 would be 1 to 9. So A is hidden, and so is C.
    """
    earlier = [(USE, SMALL)]

    (mask,) = find_suppression([SECTOR], earlier)

    assert mask.tolist() == [True, False, True]


def test_a_release_is_refused_where_that_does_not_help():
    """The error names the tables that give a hidden count away together: leave a new one out, or
    merge categories. Here 64 people, 60 of whom are published, were released before.
    """
    earlier = [
        (CountTable(("a",), np.array([4, 60])), np.array([True, False])),
        (CountTable((), np.array(64)), np.array(False)),
    ]

    with pytest.raises(DisclosureRefused, match="could be worked out"):
        find_suppression([CountTable(("b",), np.array([30, 34]))], earlier)


# --- Tables that form a circle -------------------------------------------------------------------
#
# Tables that share a variable have its margin in common, and that is all there is to know while
# they form no circle. Where they do (practice by sector, sector by size, practice by size), counts
# of three variables together must exist of which all are margins. Only these crosses are made: the
# graph of tables is made chordal, its cliques are crossed, and cliques that share variables have
# equal margins (S. L. Lauritzen, Graphical Models, 1996). The result is that of the cross of all
# variables: seventeen practices by 8 sectors and by 6 sizes take 1,632 cells, and not six million.
# Crosses have at most 20,000 cells together; beyond, the release is refused.


def test_a_table_that_two_others_almost_determine():
    """50 people: 30 use A, B and C, and 20 none of them. A by B and B by C are published, and what
    is under 11 in them is hidden. How many use A and not C? At least 28 use B and C, and 18 neither
    A nor B. Whoever uses A and not C is none of these, and all are 52 at most: 6 are left.
    """
    same = np.array([[30, 0], [0, 20]])
    tables = [CountTable(pair, same) for pair in (("a", "b"), ("b", "c"), ("a", "c"))]
    tables.append(CountTable((), np.array(50)))
    masks = [same < 11, same < 11, np.ones((2, 2), dtype=bool), False]
    hidden = np.concatenate([np.ravel(mask) for mask in masks])

    low, high = Attack(tables).find_bounds(9, hidden)

    assert (low, round(high)) == (0, 6)
