"""Typed rows on the disk, counted while they are written: the input of every format.

The answers are read from the database once, so that all files of an export agree; they are in a
temporary folder until the export is done.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from vecu.datasets.dictionary.variables import Variable, VariableType
from vecu.datasets.exporting.codings import CodingTable
from vecu.datasets.exporting.progress import ExportProgress, with_progress
from vecu.datasets.exporting.row_builder import AnswerRecord, RowBuilder
from vecu.tables import Cell

BATCH, _BATCH_CHARACTERS = 5_000, 10_000_000
"""Rows, and characters of their texts, held in memory at a time: a row group of the file."""

HIGHEST_CODE = -98
"""Upper limit of missing codes in a .sav file."""

TYPES = {
    VariableType.TEXT: pa.string(),
    VariableType.FILE: pa.string(),
    VariableType.INTEGER: pa.int64(),
    VariableType.DECIMAL: pa.float64(),
    VariableType.DATE: pa.date32(),
    VariableType.TIME: pa.time64("us"),
    VariableType.MOMENT: pa.timestamp("us"),
    VariableType.CHOICE: pa.string(),
    VariableType.YESNO: pa.bool_(),
}


@dataclass(slots=True)
class ColumnStats:
    """Statistics of a written column. `counts` is of choices and of yes/no.

    `bytes` is the length of the longest text, `total` of all of them; `low` are the answers
    that could be taken for missing codes. `blank` counts those who were asked and gave no
    answer.
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
        """How often there is no answer, for any reason."""
        return self.blank + self.not_asked

    @property
    def base(self) -> int:
        """The base: how often it was asked."""
        return self.answered + self.blank


@dataclass(frozen=True)
class Sheet:
    """One table on the disk: its variables, its rows, and statistics of each variable."""

    name: str
    variables: tuple[Variable, ...]
    path: Path
    rows: int
    stats: Mapping[str, ColumnStats]

    def iter_batches(self, span: range | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the rows in order, a row group at a time; those of `span` only."""
        wanted, start = range(self.rows) if span is None else span, 0
        with pq.ParquetFile(self.path) as file:
            for number in range(file.num_row_groups):
                stop = start + file.metadata.row_group(number).num_rows
                first, last = max(wanted.start, start), min(wanted.stop, stop)
                if first < last:
                    group = file.read_row_group(number).combine_chunks()
                    yield from group.slice(first - start, last - first).to_batches()
                start = stop

    def iter_rows(self, span: range | None = None) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows one by one, each value in its Python type."""
        for batch in self.iter_batches(span):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


class SheetWriter:
    """Context manager that writes the rows of one table and counts them."""

    def __init__(self, name: str, variables: tuple[Variable, ...], path: Path) -> None:
        self.name, self.variables, self.path = name, variables, path
        self.schema = pa.schema([(each.name, TYPES[each.sort]) for each in variables])
        self.file = pq.ParquetWriter(path, self.schema, compression="zstd")
        self.held: list[Sequence[Cell]] = []
        self.characters = 0
        self._texts = [n for n, each in enumerate(variables) if each.sort.is_text]
        self.rows = 0
        self.stats = {each.name: ColumnStats() for each in variables}

    def add(self, row: Sequence[Cell]) -> None:
        """Add one row, in the order of the variables."""
        self.held.append(row)
        self.characters += sum(len(text) for n in self._texts if isinstance(text := row[n], str))
        if len(self.held) >= BATCH or self.characters >= _BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Write and count the buffered rows."""
        if not self.held:
            return
        arrays = [
            pa.array(cells, type=item.type, from_pandas=False)
            for item, cells in zip(self.schema, zip(*self.held, strict=True), strict=True)
        ]
        batch = pa.record_batch(arrays, schema=self.schema)
        for variable in self.variables:
            asked = batch.column(variable.asked) if variable.asked else None
            _count(self.stats[variable.name], variable, batch.column(variable.name), asked)
        self.file.write_batch(batch)
        self.rows += len(self.held)
        self.held, self.characters = [], 0

    def finish(self) -> Sheet:
        """Close the file and return the sheet."""
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


def _count(stat: ColumnStats, variable: Variable, cells: pa.Array, asked: pa.Array | None) -> None:
    not_asked = 0
    if asked is not None:
        not_asked = pc.sum(
            pc.and_not(cells.is_null(), pc.fill_null(asked, fill_value=False))
        ).as_py()
    stat.answered += len(cells) - cells.null_count
    stat.not_asked += not_asked
    stat.blank += cells.null_count - not_asked
    given = cells.drop_null()
    if variable.sort.is_categorical:
        for each in given.value_counts():
            stat.counts[each["values"].as_py()] += each["counts"].as_py()
    if len(given) and (variable.sort.is_text or variable.sort is VariableType.CHOICE):
        lengths = pc.binary_length(given)
        stat.bytes = max(stat.bytes, pc.max(lengths).as_py())
        stat.total += pc.sum(lengths).as_py()
    if variable.sort in {VariableType.INTEGER, VariableType.DECIMAL}:
        stat.low.update(given.filter(pc.less_equal(given, HIGHEST_CODE)).to_pylist())


def stage_tables(
    layout: RowBuilder,
    replies: Iterable[AnswerRecord],
    folder: Path,
    *,
    draw_key: Callable[[], str],
    progress: ExportProgress,
    codings: CodingTable | None = None,
) -> list[Sheet]:
    """Write the answers as one sheet per table, and return the sheets, respondents first.

    `draw_key` returns a random key for each respondent. Their codings, if wanted, have the same
    keys, and a sheet of their own, the last one.
    """
    writers = {
        table.group.path: SheetWriter(table.name, table.variables, folder / f"{number}.long")
        for number, table in enumerate(layout.tables.values())
    }
    beside = None
    if codings:
        beside = SheetWriter(codings.name, codings.variables, folder / "codings.long")
    for reply in with_progress(replies, progress):
        key = draw_key()
        for table, row in layout.iter_rows(reply, key):
            writers[table.group.path].add(row)
        if codings and beside:
            for coding in codings.iter_rows(reply.codings, key, reply.mode):
                beside.add(coding)
    return [writer.finish() for writer in (*writers.values(), *([beside] if beside else []))]
