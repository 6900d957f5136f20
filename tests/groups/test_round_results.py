"""What closed rounds show: counts worked out by hand, and what nobody can work out from them."""

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vecu.groups.round_results import (
    SealedPosition,
    count_first_round,
    count_second_round,
)
from vecu.groups.vocabulary import GroupCollege, HypothesisStance

AGREE, DISAGREE, UNSURE, NONE = HypothesisStance
PEOPLE, WORKERS, MANAGERS, UNIONS, ELECTED, RESEARCHERS = GroupCollege
FOURTEEN = [*[PEOPLE] * 3, *[WORKERS] * 5, *[MANAGERS] * 3, *[UNIONS] * 2, RESEARCHERS]
"""Three accompanied people, five social workers, three managers, two representatives and one
researcher: the last two colleges are three together."""


def seal(colleges, stances, named=()):
    """Positions of members 0, 1, 2, … in these colleges; those in `named` show theirs."""
    return [
        SealedPosition(str(number), college, stance, number in named)
        for number, (college, stance) in enumerate(zip(colleges, stances, strict=True))
    ]


def numbers(counts):
    """The counts in the order: agree, disagree, unsure, no position."""
    return [counts[each] for each in HypothesisStance]


def sizes(result):
    """How many people each cell of a result counts, by its colleges."""
    return {each.colleges: sum(each.counts.values()) for each in result.cells}


BEFORE = [*[AGREE] * 3, *[AGREE, AGREE, DISAGREE, UNSURE, UNSURE], *[DISAGREE] * 3, *[UNSURE] * 3]
AFTER = [*[DISAGREE] * 3, *[AGREE] * 5, *[DISAGREE, DISAGREE, AGREE], *[AGREE, UNSURE, NONE]]
# Who moved: the three accompanied people, the last three social workers, the third manager, the
# first representative and the researcher: nine. Now 3 + 1 + 1 of these agree… see the test.


def test_the_first_round_counts_the_group_and_each_college_of_three():
    result = count_first_round(seal(FOURTEEN, BEFORE))

    assert result.people == 14
    # 3 people and 2 workers agree; 1 worker and 3 managers disagree; 2 workers and 3 others unsure.
    assert numbers(result.counts) == [5, 4, 5, 0]
    assert sizes(result) == {
        frozenset({PEOPLE}): 3,
        frozenset({WORKERS}): 5,
        frozenset({MANAGERS}): 3,
        frozenset({UNIONS, ELECTED, RESEARCHERS}): 3,
    }
    by_college = {each.colleges: numbers(each.counts) for each in result.cells}
    assert by_college[frozenset({WORKERS})] == [2, 1, 2, 0]


def test_nine_of_fourteen_moved():
    first, second = seal(FOURTEEN, BEFORE), seal(FOURTEEN, AFTER)
    result = count_second_round(first, second, count_first_round(first))

    # 5 workers, 1 manager, 1 representative agree; 3 people and 2 managers disagree.
    assert numbers(result.counts) == [7, 5, 1, 1]
    assert (result.movement.people, result.movement.moved) == (14, 9)
    # Now: workers 3, manager 1, representative 1 agree; people 3 disagree; researcher passes.
    assert numbers(result.movement.now) == [5, 3, 0, 1]


@pytest.mark.parametrize(
    ("colleges", "cells"),
    [
        # Two managers are too few, and so would be all the rest without the smaller college.
        ([*[WORKERS] * 4, *[UNIONS] * 3, *[MANAGERS] * 2], {4: {WORKERS}, 5: {UNIONS, MANAGERS}}),
        # Only one college of three, and two others: nothing but the whole.
        ([*[WORKERS] * 4, *[MANAGERS] * 2], {}),
        # Everybody in one college: the whole is the college.
        ([WORKERS] * 6, {}),
        # Two and two and two: no college of three.
        ([*[WORKERS] * 2, *[UNIONS] * 2, *[MANAGERS] * 2], {}),
        ([*[WORKERS] * 3, *[UNIONS] * 3], {3: None}),
    ],
)
def test_a_college_is_counted_only_where_it_and_the_rest_have_three(colleges, cells):
    result = count_first_round(seal(colleges, [AGREE] * len(colleges)))

    if cells == {3: None}:
        assert list(sizes(result).values()) == [3, 3]
        return
    assert {
        size: wanted & college for college, size in sizes(result).items() if (wanted := cells[size])
    } == cells
    assert len(result.cells) == len(cells)


