"""Find cells of a sheet that are not read: after reading has ended, or skipped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice, pairwise
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter

from vecu.questionnaires.xlsform.preprocessing import canonical_column
from vecu.questionnaires.xlsform.validation.known_columns import NEEDED

BLANK_COLUMNS, BLANK_ROWS = 20, 60
"""Blank columns and rows after which pyxform ends reading a sheet."""
_MAX_ABOVE = 20
"""Rows above the headings in which headings are searched."""

_VALUES = (b"</v>", b"</is>", b":v>", b":is>")
"""How the XML of a cell with a value ends, with and without a prefix."""
_ROW_NUMBER = re.compile(rb"row\s[^<>]*?\br=[\"']([0-9]{1,7})[\"']")
_AT = rb"<(?:\w+:)?c\s(?:[^<>]*\s)?r=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']"
_FILLED = re.compile(_AT + rb"(?:>|\s[^<>]*[^/]>)(?!</)")
_UNSAVED = re.compile(
    _AT + rb"(?![^<>]*\st=[\"']str)[^<>]*><(?:\w+:)?f(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
"""A formula without a result; one whose result is the empty text is marked as a text."""

Row = tuple[object, ...]


class UnreadReason(Enum):
    """Why a cell was not read."""

    BELOW = "headings stand below the first row"
    BLANK = "blank rows or columns stand before it"
    DECLARED = "the workbook says of the sheet that it is smaller than it is"
    UNHEADED = "nothing stands above it in row 1"
    UNSAVED = "it holds a formula that no program worked out"


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A cell of a sheet that was not read, by row and column (from 1), and why.

    If reading ended before it, it is the first of the unread cells.
    """

    sheet: str
    row: int
    column: int
    reason: UnreadReason

    @property
    def cell(self) -> str:
        """The spreadsheet's name of the cell."""
        return f"{get_column_letter(self.column)}{self.row}"


def find_unread_cells(key: str, sheet: Any, xml: bytes, wide: int, rows: int) -> list[UnreadCell]:
    """Return what was not read of a sheet, which is also given as XML.

    `wide` is the number of columns read, 0 if unknown; `rows` the rows after the first.
    """
    first = next(sheet.iter_rows(max_row=1, values_only=True), ())
    if below := _headings_below(key, sheet, first):
        return [below]
    headed = [position for position, value in enumerate(first, 1) if not _is_blank(value)]
    found = [*_unheaded(key, sheet, xml, headed), *_unsaved(key, xml, headed)]
    if ended := _unread_column(key, headed, wide):
        found.append(ended)
        headed = [one for one in headed if one < ended.column]
    if _last_row(xml) > rows + 1:
        found += _unread_row(key, sheet, headed, rows)
    return found


def _headings_below(key: str, sheet: Any, first: Row) -> UnreadCell | None:
    """Return the row of the headings if the first row has none of the required ones."""
    needed = set(NEEDED.get(key, ()))
    if not needed or needed & _columns(first):
        return None
    rows = islice(sheet.iter_rows(min_row=2, values_only=True), _MAX_ABOVE)
    for number, row in enumerate(rows, 2):
        if needed <= _columns(row):
            return UnreadCell(key, number, 1, UnreadReason.BELOW)
    return None


def _columns(row: Row) -> set[str]:
    return {canonical_column(str(value)) for value in row if not _is_blank(value)}


def _unread_column(key: str, headed: list[int], wide: int) -> UnreadCell | None:
    """Return the first heading that was not read."""
    for before, here in pairwise((0, *headed)):
        if here - before - 1 > BLANK_COLUMNS:
            return UnreadCell(key, 1, here, UnreadReason.BLANK)
        if 0 < wide < here:
            return UnreadCell(key, 1, here, UnreadReason.DECLARED)
    return None


def _unread_row(key: str, sheet: Any, headed: list[int], rows: int) -> Iterator[UnreadCell]:
    """Yield the first cell under a heading that is below the `rows` that were read."""
    for number, row in enumerate(sheet.iter_rows(min_row=rows + 2, values_only=True), rows + 2):
        used = (
            column for column in headed if column <= len(row) and not _is_blank(row[column - 1])
        )
        if here := next(used, 0):
            blank = number - rows - 2 > BLANK_ROWS
            yield UnreadCell(
                key, number, here, UnreadReason.BLANK if blank else UnreadReason.DECLARED
            )
            return


def _unheaded(key: str, sheet: Any, xml: bytes, headed: list[int]) -> Iterator[UnreadCell]:
    """Yield the first cell of each column that has values but no heading."""
    letters = {match[1].decode() for match in _FILLED.finditer(xml)} if headed else set()
    ahead = {column_index_from_string(one) for one in letters}.difference(headed)
    rows = sheet.iter_rows(min_row=2, max_row=_last_row(xml), values_only=True)
    for number, row in enumerate(rows if ahead else (), 2):
        if not row:  # there may be a million of them above a cell far from the others
            continue
        used = (column for column, value in enumerate(row, 1) if not _is_blank(value))
        for column in sorted(ahead.intersection(used)):
            ahead.remove(column)
            yield UnreadCell(key, number, column, UnreadReason.UNHEADED)
        if not ahead:
            return


def _unsaved(key: str, xml: bytes, headed: list[int]) -> Iterator[UnreadCell]:
    """Yield the cells under a heading whose formula has no result in the workbook."""
    for match in _UNSAVED.finditer(xml) if b"<f" in xml or b":f" in xml else ():
        column = column_index_from_string(match[1].decode())
        if column in headed:
            yield UnreadCell(key, int(match[2]), column, UnreadReason.UNSAVED)


def _last_row(xml: bytes) -> int:
    """Return the last row with a value, by the XML; 0 for none."""
    last = max(xml.rfind(end) for end in _VALUES)
    row = _ROW_NUMBER.match(xml, xml.rfind(b"row ", 0, last)) if last >= 0 else None
    return int(row[1]) if row else 0


def _is_blank(value: object) -> bool:
    return value is None or not str(value).strip()
