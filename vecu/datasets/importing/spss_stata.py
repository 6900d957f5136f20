"""Read .sav and .dta files as names, rows and labels; declared missing values become empty.

Numbers are read as stored, so that dates and times are converted here (`spss_stata_dates`), all
rows of a column alike.
"""

import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from vecu.bounded_process import ChildExceededLimits, ChildrenBusy
from vecu.datasets.importing.codebook_file import CodebookItem, CodebookItems
from vecu.datasets.importing.spss_stata_dates import (
    DateTimeKind,
    convert_to_seconds,
    detect_date_time_kind,
    is_time_of_day,
    make_date_converter,
)
from vecu.messages import Message, printable
from vecu.statistical_files import (
    StatDictionary,
    StatFileOptions,
    StatFileUnreadable,
    StatRange,
    open_stat_file,
    write_temporary,
)
from vecu.tables import MAX_BYTES, MAX_CELLS, FileRefused, cell_text, make_refusal, too_large_error
from vecu.translation import gettext_noop

_ROOM = 10 * MAX_BYTES
"""Bytes of all cells, as wide as the file declares them."""
_AS_TEXT = 1_000_000_000
"""Bytes of all cells as text."""
_PIECE = 32_000
"""Bytes after which our own exports continue a text in the next column."""
_LOWEST, _HIGHEST = (-math.inf, -sys.float_info.max), (math.inf, sys.float_info.max)
"""The values of LOWEST and HIGHEST in SPSS's ranges of missing values."""
_LONG_SPANS = gettext_noop(
    "“%(column)s” holds durations that are not times of day (24:00 or more, or below 0): they "
    "are imported as seconds."
)
_EXCEEDED = gettext_noop(
    "Reading the .sav or .dta file takes too much time or memory; it may be "
    "damaged. Open it in its own program, save it again or in parts, and "
    "upload that file."
)
_BUSY = gettext_noop(
    "Other .sav and .dta files are being read at this moment. Upload yours again in a minute."
)
_COMPARED: tuple[Any, ...] = (str, (int, float))
Chunks = Iterator[Sequence[Sequence[Any]]]
Rows = Iterator[Sequence[Any]]
Turn = Callable[[Any], object]


@dataclass(frozen=True)
class StatFile:
    """The content of a .sav or .dta file; `notes` are warnings about values that were converted."""

    names: Sequence[str]
    rows: Rows
    codes: CodebookItems
    notes: tuple[Message, ...] = ()


