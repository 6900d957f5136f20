"""Labelled files for SPSS (.sav) and Stata (.dta), read again before they are given.

pyreadstat takes whole frames of pandas. Only numbers are held in memory: texts stay in a file
that Arrow maps. Every labelled file is read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyreadstat

from vecu.datasets.dictionary.errors import refuse_difference
from vecu.datasets.dictionary.spss_stata_limits import Program
from vecu.datasets.dictionary.variables import Variable, VariableRole, VariableType
from vecu.datasets.exporting.numeric_coding import (
    CodedTable,
    EncodedColumn,
    Stored,
    has_missing_codes,
)
from vecu.datasets.exporting.progress import ExportProgress, with_progress

if TYPE_CHECKING:
    import pandas as pd

_CHECKED_ROWS, _CHECKED_BYTES = 20_000, 50_000_000
"""Rows, and approximate bytes of texts, that are verified at a time."""
_SCALES = {
    VariableType.INTEGER,
    VariableType.DECIMAL,
    VariableType.DATE,
    VariableType.TIME,
    VariableType.MOMENT,
}
_FORMATS = {
    Program.SAV: {
        VariableType.DATE: "SDATE10",
        VariableType.TIME: "TIME8",
        VariableType.MOMENT: "DATETIME20",
        **dict.fromkeys((VariableType.INTEGER, VariableType.CHOICE, VariableType.YESNO), "F8.0"),
    },
    Program.DTA: {
        VariableType.DATE: "%tdCCYY-NN-DD",
        VariableType.TIME: "%tcHH:MM:SS",
        VariableType.MOMENT: "%tc",
    },
}
"""Display formats of dates, times and integers; readers detect types by them."""
_DEGREES = "F12.6"
"""A tenth of a metre; SPSS would show two decimals, a kilometre."""
_STATA = 14
"""The Stata whose format (118) is written: the next one (119) is for Stata MP alone, and haven in R
reads its long texts as empty."""


def write_labelled(coded: CodedTable, path: Path, title: str, progress: ExportProgress) -> None:
    """Write a .sav or .dta file and read it again.

    Raise `ExportRefused` if the file is not exactly what was to be written.
    """
    labels: dict[str, str | None] = {column.name: column.label for column in coded.columns}
    values: Any = {column.name: dict(column.values) for column in coded.columns if column.values}
    formats = _formats(coded)
    with TemporaryDirectory(prefix="vecu-frame-") as folder:
        frame = _frame(coded, Path(folder) / "rows.arrow", progress)
        if coded.program is Program.SAV:
            codes: Any = [float(coded.missing.not_asked), float(coded.missing.blank)]
            pyreadstat.write_sav(
                frame,
                path,
                file_label=coded.program.truncate_label(title, value=True)[:60],
                column_labels=labels,
                variable_value_labels=values,
                missing_ranges=dict.fromkeys(_with_missing(coded), codes),
                variable_format=formats,
                variable_measure={each.name: _measure(each.variable) for each in coded.columns},
                row_compress=True,
            )
        else:
            pyreadstat.write_dta(
                frame,
                path,
                file_label=coded.program.truncate_label(title, value=False),
                version=_STATA,
                column_labels=labels,
                variable_value_labels=values,
                missing_user_values={name: ["a", "b"] for name in _with_missing(coded)},
                variable_format=formats,
            )
    verify_file(coded, path, progress)


def _frame(coded: CodedTable, path: Path, progress: ExportProgress) -> pd.DataFrame:
    """Return the rows as a frame whose texts lie in a file at `path`.

    Stata's codes of what is missing are letters among numbers: Arrow has no type for these. No
    text is null: neither program tells that from an empty one.
    """
    import pandas as pd  # noqa: PLC0415 - heavy, and most processes write no such file

    names = [column.name for column in coded.columns]
    mixed: dict[str, list[Stored]] = {}
    if coded.program is Program.DTA:
        mixed = {name: [] for name in _with_missing(coded)}
    plain = [column for column in coded.columns if column.name not in mixed]
    schema = pa.schema((each.name, _arrow_type(each)) for each in plain)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as file:
        rows, at_once, first = (
            with_progress(coded.iter_rows(), progress),
            _rows_at_once(coded),
            True,
        )
        while lines := list(islice(rows, at_once)):
            cells = dict(zip(names, zip(*lines, strict=True), strict=True))
            for name, held in mixed.items():
                held.extend(cells[name])
            arrays = [_array(each, cells[each.name], coded.program, first=first) for each in plain]
            file.write_batch(pa.record_batch(arrays, schema=schema))
            first = False
    with pa.memory_map(str(path)) as source:
        frame = pa.ipc.open_file(source).read_all().to_pandas()
    held_apart = {name: pd.Series(cells, dtype=object) for name, cells in mixed.items()}
    return pd.DataFrame({name: held_apart.get(name, frame.get(name)) for name in names})


def _arrow_type(column: EncodedColumn) -> pa.DataType:
    return pa.float64() if column.is_numeric else pa.large_string()  # the type of pandas' own texts


def _array(
    column: EncodedColumn, cells: Sequence[Stored], program: Program, *, first: bool
) -> pa.Array:
    """Return the cells of a column; the `first` text of an SPSS file is as wide as the column.

    SPSS pads all texts with blanks to the widest. Files that belong together are so equally wide.
    """
    if column.is_numeric:
        return pa.array(cells, _arrow_type(column))
    texts = [str(cell or "") for cell in cells]
    if first and program is Program.SAV:
        texts[0] += " " * (column.width - len(texts[0].encode()))
    return pa.array(texts, _arrow_type(column))


def verify_file(coded: CodedTable, path: Path, progress: ExportProgress) -> None:
    """Read a written file and raise `ExportRefused` on any difference.

    Compared are names, labels, types, value labels, missing codes, number of rows and every
    value, some rows at a time.
    """
    read = pyreadstat.read_sav if coded.program is Program.SAV else pyreadstat.read_dta
    expected, offset, at_once = coded.iter_rows(), 0, _rows_at_once(coded)
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


def _rows_at_once(coded: CodedTable) -> int:
    """Return how many rows to verify at a time: fewer if there is much text."""
    written = sum(stat.total for stat in coded.sheet.stats.values())
    each = written // max(coded.sheet.rows, 1)
    return max(1, min(_CHECKED_ROWS, _CHECKED_BYTES // (each + 1)))


def _compare_meta(coded: CodedTable, meta: Any, file: str) -> None:
    columns = coded.columns
    kinds = {column.name: "double" if column.is_numeric else "string" for column in columns}
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
    coded: CodedTable, lines: list[tuple[Stored, ...]], found: Any, file: str, offset: int
) -> None:
    for index, column in enumerate(coded.columns):
        expected = [line[index] for line in lines]
        if not column.is_numeric:
            expected = ["" if text is None else text for text in expected]
        read = list(found[column.name])
        if read != expected:
            rows = zip(read, expected, strict=False)
            at = next((n for n, pair in enumerate(rows) if pair[0] != pair[1]), len(read))
            where = f"{file}, {column.name}, {offset + at + 1}"
            raise refuse_difference(where, read[at : at + 1], expected[at : at + 1])


def _with_missing(coded: CodedTable) -> list[str]:
    """Return the columns with missing codes."""
    stats = coded.sheet.stats
    return [
        column.name
        for column in coded.columns
        if has_missing_codes(column.variable, coded.program) and stats[column.variable.name].missing
    ]


def _formats(coded: CodedTable) -> dict[str, str]:
    formats = {each.name: _format(each.variable, coded.program) for each in coded.columns}
    return {name: text for name, text in formats.items() if text}


def _format(variable: Variable, program: Program) -> str:
    """Return the display format of a variable, '' for the program's default."""
    if variable.role is VariableRole.COORDINATE and program is Program.SAV:
        return _DEGREES
    return _FORMATS[program].get(variable.sort, "")


def _measure(variable: Variable) -> str:
    if variable.role is VariableRole.PLACE:
        return "ordinal"
    return "scale" if variable.sort in _SCALES else "nominal"
