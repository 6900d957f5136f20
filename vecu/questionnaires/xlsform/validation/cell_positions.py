"""The layout of a workbook: the cell of each heading, merged and hidden cells."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from vecu.questionnaires.xlsform.reader import Sheets
from vecu.questionnaires.xlsform.validation.unread_scan import Row, UnreadCell, find_unread_cells

READ = ("survey", "choices", "settings", "external_choices", "entities", "osm")
"""The sheets that a form is made of."""
MAX_MERGED = 200
"""Merged ranges of one sheet that are reported."""
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A merged range of a sheet, "C4:C6", and the row and column (from 1) it starts in."""

    sheet: str
    cells: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class WorkbookLayout:
    """The layout of a workbook; all empty for Markdown, which has no cells by letter.

    `names` are the sheets as the author called them, hidden ones included; `headings` the letters
    of each heading, by sheet in lower case: more than one if the heading occurs twice. `unread` are
    the cells from which on a sheet was not read.
    """

    names: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    headings: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    merged: tuple[MergedRange, ...] = ()
    unread: tuple[UnreadCell, ...] = ()

    def cell(self, sheet: str, heading: str, row: int) -> str:
        """Return the spreadsheet's name of a cell, '' if it is unknown."""
        letters = self.headings.get(sheet, {}).get(heading, ())
        return f"{letters[0]}{row}" if letters and row else ""

    def heading(self, sheet: str, column: int) -> str:
        """Return the heading of a column (from 1), '' if it has none."""
        letter = get_column_letter(column)
        found = self.headings.get(sheet, {}).items()
        return next((heading for heading, letters in found if letter in letters), "")


def read_layout(content: bytes, filename: str, sheets: Sheets) -> WorkbookLayout:
    """Return the layout of a workbook that was found safe to open, and has these `sheets`.

    A workbook that cannot be opened has no layout: the reader reports what is wrong with it.
    """
    if PurePath(filename).suffix.lower() != ".xlsx":
        return WorkbookLayout()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(content, sheets)
    except Exception:
        return WorkbookLayout()


def _read(content: bytes, read: Sheets) -> WorkbookLayout:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    try:
        sheets = {_key(sheet.title, len(book.worksheets)): sheet for sheet in book.worksheets}
        of_form = {key: sheet for key, sheet in sheets.items() if key in READ}
        with ZipFile(BytesIO(content)) as archive:
            written = {key: archive.read(_entry(sheet)) for key, sheet in of_form.items()}
        headings, unread = {}, []
        for key, sheet in of_form.items():
            wide = sheet.max_column or 0
            sheet.reset_dimensions()  # the size that a sheet declares may be wrong
            first = next(sheet.iter_rows(max_row=1, values_only=True), ())
            headings[key] = _letters(first)
            if key in read:
                unread += find_unread_cells(key, sheet, written[key], wide, len(read[key]))
        return WorkbookLayout(
            names=tuple(sheet.title for sheet in book.worksheets),
            hidden=tuple(key for key, sheet in sheets.items() if sheet.sheet_state != "visible"),
            headings=headings,
            merged=tuple(found for key in of_form for found in _merged(key, written[key])),
            unread=tuple(unread),
        )
    finally:
        book.close()


def _entry(sheet: object) -> str:
    """Return the archive entry with the XML of a sheet."""
    return str(getattr(sheet, "_worksheet_path", "")).lstrip("/")


def _key(title: str, count: int) -> str:
    """Return the key of a sheet: a single sheet is the survey whatever its name."""
    name = title.lower()
    return "survey" if count == 1 and name not in READ else name


def _letters(row: Row) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for position, value in enumerate(row, 1):
        if heading := str(value if value is not None else "").strip():
            found[heading] = (*found.get(heading, ()), get_column_letter(position))
    return found


def _merged(sheet: str, xml: bytes) -> Iterable[MergedRange]:
    for match in list(_MERGED.finditer(xml))[:MAX_MERGED]:
        cells = match[1].decode()
        column, row, *_end = range_boundaries(cells)
        if row and column:
            yield MergedRange(sheet, cells, row, column)
