"""Tables that leave: nothing in them runs, nothing of them is cut, and they are read again."""

import csv
import io
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.coding.interchange.readme import format_readme
from vecu.datasets.exporting.readme import ReadmeFacts, build_readme
from vecu.tables import (
    EXACT,
    FORMULA_WARNING,
    Dialect,
    TableTooLarge,
    Worksheet,
    open_table,
    write_csv,
    write_xlsx,
)
from vecu.translation import translate
from vecu.typography import apply_typography

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1"]


def workbook(*lines, names=("words",)) -> bytes:
    out = io.BytesIO()
    write_xlsx(out, [Worksheet("data", names, lines)])
    return out.getvalue()


def sheet(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))["data"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_text_in_a_workbook_as_a_heading_too(text):
    page = sheet(workbook([text], names=(text,)))

    for cell in (page["A1"], page["A2"]):
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_has_an_apostrophe_in_a_csv_for_spreadsheets(tmp_path, text):
    path = tmp_path / "a.csv"
    write_csv(path, [text, "n"], [[text, -1]], Dialect(";", for_spreadsheets=True))

    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [[f"'{text}", "n"], [f"'{text}", "-1"]]


def test_the_exact_csv_holds_the_exact_answers(tmp_path):
    path = tmp_path / "a.csv"
    write_csv(path, ["a", "b", "c"], [["=1\r\n", True, date(2026, 11, 24)]], EXACT)

    assert path.read_bytes() == b'a,b,c\r\n"=1\r\n",1,2026-11-24\r\n'


def test_numbers_days_and_nothing_keep_their_type_in_a_workbook():
    page = sheet(workbook([3, 2.5, True, None, date(2026, 11, 24)], names=tuple("abcde")))

    values = [cell.value for cell in page[2]]
    assert values[:4] == [3, 2.5, 1, None]
    assert values[4].date() == date(2026, 11, 24)


def test_a_text_that_a_cell_cannot_hold_is_refused_and_not_cut():
    with pytest.raises(TableTooLarge, match="32767 characters; the text that begins with “aaa"):
        workbook(["a" * 32_768])
    assert sheet(workbook(["a" * 32_767]))["A2"].value == "a" * 32_767


def test_nothing_stays_on_the_disk_of_a_workbook_that_was_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pages = [
        Worksheet("a", ["words"], [["kept"]]),
        Worksheet("b", ["words"], [["said"], ["a" * 40_000]]),
    ]

    with pytest.raises(TableTooLarge):
        write_xlsx(io.BytesIO(), pages)
    assert list(tmp_path.iterdir()) == []


def test_more_columns_than_a_page_has_are_refused():
    with pytest.raises(TableTooLarge, match="16384 columns; here are 0 and 16385"):
        workbook(names=tuple("c" * 16_385))


def test_signs_that_a_workbook_cannot_hold_become_replacements():
    assert sheet(workbook(["a\x0bb"]))["A2"].value == "a\ufffdb"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=50))
def test_any_text_comes_back_from_a_workbook_as_it_left(text):
    if not text.strip():
        return
    table = open_table(workbook([text, "x"], names=("words", "x")))

    assert [row.cells for row in table.rows()] == [(text, "x")]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("_x0041_", "_x005F_x0041_"),
        ("a_x000d_b", "a_x005F_x000d_b"),
        ("_x005F_x0041_", "_x005F_x005F_x005F_x0041_"),
        ("_x41_ and x0041_", "_x41_ and x0041_"),
    ],
)
def test_a_text_that_looks_like_a_sign_by_its_number_is_written_by_the_standard(said, written):
    """ECMA-376, ST_Xstring: spreadsheets read _x0041_ as A, and _x005F_ as the underline."""
    content = workbook([said, "x"], names=("words", "x"))
    assert sheet(content)["A2"].value == written  # openpyxl reads and writes what the file has
    assert next(open_table(content).rows()).cells[0] == said


def test_signs_that_a_spreadsheet_wrote_by_their_numbers_are_read():
    book = openpyxl.Workbook()
    book.active.append(["words_x0020_here"])
    book.active.append(["one_x000D_\ntwo_xD83D__xDE00_"])
    book.save(out := io.BytesIO())
    table = open_table(out.getvalue())
    assert table.columns == ("words here",)
    assert next(table.rows()).cells == ("one\r\ntwo😀",)


def test_a_file_of_rows_is_known_by_its_first_bytes_whatever_it_is_called(tmp_path: Path):
    assert open_table(workbook(["a"])).columns == open_table(b"words\na\n").columns == ("words",)


@pytest.mark.parametrize(("language", "word"), [("en", "“…-codebook.csv”"), ("fr", "double-clic")])
def test_every_readme_beside_an_exact_csv_warns_of_formulas_in_the_same_words(language, word):
    warning = apply_typography(translate(FORMULA_WARNING, language), language)
    facts = ReadmeFacts(
        open_poll=False,
        repeat="",
        takes_files=False,
        with_files=False,
        with_codings=False,
        labelled=True,
    )

    assert word in warning.replace("\u202f", "").replace("\xa0", " ")
    assert warning in build_readme("Title", "2026-11-27", language, facts)
    assert warning in format_readme("Title", language, open_poll=False)


def test_an_exact_csv_leaves_a_formula_as_it_was_written(tmp_path):
    path = tmp_path / "exact.csv"
    write_csv(path, ["text"], [["=1+1"]], EXACT)

    assert path.read_bytes() == b"text\r\n=1+1\r\n"
