"""XLSX: a sheet of data for each table, then the codebook. Row by row, formulas as plain text."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from vecu.datasets.exports import codebook
from vecu.datasets.exports.cells import Cell
from vecu.datasets.exports.codebook import Dataset
from vecu.datasets.exports.delimited import is_risky, plain
from vecu.datasets.exports.progress import Progress, watched
from vecu.datasets.exports.refusals import ExportRefused
from vecu.questionnaires import Message
from vecu.text import _

MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_384
"""What one sheet of a workbook holds below its first line."""
_FIRST_DAY = "1900-03-01"
"""Before it the calendar of spreadsheets is wrong: they think that 1900 was a leap year."""
_LONGEST_TITLE = 31


def write_workbook(dataset: Dataset, path: Path, progress: Progress) -> None:
    """Write all tables and the codebook; raise `ExportRefused` where a sheet cannot hold one."""
    for sheet in dataset.sheets:
        _refuse_too_large(sheet.rows, len(sheet.variables))
    book = Workbook(write_only=True)
    progress.begin(path.name, sum(sheet.rows for sheet in dataset.sheets))
    for sheet in dataset.sheets:
        names = [variable.name for variable in sheet.variables]
        title = "data" if len(dataset.sheets) == 1 else f"data {sheet.name}"
        _fill(book.create_sheet(title[:_LONGEST_TITLE]), names, watched(sheet.lines(), progress))
    _fill(book.create_sheet("codebook"), codebook.names(dataset), codebook.lines(dataset))
    book.save(path)


def _fill(page: Any, names: Sequence[str], lines: Iterable[Sequence[Cell]]) -> None:
    page.freeze_panes = "A2"
    page.append(list(names))
    for line in lines:
        page.append(list(_cells(page, line)))


def _cells(page: Any, line: Sequence[Cell]) -> Iterator[Any]:
    for cell in line:
        if isinstance(cell, str):
            yield _text(page, cell) if is_risky(cell) or cell.startswith("#") else cell
        elif isinstance(cell, date) and cell.isoformat() < _FIRST_DAY:
            yield plain(cell)
        else:
            yield int(cell) if isinstance(cell, bool) else cell


def _text(page: Any, text: str) -> Any:
    """Return a cell that stays a text also when somebody edits it."""
    cell: Any = WriteOnlyCell(page, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _refuse_too_large(rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise ExportRefused(
            Message(
                _(
                    "A workbook holds %(most_rows)s rows and %(most_columns)s columns; here are "
                    "%(rows)s and %(columns)s. Take CSV or Parquet."
                ),
                most_rows=str(MOST_ROWS),
                most_columns=str(MOST_COLUMNS),
                rows=str(rows),
                columns=str(columns),
            )
        )
