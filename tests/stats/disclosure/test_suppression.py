"""What is hidden stays hidden from whoever reads all tables, those of earlier releases too."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.stats.disclosure.full_cross import assert_protected, cross_people, tabulate
from vecu.stats.disclosure import suppression
from vecu.stats.disclosure.attack import Attack
from vecu.stats.disclosure.audit import Audit
from vecu.stats.disclosure.suppression import find_suppression
from vecu.stats.disclosure.tables import CountTable
from vecu.stats.errors import DisclosureRefused


@settings(max_examples=8, deadline=None)
@given(
    rows=st.integers(2, 6),
    columns=st.integers(2, 6),
    mean=st.sampled_from([3, 8, 15, 30]),
    sensitive=st.sets(st.sampled_from("abc")),
    first=st.sampled_from([["ac", "c"], ["ab", "a", "b", ""], ["bc", "ac", ""]]),
    seed=st.integers(0, 2**32),
)
def test_no_cell_is_given_away_by_two_releases(rows, columns, mean, sensitive, first, seed):
    """Both by one rule; the second may be refused where the first leaves no room."""
    cross = cross_people(seed, mean / 2, a=rows, b=columns, c=2)
    assume(cross.sum() >= 11)

    def release(variables, earlier):
        tables = [tabulate(cross, "abc", *each, sensitive=frozenset(sensitive & set(each)))
                  for each in variables]  # fmt: skip
        return list(zip(tables, find_suppression(tables, earlier), strict=True))

    released = release(first, [])
    with suppress(DisclosureRefused):
        released = release(["ab", "a", "b", ""], released) + released

    assert_protected(*zip(*released, strict=True))
    assert all((mask | ~table.find_primary()).all() for table, mask in released)


def test_attacks_on_few_tables_leave_nothing_to_that_on_all():
    """Of one practice by sector and by size, a small cell beside margins is found by three tables.

    What is found in the end is what the attack on all tables would find.
    """
    names = ("p", "sector", "size")
    cross = cross_people(1, 20.0, p=2, sector=3, size=3)
    tables = [tabulate(cross, names, *each)
              for each in (("p", "sector"), ("p", "size"), ("sector",), ("size",))]  # fmt: skip
    masks = [np.zeros(table.counts.shape, dtype=bool) for table in tables]
    masks[0][0, 1] = True
    hidden = np.concatenate([mask.ravel() for mask in masks])

    (proof,) = Audit(tables).find_proofs(hidden)

    assert proof.hidden == 1
    assert set(proof.cells) <= {*range(6), *range(12, 15)}
    assert [each.hidden for each in Attack(tables).find_proofs(hidden)] == [1]


def test_after_many_rounds_what_is_hidden_stays_hidden_so_that_it_ends(monkeypatch):
    """With no round to look for the best, more people may be hidden; nothing is given away."""
    cross = cross_people(7, 12.0, a=5, b=4)
    tables = [tabulate(cross, "ab", *each) for each in ("ab", "a", "b", "")]
    best = find_suppression(tables)
    monkeypatch.setattr(suppression, "MOST_ROUNDS", 0)

    masks = find_suppression(tables)

    assert_protected(tables, masks)
    assert sum(mask.sum() for mask in masks) >= sum(mask.sum() for mask in best) > 0


def test_tables_that_count_other_people_are_an_error():
    """30 people by a, 31 in all; and 30 by a in a table by a and b, but others."""
    by_a = CountTable(("a",), np.array([12, 18]))

    with pytest.raises(ValueError, match="people of the others"):
        find_suppression([by_a, CountTable((), np.array(31))])
    with pytest.raises(ValueError, match="people of the others"):
        Attack([by_a, CountTable(("a", "b"), np.array([[6, 7], [10, 7]]))])


def test_counts_that_no_people_can_have_are_an_error():
    """All who say a say b, all who say b say c, and nobody who says a says c: nobody can."""
    same, other = np.array([[50, 0], [0, 50]]), np.array([[0, 50], [50, 0]])
    tables = [
        CountTable(("a", "b"), same),
        CountTable(("b", "c"), same),
        CountTable(("a", "c"), other),
    ]
    Attack(tables)

    with pytest.raises(ValueError, match="No people can have these counts"):
        find_suppression(tables)


def test_an_earlier_release_with_a_small_count_in_it_is_an_error():
    earlier = (CountTable(("a",), np.array([4, 60])), np.array([False, False]))

    with pytest.raises(ValueError, match="threshold was released"):
        find_suppression([CountTable(("b",), np.array([30, 34]))], [earlier])
