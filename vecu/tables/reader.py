"""Open a CSV file or a workbook as one table. Pure.

A workbook is converted to CSV in memory, so that both are read in the same way.
"""

import csv
import io
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from vecu.tables.cells import MAX_CELLS, cell_text, too_large_error, too_many_bytes_error
from vecu.tables.csv_reader import MAX_COLUMNS, Settings, Table, read_table
from vecu.tables.errors import MAX_BYTES, make_refusal
from vecu.tables.xlsx_process import open_sheet
from vecu.translation import gettext_noop

_ZIP = b"PK\x03\x04"


def is_workbook(content: bytes) -> bool:
    """Return whether the first bytes are those of an .xlsx file, or of another archive."""
    return content.startswith(_ZIP)


def open_table(content: bytes, settings: Settings | None = None) -> Table:
    """Return the table in a CSV file or an .xlsx workbook, detected by its first bytes.

    Raise `FileRefused`, with a remedy, for anything that cannot be read, is too large, or
    unpacks to something too large.
    """
    if is_workbook(content) and len(content) <= MAX_BYTES:
        return open_workbook(content, settings.sheet if settings else "")[0]
    return read_table(content, settings)


def open_workbook(content: bytes, sheet: str = "") -> tuple[Table, tuple[str, ...]]:
    """Return the named sheet, else the first with a table, and the names of all that have one.

    Raise `FileRefused` as `open_table` does.
    """
    with open_sheet(content, sheet) as found:
        table = make_table(content, found.names, found.rows)
        return replace(table, sheet=found.title, notes=found.notes()), found.titles


def make_table(
    content: bytes, names: Sequence[str], rows: Iterable[tuple[int, Sequence[Any]]]
) -> Table:
    """Return numbered rows as a table, with the hash of their file."""
    if len(names) > MAX_COLUMNS:
        raise make_refusal(
            gettext_noop("The first line names %(found)s columns; at most %(most)s are read."),
            found=len(names),
            most=MAX_COLUMNS,
        )
    out, lines = io.StringIO(newline=""), array("L")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(names)
    for line, row in rows:
        writer.writerow([cell_text(cell) for cell in row])
        lines.append(line)
        if len(lines) * len(names) > MAX_CELLS:
            raise too_large_error(f"> {MAX_CELLS:,}")
        if out.tell() > MAX_BYTES:
            raise too_many_bytes_error(MAX_BYTES, over=True)
    written = Settings(delimiter=",", encoding="utf-8")
    table = read_table(out.getvalue().encode(), written)
    return replace(table, file_hash=sha256(content).hexdigest(), lines=lines)