def test_fewer_than_five_show_nothing_but_how_many_they_are():
    first = seal([WORKERS] * 4, [AGREE] * 4)
    result = count_first_round(first)

    assert (result.people, result.counts, result.cells, result.names) == (4, None, (), {})


def test_what_four_answered_first_stays_theirs_in_the_second_round():
    first = seal([WORKERS] * 4, [AGREE] * 4)
    second = seal([WORKERS] * 6, [AGREE] * 6)
    result = count_second_round(first, second, count_first_round(first))

    assert numbers(result.counts) == [6, 0, 0, 0]
    assert result.movement is None


@pytest.mark.parametrize(("gone", "is_counted"), [(0, True), (1, False), (3, False)])
def test_who_moved_is_counted_only_if_the_same_people_answered(gone, is_counted):
    """Of 14 who agreed, one leaves; "nobody moved" and 13 would tell what the one had answered."""
    first = seal([WORKERS] * 14, BEFORE)
    result = count_second_round(
        first, seal([WORKERS] * 14, BEFORE)[gone:], count_first_round(first)
    )

    assert (result.movement is not None) == is_counted
    assert result.people == 14 - gone


def test_the_second_round_counts_no_college_that_the_first_counted_with_others():
    """One more manager makes three of them, whom the first round counted with unions."""
    first = seal([*[WORKERS] * 4, *[UNIONS] * 3, *[MANAGERS] * 2], [AGREE] * 9)
    second = seal([*[WORKERS] * 4, *[UNIONS] * 3, *[MANAGERS] * 3], [AGREE] * 10)
    result = count_second_round(first, second, count_first_round(first))

    assert sorted(sizes(result).values()) == [4, 6]


def list_names(colleges, first, second, *, before=(), after=None):
    """Whose name stands, where these let theirs be read before, and these after."""
    one = seal(colleges, first, before)
    two = seal(colleges, second, before if after is None else after)
    return {int(each) for each in count_second_round(one, two, count_first_round(one)).names}


MIXED = [AGREE, AGREE, AGREE, AGREE, DISAGREE, UNSURE, UNSURE, DISAGREE]
"""Of the last five, one agrees, two disagree and two are unsure; of the last four, two and two."""


@pytest.mark.parametrize(
    ("first", "second", "named", "names"),
    [
        (MIXED, MIXED, {}, set()),
        (MIXED, MIXED, {0, 1, 2}, {0, 1, 2}),
        (MIXED, MIXED, {0, 1, 2, 3}, {0, 1, 2, 3}),  # either who disagrees is left with two unsure
        (MIXED, MIXED, {0, 1, 2, 3, 4}, set()),  # who disagrees would know the two unsure ones
        (MIXED, MIXED, {0, 1, 2, 3, 4, 5}, set()),  # two: each would know the other
        (MIXED, MIXED, {0, 1, 2, 3, 4, 5, 6}, set()),  # the eighth has none to hide among
        (MIXED, MIXED, {*range(8)}, {*range(8)}),
        # The last four agree in one of the rounds: the totals less the names would say so.
        (MIXED, [AGREE] * 8, {0, 1, 2, 3}, set()),
        ([AGREE] * 8, MIXED, {0, 1, 2, 3}, set()),
        ([AGREE] * 8, [AGREE] * 8, {*range(8)}, {*range(8)}),
    ],
)
def test_names_stand_only_where_the_others_hold_several_positions(first, second, named, names):
    assert list_names([WORKERS] * 8, first, second, before=named) == names


