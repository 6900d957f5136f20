"""The machine as one more coder: who it is held against, on which texts, and how surely."""

from uuid import UUID

import pytest

from vecu.coding.analysis.consensus import TextRatings
from vecu.coding.analysis.machine_agreement import measure_machine_agreement
from vecu.coding.analysis.random_sample import random_prefix_length

CODE, ANA, BEA = (UUID(int=number) for number in (10, 1, 2))


def texts(*votes, open_=0):
    """Return texts on which Ana, or Ana and Bea, put the code or not; on `open_` they differ."""
    found = [
        judged(
            place,
            {ANA: vote} if isinstance(vote, bool) else dict(zip((ANA, BEA), vote, strict=False)),
        )
        for place, vote in enumerate(votes)
    ]
    return found + [judged(1000 + each, {ANA: True, BEA: False}) for each in range(open_)]


def judged(place, votes):
    put = {coder: {CODE} for coder, vote in votes.items() if vote}
    story = UUID(int=place + 100)
    return TextRatings(story, story, "", "/data/limit", frozenset(votes), put)


def says(judged_texts, *said):
    return {
        text.text: frozenset({CODE} if yes else ())
        for text, yes in zip(judged_texts, said, strict=False)
    }


def standing(judged_texts, said):
    (one,) = measure_machine_agreement(
        judged_texts, said, [CODE], lambda _code, _question: True, chance=1
    )
    return one


def test_its_alpha_with_the_team_is_that_of_two_coders():
    """By hand, of 10 texts: both yes on 4, both no on 4, one each way round.

    Of 20 values 10 are yes and 10 no: alpha = 1 − 19 · 2 / (10 · 10) = 0.62.
    """
    people = texts(*[True] * 5, *[False] * 5)
    one = standing(people, says(people, *[True] * 4, False, True, *[False] * 4))

    assert one.with_team.estimate == pytest.approx(0.62)
    assert one.with_each[ANA].estimate == pytest.approx(0.62)
    assert (one.used, one.carried, one.with_team.pairable) == (5, 5, 10)


def test_what_the_team_left_open_measures_nothing():
    people = texts(*[True] * 5, *[False] * 5, open_=3)
    one = standing(people, says(people, *[True] * 5, *[False] * 5, *[True] * 3))

    assert one.with_team.pairable == 10
    assert one.with_team.estimate == 1
    assert one.among_people.pairable == 3


def test_texts_that_it_did_not_judge_and_others_people_read_are_left_out():
    people = texts(*[True] * 5, *[False] * 5)
    one = standing(people, says(people[:6], *[True] * 5, False))

    assert one.with_team.pairable == 6


def test_people_among_themselves_stand_beside_it():
    """Ana and Bea say the same on all of 6 texts, the machine the opposite."""
    people = texts(*[(True, True)] * 3, *[(False, False)] * 3)
    one = standing(people, says(people, *[False] * 3, *[True] * 3))

    assert one.among_people.estimate == 1
    assert one.with_each[ANA].estimate < 0
    assert set(one.with_each) == {ANA, BEA}


def test_where_nobody_disagreed_it_surely_agrees_but_for_three_texts():
    """By hand, of 60 texts 20 carry the code: by chance 2 · 1/3 · 2/3 · 120/119 = 0.448179 of pairs
    differ, at most 3 of 60 surely: 1 − 0.05 / 0.448179 = 0.88844.
    """
    people = texts(*[True] * 20, *[False] * 40)
    one = standing(people, says(people, *[True] * 20, *[False] * 40))

    assert one.with_team.conf_low is None
    assert one.surely == pytest.approx(0.88844, abs=1e-5)


def test_where_all_say_no_nothing_is_sure():
    people = texts(*[False] * 10)
    one = standing(people, says(people, *[False] * 10))

    assert one.with_team.estimate is None
    assert one.surely is None


def test_without_texts_there_is_no_standing():
    assert measure_machine_agreement([], {}, [CODE], lambda _code, _question: True, chance=1) == []


@pytest.mark.parametrize(
    ("taken", "followed"),
    [
        ("", 0),
        ("......", 0),
        ("xxxxxx", 6),
        ("xxx...", 3),
        # One in ten may have been passed over; the last one that was taken ends the part.
        ("xxxxxxxxx.xx....", 12),
        # One taken far down does not make the order followed as far as that.
        ("xxxxxxxxxx.........x", 10),
        (".xxxx", 0),
    ],
)
def test_the_random_order_counts_as_far_as_it_was_followed(taken, followed):
    assert random_prefix_length([each == "x" for each in taken]) == followed
