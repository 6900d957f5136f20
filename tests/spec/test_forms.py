"""Whole forms, filled: what ODK's own web engine gives for the same answers.

Each expected value was recorded from @getodk/xforms-engine 0.22, to which the XForm of the same
workbook and the same answers were given; a calculation that has no number is blank for it too.
"""

from typing import Any

import pytest

from tests.questionnaires.factories import TODAY, form
from vecu.questionnaires import normalize_answers

YES_NO = "| choices |\n| | list_name | name | label |\n| | yn | y | Yes |\n| | yn | n | No |\n"
TOWNS = (
    "| choices |\n| | list_name | name | label | reg |\n| | town | metz | Metz | e |\n"
    "| | town | lyon | Lyon | s |\n| | town | nancy | Nancy | e |\n| | reg | e | East | |\n"
    "| | reg | s | South | |\n"
)


def settled(rows: list[str], values: Any, choices: str = "") -> Any:
    head = "| survey |\n| | type | name | label | calculation | relevant | choice_filter |\n"
    asked = form(head + "".join(f"| | {row} |\n" for row in rows) + choices)
    return normalize_answers(asked, values, today=TODAY)


STORIES = [
    "begin_repeat | story | S | | |", "text | task | T | | |", "select_one yn | paid | P | | |",
    "integer | minutes | M | | ${paid} = 'y' |", "end_repeat | | | | |",
]  # fmt: skip
TOLD = {
    "story": [
        {"task": "a", "paid": "y", "minutes": "10"},
        {"task": "b", "paid": "n"},
        {"task": "c", "paid": "y", "minutes": "5"},
    ]
}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("sum(${minutes})", ""),  # the second is not asked, so blank, so no number
        ("sum(${minutes}[. != ''])", "15"),
        ("count(${minutes})", "3"),
        ("count-non-empty(${minutes})", "2"),
        ("max(${minutes})", ""),
        ("join(',', ${minutes})", "10,,5"),
        ("concat(${minutes})", "105"),
        ("count(${story})", "3"),
        ("sum(${story}[paid = 'y']/minutes)", "15"),
        ("${minutes}", "10"),  # a set of nodes is read by its first
        ("count(/data/story[minutes > 3])", "2"),
        ("checklist(2, 2, ${minutes})", "true"),
        ("indexed-repeat(${minutes}, ${story}, 2)", ""),
        ("indexed-repeat(${task}, ${story}, 2)", "b"),
        ("position(/data/story[3])", "3"),
    ],
)
def test_a_question_that_is_not_relevant_in_one_story_is_blank_there(formula, expected):
    kept = settled([*STORIES, f"calculate | c | | {formula} | |"], TOLD, YES_NO)
    assert kept.get("c", "") == expected


def test_a_group_that_is_not_relevant_is_blank_for_all_others():
    rows = [
        "select_one yn | show | S | | |", "begin_group | g | G | | ${show} = 'y' |",
        "integer | n | N | | |", "end_group | | | | |", "calculate | c | | ${n} | |",
        "calculate | d | | if(${n} = '', 'blank', 'full') | |",
        "calculate | e | | count(${n}) | |", "calculate | f | | coalesce(${n}, 'z') | |",
        "calculate | i | | boolean(${n}) | |", "calculate | j | | ${n} != 5 | |",
    ]  # fmt: skip
    hidden = settled(rows, {"show": "n", "g": {"n": "5"}}, YES_NO)
    assert hidden == {"show": "n", "d": "blank", "e": "1", "f": "z", "i": "true", "j": "true"}
    shown = settled(rows, {"show": "y", "g": {"n": "5"}}, YES_NO)
    assert shown == {
        "show": "y", "g": {"n": "5"}, "c": "5", "d": "full", "e": "1", "f": "5", "i": "true",
        "j": "false",
    }  # fmt: skip


def test_inside_a_repeat_a_name_is_that_of_the_instance_and_a_path_is_that_of_all():
    rows = [
        "begin_repeat | story | S | | |", "text | task | T | | |",
        "calculate | own | | join(',', ${task}) | |",
        "calculate | path | | join(',', /data/story/task) | |",
        "calculate | first | | /data/story/task | |",
        "calculate | all | | count(${story}) | |", "calculate | place | | position(..) | |",
        "end_repeat | | | | |",
    ]  # fmt: skip
    first, second = settled(rows, {"story": [{"task": "a"}, {"task": "b"}]})["story"]
    every = {"path": "a,b", "first": "a", "all": "2"}
    assert first == {"task": "a", "own": "a", "place": "1", **every}
    assert second == {"task": "b", "own": "b", "place": "2", **every}


