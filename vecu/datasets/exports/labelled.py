"""Labelled files for SPSS (.sav) and Stata (.dta), row by row, read again before they are given.

pyreadstat takes whole frames of pandas or polars. It asks a frame only for its columns' names,
types and widths, and then for its rows one by one: a frame that has just these lets rows stream
from the disk, in constant memory. What it depends on is pinned, and every file is read again.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Self

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyreadstat

from vecu.datasets.exports.coded import Coded, Column, Stored, has_codes
from vecu.datasets.exports.programs import Program
from vecu.datasets.exports.progress import Progress, watched
from vecu.datasets.exports.refusals import refuse_difference
from vecu.datasets.exports.variables import Role, Sort, Variable

_CHECKED_ROWS, _CHECKED_BYTES = 20_000, 50_000_000
"""Rows, and about how many bytes of texts, that are read again at a time."""
_SCALES = {Sort.INTEGER, Sort.DECIMAL, Sort.DATE, Sort.TIME, Sort.MOMENT}
_FORMATS = {
    Program.SAV: {
        Sort.DATE: "SDATE10",
        Sort.TIME: "TIME8",
        Sort.MOMENT: "DATETIME20",
        **dict.fromkeys((Sort.INTEGER, Sort.CHOICE, Sort.YESNO), "F8.0"),
    },
    Program.DTA: {Sort.DATE: "%tdCCYY-NN-DD", Sort.TIME: "%tcHH:MM:SS", Sort.MOMENT: "%tc"},
}
"""How days, hours and whole numbers are shown; readers tell by it what the numbers are."""
_DEGREES = "F12.6"
"""A tenth of a metre; SPSS would show two decimals, a kilometre."""
_STATA = 14
"""The Stata whose format (118) is written: the next one (119) is for Stata MP alone, and haven in R
reads its long texts as empty."""


def write_labelled(coded: Coded, path: Path, title: str, progress: Progress) -> None:
    """Write a .sav or .dta file and read it again.

    Raises `ExportRefused` when the file does not say exactly what was to be written.
    """
    labels: dict[str, str | None] = {column.name: column.label for column in coded.columns}
    values: Any = {column.name: dict(column.values) for column in coded.columns if column.values}
    formats = _formats(coded)
    frame: Any = _Frame(coded, progress)
    if coded.program is Program.SAV:
        codes: Any = [float(coded.missing.not_asked), float(coded.missing.blank)]
        pyreadstat.write_sav(
            frame,
            path,
            file_label=coded.program.cut(title, value=True)[:60],
            column_labels=labels,
            variable_value_labels=values,
            missing_ranges=dict.fromkeys(_with_missing(coded), codes),
            variable_format=formats,
            variable_measure={column.name: _measure(column.variable) for column in coded.columns},
            row_compress=True,
        )
    else:
        pyreadstat.write_dta(
            frame,
            path,
            file_label=coded.program.cut(title, value=False),
            version=_STATA,
            column_labels=labels,
            variable_value_labels=values,
            missing_user_values={name: ["a", "b"] for name in _with_missing(coded)},
            variable_format=formats,
        )
    read_again(coded, path, progress)


def read_again(coded: Coded, path: Path, progress: Progress) -> None:
    """Read a file that was written and raise `ExportRefused` on any difference.

    Compared are the names, labels, types, value labels, missing codes, number of rows and every
    value, some rows at a time.
    """
    read = pyreadstat.read_sav if coded.program is Program.SAV else pyreadstat.read_dta
    expected, offset, at_once = coded.lines(), 0, _rows_at_once(coded)
    while True:
        found, meta = read(
            path,
            output_format="dict",
            user_missing=True,
            disable_datetime_conversion=True,
            row_offset=offset,
            row_limit=at_once,
        )
        if not offset:
            _compare_meta(coded, meta, path.name)
        lines = list(islice(expected, at_once))
        _compare_rows(coded, lines, found, path.name, offset)
        offset += len(lines)
        progress.advance(len(lines))
        if len(lines) < at_once:
            return


def _rows_at_once(coded: Coded) -> int:
    """Return how many rows are read again at a time: fewer where people wrote much."""
    written = sum(stat.total for stat in coded.sheet.stats.values())
    each = written // max(coded.sheet.rows, 1)
    return max(1, min(_CHECKED_ROWS, _CHECKED_BYTES // (each + 1)))


def _compare_meta(coded: Coded, meta: Any, file: str) -> None:
    columns = coded.columns
    kinds = {column.name: "double" if column.numeric else "string" for column in columns}
    values = {column.name: dict(column.values) for column in columns if column.values}
    missing = set(_with_missing(coded))
    pairs: list[tuple[object, object]] = [
        (list(meta.column_names), [column.name for column in columns]),
        (meta.column_names_to_labels, {column.name: column.label for column in columns}),
        (meta.readstat_variable_types, kinds),
        (meta.variable_value_labels, values),
    ]
    if coded.program is Program.SAV:
        codes = [coded.missing.not_asked, coded.missing.blank]
        ranges = [{"lo": code, "hi": code} for code in codes]
        pairs.append((meta.missing_ranges, dict.fromkeys(missing, ranges)))
    else:
        pairs.append((set(meta.missing_user_values) <= missing, True))
    for found, expected in pairs:
        if found != expected:
            raise refuse_difference(file, found, expected)


def _compare_rows(
    coded: Coded, lines: list[tuple[Stored, ...]], found: Any, file: str, offset: int
) -> None:
    for place, column in enumerate(coded.columns):
        expected = [line[place] for line in lines]
        if not column.numeric:
            expected = ["" if text is None else text for text in expected]
        read = list(found[column.name])
        if read != expected:
            rows = zip(read, expected, strict=False)
            at = next((n for n, pair in enumerate(rows) if pair[0] != pair[1]), len(read))
            where = f"{file}, {column.name}, {offset + at + 1}"
            raise refuse_difference(where, read[at : at + 1], expected[at : at + 1])


def _with_missing(coded: Coded) -> list[str]:
    """Return the columns in which something is missing under a code."""
    stats = coded.sheet.stats
    return [
        column.name
        for column in coded.columns
        if has_codes(column.variable, coded.program) and stats[column.variable.name].missing
    ]


def _formats(coded: Coded) -> dict[str, str]:
    formats = {each.name: _format(each.variable, coded.program) for each in coded.columns}
    return {name: shown for name, shown in formats.items() if shown}


def _format(variable: Variable, program: Program) -> str:
    """Return how a variable's numbers are shown, '' for the program's usual way."""
    if variable.role is Role.COORDINATE and program is Program.SAV:
        return _DEGREES
    return _FORMATS[program].get(variable.sort, "")


def _measure(variable: Variable) -> str:
    if variable.role is Role.PLACE:
        return "ordinal"
    return "scale" if variable.sort in _SCALES else "nominal"


class _Series:
    """A column as pyreadstat looks at it to find its type, its width and whether any is missing.

    It has one value, as wide as the widest; the values themselves come with the rows.
    """

    def __init__(self, column: Column) -> None:
        self.name = column.name
        self.dtype = nw.Float64() if column.numeric else nw.String()
        self.width = column.width

    def null_count(self) -> int:
        return 1

    def drop_nulls(self) -> Self:
        return self

    def is_in(self, _values: object) -> Self:
        return self

    def filter(self, _mask: object) -> Self:
        return self

    def __invert__(self) -> Self:
        return self

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[str]:
        yield "x" * self.width


class _Frame(nw.DataFrame[Any]):
    """Rows that stream, in the clothes of a frame."""

    def __init__(self, coded: Coded, progress: Progress) -> None:
        self.coded, self.progress = coded, progress

    @property
    def implementation(self) -> Any:  # type: ignore[override]
        """Polars: whose missing values are None."""
        return nw.Implementation.POLARS

    @property
    def columns(self) -> list[str]:
        """The names, in order."""
        return [column.name for column in self.coded.columns]

    def iter_columns(self) -> Iterator[Any]:
        """Yield what stands for each column."""
        return map(_Series, self.coded.columns)

    def iter_rows(self, **_options: object) -> Iterator[Any]:
        """Yield the rows from the disk."""
        return watched(self.coded.lines(), self.progress)

    def __len__(self) -> int:
        return len(self.coded.span)

    def __getitem__(self, name: Any) -> Any:
        """Return the different texts of a column, which Stata keeps beside its rows when long."""
        place = self.columns.index(name)
        texts = (line[place] for line in self.coded.lines())
        return list(dict.fromkeys(text for text in texts if text is not None))

    def __native_namespace__(self) -> Any:
        return pa
