"""The demonstration's learning group: who sits in it, its days, its languages, its positions."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from vecu.groups.hearing_hypotheses import list_hearing_hypotheses
from vecu.groups.rules import FEWEST_IN_COLLEGE
from vecu.groups.vocabulary import GroupCollege
from vecu.site.demo.days import PUBLISHED, find_first_month, get_day
from vecu.site.demo.learning_group import OWN, read_group, read_positions
from vecu.site.demo.recommendations import read_recommendations

EARLIEST = date(2026, 11, 28)
STILL_TO_COME = {"done_by"}
"""When what was accepted is to be done."""


def list_members() -> list[str]:
    return [name for names in read_group()["members"].values() for name in names]


def iter_texts(value) -> Iterator[dict[str, str]]:
    """Yield what is written by language."""
    if isinstance(value, dict):
        if {"fr", "en"} & value.keys():
            yield value
        else:
            for each in value.values():
                yield from iter_texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from iter_texts(each)


def iter_days(value, name: str = "") -> Iterator[tuple[str, list[int]]]:
    """Yield the days of a file with their names; a place in the log is none."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key != "log":
                yield from iter_days(each, key)
    elif isinstance(value, list):
        if len(value) == 2 and all(isinstance(each, int) for each in value):
            yield name, value
        else:
            for each in value:
                yield from iter_days(each, name)


def test_fourteen_people_of_six_colleges_three_of_which_are_counted_alone():
    members = read_group()["members"]

    assert set(members) == set(GroupCollege)
    assert len(set(list_members())) == 14
    large = [each for each in members.values() if len(each) >= FEWEST_IN_COLLEGE]
    assert sorted(map(len, large)) == [3, 3, 5]
    assert read_group()["visitor"] in list_members()


def test_the_mandate_leaves_one_thing_unsaid_and_the_notes_say_so():
    data = read_group()

    assert "replacement" not in data["mandate"]
    assert "la feuille de mandat reste vide" in data["steps"][0]["notes"]["fr"]


def test_everybody_takes_a_position_on_all_hypotheses_in_both_rounds():
    positions = read_positions()["positions"]

    assert set(positions) == {each.origin for each in list_hearing_hypotheses()} | {OWN}
    for rounds in positions.values():
        assert len(rounds) == 2
        for each in rounds:
            took = [name for names in each["stances"].values() for name in names]
            assert sorted(took) == sorted(list_members())
            assert set(each["words"]) <= set(took)


def test_what_the_group_writes_stands_in_both_languages_and_its_members_keep_to_one():
    data, recommended = read_group(), read_recommendations()
    everything = [recommended["recommendation"], *recommended["others"]]
    by_members = [each for one in everything for each in iter_texts(one.pop("positions"))]

    assert all(set(each) == {"fr", "en"} for each in iter_texts([data, recommended]))
    assert all(len(each) == 1 for each in by_members)
    assert {language for each in by_members for language in each} == {"fr", "en"}


@pytest.mark.parametrize("today", [EARLIEST + timedelta(days=each) for each in range(0, 400, 5)])
def test_all_has_happened_but_one_step_and_what_was_promised(today):
    first = find_first_month(today)
    days = [*iter_days(read_group()), *iter_days(read_recommendations())]
    steps = [get_day(first, each["day"]) for each in read_group()["steps"]]

    to_come = [(name, day) for name, day in days if get_day(first, day) > today]
    assert len(to_come) == 2
    assert {name for name, _day in to_come} == STILL_TO_COME | {"day"}
    assert steps == sorted(steps)
    assert steps[-2] <= today < steps[-1]


def test_the_inquiry_is_published_before_the_group_writes_and_read_again_after_the_answer():
    data = read_recommendations()
    one, drafts = data["recommendation"], data["drafts"].values()
    days = [
        list(PUBLISHED),
        one["day"],
        one["opened"],
        one["published"],
        one["address"]["day"],
        one["answer"]["day"],
        one["follow_up"]["day"],
        one["amended"]["day"],
    ]

    assert days == sorted(days)
    assert all(list(PUBLISHED) < each["day"] < one["day"] for each in drafts)
    assert data["card"]["observed_day"] > one["follow_up"]["day"]
