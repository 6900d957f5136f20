"""Files that are too large, that lie, or that would fill the memory: a sentence, soon, and no more.

Time and memory are bounded generously, for a machine that does other work as well.
"""

import io
import tracemalloc
from contextlib import contextmanager
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.questionnaires.xlsform.test_convert import GOOD, SHEETS, repacked, xlsx
from vecu.questionnaires import Severity, lint_workbook

ROW = ["text", "task", "Which task?"]


@contextmanager
def bounded(*, megabytes: float):
    """Fail when what is inside holds more memory at any time."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < megabytes * 1e6


def error_message(content: bytes, name: str = "form.xlsx") -> str:
    """Return the one sentence that a file is refused with."""
    inspection = lint_workbook(content, name, language="en")
    assert not inspection.publishable
    (found,) = inspection.of(Severity.ERROR)
    return found.message


def test_a_workbook_of_50_megabytes() -> None:
    content = b"PK\x03\x04" + bytes(50_000_000)
    with bounded(megabytes=5):
        assert "10 MB" in error_message(content)


def test_a_zip_that_unpacks_to_very_much_is_refused_before_it_is_unpacked() -> None:
    bomb = repacked(
        xlsx({"survey": [["type", "name", "label"], ROW]}),
        lambda name, data: b" " * 45_000_000 if name.endswith("sheet1.xml") else data,
    )
    with bounded(megabytes=5):
        assert "far more" in error_message(bomb)


def test_a_zip_that_tells_less_than_it_holds_is_unpacked_no_further_than_it_tells() -> None:
    blank = b" " * 200_000_000
    bomb = repacked(
        xlsx({"survey": [["type", "name", "label"], ROW]}),
        lambda name, data: blank if name.endswith("sheet1.xml") else data,
    )
    told = bomb.replace(len(blank).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert told != bomb
    with bounded(megabytes=5):
        assert "damaged" in error_message(told)


def test_a_hundred_thousand_rows() -> None:
    cell = '<c r="A{0}" t="inlineStr"><is><t>text {0} {1}</t></is></c>'
    rows = "".join(f'<row r="{n}">{cell.format(n, n * n * 7919)}</row>' for n in range(1, 100_001))
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()
    content = repacked(
        xlsx({"survey": [["type", "name", "label"], ROW]}),
        lambda name, data: sheet if name.endswith("sheet1.xml") else data,
    )
    with bounded(megabytes=60):
        assert "20000 rows" in error_message(content)


def test_a_few_bytes_that_mean_many_styles() -> None:
    """Each becomes an object: 6 kB took a quarter of a minute."""
    styled = repacked(
        xlsx({"survey": [["type", "name", "label"], ROW]}),
        lambda _name, data: data.replace(b"</cellXfs>", b"<xf/>" * 100_000 + b"</cellXfs>"),
    )
    assert "more than 20000 formats of cells" in error_message(styled)


@pytest.mark.parametrize(
    ("corner", "sentence"),
    [
        ("XFD1048576", ""),
        ("A1048576", "From this row on nothing is read: more than 60 blank rows stand before it"),
        ("XFD1", "From this column on nothing is read"),
    ],
)
def test_a_cell_far_from_the_others(corner: str, sentence: str) -> None:
    """It is read, and the cell is named; the sheet declares a million rows of 16,384 cells."""
    book = load_workbook(io.BytesIO(xlsx({"survey": [["type", "name", "label"], ROW]})))
    book["survey"][corner] = "x"
    declared, out = f'"{book["survey"].dimensions}"'.encode(), io.BytesIO()
    book.save(out)
    lying = repacked(out.getvalue(), lambda _name, data: data.replace(declared, b'"A1:XFD1048576"'))
    found = lint_workbook(lying, "form.xlsx", language="en")
    messages = [each.message for each in found.of(Severity.ERROR)]
    assert any(sentence in message for message in messages) if sentence else found.publishable


@pytest.mark.parametrize("name", ["form.xls", "form.ods", "form.csv", "form.xlsm"])
def test_other_formats_of_spreadsheets_are_refused_with_what_to_save_as(name: str) -> None:
    assert "Save it as .xlsx" in error_message(b"whatever", name)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n...", b"<html><body>", b"type,name\ntext,a\n"]
)
def test_a_file_that_lies_about_its_type(content: bytes) -> None:
    assert ".xlsx" in error_message(content)


def test_an_ods_file_called_xlsx() -> None:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    assert error_message(buffer.getvalue())


def archive_of(*names: str) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "names", [["photo.jpg"], [], ["[Content_Types].xml", "word/document.xml"], ["xl/workbook.xml"]]
)
def test_an_archive_that_is_no_workbook_is_called_so(names: list[str]) -> None:
    assert error_message(archive_of(*names)) == (
        "The workbook is damaged or not an .xlsx file. Save it again and try once more."
    )


def test_a_text_called_md_without_a_table() -> None:
    assert "could not be understood" in error_message(b"hello", "form.md")


def test_a_workbook_without_a_single_cell() -> None:
    assert "“survey”" in error_message(xlsx({"Sheet1": []}))


def test_of_many_mistakes_the_first_thousand_are_reported() -> None:
    rows = [["oops", "a", "A"] for _ in range(1_500)]
    with bounded(megabytes=100):
        found = lint_workbook(
            xlsx({"survey": [["type", "name", "label"], *rows]}), "form.xlsx", language="en"
        ).findings
    assert len(found) == 1_001
    assert "first 1000" in found[-1].message


@settings(max_examples=60, deadline=None)
@given(SHEETS)
def test_inspecting_mangled_sheets_raises_nothing(sheets: dict) -> None:
    lines = []
    for name, rows in sheets.items():
        lines.append(f"| {name} |")
        lines += [
            "| | " + " | ".join("" if c is None else str(c) for c in row) + " |" for row in rows
        ]
    content = "\n".join(lines).encode("utf-8", "surrogatepass")
    inspection = lint_workbook(content, "form.md", language="fr")
    assert inspection.publishable or inspection.of(Severity.ERROR)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 10_000), st.sampled_from(["form.xlsx", "form.md"]))
def test_inspecting_damaged_bytes_raises_nothing(junk: bytes, at: int, name: str) -> None:
    at %= len(GOOD)
    lint_workbook(GOOD[:at] + junk + GOOD[at + len(junk) :], name, language="en")
    lint_workbook(junk, name, language="en")
