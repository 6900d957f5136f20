"""Read .sav and .dta files as names, rows and codes: labels kept, declared missing left empty."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyreadstat

from vecu.datasets.codes import Codes, Item
from vecu.tables import MAX_BYTES, MAX_CELLS, FileRefused, cell_text, refuse, too_large
from vecu.text import _

_ROWS = 10_000
_ERRORS = (
    pyreadstat.ReadstatError,
    pyreadstat.PyreadstatError,
    UnicodeDecodeError,
    OverflowError,
    ValueError,
)
_COMPARED: tuple[Any, ...] = (str, (int, float), date)
Rows = Iterator[Sequence[Any]]


def read_statistical(content: bytes) -> tuple[Sequence[str], Rows, Codes]:
    """Return the names, the rows and the codes of a .sav or .dta file, told by its first bytes.

    Codes are the variables' labels and the values' labels. Raises `FileRefused` when it cannot be
    read, or says that it holds more than is read.
    """
    read = pyreadstat.read_sav if content[:3] == b"$FL" else pyreadstat.read_dta
    try:
        meta: Any = _read(read, content, metadataonly=True)[1]
    except _ERRORS as error:
        raise _unreadable() from error
    _check_size(meta)
    codes = {name: _item(meta, name) for name in meta.column_names}
    return list(meta.column_names), _rows(read, content, meta), codes


def _read(read: Any, content: bytes, **options: Any) -> Any:
    """Read from a file of our own: the library reads paths."""
    with tempfile.NamedTemporaryFile(prefix="vecu-") as file:
        Path(file.name).write_bytes(content)
        return read(file.name, user_missing=True, output_format="dict", **options)


def _check_size(meta: Any) -> None:
    rows = meta.number_rows or 0
    widths = sum(meta.variable_storage_width.values())
    if rows * len(meta.column_names) > MAX_CELLS or rows * widths > 10 * MAX_BYTES:
        raise too_large(f"{rows:,} × {len(meta.column_names):,}")


def _rows(read: Any, content: bytes, meta: Any) -> Rows:
    missing = {name: _missing_test(meta, name) for name in meta.column_names}
    offset = 0
    while True:
        try:
            found = _read(read, content, row_offset=offset, row_limit=_ROWS)[0]
        except _ERRORS as error:
            raise _unreadable() from error
        columns = [
            [None if missing[name](cell) else cell for cell in found[name]]
            for name in meta.column_names
        ]
        read_now = len(columns[0]) if columns else 0
        yield from zip(*columns, strict=True)
        offset += read_now
        if read_now < _ROWS:
            return


def _missing_test(meta: Any, name: str) -> Callable[[object], bool]:
    """Return what tells whether a value is declared missing.

    SPSS declares ranges; in Stata it is a letter (.a to .z) where a number belongs.
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


def _item(meta: Any, name: str) -> Item:
    """Return a variable's label, and its values' labels without those declared missing."""
    is_missing = _missing_test(meta, name)
    labels = meta.variable_value_labels.get(name, {})
    values = tuple(
        (cell_text(float(value) if isinstance(value, int) else value), label)
        for value, label in labels.items()
        if not is_missing(value)
    )
    return Item((meta.column_names_to_labels.get(name) or "").strip(), values)


def _unreadable() -> FileRefused:
    return refuse(
        _(
            "The .sav or .dta file cannot be read: it is damaged or of a version that is not "
            "known. Open it in its own program, save it anew, and bring that file."
        )
    )
