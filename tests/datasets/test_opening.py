"""Data in: workbooks, .sav and .dta are read as a CSV file is, labels kept, bad ones refused."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.datasets.exporting import ADA, BOB, EVE, export, questionnaire
from vecu.datasets.answers import Reader
from vecu.datasets.exports.package import Format
from vecu.datasets.opening import Opened, open_file
from vecu.datasets.suggest import suggest
from vecu.questionnaires import Values
from vecu.tables import MAX_COLUMNS, FileRefused

TODAY = date(2026, 11, 24)


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for lines in sheets:
        page = book.create_sheet()
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(opened: Opened) -> list[tuple[str, ...]]:
    return [row.cells for row in opened.table.rows()]


def read(opened: Opened) -> list[Values]:
    """Return the answers that the suggested mapping makes of a file."""
    asked = questionnaire()
    mapping = suggest(opened.table, asked, opened.codes).without_doubt()
    readings = list(Reader(mapping, asked, TODAY).read(opened.table))
    assert [reading.problems for reading in readings] == [()] * len(readings)
    return [reading.values for reading in readings]


def test_a_workbook_is_read_from_its_first_sheet_with_rows():
    opened = open_file(
        workbook(
            [["About"]], [["years", "since", "hours"], [7, date(2024, 2, 29), 2.5], [None] * 3]
        )
    )
    assert opened.table.columns == ("years", "since", "hours")
    assert cells(opened) == [("7", "2024-02-29", "2.5")]
    assert not opened.text


@pytest.mark.parametrize("kind", [Format.SAV, Format.DTA])
def test_what_went_out_as_a_labelled_file_comes_in_again_by_its_labels(
    tmp_path: Path, kind: Format
):
    path = export(tmp_path, kind, language="fr")[f"kinds-people.{kind}"]
    ada, bob, eve = read(open_file(path.read_bytes()))
    assert ada == {name: value for name, value in ADA.items() if name != "story"}
    assert bob == BOB
    assert eve == EVE


def test_a_column_is_known_by_its_title(tmp_path: Path):
    path = export(tmp_path, Format.SAV)["kinds-people.sav"]
    opened = open_file(path.read_bytes())
    renamed = opened.table.content.decode().replace('"hours"', '"q17"').encode()
    codes = {**opened.codes, "q17": opened.codes["hours"]}
    found = suggest(open_file(renamed).table, questionnaire(), codes)
    column = next(each for each in found.mapping.columns if each.name == "q17")
    assert (column.address, codes["q17"].label) == ("hours", "How many hours?")
    assert "q17" not in found.doubtful


def test_the_same_file_has_the_same_fingerprint_and_another_has_not():
    first, second = workbook([["a"], [1]]), workbook([["a"], [2]])
    assert open_file(first).table.file_hash == open_file(first).table.file_hash
    assert open_file(first).table.file_hash != open_file(second).table.file_hash


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def with_entity() -> bytes:
    """A workbook whose strings begin with a document type that expands."""
    book, out = io.BytesIO(workbook([["a"], ["b"]])), io.BytesIO()
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = (
                    bomb + content.partition(b"?>")[2] if b"<?xml" in content else bomb + content
                )
            new.writestr(entry.filename, content)
    return out.getvalue()


REFUSED = [
    pytest.param(zipped(xl__workbook=b" " * 250_000_000), "unpacks to more", id="a zip bomb"),
    pytest.param(zipped(content=b"x"), "another format", id="another archive"),
    pytest.param(zipped(xl__workbook=b"<x/>"), "cannot be read", id="hardly a workbook"),
    pytest.param(workbook([["a"], ["b"]])[:600], "cannot be read", id="half a workbook"),
    pytest.param(with_entity(), "cannot be read", id="a workbook with entities"),
    pytest.param(workbook([["a", "b"]]), "no rows below", id="a workbook without rows"),
    pytest.param(workbook([["a", None, "c"], [1, 2, 3]]), "Column 2 has no name", id="no name"),
    pytest.param(
        workbook([[f"c{n}" for n in range(MAX_COLUMNS + 1)], [1]]), "at most 2000", id="too wide"
    ),
    pytest.param(b"$FL2" + b"\0" * 500, "cannot be read", id="an empty .sav"),
    pytest.param(b"$FL3@(#) IBM SPSS" + bytes(range(256)) * 9, "cannot be read", id="a wild .sav"),
    pytest.param(b"<stata_dta><header><release>118</release>", "cannot be read", id="half a .dta"),
]


@pytest.mark.parametrize(("content", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes, reason: str):
    with pytest.raises(FileRefused, match=reason):
        open_file(content)


def test_half_of_a_labelled_file_is_refused(tmp_path: Path):
    for kind in (Format.SAV, Format.DTA):
        (folder := tmp_path / kind).mkdir()
        content = export(folder, kind, [ADA] * 500)[f"kinds-people.{kind}"].read_bytes()
        with pytest.raises(FileRefused, match="cannot be read"):
            open_file(content[: len(content) // 2])
