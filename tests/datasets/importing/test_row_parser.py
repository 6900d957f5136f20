"""Rows become answers: meanings of cells, problems, omissions."""

import csv
import io
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets.conftest import TODAY
from vecu.datasets.importing.mapping import ColumnMapping, MappedColumn
from vecu.datasets.importing.row_parser import ParsedRow, RowParser
from vecu.datasets.importing.suggest_mapping import suggest_column_mapping
from vecu.questionnaires import Questionnaire, Values, convert_workbook, read_xform
from vecu.tables import Settings, read_table

FORM = b"""
| survey | | | | | |
| | type | name | label | constraint | relevant |
| | integer | hours | Hours | . < 168 | |
| | decimal | share | Share | | |
| | date | since | Since | | |
| | select_one yn | used | Used | | |
| | text | why | Why | | ${used} = 'no' |
| | select_multiple tools | tools | Tools | | |
| choices | | | |
| | list_name | name | label |
| | yn | yes | Yes, I did |
| | yn | no | No |
| | tools | pen | A pen |
| | tools | ai | AI; of any kind |
"""


def form() -> Questionnaire:
    return read_xform(convert_workbook(FORM, "form.md").xform)


def read(
    text: str, questionnaire: Questionnaire, mapping: ColumnMapping | None = None
) -> list[ParsedRow]:
    table = read_table(text.encode(), Settings(delimiter=";"))
    used = mapping or suggest_column_mapping(table, questionnaire).mapping
    return list(RowParser(used, questionnaire, TODAY, wording="fr").iter_rows(table))


def values(text: str) -> Values:
    (reading,) = read(text, form())
    assert not reading.problems
    return reading.values


def test_numbers_and_dates_may_be_written_as_people_do() -> None:
    assert values("hours;share;since\n12.0;7,5;24/11/2025\n") == {
        "hours": "12",
        "share": "7.5",
        "since": "2025-11-24",
    }


def test_a_choice_is_known_by_name_or_label_whatever_the_case() -> None:
    assert values("used\nyes\n") == values("used\n YES, i did\n") == {"used": "yes"}


def test_several_choices_stand_in_one_cell_or_in_columns_of_their_own() -> None:
    assert values("tools;hours\nai pen;1\n")["tools"] == "pen ai"
    assert (
        values(
            "tools;hours\nAI; of any kind;1\n".replace("AI; of", '"AI; of').replace(
                "kind;", 'kind";'
            )
        )["tools"]
        == "ai"
    )
    assert values("tools_pen;tools_ai\nx;x\n") == {"tools": "pen ai"}
    assert values("tools_pen;tools_ai;hours\nnein;OUI;1\n") == {"tools": "ai", "hours": "1"}


def test_a_value_on_no_list_is_reported_with_what_to_do_and_counted() -> None:
    (reading,) = read("used;hours\nperhaps;1\n", form())
    (problem,) = reading.problems
    assert (problem.row, problem.line, problem.rule) == (1, 2, "choice")
    assert "“used”: “perhaps” is not a choice" in problem.message
    assert reading.unknown == (("used", "perhaps"),)


def test_a_value_defined_in_the_mapping_is_no_longer_unknown() -> None:
    said = {"perhaps": "no", "-9": ""}
    mapping = ColumnMapping(
        (MappedColumn("used", "used", values=said), MappedColumn("hours", "hours"))
    )
    first, second = read("used;hours\nperhaps;1\n-9;2\n", form(), mapping)
    assert (first.values, second.values) == ({"used": "no", "hours": "1"}, {"hours": "2"})


def test_rules_of_the_questionnaire_are_applied_and_each_row_is_reported_by_number() -> None:
    readings = read("hours;since\n1;2025-01-01\n999;2025-01-01\nx;2025-13-01\n", form())
    assert [[p.rule for p in reading.problems] for reading in readings] == [
        [],
        ["constraint"],
        ["type", "type"],
    ]
    assert readings[1].problems[0].found == "999"


