"""The hierarchy of codes."""

from dataclasses import dataclass
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.coding.code_tree import (
    CodebookCycle,
    check_cycles,
    flatten_tree,
    list_ancestors,
    map_descendants,
)

SPACE = UUID(int=1)


@dataclass
class Named:
    """A code as the tree knows it."""

    name: str
    parent: str = ""
    place: int = 0

    @property
    def id(self):
        return uuid5(SPACE, self.name)

    @property
    def parent_id(self):
        return uuid5(SPACE, self.parent) if self.parent else None


def test_each_code_is_followed_by_those_below_it_in_their_places():
    codes = [
        Named("invents", "limits", 1), Named("strategies", "", 1), Named("limits", "", 0),
        Named("generic", "limits", 0), Named("checks", "strategies"),
    ]  # fmt: skip

    assert [(code.name, depth) for code, depth in flatten_tree(codes)] == [
        ("limits", 0), ("generic", 1), ("invents", 1), ("strategies", 0), ("checks", 1),
    ]  # fmt: skip


def test_a_circle_is_an_error_that_names_its_members():
    codes = [Named("a", "c"), Named("b", "a"), Named("c", "b"), Named("d")]

    with pytest.raises(CodebookCycle) as circle:
        flatten_tree(codes)
    assert set(circle.value.members) == {"a", "b", "c"}
    assert circle.value.members[0] == circle.value.members[-1]


def test_a_code_below_itself_is_a_circle():
    with pytest.raises(CodebookCycle):
        flatten_tree([Named("a", "a")])


def test_a_code_counts_all_that_stand_below_it():
    codes = {code.name: code for code in (Named("a"), Named("b", "a"), Named("c", "b"), Named("d"))}
    parents = {code.id: code.parent_id for code in codes.values()}
    below = map_descendants(parents)

    assert below[codes["a"].id] == {codes[name].id for name in "abc"}
    assert below[codes["d"].id] == {codes["d"].id}
    assert list_ancestors(codes["c"].id, parents) == [codes["b"].id, codes["a"].id]


@given(st.lists(st.integers(0, 9), min_size=10, max_size=10))
def test_parents_that_always_stand_before_make_no_circle(drawn):
    """Each of ten codes has an earlier one above it, or none."""
    names = [UUID(int=number) for number in range(10)]
    parents = {
        names[number]: names[parent] if parent < number else None
        for number, parent in enumerate(drawn)
    }

    check_cycles(parents, {name: str(name) for name in names})
    assert sum(len(below) for below in map_descendants(parents).values()) == sum(
        1 + len(list_ancestors(name, parents)) for name in names
    )
