"""Read a sheet of an .xlsx workbook as names and rows. Pure."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from vecu.tables.cells import too_many_bytes
from vecu.tables.refusals import MAX_BYTES, FileRefused, refuse
from vecu.text import _

MAX_ENTRIES = 2_000
_HEART = "xl/workbook.xml"
_BROKEN = (BadZipFile, InvalidFileException, OSError, ValueError, KeyError, TypeError, EOFError)
_BROKEN_XML = (SyntaxError, NotImplementedError, AttributeError, IndexError, RecursionError)

Lines = Iterator[tuple[int, Sequence[Any]]]
"""Rows with the numbers that the sheet shows beside them."""


@dataclass(frozen=True)
class SheetFound:
    """One sheet that holds a table: its name, those of its columns, its rows, and its siblings."""

    title: str
    names: Sequence[str]
    rows: Lines
    titles: tuple[str, ...]


def read_xlsx(content: bytes, title: str = "") -> SheetFound:
    """Return the sheet called `title`, else the first with a line of names and a row below it.

    Formulas are what they last gave. Raises `FileRefused` when it is no workbook, unpacks to too
    much, holds XML entities, or has no such sheet. Rows stream; each is as long as the names.
    `titles` are all sheets that could be read.
    """
    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        pages = {page.title: page for page in book.worksheets if _has_rows(page)}
    except (*_BROKEN, *_BROKEN_XML) as error:
        raise _unreadable() from error
    if not pages:
        raise refuse(_("The file names its columns and has no rows below them."))
    if title and title not in pages:
        raise refuse(
            _("There is no sheet “%(found)s” with rows. Sheets with rows: %(sheets)s."),
            found=title,
            sheets=", ".join(pages),
        )
    chosen = title or next(iter(pages))
    names = _named(next(_filled(pages[chosen]))[1])
    return SheetFound(chosen, names, _rows(pages[chosen], len(names)), tuple(pages))


def _has_rows(page: Any) -> bool:
    """Return whether a sheet has a line of names and a row below it."""
    return len(list(islice(_filled(page), 2))) == 2


def _check_archive(content: bytes) -> None:
    """Refuse what is no workbook, and what would unpack to more than is read."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (BadZipFile, OSError, ValueError) as error:
        raise _unreadable() from error
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_BYTES:
        raise too_many_bytes(unpacked)
    if _HEART not in {entry.filename for entry in entries}:
        raise refuse(
            _(
                "This is not a CSV file but another format (%(found)s). Open it in its own "
                "program, save it as “CSV UTF-8”, and bring that file."
            ),
            found=".ods, .zip",
        )


def _filled(page: Any) -> Lines:
    """Yield the lines of a sheet that are not empty, with their numbers."""
    for number, row in enumerate(page.iter_rows(values_only=True), 1):
        if any(cell is not None and str(cell).strip() for cell in row):
            yield number, row


def _named(cells: Sequence[Any]) -> list[str]:
    """Return the names without the empty cells after the last one."""
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _rows(page: Any, width: int) -> Lines:
    """Yield the rows below the names; cells beyond the last name count only when one is filled."""
    try:
        for number, row in islice(_filled(page), 1, None):
            cells = list(row)
            while len(cells) > width and (cells[-1] is None or not str(cells[-1]).strip()):
                cells.pop()
            yield number, [*cells, *(None,) * (width - len(cells))]
    except (*_BROKEN, *_BROKEN_XML) as error:
        raise _unreadable() from error


def _unreadable() -> FileRefused:
    return refuse(
        _(
            "The workbook cannot be read: it is damaged, protected, or holds what no workbook "
            "should. Open it in its own program, save it anew, and bring that file."
        )
    )