def test_a_running_total_follows_from_the_story_before():
    rows = [
        "begin_repeat | r | R | | |", "integer | n | N | | |",
        "calculate | sum | | if(position(..) = 1, ${n}, ${n} + "
        "indexed-repeat(${sum}, ${r}, position(..) - 1)) | |",
        "end_repeat | | | | |",
    ]  # fmt: skip
    kept = settled(rows, {"r": [{"n": "1"}, {"n": "2"}, {"n": "3"}]})
    assert [story["sum"] for story in kept["r"]] == ["1", "3", "6"]


def test_repeats_inside_repeats_know_their_places_and_their_neighbours():
    before = "indexed-repeat(${pet}, ${child}, position(../..), ${owned}, position(..) - 1)"
    rows = [
        "begin_repeat | child | C | | |", "text | name | N | | |",
        "begin_repeat | owned | O | | |", "text | pet | P | | |",
        "calculate | of | | ${name} | |", "calculate | place | | position(../..) | |",
        "calculate | all | | count(../../owned) | |", f"calculate | before | | {before} | |",
        "calculate | prior | | ../../owned[position() = position(current()/..) - 1]/pet | |",
        "end_repeat | | | | |", "calculate | pets | | join(' ', ${pet}) | |",
        "end_repeat | | | | |", "calculate | total | | count(${owned}) | |",
    ]  # fmt: skip
    told = [{"name": "A", "owned": [{"pet": "cat"}, {"pet": "dog"}]},
            {"name": "B", "owned": [{"pet": "eel"}]}]  # fmt: skip
    kept = settled(rows, {"child": told})
    assert kept["total"] == "3"
    assert [child["pets"] for child in kept["child"]] == ["cat dog", "eel"]
    dog = kept["child"][0]["owned"][1]
    assert dog == {
        "pet": "dog",
        "of": "A",
        "place": "1",
        "all": "2",
        "before": "cat",
        "prior": "cat",
    }
    assert kept["child"][1]["owned"] == [{"pet": "eel", "of": "B", "place": "2", "all": "1"}]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("jr:choice-name(${town}, '${town}')", "Nancy"),
        ("jr:choice-name('nowhere', '${town}')", ""),
        ("instance('town')/root/item[name = ${town}]/label", "Nancy"),
        ("count(instance('town')/root/item[reg = ${reg}])", "2"),
        ("join(',', instance('town')/root/item[reg = current()/../reg]/name)", "metz,nancy"),
        ("instance('town')/root/item[position() = 2]/name", "lyon"),
        ("instance('town')/root/item[2]/name", "lyon"),
    ],
)
def test_a_list_is_looked_up(formula, expected):
    rows = [
        "select_one reg | reg | R | | |", "select_one town | town | T | | | reg = ${reg}",
        f"calculate | c | | {formula} | |",
    ]  # fmt: skip
    assert settled(rows, {"reg": "e", "town": "nancy"}, TOWNS).get("c", "") == expected


def test_several_choices_stand_in_the_order_of_their_list_for_whoever_counts_them():
    rows = [
        "select_multiple town | towns | T | | |", "calculate | all | | ${towns} | |",
        "calculate | second | | jr:choice-name(selected-at(${towns}, 1), '${towns}') | |",
    ]  # fmt: skip
    kept = settled(rows, {"towns": "lyon metz"}, TOWNS)
    assert kept == {"towns": "metz lyon", "all": "metz lyon", "second": "Lyon"}


def test_numbers_and_truth_are_stored_as_text():
    rows = [
        "integer | n | N | | |", "calculate | more | | ${n} > 3 | |",
        "calculate | if | | if(${more}, 'x', 'y') | |", "calculate | is | | ${more} = 'false' | |",
        "calculate | read | | boolean-from-string(${more}) | |",
        "calculate | tenth | | ${n} * 1.1 | |", "calculate | third | | round(${n} div 3, 2) | |",
        "calculate | none | | ${n} div 0 | |", "calculate | large | | 12345678901 * 10 | |",
    ]  # fmt: skip
    kept = settled(rows, {"n": "1"})
    assert kept == {
        "n": "1", "more": "false", "if": "x", "is": "true", "read": "false", "tenth": "1.1",
        "third": "0.33", "none": "Infinity", "large": "123456789010",
    }  # fmt: skip


def test_dates_are_texts_that_count():
    rows = [
        "date | d | D | | |", "calculate | next | | date(${d} + 1) | |",
        "calculate | shown | | format-date(${d}, '%d/%m/%Y') | |",
        "calculate | after | | ${d} > date('2020-01-01') | |",
        "calculate | same | | ${d} = '2020-02-29' | |",
        "calculate | days | | decimal-date-time(${d}) | |",
        "calculate | later | | date(decimal-date-time(${d}) + 30) | |",
        "calculate | year | | substr(${d}, 0, 4) | |",
    ]  # fmt: skip
    assert settled(rows, {"d": "2020-02-29"}) == {
        "d": "2020-02-29", "next": "2020-03-01", "shown": "29/02/2020", "after": "true",
        "same": "true", "days": "18321", "later": "2020-03-30", "year": "2020",
    }  # fmt: skip
