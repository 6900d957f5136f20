"""What closed rounds show: counts worked out by hand, and what nobody can work out from them."""

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vecu.deliberation.group_vocabulary import GroupCollege, HypothesisStance
from vecu.deliberation.groups.round_results import (
    SealedPosition,
    count_first_round,
    count_second_round,
)

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


@pytest.mark.parametrize(
    ("named", "names"),
    [
        (set(), set()),
        ({0, 1, 2}, {"0", "1", "2"}),  # three of six are without a name
        ({0, 1, 2, 3}, set()),  # of the two others, each would know the other
        ({0, 1, 2, 3, 4}, set()),  # the sixth would have none to hide among
        ({0, 1, 2, 3, 4, 5}, {"0", "1", "2", "3", "4", "5"}),
    ],
)
def test_names_stand_only_where_three_have_none_or_nobody(named, names):
    result = count_first_round(seal([WORKERS] * 6, [AGREE] * 6, named))

    assert set(result.names) == names


def test_names_are_weighed_college_by_college():
    colleges = [*[WORKERS] * 3, *[MANAGERS] * 4]
    result = count_first_round(seal(colleges, [AGREE] * 7, named={0, 1, 3}))

    assert set(result.names) == {"3"}


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
    first, second = rounds
    assume(len(first) >= 5 and len(second) >= 5)
    viewer = first[0].member
    before = count_first_round(first)
    after = count_second_round(first, second, before)
    worlds = list_worlds(first, second, viewer)
    open_names = {viewer, *before.names, *after.names}
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


@given(two_rounds(), st.data())
def test_counts_depend_on_nothing_but_positions_and_never_change_with_order(rounds, data):
    first, second = rounds
    shuffled = data.draw(st.permutations(first))

    assert count_first_round(first) == count_first_round(shuffled)
    before = count_first_round(first)
    assert count_second_round(first, second, before) == count_second_round(shuffled, second, before)


def test_names_of_the_second_round_are_weighed_in_what_it_counts_together():
    """Three workers show theirs; of two representatives each would know the other."""
    first = seal([*[WORKERS] * 3, *[UNIONS] * 4], [AGREE] * 7)
    second = seal([*[WORKERS] * 3, *[UNIONS] * 2], [AGREE] * 5, named={0, 1, 2})
    result = count_second_round(first, second, count_first_round(first))

    assert result.cells == []
    assert result.names == {}
