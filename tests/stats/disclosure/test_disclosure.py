"""Counts that may be published: what is hidden cannot be worked out from what is not."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vecu.stats.disclosure.attack import Attack
from vecu.stats.disclosure.suppression import find_suppression
from vecu.stats.disclosure.tables import (
    CountTable,
    HiddenBecause,
    bound_count,
    check_scope_size,
    explain_hidden,
    round_count,
)
from vecu.stats.errors import DisclosureRefused


def with_margins(counts: list[list[int]], first: str = "a", second: str = "b") -> list[CountTable]:
    """Return a table of two variables with both margins and the total beside it."""
    cells = np.array(counts)
    return [
        CountTable((first, second), cells),
        CountTable((first,), cells.sum(axis=1)),
        CountTable((second,), cells.sum(axis=0)),
        CountTable((), np.array(cells.sum())),
    ]


def flat(masks) -> np.ndarray:
    return np.concatenate([mask.ravel() for mask in masks])


def primary(tables: list[CountTable]) -> np.ndarray:
    return flat(table.find_primary() for table in tables)


def test_counts_are_rounded_to_five_and_bound_what_they_can_be():
    """12 is published as 10, and since no count under 11 is published, is known to be 11 or 12."""
    counts = np.array([11, 12, 13, 17, 18, 40])

    assert round_count(counts).tolist() == [10, 10, 15, 15, 20, 40]
    low, high = bound_count(counts)
    assert low.tolist() == [11, 11, 13, 13, 18, 38]
    assert high.tolist() == [12, 12, 17, 17, 22, 42]


def test_below_eleven_is_hidden_and_of_a_sensitive_answer_everybody_too():
    """Of the second group all 20 gave the first answer: whoever is of it did."""
    counts = np.array([[15, 20], [14, 0]])

    usual = CountTable(("answer", "group"), counts)
    sensitive = CountTable(("answer", "group"), counts, sensitive=frozenset({"answer"}))

    assert usual.find_primary().tolist() == [[False, False], [False, True]]
    assert sensitive.find_primary().tolist() == [[False, True], [False, True]]


def test_one_hidden_cell_beside_margins_is_given_away():
    """By hand: the row says 20 (18 to 22), its other cell 15 (13 to 17): 1 to 9 are left.

    The column says 20 as well, and its other cell 15, so it bounds no closer.
    """
    tables = with_margins([[4, 15], [16, 30]])
    attack = Attack(tables)

    assert attack.find_bounds(0, primary(tables)) == pytest.approx((1, 9))
    assert [proof.hidden for proof in attack.find_proofs(primary(tables))] == [0, 0]


def test_complementary_cells_are_hidden_until_nothing_is_given_away():
    tables = with_margins([[4, 15], [16, 30]])

    hidden = flat(find_suppression(tables))

    assert (hidden & primary(tables)).tolist() == primary(tables).tolist()
    assert hidden.sum() > primary(tables).sum()
    assert Attack(tables).find_proofs(hidden) == []


def test_a_table_without_its_margins_needs_no_complement():
    tables = [CountTable(("a", "b"), np.array([[4, 150], [160, 300]]))]

    assert flat(find_suppression(tables)).tolist() == [True, False, False, False]


def brute_force(tables: list[CountTable], hidden: np.ndarray, most: int):
    """Return the bounds of each statement over all 2 × 2 tables that fit what is published."""
    cells = np.indices((most + 1,) * 4).reshape(4, -1)
    a, b, c, d = cells
    statements = np.stack([a, b, c, d, a + b, c + d, a + c, b + d, a + b + c + d])
    low, high = bound_count(np.concatenate([table.counts.ravel() for table in tables]))
    known = ~hidden
    fits = ((statements[known] >= low[known, None]) & (statements[known] <= high[known, None])).all(
        axis=0
    )
    return statements[:, fits].min(axis=1), statements[:, fits].max(axis=1)


@settings(max_examples=10)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_bounds_are_those_of_all_tables_that_could_be_meant(numbers):
    """Tried one by one: linear programming over two margins has whole solutions (a network)."""
    tables = with_margins([numbers[:2], numbers[2:]])
    hidden = primary(tables)
    if hidden[-1] or hidden[4:8].all():
        return  # without total or margins, a cell has no greatest value to try
    low, high = brute_force(tables, hidden, 28)
    attack = Attack(tables)

    for cell in np.flatnonzero(hidden[:4]):
        found = attack.find_bounds(int(cell), hidden)
        assert found[0] == pytest.approx(low[cell], abs=1e-6)
        assert min(found[1], 28) == pytest.approx(high[cell], abs=1e-6)


@settings(max_examples=8)
@given(st.lists(st.integers(0, 30), min_size=12, max_size=12))
def test_after_suppression_every_hidden_cell_keeps_its_width(numbers):
    assume(sum(numbers) >= 11)
    tables = with_margins(np.array(numbers).reshape(4, 3).tolist())
    hidden = flat(find_suppression(tables))
    attack = Attack(tables)

    assert (hidden | ~primary(tables)).all()
    for cell in np.flatnonzero(hidden):
        low, high = attack.find_bounds(int(cell), hidden)
        small = attack.counts[cell] < 11
        assert (low < 1e-6 and high > 10 - 1e-6) if small else high - low > 10 - 1e-6


def test_tables_that_were_released_before_are_attacked_together_with_the_new():
    """By hand: of 65 (63 to 67), 60 (58 to 62) are known, 1 to 9 left: the total must be hidden."""
    earlier = CountTable(("a",), np.array([4, 60]))
    total = CountTable((), np.array(64))
    assert flat(find_suppression([earlier])).tolist() == [True, False]

    hidden = find_suppression([total], [(earlier, np.array([True, False]))])

    assert hidden[0].tolist() is True


def test_a_release_is_refused_with_the_tables_that_give_it_away():
    """By hand: 64 is published as 65 (63 to 67), 60 as 60 (58 to 62): 1 to 9 are left for the 4.

    Nothing that could be hidden in the new table helps.
    """
    earlier = [
        (CountTable(("a",), np.array([4, 60])), np.array([True, False])),
        (CountTable((), np.array(64)), np.array(False)),
    ]
    with pytest.raises(DisclosureRefused) as refused:
        find_suppression([CountTable(("b",), np.array([30, 34]))], earlier)

    assert "a" in str(refused.value)
    assert "n" in str(refused.value)


def test_a_table_has_one_form():
    with pytest.raises(ValueError, match="alphabetical"):
        CountTable(("b", "a"), np.zeros((2, 2), dtype=np.int64))
    with pytest.raises(ValueError, match="axes"):
        CountTable(("a",), np.zeros((2, 2), dtype=np.int64))


def test_a_count_is_not_negative():
    with pytest.raises(ValueError, match="negative"):
        CountTable(("a",), np.array([12, -1]))


def test_each_hidden_cell_has_its_reason():
    """Of 34 people in the second group all 34 agree: nobody of them disagrees."""
    counts = np.array([[15, 34, 3], [14, 0, 16]])
    hidden = np.array([[True, True, True], [False, True, False]])
    small, extreme = HiddenBecause.SMALL, HiddenBecause.ALL_OR_NOBODY
    complement = HiddenBecause.COMPLEMENTARY
    plain = CountTable(("answer", "group"), counts)
    sensitive = CountTable(("answer", "group"), counts, frozenset({"answer"}))

    assert explain_hidden(plain, hidden) == {
        (0, 0): complement,
        (0, 1): complement,
        (0, 2): small,
        (1, 1): small,
    }
    assert explain_hidden(sensitive, hidden) == {
        (0, 0): complement,
        (0, 1): extreme,
        (0, 2): small,
        (1, 1): extreme,
    }


def test_the_total_has_an_index_as_well():
    total = CountTable((), np.array(12))

    assert explain_hidden(total, np.array(True)) == {(): HiddenBecause.COMPLEMENTARY}
    assert explain_hidden(total, np.array(False)) == {}


def test_fewer_than_eleven_people_release_nothing():
    check_scope_size(11)
    with pytest.raises(DisclosureRefused, match="10"):
        check_scope_size(10)
    with pytest.raises(DisclosureRefused, match="people have answered"):
        find_suppression([CountTable(("a",), np.array([5, 5]))])
