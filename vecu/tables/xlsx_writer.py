"""Write XLSX row by row; texts that look like formulas stay texts."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from vecu.messages import Message, printable
from vecu.tables.cells import Cell
from vecu.tables.csv_writer import exact_cell, looks_like_formula
from vecu.tables.errors import TableTooLarge
from vecu.tables.xlsx_escapes import escape_xlsx
from vecu.translation import gettext_noop

MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_384
"""Maximum size of a worksheet below its header."""
MOST_CHARACTERS = 32_767
"""Maximum length of a cell."""
_FIRST_DAY = "1900-03-01"
"""Before this day the calendar of spreadsheets is wrong: it has a leap day in 1900."""
_LONGEST_TITLE = 31
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class Worksheet:
    """A table with its title: the names of its columns, and its lines, which are read once."""

    title: str
    names: Sequence[str]
    lines: Iterable[Sequence[Cell]]


def write_xlsx(out: Path | IO[bytes], pages: Iterable[Worksheet]) -> None:
    """Write a workbook with a worksheet for each table, in their order.

    Lines are streamed. Raise `TableTooLarge` if a worksheet or a cell cannot hold the data; the
    output is then no valid file.
    """
    book = Workbook(write_only=True)
    try:
        for page in pages:
            _fill(book.create_sheet(page.title[:_LONGEST_TITLE]), page)
    except BaseException:
        _delete_temporary_files(book)
        raise
    book.save(out)


def _delete_temporary_files(book: Any) -> None:
    """Delete the temporary files of worksheets, which saving the workbook removes."""
    with suppress(OSError), TemporaryFile() as nowhere:
        book.save(nowhere)


def check_size(rows: int, columns: int) -> None:
    """Raise `TableTooLarge` if a worksheet cannot have so many rows or columns."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise TableTooLarge(
            Message(
                gettext_noop(
                    "A workbook holds %(most_rows)s rows and %(most_columns)s columns; here are "
                    "%(rows)s and %(columns)s. Take CSV or Parquet."
                ),
                most_rows=str(MOST_ROWS),
                most_columns=str(MOST_COLUMNS),
                rows=str(rows),
                columns=str(columns),
            )
        )


def _fill(sheet: Any, page: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    check_size(0, len(page.names))
    sheet.append(list(_cells(sheet, page.names)))
    for row, line in enumerate(page.lines, 1):
        check_size(row, len(page.names))
        sheet.append(list(_cells(sheet, line)))


def _cells(sheet: Any, line: Sequence[Cell]) -> Iterator[Any]:
    for cell in line:
        if isinstance(cell, str):
            yield _text(sheet, cell)
        elif isinstance(cell, date) and cell.isoformat() < _FIRST_DAY:
            yield exact_cell(cell)
        else:
            yield int(cell) if isinstance(cell, bool) else cell


def _text(sheet: Any, text: str) -> Any:
    """Return the value of a text cell, which stays a text even if somebody edits it."""
    if len(text) > MOST_CHARACTERS:
        raise TableTooLarge(
            Message(
                gettext_noop(
                    "A cell of a workbook holds %(most)s characters; the text that begins with "
                    "“%(found)s” has %(length)s. Take CSV."
                ),
                most=str(MOST_CHARACTERS),
                found=printable(text, 40),
                length=str(len(text)),
            )
        )
    text = escape_xlsx(ILLEGAL_CHARACTERS_RE.sub(_REPLACEMENT, text))
    if not looks_like_formula(text) and not text.startswith("#"):
        return text
    cell: Any = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
