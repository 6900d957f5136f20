"""Tables that hang together: chains by shared margins, circles by crosses no larger than needed."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stats.disclosure.full_cross import (
    LIMIT,
    assert_protected,
    bound_cells,
    cross_people,
    tabulate,
)
from vecu.stats.disclosure.attack import Attack
from vecu.stats.disclosure.junction_tree import list_cliques, list_links
from vecu.stats.disclosure.linear_system import build_linear_system
from vecu.stats.disclosure.suppression import find_suppression
from vecu.stats.errors import DisclosureRefused


def test_a_circle_of_three_tables_is_audited_as_their_cross():
    """Margins alone do not know it: of three pairs of yes and no, all cells bound each other.

    By hand: a = b for everybody, b = c for everybody, so a = c for everybody.
    """
    system = build_linear_system([("a", "b"), ("b", "c"), ("a", "c")], {"a": 2, "b": 2, "c": 2})

    assert system.links.shape[0] == 0
    cross = np.zeros((2, 2, 2))
    cross[0, 0, 0], cross[1, 1, 1] = 30, 20
    assert (system.sums[("a", "c")] @ cross.ravel()).tolist() == [30, 0, 0, 20]


def test_a_chain_of_tables_is_linked_by_shared_margins():
    system = build_linear_system([("a", "b"), ("b", "c")], {"a": 3, "b": 2, "c": 4})

    assert system.sums[("a", "b")].shape == (6, 14)
    assert np.linalg.matrix_rank(system.links.toarray()) == 2


def test_tables_without_a_variable_in_common_share_their_total():
    system = build_linear_system([("a",), ("b",)], {"a": 3, "b": 2})

    assert np.abs(system.links.toarray()).tolist() == [[1, 1, 1, 1, 1]]
    assert abs(system.links.sum()) == 1


def test_a_circle_with_too_many_cells_is_refused_with_its_size():
    """30 × 30 × 30 are 27,000."""
    names = ("a", "b", "c")
    pairs = [pair for pair in product(names, names) if pair[0] < pair[1]]

    with pytest.raises(DisclosureRefused, match="27000"):
        build_linear_system(pairs, dict.fromkeys(names, 30))


def test_a_circle_of_four_is_two_crosses_of_three():
    """a–b–c–d–a: one edge across it, where the crosses are smallest. b and d have 2 categories."""
    sizes = {"a": 5, "b": 2, "c": 4, "d": 2}
    cliques = list_cliques([("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")], sizes)

    assert sorted(map(sorted, cliques)) == [["a", "b", "d"], ["b", "c", "d"]]
    assert [set(first & second) for first, second in list_links(cliques)] == [{"b", "d"}]


def test_crosses_of_one_junction_tree_share_what_they_have_in_common():
    """The triangles abc and abd share ab; e hangs at d, and f at nothing but the total."""
    tables = ["ab", "ac", "bc", "ad", "bd", "de", "f"]
    cliques = list_cliques(tables, dict.fromkeys("abcdef", 2))
    links = sorted("".join(sorted(first & second)) for first, second in list_links(cliques))

    assert sorted("".join(sorted(each)) for each in cliques) == ["abc", "abd", "de", "f"]
    assert links == ["", "ab", "d"]


def test_seventeen_practices_by_sector_and_by_size_are_audited():
    """Each practice needs its cross with 8 sectors and 6 sizes, 96 cells: all together 1,632."""
    names = ("sector", "size", *(f"practice{number:02}" for number in range(17)))
    sizes = dict.fromkeys(names, 2) | {"sector": 8, "size": 6}
    tables = [tuple(sorted(pair)) for pair in product(names[2:], names[:2])]

    system = build_linear_system([*tables, ("sector",), ("size",), ()], sizes)

    assert system.sums["practice07", "size"].shape == (12, 1_632)


def test_what_is_hidden_in_a_circle_of_tables_is_not_given_away():
    """Two practices by sector and by size, attacked by the full cross of the four."""
    names = ("p", "q", "sector", "size")
    cross = cross_people(4, 4.0, p=2, q=2, sector=5, size=4)
    tables = [tabulate(cross, names, *pair) for pair in product("pq", ("sector", "size"))]
    tables += [tabulate(cross, names, "sector"), tabulate(cross, names, "size")]

    masks = find_suppression(tables)

    assert sum(mask.sum() for mask in masks) > sum(each.find_primary().sum() for each in tables)
    assert_protected(tables, masks)


def test_crosses_of_a_circle_that_are_too_large_together_are_refused():
    """A circle of five with 18 categories each: three crosses of 18³ = 5,832 cells are 17,496,

    of six there are four: 23,328.
    """

    def circle(length):
        names = [f"v{number}" for number in range(length)]
        pairs = zip(names, names[1:] + names[:1], strict=True)
        return [tuple(sorted(pair)) for pair in pairs], dict.fromkeys(names, 18)

    build_linear_system(*circle(5))
    with pytest.raises(DisclosureRefused, match="23328 cells") as refused:
        build_linear_system(*circle(6))
    assert "v0, v1, v2, v3, v4, v5" in str(refused.value)


PAIRS = list(combinations("abcde", 2))


@settings(max_examples=15)
@given(
    pairs=st.lists(st.sampled_from(PAIRS), min_size=3, max_size=8, unique=True),
    singles=st.sets(st.sampled_from("abcde")),
    seed=st.integers(0, 2**32),
)
def test_bounds_are_those_of_the_full_cross(pairs, singles, seed):
    """Of graphs with up to five variables; what is hidden is under 11, or drawn by lot."""
    rng = np.random.default_rng(seed)
    names = sorted({name for pair in pairs for name in pair} | singles)
    cross = cross_people(seed, 2.0, **dict.fromkeys(names, 2))
    tables = [tabulate(cross, names, *wanted) for wanted in [*pairs, *sorted(singles), ()]]
    masks = [(each.counts < 11) | (rng.random(each.counts.shape) < 0.2) for each in tables]
    hidden = np.concatenate([mask.ravel() for mask in masks])
    numbers = np.flatnonzero(hidden)
    some = rng.permutation(numbers.size)[:4]
    attack = Attack(tables)

    expected = [each[2:] for each in bound_cells(tables, masks, cells=sorted(some))]

    found = [attack.find_bounds(int(numbers[place]), hidden) for place in sorted(some)]
    assert np.minimum(found, LIMIT) == pytest.approx(np.minimum(expected, LIMIT), abs=1e-5)
