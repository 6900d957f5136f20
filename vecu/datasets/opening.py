"""Open a file of answers in any format as one table, with what it says its columns mean. Pure.

Workbooks, .sav and .dta are written out as CSV in memory, so that mapping, dry run and import are
the same for all. What is declared missing becomes an empty cell; labels become codes: `suggest`
matches a column by its label, and its numbers with choices by theirs. Rows keep their numbers.
"""

import csv
import io
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from vecu.datasets.cells import MAX_CELLS, cell_text, too_large
from vecu.datasets.codes import Codes, read_codes
from vecu.datasets.csvfile import MAX_COLUMNS, Settings, Table, read_table
from vecu.datasets.rules import MAX_BYTES, refuse
from vecu.datasets.statfiles import read_statistical
from vecu.datasets.workbooks import read_xlsx
from vecu.text import _

_SAV = (b"$FL2", b"$FL3")
_DTA = b"<stata_dta>"
_OLD_DTA = range(110, 116)
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Opened:
    """A table with the labels of its columns and values; `text` says that it came as CSV.

    `sheets` are the sheets of a workbook that could be read instead.
    """

    table: Table
    codes: Codes = field(default_factory=dict)
    text: bool = True
    sheets: tuple[str, ...] = ()


def open_file(content: bytes, settings: Settings | None = None) -> Opened:
    """Return the table that a CSV file, a workbook, a .sav or a .dta file holds.

    The format is told by the first bytes, never by the file's name. Raises `FileRefused`, saying
    what to do, for anything that cannot be read, is too large, or unpacks to something too large.
    """
    if len(content) > MAX_BYTES:
        return Opened(read_table(content, settings))  # which refuses it
    if content.startswith(_ZIP):
        page = read_xlsx(content, settings.sheet if settings else "")
        table = replace(_table(content, page.names, page.rows), sheet=page.title)
        return Opened(table, text=False, sheets=page.titles)
    if content.startswith((*_SAV, _DTA)) or _is_old_dta(content):
        names, rows, codes = read_statistical(content)
        return Opened(_table(content, names, enumerate(rows, 1)), codes, text=False)
    return Opened(read_table(content, settings))


def open_with_codes(content: bytes, codes: bytes, settings: Settings | None = None) -> Opened:
    """Return what `open_file` does, with a codes file, if there is one, in place of other labels.

    Raises `FileRefused`, for the codes file too.
    """
    opened = open_file(content, settings)
    return replace(opened, codes=read_codes(read_table(codes))) if codes else opened


def _is_old_dta(content: bytes) -> bool:
    return len(content) > 4 and content[0] in _OLD_DTA and content[1] in {1, 2} and content[2] == 1


def _table(
    content: bytes, names: Sequence[str], rows: Iterable[tuple[int, Sequence[Any]]]
) -> Table:
    """Return numbered rows as a table under the hash of the file that they came in."""
    if len(names) > MAX_COLUMNS:
        raise refuse(
            _("The first line names %(found)s columns; at most %(most)s are read."),
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
            raise too_large(f"> {MAX_CELLS:,}")
        if out.tell() > MAX_BYTES:
            raise too_large(f"> {MAX_BYTES // 1_000_000} MB")
    written = Settings(delimiter=",", encoding="utf-8")
    table = read_table(out.getvalue().encode(), written)
    return replace(table, file_hash=sha256(content).hexdigest(), lines=lines)
