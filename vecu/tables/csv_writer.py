"""CSV: the exact one for programs, and one for spreadsheets, which run what looks like a formula.

In the exact file a text is what the person wrote, whatever it begins with. In the file for
spreadsheets an apostrophe stands before any text that begins with a sign a spreadsheet may take
for a formula (= + - @ in either width, tab, newline), which is how a person tells it to take a
text as it stands; README.txt says so.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from vecu.tables.cells import Cell

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are separated, and whether the file is meant for a spreadsheet."""

    delimiter: str = ","
    for_spreadsheets: bool = False


EXACT = Dialect()


def write_csv(
    path: Path, names: Sequence[str], lines: Iterable[Sequence[Cell]], dialect: Dialect
) -> None:
    """Write lines as RFC 4180 has it, in UTF-8; empty cells are what is missing."""
    encoding = "utf-8-sig" if dialect.for_spreadsheets else "utf-8"
    shown = escape_formula if dialect.for_spreadsheets else exact_cell
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=dialect.delimiter, lineterminator="\r\n")
        writer.writerow(map(shown, names))
        writer.writerows(map(shown, line) for line in lines)


def exact_cell(cell: Cell) -> Cell:
    """Return a cell as the exact file has it: yes and no as 1 and 0, days and hours by ISO 8601.

    A number without decimals has no point.
    """
    if isinstance(cell, bool) or (isinstance(cell, float) and cell.is_integer()):
        return int(cell)
    return cell.isoformat() if isinstance(cell, date | time) else cell


def escape_formula(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers.

    A blank stands between a day and its hour, where ISO 8601 has a T that spreadsheets do not read.
    """
    if isinstance(cell, str) and looks_like_formula(cell):
        return f"'{cell}"
    return cell.isoformat(" ") if isinstance(cell, datetime) else exact_cell(cell)


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet might run a text instead of showing it."""
    return text.lstrip(" ").startswith(_RISKY)
