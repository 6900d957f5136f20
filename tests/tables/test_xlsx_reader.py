"""Workbooks that others wrote: cells that hold no value are told, and no archive fills memory."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from vecu.bounded_process import ChildCrashed, ChildExceededLimits, ChildrenBusy
from vecu.tables import (
    FileRefused,
    Table,
    open_table,
    open_workbook,
    write_xlsx,
    xlsx_process,
    xlsx_reader,
)
from vecu.tables.xlsx_writer import Worksheet


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(*lines: list[object]) -> Table:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    return open_table(saved(book))


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows()]


# ── Cells without a value ───────────────────────────────────────────────────────────────────────


def test_an_error_comes_in_empty_and_is_reported_by_its_cell():
    table = read(["k", "n"], [1, "#DIV/0!"], [2, 3], [3, "#N/A"])
    assert cells(table) == [("1", ""), ("2", "3"), ("3", "")]
    (note,) = table.notes
    assert "an error instead of a value come in empty (2): B2 #DIV/0!, B4 #N/A." in note


def test_a_text_that_says_it_is_an_error_stays_a_text():
    """So our own exports write it, and a person who means the sign."""
    out = io.BytesIO()
    write_xlsx(out, [Worksheet("data", ["words"], [["#N/A"], ["x"]])])
    table = open_table(out.getvalue())
    assert cells(table) == [("#N/A",), ("x",)]
    assert table.notes == ()


def test_formulas_whose_value_was_never_saved_are_reported():
    """A program that writes a workbook without working it out saves formulas alone."""
    table = read(["k", "n"], *([k, f"=A{k + 1}*2"] for k in range(1, 8)))
    assert cells(table) == [(str(k), "") for k in range(1, 8)]
    (note,) = table.notes
    assert "never saved come in empty (7): B2, B3, B4, B5, B6, …." in note


def test_formulas_with_their_value_come_in_as_that():
    book = openpyxl.Workbook()
    book.active.append(["k", "n"])
    book.active.append([1, "=A2*2"])
    table = open_table(rewritten(saved(book), b"<f>A2*2</f><v></v>", b"<f>A2*2</f><v>2</v>"))
    assert cells(table) == [("1", "2")]
    assert table.notes == ()


@pytest.mark.parametrize(("second", "times"), [("plain", 1), ("=A2*2", 2)])
def test_a_workbook_is_opened_again_only_for_its_formulas(
    second: str, times: int, monkeypatch: pytest.MonkeyPatch
):
    """Opening reads every text of the workbook: on a large one, that takes seconds."""
    opened: list[object] = []
    load = xlsx_reader.load_workbook
    monkeypatch.setattr(
        xlsx_reader, "load_workbook", lambda *file, **how: opened.append(how) or load(*file, **how)
    )
    read(["k", "n"], [1, second])
    assert len(opened) == times


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(hours=26), "26:00:00"),
        (timedelta(minutes=5), "00:05:00"),
        (timedelta(days=10, seconds=1), "240:00:01"),
    ],
)
def test_how_long_something_took_is_hours_minutes_and_seconds(span: timedelta, said: str):
    assert cells(read(["id", "took"], ["a", span])) == [("a", said)]


# ── Archives that lie ───────────────────────────────────────────────────────────────────────────


def rewritten(content: bytes, old: bytes, new: bytes) -> bytes:
    """Return a workbook in whose first sheet `new` stands for `old`."""
    out, sheet = io.BytesIO(), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            held = before.read(name)
            if name == sheet:
                held = held.replace(b"<v />", b"<v></v>").replace(b"<v/>", b"<v></v>")
                assert old in held
                held = held.replace(old, new)
            after.writestr(name, held)
    return out.getvalue()


def forged(unpacked: int, claimed: int) -> bytes:
    """Return a workbook with a sheet of so many bytes that says it has another number of them.

    The checksum is that of the bytes that it claims to have.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * unpacked)
    content, crc = bytearray(out.getvalue()), zlib.crc32(b" " * claimed)
    local, central = content.rindex(b"PK\x03\x04"), content.rindex(b"PK\x01\x02")
    for crc_at, size_at in ((local + 14, local + 22), (central + 16, central + 24)):
        struct.pack_into("<I", content, crc_at, crc)
        struct.pack_into("<I", content, size_at, claimed)
    return bytes(content)


@pytest.mark.parametrize("claimed", [0, 1_000, 59_999_999, 60_000_001])
def test_an_archive_that_lies_of_its_sizes_is_refused_before_memory_fills(claimed: int):
    """Python's zipfile unpacks all at once what claims to be small, and cuts it afterwards."""
    content = forged(60_000_000, claimed)
    tracemalloc.start()
    try:
        with pytest.raises(FileRefused, match="cannot be read: it is damaged"):
            open_workbook(content)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_what_no_workbook_is_packed_with_is_refused():
    """Other methods than Deflate cannot be unpacked in pieces of a known size."""
    book = openpyxl.Workbook()
    book.active.append(["k"])
    book.active.append([1])
    out = io.BytesIO()
    before = zipfile.ZipFile(io.BytesIO(saved(book)))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
    with pytest.raises(FileRefused, match="cannot be read: it is damaged"):
        open_workbook(out.getvalue())


# ── Cells far from the others ───────────────────────────────────────────────────────────────────


