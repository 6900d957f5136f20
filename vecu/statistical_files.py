"""Read .sav and .dta files in a child process: their dictionary and their cells as stored.

The library that reads them is written in C, and damaged files crash it (decision 0052). Pure.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from vecu.bounded_process import ChildCrashed, ChildLimits, ChildSlots, run_bounded

StoredCell = str | float | int | None
SLOTS = ChildSlots(2, waiting=8, patience=60)
"""Those of one process."""
MEMORY = 1_000_000_000
_CHUNK = 40_000_000
"""Bytes of memory, about, for the rows that are read at a time."""
_CELL = 40
"""Bytes of memory of a number, in addition to its width in the file."""
_TYPES = {str, float, int, type(None)}
_MALFORMED = (AttributeError, LookupError, RecursionError, TypeError, ValueError)


class StatFileUnreadable(Exception):
    """A .sav or .dta file is damaged, or of a version that is not known."""


@dataclass(frozen=True, slots=True)
class StatRange:
    """A range of values that are declared missing; a single one has two equal ends."""

    low: StoredCell
    high: StoredCell


@dataclass(frozen=True, slots=True)
class StatDictionary:
    """What a file says of its columns: all but `names` and `rows` by name of column.

    `formats` are those of display, `texts` the columns of texts, `widths` bytes.
    """

    names: Sequence[str]
    rows: int
    formats: Mapping[str, str]
    texts: frozenset[str]
    widths: Mapping[str, int]
    labels: Mapping[str, str]
    value_labels: Mapping[str, Sequence[tuple[StoredCell, str]]]
    missing: Mapping[str, Sequence[StatRange]]


@dataclass(frozen=True, slots=True)
class StatFileOptions:
    """What to read: `columns` (all if empty), and declared missing values as values.

    Of a file with more than `cells`, or more than `room` bytes of cells, only the dictionary is
    read; 0 means any number.
    """

    columns: Sequence[str] = ()
    user_missing: bool = True
    cells: int = 0
    room: int = 0


@contextmanager
def open_stat_file(
    path: Path, options: StatFileOptions, *, most: int
) -> Iterator[tuple[StatDictionary, Iterator[list[list[StoredCell]]]]]:
    """Yield the dictionary of a file, and the cells of its columns, some rows at a time.

    `most` is the length in bytes of all cells as text. Raise `StatFileUnreadable`, also while the
    cells are read, `ChildExceededLimits` or `ChildrenBusy`.
    """
    size = path.stat().st_size
    limits = ChildLimits(seconds=20 + size // 1_000_000, memory=MEMORY, answer=most)
    wanted = json.dumps([[*options.columns], options.user_missing, options.cells, options.room])
    task = f"{__name__}:answer"
    try:
        answered = run_bounded(
            task, wanted.encode(), str(path.absolute()), limits=limits, slots=SLOTS
        )
    except ChildCrashed as error:
        raise StatFileUnreadable from error
    with answered:
        dictionary = _parse_dictionary(answered.readline())
        yield dictionary, _parse_cells(answered, len(options.columns or dictionary.names))


@contextmanager
def write_temporary(content: bytes) -> Iterator[Path]:
    """Yield the path of a temporary file: the library reads no bytes."""
    with tempfile.TemporaryDirectory(prefix="vecu-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        yield path


def _parse_dictionary(line: bytes) -> StatDictionary:
    try:
        found = json.loads(line)
        names = [*map(str, found["names"])]
        return StatDictionary(
            names=names,
            rows=int(found["rows"]),
            formats={name: str(found["formats"][name]) for name in names},
            texts=frozenset(map(str, found["texts"])),
            widths={name: int(found["widths"][name]) for name in names},
            labels={name: str(found["labels"][name]) for name in names},
            value_labels={
                name: [(_cell(value), str(label)) for value, label in pairs]
                for name, pairs in found["value_labels"].items()
            },
            missing={
                name: [StatRange(_cell(low), _cell(high)) for low, high in ranges]
                for name, ranges in found["missing"].items()
            },
        )
    except _MALFORMED as error:  # {} is the answer for a file that cannot be read
        raise StatFileUnreadable from error


def _parse_cells(lines: IO[bytes], width: int) -> Iterator[list[list[StoredCell]]]:
    """Yield the columns of some rows; the last line is null."""
    while True:
        try:
            columns = json.loads(lines.readline())
            if columns is None:
                return
            if len(columns) != width or len({*map(len, columns)}) > 1:
                raise StatFileUnreadable
            if any(not _TYPES.issuperset(map(type, column)) for column in columns):
                raise StatFileUnreadable
        except _MALFORMED as error:
            raise StatFileUnreadable from error
        yield columns


def _cell(value: Any) -> StoredCell:
    if type(value) not in _TYPES:
        raise TypeError
    found: StoredCell = value
    return found


def answer(wanted: bytes, path: str) -> Iterator[bytes]:
    """Be the child: yield the dictionary, the columns of some rows at a time, and null."""
    import pyreadstat  # noqa: PLC0415 - only the child reads foreign files

    columns, user_missing, most_cells, room = json.loads(wanted)
    with Path(path).open("rb") as file:
        spss = file.read(3) == b"$FL"
    read = pyreadstat.read_sav if spss else pyreadstat.read_dta
    options: dict[str, Any] = {
        "user_missing": user_missing,
        "output_format": "dict",
        "disable_datetime_conversion": True,
    }
    try:
        meta: Any = read(path, metadataonly=True, **options)[1]
        yield _line(_describe(meta))
        width, rows = sum(meta.variable_storage_width.values()), meta.number_rows or 0
        if most_cells and (rows * len(meta.column_names) > most_cells or rows * width > room):
            return
        options |= {"usecols": columns} if columns else {}
        at_once = max(100, min(10_000, _CHUNK // (1 + width + _CELL * len(meta.column_names))))
        yield from _chunks(read, path, at_once, options)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OverflowError, ValueError):
        yield _line({})


def _chunks(read: Any, path: str, at_once: int, options: Mapping[str, Any]) -> Iterator[bytes]:
    offset = 0
    while True:
        columns = [*read(path, row_offset=offset, row_limit=at_once, **options)[0].values()]
        yield _line(columns)
        read_now = len(columns[0]) if columns else 0
        offset += read_now
        if read_now < at_once:
            yield _line(None)
            return


def _line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _describe(meta: Any) -> dict[str, object]:
    """Return what is used of a dictionary."""
    types = meta.readstat_variable_types
    return {
        "names": meta.column_names,
        "rows": meta.number_rows or 0,
        "formats": meta.original_variable_types,
        "texts": [name for name in meta.column_names if types.get(name) == "string"],
        "widths": meta.variable_storage_width,
        "labels": {name: label or "" for name, label in meta.column_names_to_labels.items()},
        "value_labels": {
            name: [*labels.items()] for name, labels in meta.variable_value_labels.items()
        },
        "missing": {
            name: [(each["lo"], each["hi"]) for each in ranges]
            for name, ranges in meta.missing_ranges.items()
        },
    }
