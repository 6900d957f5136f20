"""Read an .xlsx workbook as names and rows: the first sheet that has two lines. Pure."""

import io
from collections.abc import Iterator, Sequence
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from vecu.tables.cells import too_large
from vecu.tables.refusals import MAX_BYTES, FileRefused, refuse
from vecu.text import _

MAX_ENTRIES = 2_000
_HEART = "xl/workbook.xml"
_BROKEN = (BadZipFile, InvalidFileException, OSError, ValueError, KeyError, TypeError, EOFError)
_BROKEN_XML = (SyntaxError, NotImplementedError, AttributeError, IndexError, RecursionError)

Rows = Iterator[Sequence[Any]]


def read_xlsx(content: bytes) -> tuple[Sequence[str], Rows]:
    """Return the names on the first line and the rows below it, formulas as what they last gave.

    Raises `FileRefused` when it is no workbook, unpacks to too much, holds XML entities, or has no
    sheet with a line of names and a row. Rows stream; each is as long as the names.
    """
    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for page in book.worksheets:
            rows = _filled(page)
            names = next(rows, None)
            if names is not None and any(True for _row in rows):
                return _named(names), _rows(page, len(_named(names)))
    except FileRefused:
        raise
    except (*_BROKEN, *_BROKEN_XML) as error:
        raise _unreadable() from error
    raise refuse(_("The file names its columns and has no rows below them."))


def _check_archive(content: bytes) -> None:
    """Refuse what is no workbook, and what would unpack to more than is read."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (BadZipFile, OSError, ValueError) as error:
        raise _unreadable() from error
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_BYTES:
        raise too_large(f"{unpacked // 1_000_000} MB")
    if _HEART not in {entry.filename for entry in entries}:
        raise refuse(
            _(
                "This is not a CSV file but another format (%(found)s). Open it in its own "
                "program, save it as “CSV UTF-8”, and bring that file."
            ),
            found=".ods, .zip",
        )


def _filled(page: Any) -> Rows:
    """Yield the lines of a sheet that are not empty."""
    for row in page.iter_rows(values_only=True):
        if any(cell is not None and str(cell).strip() for cell in row):
            yield row


def _named(cells: Sequence[Any]) -> list[str]:
    """Return the names without the empty cells after the last one."""
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _rows(page: Any, width: int) -> Rows:
    """Yield the rows below the names; cells beyond the last name count only when one is filled."""
    try:
        rows = _filled(page)
        next(rows)
        for row in rows:
            cells = list(row)
            while len(cells) > width and (cells[-1] is None or not str(cells[-1]).strip()):
                cells.pop()
            yield [*cells, *(None,) * (width - len(cells))]
    except (*_BROKEN, *_BROKEN_XML) as error:
        raise _unreadable() from error


def _unreadable() -> FileRefused:
    return refuse(
        _(
            "The workbook cannot be read: it is damaged, protected, or holds what no workbook "
            "should. Open it in its own program, save it anew, and bring that file."
        )
    )