def test_an_answer_that_is_not_relevant_is_left_out_and_reported() -> None:
    (reading,) = read("used;why\nyes;because\n", form())
    assert reading.values == {"used": "yes"}
    assert reading.not_asked == ("why",)


def test_a_required_answer_may_be_missing_unless_strict(testimonies: Questionnaire) -> None:
    table = read_table(b"goal;limit\nfaster;none\n")
    lenient = RowParser(suggest_column_mapping(table, testimonies).mapping, testimonies, TODAY)
    assert not next(lenient.iter_rows(table)).problems
    strict = replace(lenient, strict=True)
    assert [p.rule for p in next(strict.iter_rows(table)).problems] == ["required"]


def test_stories_stand_in_columns_by_position(testimonies: Questionnaire) -> None:
    (reading,) = read("task_1;keep_1;task_2;keep_2\nmails;Oui;plans;no\n", testimonies)
    assert reading.values == {
        "story": [{"task": "mails", "keep": "yes"}, {"task": "plans", "keep": "no"}]
    }


def test_a_story_without_any_answer_leaves_no_gap(testimonies: Questionnaire) -> None:
    (reading,) = read("task_1;task_2;sector\n;plans;health\n", testimonies)
    assert reading.values == {"story": [{"task": "plans"}], "work": {"sector": "health"}}


def test_a_row_of_missing_values_answers_nothing() -> None:
    mapping = ColumnMapping((MappedColumn("hours", "hours", values={"-9": ""}),))
    (reading,) = read("hours;other\n-9;words\n", form(), mapping)
    assert [problem.rule for problem in reading.problems] == ["empty"]


def test_a_key_that_comes_twice_and_an_empty_row_are_reported(testimonies: Questionnaire) -> None:
    mapping = ColumnMapping((MappedColumn("id"), MappedColumn("task", "story[1]/task")), "id")
    readings = read("id;task\n7;a\n7;b\n9;\n8;c\n", testimonies, mapping)
    assert [[p.rule for p in reading.problems] for reading in readings] == [
        [],
        ["key"],
        ["empty"],
        [],
    ]
    assert "already on row 1" in readings[1].problems[0].message


def test_rows_of_empty_cells_are_passed_over_and_the_others_keep_their_numbers(
    testimonies: Questionnaire,
) -> None:
    mapping = ColumnMapping((MappedColumn("task", "story[1]/task"),))
    readings = read("task;sector;size\n;;\nmails;;\n; ;\n;\n;;;\nplans;;\n", testimonies, mapping)
    assert [(reading.row.number, reading.problems) for reading in readings] == [(2, ()), (6, ())]


def test_hostile_text_costs_its_row_only(testimonies: Questionnaire) -> None:
    text = "task\nnul \0 here\nbidi \u202e here\n" + "x" * 30_000 + "\nplain\n"
    readings = read(text, testimonies)
    assert [[p.rule for p in reading.problems] for reading in readings] == [
        ["type"],
        ["type"],
        ["length"],
        [],
    ]


CELLS = st.text(max_size=12) | st.sampled_from(["yes", "x", "1", "-9", "2025-01-01", "pen ai", ""])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[CELLS.filter(lambda t: "\r" not in t)] * 6), min_size=1, max_size=8))
def test_any_cells_give_each_row_exactly_one_outcome(rows: list[tuple[str, ...]]) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(["hours", "share", "since", "used", "tools", "why"])
    writer.writerows(rows)
    content = written.getvalue().encode("utf-8", "replace")
    table = read_table(content, Settings(delimiter=";", encoding="utf-8"))
    reader = RowParser(suggest_column_mapping(table, FORM_ONCE).mapping, FORM_ONCE, TODAY)
    readings = list(reader.iter_rows(table))
    assert len(readings) == sum(any(cell.strip() for cell in row) for row in rows)
    assert all(problem.message for reading in readings for problem in reading.problems)


FORM_ONCE = form()