def test_a_name_stands_beside_both_positions_or_none():
    """Where nobody moved, a name in the first round alone would tell a position of the second."""
    colleges, after = [WORKERS] * 8, [DISAGREE, *MIXED[1:]]
    first, second = seal(colleges, MIXED, {0, 1}), seal(colleges, after, {0, 2})
    before = count_first_round(first)
    result = count_second_round(first, second, before)

    assert before.names == {}
    assert result.names == {"0": (AGREE, DISAGREE)}
    assert result.movement.moved == 1


def test_names_are_weighed_college_by_college():
    """Of four managers three hold three positions; of three workers, two the same."""
    colleges = [*[WORKERS] * 3, *[MANAGERS] * 4]
    stances = [DISAGREE, DISAGREE, AGREE, AGREE, AGREE, DISAGREE, UNSURE]

    assert list_names(colleges, stances, stances, before={0, 3}) == {3}


@pytest.mark.parametrize("gone", [1, 3])
def test_where_others_answered_in_one_round_only_no_name_stands(gone):
    first = seal([WORKERS] * 8, MIXED, {0, 1, 2})
    for one, two in ((first, first[:-gone]), (first[:-gone], first)):
        assert count_second_round(one, two, count_first_round(one)).names == {}


# What whoever reads both totals, the names, and how many moved can work out. Members of a college
# are alike to them, so of all joint answers those are played that differ by more than who is who:
# how many of those without a name went from which position to which. Positions are alike as well:
# the first totals come in falling order. Who shows a name may have answered anything, as it is
# subtracted: here they agree, twice.


def list_moves(people):
    """Every way in which people go from a position to a position, the most frequent one first."""
    for sizes in product(range(people, -1, -1), repeat=4):
        if sum(sizes) == people and list(sizes) == sorted(sizes, reverse=True):
            ends = [list(combinations_with_replacement(HypothesisStance, size)) for size in sizes]
            for after in product(*ends):
                pairs = zip(HypothesisStance, after, strict=True)
                yield [(before, now) for before, them in pairs for now in them]


def count_moves(moves, named):
    """What both rounds show, where so many let their name be shown in both, the others in one."""
    answers, people = [*moves, *[(AGREE, AGREE)] * named], len(moves) + named
    willing = [{*range(turn, len(moves), 2), *range(len(moves), people)} for turn in range(2)]
    stances = [[each[number] for each in answers] for number in range(2)]
    one, two = map(seal, [[WORKERS] * people] * 2, stances, willing)
    before = count_first_round(one)
    return before, count_second_round(one, two, before)


@pytest.mark.parametrize("people", [5, 6, 7, 8])
def test_no_answer_of_who_shows_no_name_can_be_worked_out_whatever_all_answer(people):
    """The reader may be one of them, and subtracts their own positions too.

    Where no name stands, a page reads as if nobody had wanted it: totals by themselves say who is
    of one mind, and nothing is subtracted from them.
    """
    possible = defaultdict(set)
    for named in range(1, people):
        for moves in list_moves(people - named):
            before, after = count_moves(moves, named)
            assert (len(before.names), len(after.names)) in {(0, 0), (0, named)}
            if after.names:
                first, moved = Counter(each[0] for each in moves), after.movement
                view = (named, *(first[each] for each in HypothesisStance),
                        *numbers(after.counts), moved.moved, *numbers(moved.now))  # fmt: skip
                for reader in (None, *set(moves)):
                    others = Counter(moves) - Counter([reader] if reader else [])
                    possible[view, reader] |= others.keys()
    assert min(people - view[0] for view, _reader in possible) == 3  # three of three positions
    for case, answers in possible.items():
        for number in range(2):
            assert len({each[number] for each in answers}) > 1, case


