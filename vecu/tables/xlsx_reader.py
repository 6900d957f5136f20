"""Read a sheet of an .xlsx workbook as names and rows. Pure."""

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from vecu.messages import Message
from vecu.tables.cells import MAX_CELLS, too_many_bytes_error
from vecu.tables.errors import MAX_BYTES, FileRefused, make_refusal
from vecu.tables.xlsx_escapes import unescape_xlsx
from vecu.translation import gettext_noop
from vecu.zip_safety import iter_entry

MAX_ENTRIES = 2_000
MAX_ROWS = 1_048_576
"""Rows of a sheet; no program writes more."""
PADDING = 5_000_000
"""Cells that may be looked at beside as many as the workbook has bytes."""
_HEART = "xl/workbook.xml"
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_LONGEST_TAG = 40
_LISTED_CELLS = 5
_BROKEN = (
    *(BadZipFile, InvalidFileException, OSError, ValueError, KeyError, TypeError, EOFError),
    zlib.error,
)
_BROKEN_XML = (SyntaxError, NotImplementedError, AttributeError, IndexError, RecursionError)
_ERRORS = gettext_noop(
    "Cells that hold an error instead of a value come in empty (%(count)s): %(cells)s."
)
_UNKNOWN = gettext_noop(
    "Formulas whose value was never saved come in empty (%(count)s): %(cells)s. To have the "
    "values, open the workbook in its program, save it, and bring it again."
)
_WIDE = gettext_noop(
    "Sheet “%(sheet)s”, up to row %(row)s, spans more than %(most)s cells, nearly all of them "
    "empty: some stand far from the others. Copy the table into a new workbook, and bring that one."
)

Lines = Iterator[tuple[int, Sequence[Any]]]
"""Rows with their numbers in the sheet."""


@dataclass
class UnreadableCells:
    """Cells that look filled and have no value: how many, and the first of them."""

    msgid: str
    count: int = 0
    cells: list[str] = field(default_factory=list)

    def add(self, cell: str) -> None:
        """Count one more."""
        self.count += 1
        self.cells += [cell] if len(self.cells) < _LISTED_CELLS else []

    def note(self) -> Message:
        """Return a warning about them."""
        more = ", …" if self.count > len(self.cells) else ""
        cells = f"{', '.join(self.cells)}{more}"
        return Message(self.msgid, count=str(self.count), cells=cells)


class CellBudget:
    """The cells that may be looked at in a workbook, in all its sheets together.

    A sheet is looked at as wide as each row's last cell, and has all rows above its last one: a few
    bytes of a malicious file may so mean millions of cells.
    """

    def __init__(self, unpacked: int) -> None:
        self._cells = min(4 * MAX_CELLS, PADDING + unpacked)
        self._left = self._cells

    def iter_rows(self, page: Any) -> Iterator[tuple[int, Sequence[Any]]]:
        """Yield the numbered rows of a sheet; raise `FileRefused` once the budget is spent."""
        for number, row in enumerate(page.iter_rows(), 1):
            self._left -= 1 + len(row)
            if self._left < 0:
                raise make_refusal(_WIDE, sheet=page.title, row=number, most=f"{self._cells:,}")
            if number > MAX_ROWS:
                raise make_unreadable_error()
            if row:
                yield number, row


@dataclass(frozen=True)
class SheetTable:
    """A sheet with a table: its name, column names, rows, and the names of all sheets.

    `flaws` are counted while the rows are read.
    """

    title: str
    names: Sequence[str]
    rows: Lines
    titles: tuple[str, ...]
    flaws: tuple[UnreadableCells, ...] = ()

    def notes(self) -> tuple[Message, ...]:
        """Return warnings about cells without a value, once the rows were read."""
        return tuple(each.note() for each in self.flaws if each.count)


def read_xlsx(content: bytes, title: str = "") -> SheetTable:
    """Return the sheet called `title`, else the first with a header and a row below it.

    Formulas have their last saved values. Raise `FileRefused` if it is not a workbook, unpacks
    to too much, holds XML entities, or has no such sheet. Rows are streamed; each is as long as
    the header. `titles` are all readable sheets.
    """
    calculates, unpacked = _check_archive(content)
    budget = CellBudget(unpacked)
    try:
        pages = {page.title: page for page in _pages(content) if _has_rows(page, budget)}
        with_formulas = _pages(content, formulas=True) if calculates else []
        formulas = {page.title: page for page in with_formulas}
    except (*_BROKEN, *_BROKEN_XML) as error:
        raise make_unreadable_error() from error
    if not pages:
        raise make_refusal(gettext_noop("The file names its columns and has no rows below them."))
    if title and title not in pages:
        raise make_refusal(
            gettext_noop("There is no sheet “%(found)s” with rows. Sheets with rows: %(sheets)s."),
            found=title,
            sheets=", ".join(pages),
        )
    chosen = title or next(iter(pages))
    names = _named(next(_filled(pages[chosen], budget))[1])
    errors, unknown = UnreadableCells(_ERRORS), UnreadableCells(_UNKNOWN)
    rows = _rows(pages[chosen], len(names), budget, errors)
    if chosen in formulas:
        rows = chain(rows, _without_value(pages[chosen], formulas[chosen], budget, unknown))
    return SheetTable(chosen, names, rows, tuple(pages), (errors, unknown))