def far(*, corner: str = "", dimension: bytes = b"A1:B2", rows: bytes = b"") -> bytes:
    """Return a table of two columns with a cell in `corner`, a declared size, and more rows."""
    book = openpyxl.Workbook()
    book.active.append(["k", "n"])
    book.active.append([1, 2])
    if corner:
        book.active[corner] = "x"
    made = rewritten(saved(book), b"</sheetData>", rows + b"</sheetData>")
    before = f'<dimension ref="{book.active.dimensions}"'.encode()
    return rewritten(made, before, b'<dimension ref="' + dimension + b'"')


def wide_rows(number: int) -> bytes:
    """Return rows that hold nothing but their last cell, which is empty."""
    return b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in range(3, 3 + number))


@pytest.mark.parametrize(
    ("corner", "dimension"),
    [
        *[("", size) for size in (b"A1", b"A1:XFD1048576")],
        *[("XFD1048576", size) for size in (b"A1:B2", b"A1:XFD1048576")],
        *[("A1048576", b"A1:A1048576"), ("XFD2", b"A1:XFD2")],
    ],
)
def test_a_table_is_read_whatever_size_its_sheet_declares(corner: str, dimension: bytes):
    table = open_table(far(corner=corner, dimension=dimension))
    first, *_more = cells(table)
    assert (table.columns, first[:2]) == (("k", "n"), ("1", "2"))


def test_a_row_that_no_sheet_has_is_refused():
    beyond = b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
    with pytest.raises(FileRefused, match="cannot be read: it is damaged"):
        open_table(far(rows=beyond))


def test_rows_as_wide_as_a_sheet_are_looked_at_until_they_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(xlsx_reader, "PADDING", 100_000)
    with pytest.raises(FileRefused, match=r"Sheet “Sheet”, up to row \d+, spans more than"):
        open_table(far(rows=wide_rows(10)))


# ── Large workbooks are read in a child process ─────────────────────────────────────────────────


def test_a_child_reads_what_the_process_itself_would(monkeypatch: pytest.MonkeyPatch):
    book = openpyxl.Workbook()
    book.active.append(["k", "n", "when"])
    for number in range(200):
        book.active.append([f"é{number}", number / 4, timedelta(hours=number)])
    book.active.append(["x", "#N/A", "=1+1"])
    book.create_sheet("empty")
    book.create_sheet("second").append(["a"])
    book["second"].append([1])
    content = saved(book)
    itself = open_workbook(content), open_workbook(content, "second")
    monkeypatch.setattr(xlsx_process, "SMALL", 0)
    assert (open_workbook(content), open_workbook(content, "second")) == itself
    with pytest.raises(FileRefused, match="There is no sheet “third” with rows"):
        open_workbook(content, "third")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ChildExceededLimits, "takes more time or memory than it may"),
        (ChildrenBusy, "again in a minute"),
        (ChildCrashed, "cannot be read: it is damaged"),
    ],
)
def test_a_child_that_fails_is_explained(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], sentence: str
):
    def fail(*_what: object, **_how: object) -> None:
        raise error

    monkeypatch.setattr(xlsx_process, "SMALL", 0)
    monkeypatch.setattr(xlsx_process, "run_bounded", fail)
    with pytest.raises(FileRefused, match=sentence):
        open_workbook(far())


@pytest.mark.parametrize(
    "answered",
    [
        b"",
        b"[]",
        b'{"title": "t", "names": ["k"], "titles": ["t"], "flaws": []}\n',
        b'{"title": "t", "names": ["k"], "titles": ["t"], "flaws": []}\n[1]\n',
        b'{"title": "t", "names": ["k"], "titles": ["t"], "flaws": []}\n{"flaws": 1}\n',
    ],
)
def test_a_child_that_answers_anything_else_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, answered: bytes
):
    monkeypatch.setattr(xlsx_process, "SMALL", 0)
    monkeypatch.setattr(xlsx_process, "run_bounded", lambda *_, **__: io.BytesIO(answered))
    with pytest.raises(FileRefused, match="cannot be read: it is damaged"):
        open_workbook(far())


@pytest.mark.parametrize("filled", ["header", "row"])
def test_a_row_too_long_to_be_held_in_memory_is_refused(
    monkeypatch: pytest.MonkeyPatch, filled: str
):
    """Of 121 kB, one whose 15,000 cells all held the same text took 1.5 GB of the server."""
    names, texts = ["k", "l"], ["1", "2"]
    (names if filled == "header" else texts)[1] = "x" * 2_000
    book = openpyxl.Workbook()
    book.active.append(names)
    book.active.append(texts)
    monkeypatch.setattr(xlsx_process, "SMALL", 0)
    open_workbook(saved(book))
    monkeypatch.setattr(xlsx_process, "_LONGEST_LINE", 2_000)
    with pytest.raises(FileRefused, match="takes more time or memory than it may"):
        open_workbook(saved(book))


def test_a_few_bytes_that_mean_millions_of_styles_are_read_in_a_child():
    """Of 18 kB, this one took a minute and a gigabyte of the process that read it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(far())) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            held, styles = before.read(name), b"<xf/>" * 200_000 + b"</cellXfs>"
            after.writestr(name, held.replace(b"</cellXfs>", styles))
    seen: list[str] = []
    run = xlsx_process.run_bounded
    with pytest.MonkeyPatch.context() as patched:

        def watched(task: str, *what: Any, **how: Any) -> Any:
            seen.append(task)
            return run(task, *what, **how)

        patched.setattr(xlsx_process, "run_bounded", watched)
        patched.setattr(xlsx_process, "_SECONDS", 1)
        with pytest.raises(FileRefused, match="takes more time or memory than it may"):
            open_workbook(out.getvalue())
    assert seen == ["vecu.tables.xlsx_process:answer"]
