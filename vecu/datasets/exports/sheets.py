"""Rows on the disk, in their types, counted while they were written: what every format reads.

The answers are read from the database once, so that all files of an export say the same; they lie
in a temporary folder until the export is done.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from vecu.datasets.exports.rows import Layout, Reply
from vecu.datasets.exports.variables import Sort, Variable
from vecu.tables import Cell

BATCH = 5_000
"""Rows held in memory at a time."""

HIGHEST_CODE = -98
"""No code of what is missing is greater in a .sav file."""

TYPES = {
    Sort.TEXT: pa.string(),
    Sort.INTEGER: pa.int64(),
    Sort.DECIMAL: pa.float64(),
    Sort.DATE: pa.date32(),
    Sort.CHOICE: pa.string(),
    Sort.YESNO: pa.bool_(),
}


@dataclass(slots=True)
class Stat:
    """What is known of a column once it is written. `counts` is of choices and of yes and no.

    `bytes` is the length of the longest text, `total` of all of them; `low` are the numbers given
    that could be taken for codes of what is missing.
    `blank` counts who was asked and gave no answer.
    """

    answered: int = 0
    blank: int = 0
    not_asked: int = 0
    counts: Counter[Any] = field(default_factory=Counter)
    bytes: int = 0
    total: int = 0
    low: set[float] = field(default_factory=set)

    @property
    def missing(self) -> int:
        """How often there is no answer, for whichever reason."""
        return self.blank + self.not_asked

    @property
    def asked(self) -> int:
        """The base: how often it was asked."""
        return self.answered + self.blank


@dataclass(frozen=True)
class Sheet:
    """One table on the disk: its variables, its rows, and what was counted of each variable."""

    name: str
    variables: tuple[Variable, ...]
    path: Path
    rows: int
    stats: Mapping[str, Stat]

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows in their order, `BATCH` at a time."""
        with pq.ParquetFile(self.path) as file:
            yield from file.iter_batches(batch_size=BATCH)

    def lines(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows one by one, each value in its Python type."""
        for batch in self.batches():
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


class SheetWriter:
    """Writes the rows of one table and counts them, while it is entered."""

    def __init__(self, name: str, variables: tuple[Variable, ...], path: Path) -> None:
        self.name, self.variables, self.path = name, variables, path
        self.schema = pa.schema([(each.name, TYPES[each.sort]) for each in variables])
        self.file = pq.ParquetWriter(path, self.schema, compression="zstd")
        self.held: list[Sequence[Cell]] = []
        self.rows = 0
        self.stats = {each.name: Stat() for each in variables}

    def add(self, row: Sequence[Cell]) -> None:
        """Take one row, in the order of the variables."""
        self.held.append(row)
        if len(self.held) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write and count what is held."""
        if not self.held:
            return
        columns = dict(zip(self.schema.names, zip(*self.held, strict=True), strict=True))
        for variable in self.variables:
            asked = columns[variable.asked] if variable.asked else None
            _count(self.stats[variable.name], variable, columns[variable.name], asked)
        arrays = [
            pa.array(columns[item.name], type=item.type, from_pandas=False) for item in self.schema
        ]
        self.file.write_batch(pa.record_batch(arrays, schema=self.schema))
        self.rows += len(self.held)
        self.held = []

    def sheet(self) -> Sheet:
        """Close the file and return what it holds."""
        self.flush()
        self.file.close()
        return Sheet(self.name, self.variables, self.path, self.rows, self.stats)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.file.close()


def _count(
    stat: Stat, variable: Variable, cells: Sequence[Cell], asked: Sequence[Cell] | None
) -> None:
    answered = len(cells) - cells.count(None)
    not_asked = 0
    if asked is not None:
        not_asked = sum(cell is None and not put for cell, put in zip(cells, asked, strict=True))
    stat.answered += answered
    stat.not_asked += not_asked
    stat.blank += len(cells) - answered - not_asked
    if variable.sort in {Sort.CHOICE, Sort.YESNO}:
        stat.counts.update(Counter(cells))
        del stat.counts[None]
    if variable.sort in {Sort.TEXT, Sort.CHOICE}:
        lengths = [len(cell.encode()) for cell in cells if isinstance(cell, str)]
        stat.bytes = max(stat.bytes, *lengths, 0)
        stat.total += sum(lengths)
    if variable.sort in {Sort.INTEGER, Sort.DECIMAL}:
        numbers = [cell for cell in cells if isinstance(cell, int | float)]
        stat.low.update(number for number in numbers if number <= HIGHEST_CODE)


def spread(
    layout: Layout,
    replies: Iterable[Reply],
    folder: Path,
    *,
    draw_key: Callable[[], str],
    progress: Callable[[int], None] = lambda _people: None,
) -> list[Sheet]:
    """Write the answers as one sheet for each table, and return them, people first.

    `draw_key` gives each person a key that says nothing of them; `progress` is told of each batch.
    """
    writers = {
        table.group.path: SheetWriter(table.name, table.variables, folder / f"{number}.long")
        for number, table in enumerate(layout.tables.values())
    }
    done = 0
    for done, reply in enumerate(replies, 1):
        for table, row in layout.rows(reply, draw_key()):
            writers[table.group.path].add(row)
        if done % BATCH == 0:
            progress(BATCH)
    progress(done % BATCH)
    return [writer.sheet() for writer in writers.values()]
