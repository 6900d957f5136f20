"""Split rows into several files if one labelled file would be too large. Pure but for reading.

The number of rows per file suits any laptop, and the time to verify a file. Stata stores long texts
apart from the rows, and they are in memory while a file is written, so their size is limited too:
studies of any size are exported in bounded memory.
"""

from collections.abc import Iterator
from dataclasses import replace

import pyarrow.compute as pc

from vecu.datasets.dictionary.errors import ExportRefused
from vecu.datasets.dictionary.spss_stata_limits import Program
from vecu.datasets.exporting.numeric_coding import CodedTable
from vecu.messages import Message
from vecu.translation import gettext_noop

MOST_ROWS = 250_000
MOST_LONG_TEXT = 50_000_000
"""Maximum bytes of texts that Stata stores apart from the rows of one file."""
MOST_STATA_COLUMNS = 32_767
_FIXED_WIDTH = 2_045
"""Maximum bytes of a text that Stata stores in its row."""


def split_table(coded: CodedTable) -> list[CodedTable]:
    """Return the files of a sheet, one if it fits; all have the same columns.

    Raise `ExportRefused` if Stata cannot hold the columns.
    """
    if coded.program is Program.DTA and len(coded.columns) > MOST_STATA_COLUMNS:
        raise ExportRefused(
            Message(
                gettext_noop(
                    "A Stata file holds %(most)s columns; here are %(found)s. Take the long shape, "
                    "CSV or Parquet."
                ),
                most=str(MOST_STATA_COLUMNS),
                found=str(len(coded.columns)),
            )
        )
    ends = [*_ends(coded), coded.sheet.rows]
    starts = [0, *ends[:-1]]
    return [replace(coded, span=range(*pair)) for pair in zip(starts, ends, strict=True)]


def _ends(coded: CodedTable) -> Iterator[int]:
    """Yield where a file is full and the next one begins."""
    start = held = 0
    for row, length in enumerate(_long_texts(coded)):
        if row > start and (row - start == MOST_ROWS or held + length > MOST_LONG_TEXT):
            yield row
            start, held = row, 0
        held += length


def _long_texts(coded: CodedTable) -> Iterator[int]:
    """Yield for each row the bytes of texts that Stata stores apart."""
    if coded.program is Program.SAV:
        yield from (0 for _row in range(coded.sheet.rows))
        return
    long = {each.variable.name for each in coded.columns if each.width > _FIXED_WIDTH}
    places = [n for n, each in enumerate(coded.sheet.variables) if each.name in long]
    for batch in coded.sheet.iter_batches():
        lengths = [pc.fill_null(pc.binary_length(batch.column(n)), 0).to_pylist() for n in places]
        yield from map(sum, zip(*lengths, strict=True)) if lengths else (0,) * batch.num_rows