@contextmanager
def read_stat_file(content: bytes) -> Iterator[StatFile]:
    """Yield the names, rows and labels of a .sav or .dta file, detected by its first bytes.

    Labels are those of variables and of values. Raise `FileRefused` if it cannot be read, or
    declares more content than is accepted; rows that are read in the block raise it too.
    """
    spss = content[:3] == b"$FL"
    whole = StatFileOptions(cells=MAX_CELLS, room=_ROOM)
    with (
        _refusing(),
        write_temporary(content) as path,
        open_stat_file(path, whole, most=_AS_TEXT) as (meta, chunks),
    ):
        _check_size(meta)
        clocks = _clocks(meta, spss=spss)
        spans = [name for name, clock in clocks.items() if clock is DateTimeKind.SPAN]
        long = _beyond_a_day(path, meta, spans, spss=spss) if spans else set[str]()
        turns = {name: _turn(clock, long=name in long, spss=spss) for name, clock in clocks.items()}
        codes = {name: _item(meta, name, turns.get(name, _as_it_is)) for name in meta.names}
        names = [name for name, before in _pairs(meta) if not _continues(meta, name, before)]
        notes = tuple(
            Message(_LONG_SPANS, column=printable(name)) for name in spans if name in long
        )
        yield StatFile(names, _rows(chunks, meta, turns), codes, notes)


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn the errors of reading in a child process into messages."""
    try:
        yield
    except StatFileUnreadable as error:
        raise _unreadable() from error
    except ChildExceededLimits as error:
        raise make_refusal(_EXCEEDED) from error
    except ChildrenBusy as error:
        raise make_refusal(_BUSY) from error
    except (OverflowError, TypeError, ValueError) as error:
        raise _unreadable() from error  # it contradicts itself


def _clocks(meta: StatDictionary, *, spss: bool) -> dict[str, DateTimeKind]:
    """Return the numeric columns that hold dates, times or periods."""
    found = {
        name: detect_date_time_kind(meta.formats[name], spss=spss)
        for name in meta.names
        if name not in meta.texts
    }
    return {name: clock for name, clock in found.items() if clock}


def _turn(clock: DateTimeKind, *, long: bool, spss: bool) -> Turn:
    return partial(convert_to_seconds, spss=spss) if long else make_date_converter(clock, spss=spss)


def _as_it_is(cell: object) -> object:
    return cell


def _beyond_a_day(
    path: Path, meta: StatDictionary, names: Sequence[str], *, spss: bool
) -> set[str]:
    """Return the columns with a duration that is not a time of day."""
    gone = {name: _missing_test(meta, name) for name in names}
    with open_stat_file(path, StatFileOptions(names), most=_AS_TEXT) as (_meta, chunks):
        return {
            name
            for columns in chunks
            for name, cells in zip(names, columns, strict=True)
            for cell in cells
            if isinstance(cell, int | float)
            and not (gone[name](cell) or is_time_of_day(cell, spss=spss))
        }


def _check_size(meta: StatDictionary) -> None:
    if meta.rows * len(meta.names) > MAX_CELLS or meta.rows * sum(meta.widths.values()) > _ROOM:
        raise too_large_error(f"{meta.rows:,} × {len(meta.names):,}")


def _rows(chunks: Chunks, meta: StatDictionary, turns: Mapping[str, Turn]) -> Rows:
    missing = {name: _missing_test(meta, name) for name in meta.names}
    for found in chunks:
        columns = list[list[object]]()
        for (name, before), stored in zip(_pairs(meta), found, strict=True):
            gone, turn = missing[name], turns.get(name, _as_it_is)
            cells = [None if cell is None or gone(cell) else turn(cell) for cell in stored]
            if _continues(meta, name, before):
                columns[-1] = [_joined(*each) for each in zip(columns[-1], cells, strict=True)]
            else:
                columns.append(cells)
        yield from zip(*columns, strict=True)


def _pairs(meta: StatDictionary) -> Iterator[tuple[str, str]]:
    """Yield each column with the one before it."""
    return zip(meta.names, ["", *meta.names], strict=False)


def _continues(meta: StatDictionary, name: str, before: str) -> bool:
    """Return whether a column continues the text of the one before it, as in our own .sav exports.

    The text before has the maximum length, and the labels are the same.
    """
    return (
        before != ""
        and name in meta.texts
        and meta.widths[before] == _PIECE
        and bool(meta.labels[name])
        and meta.labels[name] == meta.labels[before]
    )


def _joined(text: object, more: object) -> str:
    return f"{text or ''}{more or ''}"


def _missing_test(meta: StatDictionary, name: str) -> Callable[[object], bool]:
    """Return a predicate for declared missing values.

    SPSS declares ranges; in Stata it is a letter (.a to .z) in place of a number.
    """
    ranges, numbers = meta.missing.get(name, ()), name not in meta.texts

    def is_missing(cell: object) -> bool:
        if numbers and isinstance(cell, str):
            return True
        return any(_is_within(cell, each) for each in ranges)

    return is_missing


def _is_within(cell: Any, declared: StatRange) -> bool:
    low: Any = declared.low
    return _alike(cell, low) and low <= cell <= declared.high


def _alike(one: object, other: object) -> bool:
    return any(isinstance(one, kind) and isinstance(other, kind) for kind in _COMPARED)


def _item(meta: StatDictionary, name: str, turn: Turn) -> CodebookItem:
    """Return a variable's label, its value labels, and its missing values with their labels.

    Missing are labelled values in a declared range, single declared values, and ranges.
    """
    is_missing = _missing_test(meta, name)
    labels = dict(meta.value_labels.get(name, ()))
    pairs = [(value, label) for value, label in labels.items() if not is_missing(value)]
    gone = {value: label for value, label in labels.items() if is_missing(value)}
    ranges = meta.missing.get(name, ())
    for each in ranges:
        if each.low == each.high:
            gone.setdefault(each.low, "")
    return CodebookItem(
        meta.labels[name].strip(),
        tuple((_code(value, turn), label) for value, label in pairs),
        tuple((_code(value, turn), label) for value, label in gone.items()),
        tuple(_between(each, turn) for each in ranges if each.low != each.high),
    )


def _between(each: StatRange, turn: Turn) -> str:
    """Return a range in words; an open one as "from" or "up to"."""
    low, high = _code(each.low, turn), _code(each.high, turn)
    if each.low in _LOWEST:
        return f"≤ {high}"
    return f"≥ {low}" if each.high in _HIGHEST else f"{low} – {high}"


def _code(value: object, turn: Turn) -> str:
    if isinstance(value, str):
        return value
    converted = turn(value)
    return cell_text(float(converted) if isinstance(converted, int) else converted)


def _unreadable() -> FileRefused:
    return make_refusal(
        gettext_noop(
            "The .sav or .dta file cannot be read: it is damaged or of an unknown "
            "version. Open it in its own program, save it again, and upload that "
            "file."
        )
    )
