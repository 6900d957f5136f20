"""Workbooks as people have them: exported by KoboToolbox, filled into ODK's template by hand.

They are made here with openpyxl, in the shape in which those programs write them: booleans and
numbers in cells, columns of their own, colours, comments, rich text, blank rows, further sheets.
"""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from vecu.questionnaires import LintResult, QuestionType, Severity, lint_workbook

EN, FR = "label::English (en)", "label::Français (fr)"


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet(book: Workbook, name: str, headings: list[str], *rows: dict[str, object]) -> None:
    made = book.create_sheet(name)
    made.append(headings)
    for row in rows:
        made.append([row.get(heading) for heading in headings])


def kobo() -> bytes:
    """KoboToolbox, "Download XLS": its own ids beside each row, TRUE and FALSE as booleans."""
    book = Workbook()
    book.remove(book.active)
    sheet(
        book,
        "survey",
        ["type", "name", EN, FR, "required", "relevant", "constraint", "parameters", "$kuid",
         "$autoname", "kobo--matrix_list", "media::image", "hxl"],
        {"type": "start", "name": "start", "$kuid": "a1"},
        {"type": "end", "name": "end"},
        {"type": "deviceid", "name": "deviceid"},
        {"type": "begin_group", "name": "group_ab1cd23", EN: "About you", FR: "Vous"},
        {"type": "select_one yn", "name": "Use_AI", EN: "Do you use AI?", FR: "Une IA ?",
         "required": True},
        {"type": "integer", "name": "Age", EN: "Age", FR: "Âge", "required": False,
         "constraint": ". >= 16 and . <= 99"},
        {"type": "select_multiple tools or_other", "name": "Tools", EN: "Tools", FR: "Outils",
         "relevant": "${Use_AI} = 'yes'"},
        {"type": "range", "name": "trust", EN: "Trust", FR: "Confiance",
         "parameters": "start=0;end=10;step=1"},
        {"type": "end_group"},
        {"type": "note", "name": "thanks", EN: "Thanks, ${Age}", FR: "Merci, ${Age}"},
    )  # fmt: skip
    sheet(
        book,
        "choices",
        ["list_name", "name", EN, FR, "$kuid", "$autovalue"],
        {"list_name": "yn", "name": "yes", EN: "Yes", FR: "Oui", "$kuid": "k1"},
        {"list_name": "yn", "name": "no", EN: "No", FR: "Non", "$kuid": "k2"},
        {"list_name": "tools", "name": 1, EN: "ChatGPT", FR: "ChatGPT", "$autovalue": 1},
        {"list_name": "tools", "name": 2, EN: "Mistral", FR: "Mistral", "$autovalue": 2},
    )
    sheet(
        book,
        "settings",
        ["style", "form_title", "form_id", "version", "default_language", "kobo--lock_all",
         "kobo--locking-profile"],
        {"style": "theme-grid", "form_title": "AI at work", "form_id": "aWork1",
         "version": datetime(2026, 11, 1), "default_language": "English (en)",  # noqa: DTZ001
         "kobo--lock_all": False, "kobo--locking-profile": "core"},
    )  # fmt: skip
    return saved(book)


def template() -> bytes:
    """ODK's template filled by hand: colours, a comment, rich text, a blank row, number cells."""
    book = Workbook()
    survey = book.active
    survey.title = "survey"
    survey.append(["type", "name", "label", "required", "relevant", "constraint", "default",
                   "repeat_count", "My notes"])  # fmt: skip
    for cell in survey[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDDDDD")
    survey.append(
        ["text ", "task", "  Which   task ?  ", "yes", None, None, None, None, "ask Anna"]
    )
    survey.append([])
    survey.append(["integer", "minutes", "How long?", True, None, ". > 0 and . <= 600", 30])
    survey.append(["select_one freq", "often", "How often?", "TRUE", None, None, "weekly"])
    survey.append(["decimal", "hours", "Hours", None, "${minutes} > 60", None, 0.5])
    survey.append(["date", "day", "Which day?", None, None, ". <= today()", date(1999, 12, 31)])
    survey.append(["begin repeat", "person", "Somebody", None, None, None, None, 2])
    survey.append(["text", "who", "Who?"])
    survey.append(["end repeat"])
    survey.append(["text", "why"])
    survey["C11"] = CellRichText("Why ", TextBlock(InlineFont(b=True), "really"), " ?")
    survey["C2"].comment = Comment("ask the team", "Anna")
    for _row in range(50):
        survey.append([None])
    choices = book.create_sheet("choices")
    choices.append(["list name", "name", "label", "order"])
    for place, name in enumerate(("daily", "weekly", "rare"), 1):
        choices.append(["freq", name, name.capitalize(), place])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "default_language"])
    settings.append(["Tasks", "tasks", "English (en)"])
    book.create_sheet("Introduction").append(["How to use this template"])
    return saved(book)


