"""The question library: its themes are the hearing's, and composed workbooks are valid."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from vecu.questionnaires import (
    Severity,
    convert_workbook,
    lint_workbook,
    open_sheets,
    read_xform,
)
from vecu.surveys.library.compose import NothingPicked, compose_workbook, list_themes
from vecu.surveys.workbook_writer import convert_to_xlsx, write_workbook

# What the hearing names: themes of the leaders study and of the case studies over time, and what
# the laboratory found or recommends.
OF_THE_HEARING = {
    "recognition",
    "autonomy",
    "know_how",
    "responsibility",
    "relations",
    "meaning",
    "surveillance",
    "tending",
    "explanation",
    "uncertainty",
    "co_design",
    "consent",
    "need",
    "story",
    "agency",
}
NAMES = [question.name for theme in list_themes() for question in theme.questions]


def test_every_theme_of_the_hearing_is_there():
    assert {theme.name for theme in list_themes()} >= OF_THE_HEARING


def test_no_two_questions_have_the_same_name():
    themes = [theme.name for theme in list_themes()]

    assert len(set(NAMES + themes)) == len(NAMES + themes)


def test_a_list_of_choices_that_two_themes_use_is_the_same_in_both():
    seen = {}
    for theme in list_themes():
        for name in {row["list_name"] for row in theme.choices}:
            rows = [tuple(row.items()) for row in theme.choices if row["list_name"] == name]
            assert seen.setdefault(name, rows) == rows, name


def test_every_text_stands_in_french_and_in_english():
    for theme in list_themes():
        for row in (*theme.rows[:-1], *theme.choices):
            french, english = ((f"label::{name}") for name in ("Français (fr)", "English (en)"))
            assert row[french], row
            assert row[english], row


def test_the_whole_library_reads_back_without_an_error_or_a_warning():
    content = compose_workbook([theme.name for theme in list_themes()], "Tout")

    found = lint_workbook(content, "library.xlsx", language="en")

    assert [one for one in found.findings if one.level is not Severity.NOTE] == []
    assert set(NAMES) <= {question.name for question in found.questionnaire.questions.values()}


@settings(max_examples=30, deadline=None)
@given(picked=st.sets(st.sampled_from(NAMES), min_size=1))
def test_any_choice_of_questions_asks_these_and_no_other(picked):
    found = lint_workbook(compose_workbook(picked, "Choix"), "library.xlsx", language="en")

    asked = [q.name for q in found.questionnaire.questions.values()]
    spelled_out = {f"{name}_other" for name in picked}  # a text question after each "other"
    assert set(asked) - spelled_out == picked
    assert set(found.questionnaire.languages) == {"fr", "en"}


@pytest.mark.parametrize(
    ("picked", "place"),
    [
        (["agency"], "/data/agency"),
        (["story", "agency"], "/data/story/agency"),
        (["task", "agency_now", "agency_wish", "recognition"], "/data/story/agency"),
    ],
)
def test_what_a_machine_does_and_should_do_is_put_for_each_task(picked, place):
    content = compose_workbook(picked, "Choix")

    found = read_xform(convert_workbook(content, "library.xlsx").xform)
    now, wish = (found.questions[f"{place}/{name}"] for name in ("agency_now", "agency_wish"))
    assert now.choices == wish.choices
    assert [choice.name for choice in now.choices] == [
        "nothing",
        "help",
        "half",
        "most",
        "all",
        "unsure",
    ]


def test_nothing_picked_gives_no_workbook():
    with pytest.raises(NothingPicked):
        compose_workbook(["no_such_question"], "Rien")


def test_the_workbook_has_the_three_sheets_as_another_program_reads_it():
    book = load_workbook(io.BytesIO(compose_workbook(["recognition"], "Reconnaissance")))

    assert book.sheetnames == ["survey", "choices", "settings"]
    assert [cell.value for cell in book["survey"][1]][:3] == [
        "type",
        "name",
        "label::Français (fr)",
    ]


def test_a_workbook_in_markdown_is_the_same_as_a_spreadsheet():
    markdown = b"""
| survey | | | |
| | type | name | label |
| | text | task | =1+1 is asked |
"""
    spreadsheet = convert_to_xlsx(markdown, "form.md")

    assert open_sheets(spreadsheet, "form.xlsx") == open_sheets(markdown, "form.md")


def test_a_spreadsheet_stays_the_bytes_that_its_author_wrote():
    content = write_workbook({"survey": [{"type": "text", "name": "task"}]})

    assert convert_to_xlsx(content, "form.xlsx") is content


def test_a_text_that_begins_with_an_equals_sign_is_no_formula():
    book = load_workbook(io.BytesIO(write_workbook({"survey": [{"label": "=HYPERLINK()"}]})))

    assert book["survey"]["A2"].data_type == "s"
