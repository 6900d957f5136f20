"""Read files as tables: CSV and Parquet are scanned in place, .sav and .dta row by row.

Only DuckDB's own scans read a CSV or Parquet file, so it may be larger than memory. In text files,
blanks and NA are missing; Yes and true stay words. Codes of .sav and .dta stay codes, and their
declared missing values are missing.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vecu.bounded_process import ChildError
from vecu.messages import Message, printable
from vecu.statistical_files import StatFileOptions, StatFileUnreadable, open_stat_file
from vecu.stats.calibration.margins import Margins, Names
from vecu.stats.engine.aggregation import execute
from vecu.stats.engine.columns import find_names_alike, format_value, get_column
from vecu.stats.errors import CalibrationRefused, TableRefused
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir

_MODE = "mode"
_AS_TEXT, _EXPANDED = 1_000_000_000, 50
"""Bytes of a .sav or .dta file's cells as text: so many, and for each byte of the file."""
_TYPES = ["VARCHAR", "BIGINT", "DOUBLE"]
_MARGINS = ("variable", "level", "total")
_FIRST = 1_000
"""Rows without a value in a column before the whole column is checked."""
_NUMBERED = re.compile(r"(.+)_[0-9]+")
"""The name that DuckDB gives to a column with a duplicate name."""


def read_table(path: Path | str) -> ir.Table:
    """Return a .csv, .parquet, .sav or .dta file as a table for estimates."""
    import ibis  # noqa: PLC0415 - who only counts coders need not wait for it

    path = Path(path)
    readers = {".csv": _csv, ".parquet": _parquet, ".sav": _statistical, ".dta": _statistical}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise TableRefused(
            gettext_noop("%(file)s: a table is a %(kinds)s file; found “%(kind)s”."),
            file=path.name, kinds=", ".join(readers), kind=path.suffix,
        )  # fmt: skip
    if not path.is_file():
        raise TableRefused(gettext_noop("%(file)s: there is no such file."), file=str(path))
    try:
        return reader(ibis.duckdb.connect(), path)
    except TableRefused:
        raise
    except Exception as error:  # every engine and format has errors of its own
        raise TableRefused(
            gettext_noop("%(file)s: cannot be read as a table (%(reason)s)."),
            file=path.name, reason=_first_line(error),
        ) from error  # fmt: skip


def list_modes(table: ir.Table) -> tuple[str, ...]:
    """Return the ways of taking part that an export has in its column `mode`, () without one.

    Whether rows are of a sample depends on them. Other files may have a column of that name too.
    """
    if _MODE not in table.columns or not table[_MODE].type().is_string():
        return ()
    found = execute(table.aggregate(by=[table[_MODE].name(_MODE)]))[_MODE].to_pylist()
    return tuple(sorted(mode for mode in found if mode))


def read_margins(path: Path | str, table: ir.Table) -> Margins:
    """Return the margins of a CSV file with the columns variable, level, total.

    A total without a level is that of a number. Levels are written as in estimates.
    """
    margins: dict[Names, dict[Any, float] | float] = {}
    if not _is_utf8(Path(path)):
        raise CalibrationRefused(
            gettext_noop(
                "%(file)s: margins are text in UTF-8; this is not. Save the file again as UTF-8."
            ),
            file=str(path),
        )
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, restval="")
        if tuple(rows.fieldnames or ()) != _MARGINS:
            raise CalibrationRefused(
                gettext_noop(
                    "%(file)s: margins have the columns %(columns)s; found %(found)s. Name them so"
                    " in the first line."
                ),
                file=str(path),
                columns=", ".join(_MARGINS),
                found=", ".join(rows.fieldnames or ()) or Message(gettext_noop("nothing")),
            )
        for row in rows:
            location = Message(
                gettext_noop("%(file)s, line %(line)s"),
                file=printable(str(path)),
                line=rows.line_num,
            )
            _add_margin(margins, row, table, location)
    return margins


def _add_margin(
    margins: dict[Names, dict[Any, float] | float],
    row: Mapping[str | None, Any],
    table: ir.Table,
    location: Message,
) -> None:
    name, level = row["variable"], row["level"]
    if None in row:
        raise CalibrationRefused(
            gettext_noop(
                "%(place)s: three fields; found %(count)s. Write decimals with a point, and put"
                " quotes around a level that holds a comma."
            ),
            place=location,
            count=len(_MARGINS) + len(row[None]),
        )
    try:
        total = float(row["total"])
    except (TypeError, ValueError):
        raise CalibrationRefused(
            gettext_noop(
                "%(place)s: a total is a number; found “%(total)s”. Write it with a point."
            ),
            place=location,
            total=row["total"],
        ) from None
    if not level:
        if name in margins:
            raise _duplicate_margin(location, name)
        margins[name] = total
        return
    levels = margins.setdefault(name, {})
    if not isinstance(levels, dict):
        raise CalibrationRefused(
            gettext_noop(
                "%(place)s: “%(column)s” has a total as a number already. Leave that out, or the"
                " levels."
            ),
            place=location,
            column=name,
        )
    answer = _level(table, name, level)
    if answer in levels:
        raise _duplicate_margin(location, name, level)
    levels[answer] = total


def _duplicate_margin(location: Message, name: str, level: str = "") -> CalibrationRefused:
    if level:
        return CalibrationRefused(
            gettext_noop(
                "%(place)s: “%(column)s” has a total for “%(level)s” already. Leave one out."
            ),
            place=location,
            column=name,
            level=level,
        )
    return CalibrationRefused(
        gettext_noop("%(place)s: “%(column)s” has a total already. Leave one out."),
        place=location, column=name,
    )  # fmt: skip


