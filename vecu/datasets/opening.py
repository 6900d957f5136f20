"""Open a file of answers in any format as one table, with what it says its columns mean. Pure.

What is declared missing becomes an empty cell; labels become codes: `suggest` matches a column by
its label, and its numbers with choices by theirs.
"""

from dataclasses import dataclass, field

from vecu.datasets.codes import Codes
from vecu.datasets.statfiles import read_statistical
from vecu.tables import MAX_BYTES, Settings, Table, is_workbook, open_table, table_of

_SAV = (b"$FL2", b"$FL3")
_DTA = b"<stata_dta>"
_OLD_DTA = range(110, 116)


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
    if len(content) <= MAX_BYTES and _is_statistical(content):
        names, rows, codes = read_statistical(content)
        return Opened(table_of(content, names, rows), codes, text=False)
    return Opened(open_table(content, settings), text=not is_workbook(content))


def _is_statistical(content: bytes) -> bool:
    return content.startswith((*_SAV, _DTA)) or _is_old_dta(content)


def _is_old_dta(content: bytes) -> bool:
    return len(content) > 4 and content[0] in _OLD_DTA and content[1] in {1, 2} and content[2] == 1
