"""Read .sav and .dta files as names, rows and labels; declared missing values become empty.

Numbers are read as stored, so that dates and times are converted here (`spss_stata_dates`), all
rows of a column alike.
"""

import math
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyreadstat

from vecu.datasets.importing.codebook_file import CodebookItem, CodebookItems
from vecu.datasets.importing.spss_stata_dates import (
    DateTimeKind,
    convert_to_seconds,
    detect_date_time_kind,
    is_time_of_day,
    make_date_converter,
)
from vecu.messages import Message, printable
from vecu.tables import MAX_BYTES, MAX_CELLS, FileRefused, cell_text, make_refusal, too_large_error
from vecu.translation import gettext_noop

_ROWS = 10_000
_PIECE = 32_000
"""Bytes after which our own exports continue a text in the next column."""
_LOWEST, _HIGHEST = (-math.inf, -sys.float_info.max), (math.inf, sys.float_info.max)
"""The values of LOWEST and HIGHEST in SPSS's ranges of missing values."""
_LONG_SPANS = gettext_noop(
    "“%(column)s” holds hours that are none of a day (24:00 or more, or below 0): it comes as "
    "numbers of seconds."
)
_ERRORS = (
    pyreadstat.ReadstatError,
    pyreadstat.PyreadstatError,
    UnicodeDecodeError,
    OverflowError,
    ValueError,
)
_COMPARED: tuple[Any, ...] = (str, (int, float))
Rows = Iterator[Sequence[Any]]
Turn = Callable[[Any], object]


@dataclass(frozen=True)
class StatFile:
    """The content of a .sav or .dta file; `notes` are warnings about values that were converted."""

    names: Sequence[str]
    rows: Rows
    codes: CodebookItems
    notes: tuple[Message, ...] = ()


def read_stat_file(content: bytes) -> StatFile:
    """Return the names, rows and labels of a .sav or .dta file, detected by its first bytes.

    Labels are those of variables and of values. Raise `FileRefused` if it cannot be read, or
    declares more content than is accepted.
    """
    spss = content[:3] == b"$FL"
    read = partial(_read, pyreadstat.read_sav if spss else pyreadstat.read_dta, content)
    try:
        meta: Any = read(metadataonly=True)[1]
        _check_size(meta)
        clocks = _clocks(meta, spss=spss)
        spans = [name for name, clock in clocks.items() if clock is DateTimeKind.SPAN]
        long = _beyond_a_day(read, meta, spans, spss=spss) if spans else set[str]()
    except _ERRORS as error:
        raise _unreadable() from error
    turns = {name: _turn(clock, long=name in long, spss=spss) for name, clock in clocks.items()}
    codes = {name: _item(meta, name, turns.get(name, _as_it_is)) for name in meta.column_names}
    names = [name for name, before in _pairs(meta) if not _continues(meta, name, before)]
    notes = tuple(Message(_LONG_SPANS, column=printable(name)) for name in spans if name in long)
    return StatFile(names, _rows(read, meta, turns), codes, notes)


def _read(read: Any, content: bytes, **options: Any) -> Any:
    """Read through a temporary file: the library reads paths."""
    with tempfile.NamedTemporaryFile(prefix="vecu-") as file:
        Path(file.name).write_bytes(content)
        return read(
            file.name,
            user_missing=True,
            output_format="dict",
            disable_datetime_conversion=True,
            **options,
        )


def _clocks(meta: Any, *, spss: bool) -> dict[str, DateTimeKind]:
    """Return the numeric columns that hold dates, times or periods."""
    found = {
        name: detect_date_time_kind(str(meta.original_variable_types[name]), spss=spss)
        for name in meta.column_names
        if meta.readstat_variable_types.get(name) != "string"
    }
    return {name: clock for name, clock in found.items() if clock}


def _turn(clock: DateTimeKind, *, long: bool, spss: bool) -> Turn:
    return partial(convert_to_seconds, spss=spss) if long else make_date_converter(clock, spss=spss)


def _as_it_is(cell: object) -> object:
    return cell


def _beyond_a_day(read: Any, meta: Any, names: Sequence[str], *, spss: bool) -> set[str]:
    """Return the columns with a duration that is not a time of day."""
    gone = {name: _missing_test(meta, name) for name in names}
    return {
        name
        for found in _chunks(read, usecols=list(names))
        for name, cells in found.items()
        for cell in cells
        if not (cell is None or gone[name](cell) or is_time_of_day(cell, spss=spss))
    }