# What an attentive member can work out, by trying all answers that others may have given.

SMALL = [WORKERS, UNIONS]
TWO = [AGREE, DISAGREE]


@st.composite
def two_rounds(draw):
    """Two rounds of at most seven people in two colleges, some of them in one round only."""
    people = draw(st.integers(5, 7))
    colleges = draw(st.lists(st.sampled_from(SMALL), min_size=people, max_size=people))
    rounds = []
    for _number in range(2):
        stances = draw(st.lists(st.sampled_from(TWO), min_size=people, max_size=people))
        flags = st.lists(st.booleans(), min_size=people, max_size=people)
        named, absent = draw(flags), draw(st.sets(st.integers(0, people - 1), max_size=2))
        every = seal(colleges, stances, {number for number, flag in enumerate(named) if flag})
        rounds.append([each for each in every if int(each.member) not in absent])
    return rounds


def restate(positions, stances):
    """The same people with other positions."""
    return [
        SealedPosition(each.member, each.college, stance, each.named)
        for each, stance in zip(positions, stances, strict=True)
    ]


def forget_wishes(rounds):
    """The same answers, where only those want their name to stand whose name does.

    Nobody reads who else wanted it: what is shown must be safe to show of these.
    """
    first, second = rounds
    shown = count_second_round(first, second, count_first_round(first)).names
    return [[replace(each, named=each.member in shown) for each in one] for one in rounds]


def list_worlds(first, second, viewer):
    """Every pair of rounds that shows the viewer, who knows their own, exactly what was shown."""
    before = count_first_round(first)
    after = count_second_round(first, second, before)
    own = [{each.member: each.stance for each in one}.get(viewer) for one in (first, second)]
    worlds = []
    for guessed in product(TWO, repeat=len(first)):
        one = restate(first, guessed)
        if own[0] not in {None, *(each.stance for each in one if each.member == viewer)}:
            continue
        if count_first_round(one) != before:
            continue
        for later in product(TWO, repeat=len(second)):
            two = restate(second, later)
            if own[1] not in {None, *(each.stance for each in two if each.member == viewer)}:
                continue
            if count_second_round(one, two, before) == after:
                worlds.append((one, two))
    return worlds


def is_unanimous(people):
    return len({each.stance for each in people}) <= 1


@given(two_rounds())
def test_no_position_can_be_worked_out_but_of_those_who_all_hold_the_same(rounds):
    """The attacker is a member who sees all and knows their own positions in both rounds.

    Where others without a name are of one mind in what is counted together, they know it: that is
    what a total says, and no difference between two of them.
    """
    assume(min(map(len, rounds)) >= 5)
    first, second = forget_wishes(rounds)
    viewer = first[0].member
    before = count_first_round(first)
    after = count_second_round(first, second, before)
    worlds = list_worlds(first, second, viewer)
    open_names = {viewer, *after.names}
    for index, (positions, result) in enumerate(((first, before), (second, after))):
        for each in positions:
            if each.member in open_names:
                continue
            found = {
                one.stance for world in worlds for one in world[index] if one.member == each.member
            }
            if len(found) > 1:
                continue
            cells = [cell.colleges for cell in result.cells] or [frozenset(GroupCollege)]
            cell = next(one for one in cells if each.college in one)
            others = [
                one for one in positions if one.college in cell and one.member not in open_names
            ]
            assert is_unanimous(others), (each, rounds)
            assert len(others) >= 2
            named = {one.member for one in positions if one.college in cell} & after.names.keys()
            assert not named, "no name stands beside those who are of one mind"


@given(two_rounds(), st.data())
def test_counts_depend_on_nothing_but_positions_and_never_change_with_order(rounds, data):
    first, second = rounds
    shuffled = data.draw(st.permutations(first))

    assert count_first_round(first) == count_first_round(shuffled)
    before = count_first_round(first)
    assert count_second_round(first, second, before) == count_second_round(shuffled, second, before)
