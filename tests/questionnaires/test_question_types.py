# ruff: noqa: E501 - the rows of a table are not broken
"""Hours, places, orders, ranges, files: what people write, what the XForm holds, what is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.questionnaires.factories import TODAY, form
from vecu.questionnaires import (
    Question,
    QuestionType,
    WorkbookRefused,
    build_pages,
    lint_workbook,
    parse_input,
    validate_answers,
)
from vecu.questionnaires.model import RangeSpec


def read(kind: QuestionType, text: str) -> str:
    return parse_input(Question("/data/a", kind), text, "fr")


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("14:30", "14:30:00"),
        ("9h30", "09:30:00"),
        ("9 h 30", "09:30:00"),
        ("14h", "14:00:00"),
        ("14 heures", "14:00:00"),
        ("14.30", "14:30:00"),
        ("2:30 pm", "14:30:00"),
        ("12 am", "00:00:00"),
        ("12:15 p.m.", "12:15:00"),
        ("00:00", "00:00:00"),
        ("14:30:59", "14:30:59"),
        ("2:30:15 pm", "14:30:15"),
        ("14:30:61", "14:30:61"),  # no hour at all: refused as it stands
        ("9", "9"),
        ("24:00", "24:00"),
        ("13 pm", "13 pm"),
        ("soon", "soon"),
    ],
)
def test_an_hour_is_understood_as_people_write_it(written: str, held: str) -> None:
    assert read(QuestionType.TIME, written) == held


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("24/11/2026 14:30", "2026-11-24T14:30:00"),
        ("24/11/2026 à 14h30", "2026-11-24T14:30:00"),
        ("24.11.2026, 14.30", "2026-11-24T14:30:00"),
        ("24/11/2026 at 2:30 pm", "2026-11-24T14:30:00"),
        ("2026-11-24T14:30", "2026-11-24T14:30:00"),
        ("24/11/2026 14:30:15", "2026-11-24T14:30:15"),
        ("24/11/2026", "24/11/2026"),
        ("31/02/2026 10:00", "31/02/2026 10:00"),
        ("24/11/2026 soon", "24/11/2026 soon"),
    ],
)
def test_a_day_with_its_hour_is_understood(written: str, held: str) -> None:
    assert read(QuestionType.DATETIME, written) == held


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("48.85, 2.35", "48.85 2.35"),
        ("48.85 2.35", "48.85 2.35"),
        ("48.85,2.35", "48.85 2.35"),
        ("48,85 ; 2,35", "48.85 2.35"),
        ("48,85 2,35", "48.85 2.35"),
        ("48,85, 2,35", "48.85 2.35"),
        ("48.85°, −2.35°", "48.85 -2.35"),
        ("48, 2", "48 2"),
        ("48.85 2.35 35 10", "48.85 2.35 35 10"),
    ],
)
def test_a_place_is_understood_with_point_or_comma(written: str, held: str) -> None:
    assert read(QuestionType.GEOPOINT, written) == held


@pytest.mark.parametrize("text", ["95, 10", "48.85,", "Paris, rue"])
def test_what_is_no_place_on_earth_stays_as_it_was_typed(text: str) -> None:
    assert read(QuestionType.GEOPOINT, text) == text


def test_a_place_that_may_be_two_numbers_or_four_is_not_guessed() -> None:
    assert read(QuestionType.GEOPOINT, "48,85,2,35") == "48,85,2,35"


WRITTEN = """
| survey |
| | type | name | label | appearance | parameters |
| | time | hour | Hour? | | |
| | dateTime | moment | Moment? | no-calendar | |
| | geopoint | place | Place? | maps | |
| | rank c | order | Order? | | |
| | range | scale | Scale? | picker | start=10 end=0 step=2.5 |
| | acknowledge | read | Read. | | |
| | image | photo | Photo? | signature | |
| | select_one c | one | One? | minimal | |
| | select_one c | two | Two? | likert columns-3 | |
| | begin_group | t | Table | w3 table-list | |
| | select_one c | row | Row | | |
| | end_group | | | | |
| choices |
| | list_name | name | label |
| | c | a | Tea |
| | c | b | Coffee |
"""
FORM = form(WRITTEN)


def problems(**values: str) -> list[str]:
    return [
        problem.message for problem in validate_answers(FORM, values, today=TODAY, language="en")
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"hour": "14:30:00"},
        {"hour": "14:30:00.000+01:00"},
        {"hour": "14:30:00+14:00"},
        {"moment": "2026-01-01T10:00:00-13:59"},
        {"moment": "2026-11-24T14:30:00.000Z"},
        {"place": "-90 180"},
        {"place": "48.85 2.35 -3 0"},
        {"order": "b a"},
        {"scale": "7.5"},
        {"scale": "10.0"},
        {"read": "OK"},
        {"photo": "0f8fad5b-d9cb-469f-a165-70867728950e.jpg"},
        {"photo": "0f8fad5b-d9cb-469f-a165-70867728950e"},
    ],
)
def test_what_the_xform_holds_is_right(values: dict[str, str]) -> None:
    assert problems(**values) == []


@pytest.mark.parametrize(
    "values",
    [
        {"hour": "24:00:00"},
        {"hour": "2026-11-24T14:30:00"},
        {"moment": "2026-11-24"},
        {"moment": "2026-02-30T14:30:00"},
        {"moment": "2026-01-01T10:00:00+99:99"},
        {"moment": "2026-01-01T10:00:00+14:01"},
        {"moment": "2026-01-01T10:00:00-01:60"},
        {"hour": "14:30:00-15:00"},
        {"place": "90.1 0"},
        {"place": "0 180.1"},
        {"place": "48.85"},
        {"place": "48.85 2.35 0 -1"},
        {"place": "NaN 1e5"},
        {"order": "a"},
        {"order": "a a"},
        {"order": "a c"},
        {"order": "1=a 1=b"},
        {"scale": "9"},
        {"scale": "12.5"},
        {"scale": "-2.5"},
        {"read": "ok"},
        {"photo": "photo.jpg"},
        {"photo": "../../0f8fad5b-d9cb-469f-a165-70867728950e.jpg"},
        {"photo": "0f8fad5b-d9cb-469f-a165-70867728950e.svg"},
    ],
)
def test_what_the_xform_cannot_hold_is_one_problem(values: dict[str, str]) -> None:
    assert len(problems(**values)) == 1


@given(st.permutations(["a", "b", "c", "d"]))
def test_places_of_all_become_their_order(order: list[str]) -> None:
    places = {name: place for place, name in enumerate(order, 1)}
    written = " ".join(f"{places[name]}={name}" for name in sorted(places))
    assert read(QuestionType.RANK, written) == " ".join(order)


@given(
    st.text(max_size=40),
    st.sampled_from(
        [QuestionType.TIME, QuestionType.DATETIME, QuestionType.GEOPOINT, QuestionType.RANK]
    ),
)
def test_whatever_is_written_reading_it_twice_changes_nothing(
    text: str, kind: QuestionType
) -> None:
    once = read(kind, text)
    assert read(kind, once) == once


@pytest.mark.parametrize(
    ("name", "kind", "typed"),
    [
        ("moment", QuestionType.DATETIME, "31/02/2026 10:00"),
        ("place", QuestionType.GEOPOINT, "95, 10"),
        ("scale", QuestionType.RANGE, "1 000 points"),
    ],
)
def test_a_message_quotes_what_was_typed(name: str, kind: QuestionType, typed: str) -> None:
    assert f"“{typed}”" in problems(**{name: read(kind, typed)})[0]


def test_a_number_that_is_not_on_the_scale_is_reported_as_the_reader_writes_numbers() -> None:
    french = validate_answers(FORM, {"scale": "6.5"}, today=TODAY, language="fr")[0].message
    assert "6,5" in french
    assert "2,5" in french
    assert "6.5" not in french


def test_a_range_is_described_by_its_points_not_by_an_end_that_is_none() -> None:
    assert RangeSpec(Decimal(0), Decimal(120), Decimal(7)).bounds == (0, 119)
    assert RangeSpec(Decimal(10), Decimal(0), Decimal(-3)).bounds == (1, 10)


def test_a_range_counts_from_its_start_and_may_go_down() -> None:
    scale = RangeSpec(Decimal(10), Decimal(0), Decimal("-2.5"))
    assert list(scale.points()) == ["10", "7.5", "5", "2.5", "0"]
    assert list(RangeSpec(Decimal(1), Decimal(10), Decimal(4)).points()) == ["1", "5", "9"]


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("5", "5"),
        ("5.0", "5"),
        ("5,0", "5"),
        ("+05.", "5"),
        ("2.50", "2.5"),
        ("-0", "0"),
        ("5.1", "5.1"),  # no point of it: refused as it stands
        ("11.0", "11.0"),
        ("1_0", "1_0"),
        ("5e0", "5e0"),
    ],
)
def test_a_point_of_a_range_is_held_as_the_scale_has_it(written: str, held: str) -> None:
    scale = RangeSpec(Decimal(10), Decimal(0), Decimal("-2.5"))
    assert parse_input(Question("/data/a", QuestionType.RANGE, scale=scale), written, "fr") == held


@pytest.mark.parametrize("parameters", ["start=0 end=10 step=0", "start=0 end=9999999 step=0.001"])
def test_a_range_that_cannot_be_made_is_refused(parameters: str) -> None:
    with pytest.raises(WorkbookRefused):
        form(
            f"| survey |\n| | type | name | label | parameters |\n| | range | a | A | {parameters} |\n"
        )


def test_appearances_that_fall_back_to_the_plain_one_are_named() -> None:
    inspection = lint_workbook(WRITTEN.encode(), "form.md", language="en")
    told = [(one.row, one.found) for one in inspection.findings if one.column == "appearance"]
    assert told == [
        (3, "no-calendar"), (4, "maps"), (6, "picker"), (8, "signature"), (9, "minimal"),
        (11, "w3"),
    ]  # fmt: skip


def test_the_label_of_a_table_is_the_heading_of_its_page() -> None:
    block = build_pages(FORM, {}, today=TODAY)[-1]
    assert block.label.say("en") == "Table"
    assert [asked.question.name for asked in block.questions] == ["row"]
