"""The thread of recommendations: no cycle, and no version lost, whatever is amended and merged."""

from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.recommendations.rules import RecommendationKind, RecommendationState
from vecu.recommendations.thread import (
    MergeProblem,
    ThreadNode,
    VersionKey,
    add_version,
    find_latest,
    is_descendant,
    list_ancestors,
    list_merge_problems,
)

A, B, C, D = (UUID(int=number) for number in range(1, 5))
ADVICE, LANDMARK = RecommendationKind.RECOMMENDATION, RecommendationKind.LANDMARK


def make_node(name: UUID, kind=ADVICE, state=RecommendationState.OPEN) -> ThreadNode:
    return ThreadNode(name, kind, state)


def key(name: UUID, number: int) -> VersionKey:
    return VersionKey(name, number)


def make_thread():
    """A, amended once; B; C begun from A's first version, then A was amended.

    A1 ── A2
      └── C1      B1
    """
    thread = add_version({}, key(A, 1))
    thread = add_version(thread, key(C, 1), [A])
    thread = add_version(thread, key(B, 1))
    return add_version(thread, key(A, 2))


def test_a_version_comes_of_the_one_before_it_and_of_what_it_takes_up():
    thread = add_version(make_thread(), key(B, 2), [A])

    assert thread[key(A, 1)] == frozenset()
    assert thread[key(C, 1)] == {key(A, 1)}
    assert thread[key(B, 2)] == {key(B, 1), key(A, 2)}
    assert list_ancestors(thread, key(B, 2)) == {key(B, 1), key(A, 2), key(A, 1)}
    assert find_latest(thread, B) == key(B, 2)


def test_numbers_may_have_gaps_where_a_version_was_undone_but_never_go_back():
    thread = add_version(make_thread(), key(A, 5))

    assert thread[key(A, 5)] == {key(A, 2)}
    with pytest.raises(ValueError, match="comes after"):
        add_version(thread, key(A, 5))


def test_none_is_merged_into_itself_nor_into_what_comes_from_it():
    thread = make_thread()

    def list_problems(source, target):
        return list_merge_problems(thread, [make_node(source)], make_node(target))

    assert is_descendant(thread, C, of=A)
    assert not is_descendant(thread, A, of=C)
    assert list_problems(A, C) == {A: MergeProblem.DESCENDANT}
    assert list_problems(A, A) == {A: MergeProblem.ITSELF}
    assert list_problems(C, A) == {}
    assert list_problems(A, B) == {}


def test_what_went_through_others_is_a_descendant_too():
    thread = add_version(make_thread(), key(B, 2), [C])
    thread = add_version(thread, key(D, 1), [B])

    assert is_descendant(thread, D, of=A)
    problems = list_merge_problems(thread, [make_node(A)], make_node(D))
    assert problems == {A: MergeProblem.DESCENDANT}


def test_what_ended_or_is_of_another_kind_is_not_merged():
    thread = make_thread()
    merged = make_node(A, state=RecommendationState.MERGED)

    assert list_merge_problems(thread, [merged], make_node(B)) == {A: MergeProblem.ENDED}
    assert list_merge_problems(thread, [make_node(B)], merged) == {A: MergeProblem.ENDED}
    problems = list_merge_problems(thread, [make_node(B)], make_node(A, LANDMARK))
    assert problems == {B: MergeProblem.ANOTHER_KIND}


@dataclass
class Play:
    """A group that begins, amends and merges as chance has it, by the rules of the thread."""

    thread: dict = field(default_factory=dict)
    nodes: dict = field(default_factory=dict)
    went_into: dict = field(default_factory=dict)

    def begin(self, from_: list[int]) -> None:
        name = UUID(int=len(self.nodes) + 1)
        taken_up = {self.pick(number) for number in from_} - {None}
        self.thread = add_version(self.thread, key(name, 1), taken_up)
        self.nodes[name] = make_node(name)

    def amend(self, number: int) -> None:
        name = self.pick(number)
        if name and self.nodes[name].state is RecommendationState.OPEN:
            self.add(name, [])

    def merge(self, number: int, other: int) -> None:
        source, target = self.pick(number), self.pick(other)
        if source is None or target is None:
            return
        nodes = self.nodes[source], self.nodes[target]
        if list_merge_problems(self.thread, nodes[:1], nodes[1]):
            return
        self.add(target, [source])
        self.nodes[source] = replace(nodes[0], state=RecommendationState.MERGED)
        self.went_into[source] = target

    def add(self, name: UUID, taken_up: list[UUID]) -> None:
        number = find_latest(self.thread, name).number + 1
        self.thread = add_version(self.thread, key(name, number), taken_up)

    def pick(self, number: int) -> UUID | None:
        names = list(self.nodes)
        return names[number % len(names)] if names else None


NUMBERS = st.integers(0, 7)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("begin"), st.lists(NUMBERS, max_size=2)),
        st.tuples(st.just("amend"), NUMBERS),
        st.tuples(st.just("merge"), NUMBERS, NUMBERS),
    ),
    max_size=25,
)


@given(STEPS)
def test_under_any_sequence_no_version_is_lost_and_none_comes_of_itself(steps):
    play, seen = Play(), {}
    for name, *arguments in steps:
        getattr(play, name)(*arguments)
        assert seen.items() <= play.thread.items(), "a version or its origins changed"
        seen = dict(play.thread)
    for version in play.thread:
        assert version not in list_ancestors(play.thread, version)
        assert play.thread[version] <= play.thread.keys(), "an origin is not there"


@given(STEPS)
def test_under_any_sequence_all_that_was_merged_is_found_where_it_went_on(steps):
    play = Play()
    for name, *arguments in steps:
        getattr(play, name)(*arguments)
    for source in play.went_into:
        end, passed = source, []
        while end in play.went_into:
            assert end not in passed, "it went round"
            passed.append(end)
            end = play.went_into[end]
        assert play.nodes[end].state is RecommendationState.OPEN
        held = list_ancestors(play.thread, find_latest(play.thread, end))
        assert {each for each in play.thread if each.recommendation == source} <= held


@given(STEPS)
def test_two_that_go_on_can_always_be_merged_into_a_new_one(steps):
    """Two that each hold a part of the other cannot go into one another; a third one takes both."""
    play = Play()
    for name, *arguments in steps:
        getattr(play, name)(*arguments)
    live = [each for each, node in play.nodes.items() if node.state is RecommendationState.OPEN]
    new = UUID(int=99)
    thread = add_version(play.thread, key(new, 1), live)

    held = list_ancestors(thread, key(new, 1))
    assert {find_latest(play.thread, each) for each in live} <= held
    assert not any(is_descendant(thread, each, of=new) for each in live)