def _check_size(meta: Any) -> None:
    rows = meta.number_rows or 0
    widths = sum(meta.variable_storage_width.values())
    if rows * len(meta.column_names) > MAX_CELLS or rows * widths > 10 * MAX_BYTES:
        raise too_large_error(f"{rows:,} × {len(meta.column_names):,}")


def _rows(read: Any, meta: Any, turns: Mapping[str, Turn]) -> Rows:
    missing = {name: _missing_test(meta, name) for name in meta.column_names}
    try:
        for found in _chunks(read):
            columns = list[list[object]]()
            for name, before in _pairs(meta):
                gone, turn = missing[name], turns.get(name, _as_it_is)
                cells = [None if cell is None or gone(cell) else turn(cell) for cell in found[name]]
                if _continues(meta, name, before):
                    columns[-1] = [_joined(*each) for each in zip(columns[-1], cells, strict=True)]
                else:
                    columns.append(cells)
            yield from zip(*columns, strict=True)
    except _ERRORS as error:
        raise _unreadable() from error


def _chunks(read: Any, **options: Any) -> Iterator[Mapping[str, Sequence[Any]]]:
    """Yield the columns of some rows at a time."""
    offset = 0
    while True:
        found = read(row_offset=offset, row_limit=_ROWS, **options)[0]
        yield found
        read_now = len(next(iter(found.values()))) if found else 0
        offset += read_now
        if read_now < _ROWS:
            return


def _pairs(meta: Any) -> Iterator[tuple[str, str]]:
    """Yield each column with the one before it."""
    return zip(meta.column_names, ["", *meta.column_names], strict=False)


def _continues(meta: Any, name: str, before: str) -> bool:
    """Return whether a column continues the text of the one before it, as in our own .sav exports.

    The text before has the maximum length, and the labels are the same.
    """
    labels = meta.column_names_to_labels
    return (
        before != ""
        and meta.readstat_variable_types[name] == "string"
        and meta.variable_storage_width[before] == _PIECE
        and bool(labels[name])
        and labels[name] == labels[before]
    )


def _joined(text: object, more: object) -> str:
    return f"{text or ''}{more or ''}"


def _missing_test(meta: Any, name: str) -> Callable[[object], bool]:
    """Return a predicate for declared missing values.

    SPSS declares ranges; in Stata it is a letter (.a to .z) in place of a number.
    """
    ranges: Sequence[Mapping[str, Any]] = meta.missing_ranges.get(name, ())
    numbers = meta.readstat_variable_types.get(name) != "string"

    def is_missing(cell: object) -> bool:
        if numbers and isinstance(cell, str):
            return True
        return any(_alike(cell, each["lo"]) and each["lo"] <= cell <= each["hi"] for each in ranges)

    return is_missing


def _alike(one: object, other: object) -> bool:
    return any(isinstance(one, kind) and isinstance(other, kind) for kind in _COMPARED)


def _item(meta: Any, name: str, turn: Turn) -> CodebookItem:
    """Return a variable's label, its value labels, and its missing values with their labels.

    Missing are labelled values in a declared range, single declared values, and ranges.
    """
    is_missing = _missing_test(meta, name)
    labels = meta.variable_value_labels.get(name, {})
    pairs = [(value, label) for value, label in labels.items() if not is_missing(value)]
    gone = {value: label for value, label in labels.items() if is_missing(value)}
    ranges: Sequence[Mapping[str, Any]] = meta.missing_ranges.get(name, ())
    for each in ranges:
        if each["lo"] == each["hi"]:
            gone.setdefault(each["lo"], "")
    return CodebookItem(
        (meta.column_names_to_labels.get(name) or "").strip(),
        tuple((_code(value, turn), label) for value, label in pairs),
        tuple((_code(value, turn), label) for value, label in gone.items()),
        tuple(_between(each, turn) for each in ranges if each["lo"] != each["hi"]),
    )


def _between(each: Mapping[str, Any], turn: Turn) -> str:
    """Return a range in words; an open one as "from" or "up to"."""
    low, high = (_code(each[end], turn) for end in ("lo", "hi"))
    if each["lo"] in _LOWEST:
        return f"≤ {high}"
    return f"≥ {low}" if each["hi"] in _HIGHEST else f"{low} – {high}"


def _code(value: object, turn: Turn) -> str:
    if isinstance(value, str):
        return value
    converted = turn(value)
    return cell_text(float(converted) if isinstance(converted, int) else converted)


def _unreadable() -> FileRefused:
    return make_refusal(
        gettext_noop(
            "The .sav or .dta file cannot be read: it is damaged or of a version that is not "
            "known. Open it in its own program, save it anew, and bring that file."
        )
    )