def _pages(content: bytes, *, formulas: bool = False) -> list[Any]:
    """Return the sheets, with the last saved values of formulas or with the formulas themselves."""
    book = load_workbook(
        io.BytesIO(content), read_only=True, data_only=not formulas, keep_links=False
    )
    for page in book.worksheets:
        page.reset_dimensions()  # the size that a sheet declares may be wrong
    return list(book.worksheets)


def _has_rows(page: Any, budget: CellBudget) -> bool:
    """Return whether a sheet has a header and a row below it."""
    return len(list(islice(_filled(page, budget), 2))) == 2


def _check_archive(content: bytes) -> tuple[bool, int]:
    """Reject anything but a workbook, and what would unpack to more than is accepted.

    An archive may lie about sizes, and the library that reads workbooks trusts it: every entry
    is first unpacked here, a piece at a time. Return whether a sheet has formulas, and the size.
    """
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_ENTRIES or unpacked > MAX_BYTES:
                raise too_many_bytes_error(unpacked)
            if _HEART not in {entry.filename for entry in entries}:
                raise _no_workbook()
            found = [_has_formulas(archive, entry) for entry in entries]
    except (*_BROKEN, NotImplementedError, RuntimeError) as error:
        raise make_unreadable_error() from error
    return any(found), unpacked


def _has_formulas(archive: ZipFile, entry: ZipInfo) -> bool:
    """Return whether an entry is a sheet with formulas; raise BadZipFile if its size is wrong."""
    found, end = False, b""
    sheet = entry.filename.startswith("xl/worksheets/")
    for piece in iter_entry(archive, entry):
        found = found or (sheet and _FORMULA.search(end + piece) is not None)
        end = piece[-_LONGEST_TAG:]
    return found


def _no_workbook() -> FileRefused:
    return make_refusal(
        gettext_noop(
            "This is not a CSV file but another format (%(found)s). Open it in its own "
            "program, save it as “CSV UTF-8”, and bring that file."
        ),
        found=".ods, .zip",
    )


def _filled(page: Any, budget: CellBudget, errors: UnreadableCells | None = None) -> Lines:
    """Yield the nonempty lines of a sheet, with their numbers.

    An error (#N/A, #DIV/0!), unlike a text that looks so, is empty and counted in `errors`.
    """
    for number, row in budget.iter_rows(page):
        cells = [_value(cell) for cell in row]
        if errors is not None:
            for cell in filter(_is_error, row):
                errors.add(f"{cell.coordinate} {cell.value}")
        if any(cell is not None and str(cell).strip() for cell in cells):
            yield number, cells


def _is_error(cell: Any) -> bool:
    return bool(cell.data_type == "e")


def _value(cell: Any) -> Any:
    if _is_error(cell):
        return None
    return unescape_xlsx(cell.value) if isinstance(cell.value, str) else cell.value


def _named(cells: Sequence[Any]) -> list[str]:
    """Return the names without trailing empty cells."""
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _rows(page: Any, width: int, budget: CellBudget, errors: UnreadableCells) -> Lines:
    """Yield the rows below the header; cells beyond the last name matter only if one is filled."""
    try:
        for number, row in islice(_filled(page, budget, errors), 1, None):
            cells = list(row)
            while len(cells) > width and (cells[-1] is None or not str(cells[-1]).strip()):
                cells.pop()
            yield number, [*cells, *(None,) * (width - len(cells))]
    except (*_BROKEN, *_BROKEN_XML) as error:
        raise make_unreadable_error() from error


def _without_value(page: Any, formulas: Any, budget: CellBudget, unknown: UnreadableCells) -> Lines:
    """Yield nothing: count the formulas without a saved value, after the sheet's rows."""
    try:
        both = zip(budget.iter_rows(page), budget.iter_rows(formulas), strict=False)
        for (number, values), (_number, row) in both:
            for position, (cell, formula) in enumerate(zip(values, row, strict=False), 1):
                if cell.value is None and formula.data_type == "f":
                    unknown.add(f"{get_column_letter(position)}{number}")
    except (*_BROKEN, *_BROKEN_XML) as error:
        raise make_unreadable_error() from error
    yield from ()


def make_unreadable_error() -> FileRefused:
    """Return the error for a workbook of which nothing can be read."""
    return make_refusal(
        gettext_noop(
            "The workbook cannot be read: it is damaged, protected, or holds what no workbook "
            "should. Open it in its own program, save it anew, and bring that file."
        )
    )
