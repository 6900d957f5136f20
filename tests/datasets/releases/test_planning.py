"""What a new extract may show beside an earlier one."""

import numpy as np
import pytest

from vecu.datasets.releases.extract_counts import (
    NO,
    YES,
    Category,
    CountedVariable,
    ExtractCounts,
    Item,
    ItemKind,
)
from vecu.datasets.releases.planning import PublishedTable, find_falling

PETS = "/data/pets"
YES_NO = (Category(YES, {}), Category(NO, {}))


def count_choices(choices: dict[str, int], people: int, *, single: bool) -> ExtractCounts:
    """Count a question whose choices divide people, or several of which can be chosen."""
    if single:
        categories = tuple(Category(name, {}) for name in choices)
        variables = {PETS: CountedVariable(PETS, {}, categories)}
        tables = {(PETS,): np.array(list(choices.values()))}
    else:
        names = {f"{PETS}={name}": count for name, count in choices.items()}
        variables = {name: CountedVariable(name, {}, YES_NO) for name in names}
        tables = {(name,): np.array([count, people - count]) for name, count in names.items()}
    item = Item(PETS, ItemKind.QUESTION, {}, tuple(variables), single=single)
    tables[()] = np.array(people)
    return ExtractCounts(people, {PETS: item}, variables, (), tables)


def publish_all(counts: ExtractCounts) -> list[PublishedTable]:
    """Publish what is not under the threshold."""
    tables = [counts.get_table(key) for key in counts.tables]
    return [PublishedTable(table, table.counts < 11) for table in tables]


@pytest.mark.parametrize("single", [True, False])
def test_a_choice_does_not_vanish_when_all_who_were_offered_it_have_withdrawn(single):
    """It was on the list of one version. Its row would go, and say that they did."""
    before = count_choices({"cat": 40, "dog": 30, "newt": 0}, 70, single=single)
    after = count_choices({"cat": 50, "dog": 40}, 90, single=single)

    assert find_falling(before, publish_all(before), after)


@pytest.mark.parametrize("single", [True, False])
def test_a_new_choice_stands_in_no_way(single):
    before = count_choices({"cat": 40, "dog": 30}, 70, single=single)
    after = count_choices({"newt": 2, "cat": 50, "dog": 38}, 90, single=single)

    assert find_falling(before, publish_all(before), after) == []


def count_code(sayers: int, people: int) -> ExtractCounts:
    """Count who speaks of a code."""
    code = CountedVariable("code:1", {}, YES_NO)
    item = Item("codes:1", ItemKind.CODES, {}, (code.name,))
    tables = {(): np.array(people), (code.name,): np.array([sayers, people - sayers])}
    return ExtractCounts(people, {item.key: item}, {code.name: code}, (), tables)


def test_texts_that_are_coded_since_stand_in_no_way():
    """35 people do not speak of the code any more, but 11: all texts are coded by now."""
    before = count_code(25, 60)

    assert find_falling(before, publish_all(before), count_code(60, 71)) == []


def test_fewer_people_who_speak_of_a_code_than_were_public_stand_in_the_way():
    before = count_code(25, 60)

    assert find_falling(before, publish_all(before), count_code(20, 71)) == [("code:1",)]
