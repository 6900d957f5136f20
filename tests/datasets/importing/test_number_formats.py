"""The numbers of a column are parsed by one convention, or not at all; doubts are reported."""

import io

import pytest

from tests.datasets.conftest import TODAY
from vecu.datasets.importing.cell_parser import find_number_columns
from vecu.datasets.importing.mapping import ColumnMapping, MappedColumn
from vecu.datasets.importing.number_formats import detect_number_formats
from vecu.datasets.importing.row_parser import RowParser
from vecu.questionnaires import Questionnaire, convert_workbook, read_xform
from vecu.tables import Settings, Table, Worksheet, open_table, read_table, write_xlsx


def number_questionnaire(kind: str) -> Questionnaire:
    form = f"| survey | | | |\n| | type | name | label |\n| | {kind} | n | N |\n"
    return read_xform(convert_workbook(form.encode(), "form.md").xform)


def made(
    table: Table, wording: str, kind: str = "decimal", values: dict[str, str | None] | None = None
) -> RowParser:
    """Return the parser of a column of numbers; `values` maps some of them."""
    mapping = ColumnMapping((MappedColumn("n", "n", values=values or {}),))
    numerals = detect_number_formats(
        table, find_number_columns(mapping, number_questionnaire(kind))
    )
    return RowParser(mapping, number_questionnaire(kind), TODAY, wording=wording, numerals=numerals)


def lines(cells: list[str]) -> Table:
    return read_table("\n".join(["n", *cells, ""]).encode(), Settings(delimiter=";"))


def sheet(cells: list[object]) -> Table:
    out = io.BytesIO()
    write_xlsx(out, [Worksheet("data", ["n"], [[cell] for cell in cells])])
    return open_table(out.getvalue())


def reader(cells: list[str], wording: str, kind: str = "decimal") -> tuple[RowParser, list[str]]:
    """Return the parser of a column, and its parsed cells; “?” for a rejected one."""
    table = lines(cells)
    how = made(table, wording, kind)
    readings = how.iter_rows(table)
    return how, ["?" if each.problems else each.values["n"] for each in readings]


@pytest.mark.parametrize("wording", ["en", "fr"])
@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1234,5", "1,234", "2,5"], ["1234.5", "1.234", "2.5"]),
        (["1,234,567", "1,234"], ["1234567", "1234"]),
        (["1,234.5", "1,234", "7"], ["1234.5", "1234", "7"]),
        (["0,123", "1,234"], ["0.123", "1.234"]),
        (["1 234,5", "1,234"], ["1234.5", "1.234"]),
        (["2,5", "1,234,567", "1,234"], ["2.5", "1234567", "?"]),
        (["1.5", "1.234"], ["1.5", "1.234"]),
    ],
)
def test_the_other_cells_of_a_column_tell_what_a_comma_is(
    wording: str, cells: list[str], numbers: list[str]
):
    how, found = reader(cells, wording)
    assert found == numbers
    assert how.doubts == ()


@pytest.mark.parametrize(
    ("wording", "cells", "numbers", "doubt"),
    [
        ("en", ["1,234", "2,500"], ["1234", "2500"], ("n", "1,234", "1234")),
        ("fr", ["1,234", "2,500"], ["1.234", "2.500"], ("n", "1,234", "1.234")),
        ("fr", ["1.234", "12.000"], ["1.234", "12.000"], ("n", "1.234", "1.234")),
    ],
)
def test_where_no_cell_tells_the_language_does_and_it_is_reported(
    wording: str, cells: list[str], numbers: list[str], doubt: tuple[str, str, str]
):
    how, found = reader(cells, wording)
    assert found == numbers
    assert how.doubts == (doubt,)


def test_twelve_thousand_is_never_taken_for_twelve():
    """12.0 is a whole number as programs write it; 12.000 is one as people do."""
    assert reader(["12,000"], "en", "integer")[1] == ["12000"]
    assert reader(["12.000", "3"], "fr", "integer")[1] == ["?", "3"]
    assert reader(["12,000", "3"], "fr", "integer")[1] == ["?", "3"]


@pytest.mark.parametrize("wording", ["en", "fr"])
@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["0.000", "12.000", "1.000"], ["0", "12", "1"]),
        (["1234.000", "12.000"], ["1234", "12"]),
        (["5.00", "12.000"], ["5", "12"]),
        (["5,0", "12,000"], ["5", "12"]),
        (["1234.000"], ["1234"]),
        (["0,0", "12.000"], ["0", "?"]),
    ],
)
def test_whole_numbers_come_with_decimals_where_a_cell_shows_that_they_are(
    wording: str, cells: list[str], numbers: list[str]
):
    """No thousand is written 0.000, 1234.000 or 5.00."""
    assert reader(cells, wording, "integer")[1] == numbers


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("integer", ["1.234", "7"]),
        ("integer", ["12.000", "7"]),
        ("range", ["1.234", "7"]),
    ],
)
def test_of_a_cell_that_is_refused_there_is_no_doubt_how_it_is_read(kind: str, cells: list[str]):
    how, found = reader(cells, "fr", kind)
    assert found == ["?", "7"]
    assert how.doubts == ()


@pytest.mark.parametrize("meant", ["", None, "3"])
def test_of_a_cell_that_the_mapping_tells_there_is_no_doubt(meant: str | None):
    how = made(lines(["9,999", "7"]), "en", values={"9,999": meant})
    assert how.doubts == ()
    how = made(lines(["9,999", "1,234"]), "en", values={"9,999": meant})
    assert how.doubts == (("n", "1,234", "1234"),)


def test_numbers_that_are_no_texts_are_not_doubted():
    """In a workbook 1.234 is a number, which no separator of thousands is in; “1,234” is a text."""
    assert made(sheet([1.234, 2.125, 7]), "en").doubts == ()
    assert made(sheet([1.234, "1,234"]), "en").doubts == (("n", "1,234", "1234"),)
