"""Open a file of answers in any format as one table, with what it says its columns mean. Pure.

Workbooks, .sav and .dta are written out as CSV in memory, so that mapping, dry run and import are
the same for all. What is declared missing becomes an empty cell; labels become codes: `suggest`
matches a column by its label, and its numbers with choices by theirs.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from vecu.datasets.cells import MAX_CELLS, cell_text, too_large
from vecu.datasets.codes import Codes
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
    """A table with the labels of its columns and values; `text` says that it came as CSV."""

    table: Table
    codes: Codes = field(default_factory=dict)
    text: bool = True


def open_file(content: bytes, settings: Settings | None = None) -> Opened:
    """Return the table that a CSV file, a workbook, a .sav or a .dta file holds.

    The format is told by the first bytes, never by the file's name. Raises `FileRefused`, saying
    what to do, for anything that cannot be read, is too large, or unpacks to something too large.
    """
    if len(content) > MAX_BYTES:
        return Opened(read_table(content, settings))  # which refuses it
    if content.startswith(_ZIP):
        names, rows = read_xlsx(content)
        return Opened(_table(content, names, rows), text=False)
    if content.startswith((*_SAV, _DTA)) or _is_old_dta(content):
        names, rows, codes = read_statistical(content)
        return Opened(_table(content, names, rows), codes, text=False)
    return Opened(read_table(content, settings))


def _is_old_dta(content: bytes) -> bool:
    return len(content) > 4 and content[0] in _OLD_DTA and content[1] in {1, 2} and content[2] == 1


def _table(content: bytes, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    """Return rows as a table under the hash of the file that they came in."""
    if len(names) > MAX_COLUMNS:
        raise refuse(
            _("The first line names %(found)s columns; at most %(most)s are read."),
            found=len(names),
            most=MAX_COLUMNS,
        )
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(names)
    for row in _bounded(rows, len(names)):
        writer.writerow([cell_text(cell) for cell in row])
        if out.tell() > MAX_BYTES:
            raise too_large(f"> {MAX_BYTES // 1_000_000} MB")
    written = Settings(delimiter=",", encoding="utf-8")
    table = read_table(out.getvalue().encode(), written)
    return replace(table, file_hash=sha256(content).hexdigest())


def _bounded(rows: Iterable[Sequence[Any]], columns: int) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows, 1):
        if number * columns > MAX_CELLS:
            raise too_large(f"> {MAX_CELLS:,}")
        yield row
