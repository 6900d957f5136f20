"""Workbooks that others wrote: cells that hold no value are told, and no archive fills memory."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from datetime import timedelta

import openpyxl
import pytest

from vecu.tables import FileRefused, Table, open_table, open_workbook, write_xlsx, xlsx_reader
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