def look(content: bytes, language: str = "fr") -> LintResult:
    return lint_workbook(content, "form.xlsx", language=language)


def test_an_export_of_kobotoolbox_becomes_a_questionnaire():
    inspection = look(kobo())
    assert not inspection.of(Severity.ERROR)
    asked = inspection.questionnaire
    assert asked is not None
    tools = asked.questions["/data/group_ab1cd23/Tools"]
    assert [choice.name for choice in tools.choices] == ["1", "2", "other"]
    assert tools.choices[0].label.texts == {"en": "ChatGPT", "fr": "ChatGPT"}
    assert asked.questions["/data/group_ab1cd23/Use_AI"].required is not None
    assert asked.questions["/data/group_ab1cd23/Age"].required is None
    assert asked.questions["/data/group_ab1cd23/Tools_other"].kind is QuestionType.TEXT
    assert "kuid" not in inspection.xform


def test_what_kobotoolbox_records_by_itself_is_left_out_and_reported():
    told = [(found.cell, found.found) for found in look(kobo()).of(Severity.WARNING)]
    assert told == [("A2", "start"), ("A3", "end"), ("A4", "deviceid")]


def test_a_template_filled_by_hand_becomes_a_questionnaire():
    inspection = look(template(), "en")
    assert not inspection.of(Severity.ERROR)
    asked = inspection.questionnaire
    assert asked is not None
    assert asked.questions["/data/task"].label.say("en") == "Which task ?"
    assert asked.questions["/data/why"].label.say("en") == "Why really ?"
    defaults = {path: asked.questions[path].default for path in ("/data/minutes", "/data/hours",
                                                                 "/data/day")}  # fmt: skip
    assert defaults == {"/data/minutes": "30", "/data/hours": "0.5", "/data/day": "1999-12-31"}
    assert asked.groups["/data/person"].count is not None
    (doubt,) = inspection.of(Severity.WARNING)
    assert (doubt.cell, doubt.column) == ("I1", "My notes")


def test_mistakes_in_such_a_workbook_are_reported_at_the_cells_that_the_author_sees():
    """The blank row counts, and so do the columns of other programs."""
    book = Workbook()
    book.remove(book.active)
    headings = ["type", "name", "$kuid", "label", "relevant", "default"]
    sheet(
        book, "survey", headings,
        {"type": "select_one yn", "name": "a", "label": "A", "default": "maybe"},
        {},
        {"type": "text", "name": "b", "label": "B", "relevant": "${A} = 'y'"},
        {"type": "integer", "name": "c", "label": "C", "default": "many"},
    )  # fmt: skip
    sheet(book, "choices", ["list_name", "name", "label"],
          {"list_name": "yn", "name": "y", "label": "Yes"})  # fmt: skip
    (error,) = look(saved(book), "fr").of(Severity.ERROR)
    assert (error.sheet, error.cell, error.column) == ("survey", "E4", "relevant")
    assert "Vouliez-vous dire « a »" in error.message.replace("\u202f", " ").replace("\u00a0", " ")
    book["survey"]["E4"] = "${a} = 'y'"
    doubts = look(saved(book), "fr").of(Severity.WARNING)
    assert [(doubt.cell, doubt.rule) for doubt in doubts] == [
        ("D1", "language"), ("F2", "default"), ("F5", "default"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [kobo(), template()], ids=["Kobo", "ODK"])
def test_such_a_workbook_reads_the_same_in_both_languages_of_the_author(content):
    english, french = look(content, "en"), look(content, "fr")
    placed = [[(one.rule, one.cell) for one in told.findings] for told in (english, french)]
    assert placed[0] == placed[1]
    assert english.xform == french.xform