def _level(table: ir.Table, name: str, level: str) -> Any:
    """Return the value of a column written as this level; the text itself if there is none."""
    found = execute(table.aggregate(by=[get_column(table, name).name("level")]))[
        "level"
    ].to_pylist()
    return next(
        (value for value in found if value is not None and format_value(value) == level), level
    )


def _csv(connection: Any, path: Path) -> ir.Table:
    def read(separator: str) -> ir.Table:
        options = {"auto_type_candidates": _TYPES, "nullstr": ["", "NA"], "sample_size": 100_000}
        return connection.read_csv(path, decimal_separator=separator, **options)

    def numeric(table: ir.Table) -> int:
        return sum(kind.is_numeric() for kind in table.schema().types)

    if not path.stat().st_size:
        raise TableRefused(
            gettext_noop("%(file)s: the file is empty. Choose another, or write it anew."),
            file=path.name,
        )
    try:
        # A comma may be the decimal sign where semicolons stand between fields.
        table = max((read(separator) for separator in (".", ",")), key=numeric)
    except Exception as error:  # DuckDB has many
        if _is_utf8(path):
            raise
        raise _no_text(path) from error
    if any("\0" in name for name in table.columns):  # UTF-16 without its mark
        raise _no_text(path)
    _check_apart(connection, path, table)
    return _blank_as_numbers(table, path)


def _no_text(path: Path) -> TableRefused:
    return TableRefused(
        gettext_noop("%(file)s: a CSV file is text in UTF-8; this is not. Save it again as UTF-8."),
        file=path.name,
    )


def _is_utf8(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            texts = codecs.iterdecode(iter(lambda: file.read(1 << 20), b""), "utf-8")
            return not any("\0" in text for text in texts)
        except UnicodeDecodeError:
            return False


def _check_apart(connection: Any, path: Path, table: ir.Table) -> None:
    """Refuse names that differ in case only, all but one of which DuckDB would rename."""
    names = {name.lower() for name in table.columns}
    numbered = filter(None, map(_NUMBERED.fullmatch, table.columns))
    if not any(found[1].lower() in names for found in numbered):
        return
    _check_names(path, (name.strip() for name in _header(connection, path)))


def _check_names(path: Path, names: Iterable[str]) -> None:
    if alike := find_names_alike(names):
        raise TableRefused(
            gettext_noop(
                "%(file)s: each column has a name of its own, whatever its capitals; found"
                " “%(one)s” and “%(other)s”. Rename one of them."
            ),
            file=path.name,
            one=alike[0],
            other=alike[1],
        )


def _header(connection: Any, path: Path) -> list[str]:
    """Return the names of columns as they are in the file."""
    statement = "SELECT Delimiter, Quote, SkipRows FROM sniff_csv(?)"
    ((separator, quote, skipped),) = connection.con.execute(statement, [str(path)]).fetchall()
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        lines = islice(file, int(skipped), None)
        reader = csv.reader(lines, delimiter=separator, quotechar=quote if len(quote) == 1 else '"')
        return next(reader, [])


def _blank_as_numbers(table: ir.Table, path: Path) -> ir.Table:
    """Return a table in which a column without any value is numeric."""
    first = execute(table.limit(_FIRST))
    if not first.num_rows:
        raise _without_rows(path)
    blank = [
        name
        for name, kind in table.schema().items()
        if kind.is_string() and first[name].null_count == first.num_rows
    ]
    if blank and first.num_rows == _FIRST:
        given = execute(table.aggregate(**{name: table[name].count() for name in blank}))
        blank = [name for name in blank if not given[name][0].as_py()]
    return table.mutate(**{name: table[name].cast("float64") for name in blank}) if blank else table


def _without_rows(path: Path) -> TableRefused:
    return TableRefused(
        gettext_noop("%(file)s: the file has no rows: there is nothing to estimate."),
        file=path.name,
    )


def _parquet(connection: Any, path: Path) -> ir.Table:
    import pyarrow.parquet as pq  # noqa: PLC0415 - only files of this kind need it

    _check_names(path, pq.read_schema(path).names)
    return connection.read_parquet(path)


def _statistical(connection: Any, path: Path) -> ir.Table:
    import pyarrow as pa  # noqa: PLC0415 - only files of this kind need it

    most = _AS_TEXT + _EXPANDED * path.stat().st_size
    statement = "CREATE TABLE answers AS SELECT * FROM chunk"
    with (
        _refusing(path),
        open_stat_file(path, StatFileOptions(user_missing=False), most=most) as (found, chunks),
    ):
        _check_names(path, found.names)
        for columns in chunks:
            named = zip(found.names, columns, strict=True)
            connection.con.register(
                "chunk", pa.table({name: _answers(cells) for name, cells in named})
            )
            connection.con.execute(statement)
            statement = "INSERT INTO answers SELECT * FROM chunk"
    if statement.startswith("CREATE") or not found.rows:
        raise _without_rows(path)
    return connection.table("answers")


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn the errors of reading in a child process into messages."""
    try:
        yield
    except StatFileUnreadable as error:
        raise TableRefused(
            gettext_noop(
                "%(file)s: the file is damaged or of a version that is not known. Open it in its"
                " own program, save it anew, and name that file."
            ),
            file=path.name,
        ) from error
    except ChildError as error:
        raise TableRefused(
            gettext_noop(
                "%(file)s: reading it takes more time or memory than it may, as a damaged file"
                " does. Save it anew, or as .csv or .parquet, and name that file."
            ),
            file=path.name,
        ) from error


def _answers(values: Any) -> Any:
    """Return a column with NULL for empty texts and missing numbers of the file."""
    import pyarrow as pa  # noqa: PLC0415

    if any(isinstance(value, str) for value in values):
        return pa.array([value or None for value in values], type=pa.string())
    return pa.array([None if value != value else value for value in values], type=pa.float64())  # noqa: PLR0124


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
