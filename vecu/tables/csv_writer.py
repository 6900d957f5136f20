"""Write CSV: exact for programs, or safe from formula injection for spreadsheets.

The exact file has texts unchanged. In the file for spreadsheets an apostrophe precedes any text
that begins with a character that may start a formula (= + - @ in either width, tab, newline), by
which spreadsheets mark plain text; README.txt explains it.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TextIO

from vecu.tables.cells import Cell
from vecu.translation import gettext_noop

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
FORMULA_WARNING = gettext_noop(
    "Do not open an exact CSV by a double click, nor “…-codebook.csv” beside one: its texts are as "
    "they were written, and Excel or LibreOffice could run one that begins with = + - @, a tab or "
    "a new line as a formula, which can send data away. Read it with a program for statistics, or "
    "import it with every column as text."
)
"""What every README.txt beside an exact CSV says, and nobody can see in the file itself."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The delimiter, and whether the file is meant for a spreadsheet."""

    delimiter: str = ","
    for_spreadsheets: bool = False


EXACT = Dialect()


def write_csv(
    path: Path, names: Sequence[str], lines: Iterable[Sequence[Cell]], dialect: Dialect
) -> None:
    """Write lines by RFC 4180, in UTF-8; missing values are empty cells."""
    with path.open("w", encoding=_get_encoding(dialect), newline="") as file:
        _write_lines(file, names, lines, dialect)


def format_csv(names: Sequence[str], lines: Iterable[Sequence[Cell]], dialect: Dialect) -> bytes:
    """Return the content of a small file as `write_csv` writes it."""
    text = io.StringIO(newline="")
    _write_lines(text, names, lines, dialect)
    return text.getvalue().encode(_get_encoding(dialect))


def _get_encoding(dialect: Dialect) -> str:
    return "utf-8-sig" if dialect.for_spreadsheets else "utf-8"


def _write_lines(
    file: TextIO, names: Sequence[str], lines: Iterable[Sequence[Cell]], dialect: Dialect
) -> None:
    convert = escape_formula if dialect.for_spreadsheets else exact_cell
    writer = csv.writer(file, delimiter=dialect.delimiter, lineterminator="\r\n")
    writer.writerow(map(convert, names))
    writer.writerows(map(convert, line) for line in lines)


def exact_cell(cell: Cell) -> Cell:
    """Return a cell for the exact file: booleans as 1 and 0, dates and times by ISO 8601.

    A number without decimals has no point.
    """
    if isinstance(cell, bool) or (isinstance(cell, float) and cell.is_integer()):
        return int(cell)
    return cell.isoformat() if isinstance(cell, date | time) else cell


def escape_formula(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers.

    A blank separates date and time, where ISO 8601 has a T that spreadsheets do not parse.
    """
    if isinstance(cell, str) and looks_like_formula(cell):
        return f"'{cell}"
    return cell.isoformat(" ") if isinstance(cell, datetime) else exact_cell(cell)


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet might execute a text as a formula."""
    return text.lstrip(" ").startswith(_RISKY)
