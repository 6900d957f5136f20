"""What a sheet holds after reading took it to have ended is told, never lost without a word.

pyxform stops at the 61st blank row and at the 21st column without a heading: `get_excel_rows` and
`get_excel_column_headers` in its `xls2json_backends.py`.
"""

import re

import pytest

from tests.questionnaires.xlsform.test_convert import repacked, xlsx
from vecu.questionnaires import Diagnostic, Severity, lint_workbook

HEADINGS = ["type", "name", "label"]
FIRST, LAST = ["text", "a", "A"], ["text", "b", "B"]
CHOICES = [["list_name", "name", "label"], ["yn", "y", "Yes"]]


def unread_findings(content: bytes) -> list[Diagnostic]:
    found = lint_workbook(content, "form.xlsx", language="en").findings
    return [one for one in found if one.rule == "unread"]


def survey(*rows: list[object]) -> bytes:
    return xlsx({"survey": [HEADINGS, FIRST, *rows]})


def test_a_row_after_61_blank_ones_is_an_error_at_its_first_cell():
    (found,) = unread_findings(survey(*[[]] * 61, LAST, LAST))
    assert (found.level, found.sheet, found.cell) == (Severity.ERROR, "survey", "A64")
    assert "blank rows stand before it. Delete them." in found.message


def test_a_row_after_60_blank_ones_is_read():
    content = survey(*[[]] * 60, LAST)
    assert unread_findings(content) == []
    assert lint_workbook(content, "form.xlsx", language="en").summary.questions == 2


def test_words_in_a_column_of_the_authors_own_do_not_keep_rows_from_being_blank():
    (found,) = unread_findings(survey(*[[None, None, None, "later"]] * 61, LAST))[:1]
    assert (found.level, found.cell) == (Severity.ERROR, "A64")


def test_choices_after_61_blank_rows_are_reported_too():
    rows = [HEADINGS, ["select_one yn", "a", "A"]]
    choices = [*CHOICES, *[[]] * 61, ["yn", "n", "No"]]
    (found,) = unread_findings(xlsx({"survey": rows, "choices": choices}))
    assert (found.level, found.sheet, found.cell) == (Severity.ERROR, "choices", "A64")


def test_a_heading_after_21_columns_without_one_is_an_error():
    (found,) = unread_findings(
        xlsx({"survey": [[*HEADINGS, *[None] * 21, "required"], [*FIRST, *[None] * 21, "yes"]]})
    )
    # the 25th column, counted by hand
    assert (found.level, found.cell, found.column) == (Severity.ERROR, "Y1", "required")
    assert "columns without a heading stand before it. Delete them." in found.message


def test_a_heading_after_20_columns_without_one_is_read():
    gap = [None] * 20
    content = xlsx({"survey": [[*HEADINGS, *gap, "required"], [*FIRST, *gap, "yes"]]})
    assert unread_findings(content) == []
    assert lint_workbook(content, "form.xlsx", language="en").summary.required == 1


@pytest.mark.parametrize(
    ("size", "cell"), [(b"A1:C2", "A3"), (b"A1:B3", "C1")], ids=["rows", "columns"]
)
def test_a_sheet_that_says_it_is_smaller_than_it_is_is_reported_as_to_be_saved_anew(size, cell):
    """Some programs write the size of a sheet before they know it; openpyxl believes it."""

    def shrink(name: str, xml: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="%s"' % size, xml)

    found = unread_findings(repacked(survey(LAST), shrink))
    assert [(one.level, one.cell) for one in found] == [(Severity.ERROR, cell)]
    assert "Save it anew" in found[0].message


def test_a_cell_under_no_heading_is_doubted_once_for_its_column():
    (found,) = unread_findings(
        survey([*LAST, None, "ask Anna"], [None, None, None, None, "and Paul"])
    )
    assert (found.level, found.cell) == (Severity.WARNING, "E3")
    assert "no heading in row 1" in found.message


def test_a_cell_of_blanks_under_no_heading_holds_nothing():
    blanks = [*LAST, None, "  "]
    assert unread_findings(survey(blanks, [None, None, None, None, "\u00a0\n"])) == []
    (found,) = unread_findings(survey(blanks, [None, None, None, None, "ask Anna"]))
    assert found.cell == "E4"


def test_blank_cells_with_a_colour_are_no_cells():
    """A spreadsheet keeps a cell for each format, as far down as somebody painted."""

    def paint(name: str, xml: bytes) -> bytes:
        painted = b"".join(
            b'<row r="%d"><c r="A%d" s="0"/><c r="F%d" s="0"></c></row>' % (row, row, row)
            for row in range(4, 200)
        )
        return xml.replace(b"</sheetData>", painted + b"</sheetData>")

    assert unread_findings(repacked(survey(LAST), paint)) == []


# ── headings that stand lower ──


@pytest.mark.parametrize("above", [[None, None], ["My questionnaire"]], ids=["blank", "title"])
def test_headings_that_stand_lower_are_reported_as_belonging_in_the_first_row(above):
    found = lint_workbook(
        xlsx({"survey": [above, HEADINGS, FIRST]}), "form.xlsx", language="en"
    ).findings
    assert [(one.level, one.sheet, one.cell) for one in found] == [(Severity.ERROR, "survey", "A2")]
    assert "must stand in row 1: delete the rows above them" in found[0].message


def test_those_of_the_choices_are_reported_too():
    rows = [HEADINGS, ["select_one yn", "a", "A"]]
    (found,) = unread_findings(xlsx({"survey": rows, "choices": [["My lists"], [], *CHOICES]}))
    assert (found.sheet, found.cell) == ("choices", "A3")


# ── formulas of the spreadsheet ──


def test_a_formula_without_its_result_is_an_error_at_its_cell():
    """openpyxl writes formulas and works none out: what a program did that made the workbook."""
    rows = [["type", "name", "label", "my notes"], ["text", "a", '="A" & "B"', "=1+1"]]
    (found,) = unread_findings(xlsx({"survey": rows}))
    assert (found.level, found.cell) == (Severity.ERROR, "C2")
    assert "formula without its result" in found.message


@pytest.mark.parametrize("result", [b"<v>7</v>", b"<v></v>"], ids=["7", "the empty text"])
def test_a_formula_with_its_result_is_read(result):
    """ECMA-376, 18.3.1.4: the cell of a formula that gives a text has the type str."""

    def work_out(name: str, xml: bytes) -> bytes:
        kind = b' t="str"' if b"></v>" in result else b""
        cell = b'<c r="D2"%s><f>3+4</f>%s</c>' % (kind, result)
        return re.sub(rb'<c r="D2"[^>]*><f>3\+4</f><v\s*/?>(?:</v>)?</c>', cell, xml)

    content = xlsx({"survey": [[*HEADINGS, "hint"], [*FIRST, "=3+4"]]})
    assert [one.cell for one in unread_findings(content)] == ["D2"]
    assert unread_findings(repacked(content, work_out)) == []
