"""Files of answers as tables: CSV and Parquet are read where they lie, .sav and .dta row by row.

Nothing but DuckDB's own passes goes over a CSV or Parquet file, so it may be larger than memory. In
text, nothing and NA are no answer; Yes and true stay words. Codes of .sav and .dta stay codes, and
what these declare missing is no answer.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vecu.messages import Message, shown
from vecu.stats.columns import column, told
from vecu.stats.margins import Margins, Names
from vecu.stats.passing import fetch
from vecu.stats.refusals import CalibrationRefused, TableRefused
from vecu.text import _

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ROWS = 50_000
_TYPES = ["VARCHAR", "BIGINT", "DOUBLE"]
_MARGINS = ("variable", "level", "total")


def read_table(path: Path | str) -> ir.Table:
    """Return a .csv, .parquet, .sav or .dta file as a table that estimates can be made of."""
    import ibis  # noqa: PLC0415 - who only counts coders need not wait for it

    path = Path(path)
    readers = {".csv": _csv, ".parquet": _parquet, ".sav": _statistical, ".dta": _statistical}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise TableRefused(
            _("%(file)s: a table is a %(kinds)s file; found “%(kind)s”."),
            file=path.name, kinds=", ".join(readers), kind=path.suffix,
        )  # fmt: skip
    if not path.is_file():
        raise TableRefused(_("%(file)s: there is no such file."), file=str(path))
    try:
        return reader(ibis.duckdb.connect(), path)
    except TableRefused:
        raise
    except Exception as error:  # every engine and format has errors of its own
        raise TableRefused(
            _("%(file)s: cannot be read as a table (%(reason)s)."),
            file=path.name, reason=_first_line(error),
        ) from error  # fmt: skip


def read_margins(path: Path | str, table: ir.Table) -> Margins:
    """Return the margins of a CSV file with the columns variable, level, total.

    A total without a level is that of a number. Levels are told as they stand in estimates.
    """
    margins: dict[Names, dict[Any, float] | float] = {}
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != _MARGINS:
            raise CalibrationRefused(
                _(
                    "%(file)s: margins have the columns %(columns)s; found %(found)s. Name them so"
                    " in the first line."
                ),
                file=str(path),
                columns=", ".join(_MARGINS),
                found=", ".join(rows.fieldnames or ()) or Message(_("nothing")),
            )
        for row in rows:
            place = Message(_("%(file)s, line %(line)s"), file=shown(str(path)), line=rows.line_num)
            _add_margin(margins, row, table, place)
    return margins


def _add_margin(
    margins: dict[Names, dict[Any, float] | float],
    row: Mapping[str, str],
    table: ir.Table,
    place: Message,
) -> None:
    name, level = row["variable"], row["level"]
    try:
        total = float(row["total"])
    except (TypeError, ValueError):
        raise CalibrationRefused(
            _("%(place)s: a total is a number; found “%(total)s”. Write it with a point."),
            place=place, total=row["total"],
        ) from None  # fmt: skip
    if not level:
        margins[name] = total
        return
    levels = margins.setdefault(name, {})
    if not isinstance(levels, dict):
        raise CalibrationRefused(
            _(
                "%(place)s: “%(column)s” has a total as a number already. Leave that out, or the"
                " levels."
            ),
            place=place,
            column=name,
        )
    levels[_level(table, name, level)] = total


def _level(table: ir.Table, name: str, level: str) -> Any:
    """Return the answer that is told so; the text itself where nobody gave it."""
    found = fetch(table.aggregate(by=[column(table, name).name("level")]))["level"].to_pylist()
    return next((value for value in found if value is not None and told(value) == level), level)


def _csv(connection: Any, path: Path) -> ir.Table:
    def read(separator: str) -> ir.Table:
        options = {"auto_type_candidates": _TYPES, "nullstr": ["", "NA"], "sample_size": 100_000}
        return connection.read_csv(path, decimal_separator=separator, **options)

    def numeric(table: ir.Table) -> int:
        return sum(kind.is_numeric() for kind in table.schema().types)

    # A comma may be the decimal sign where semicolons stand between fields.
    return max((read(separator) for separator in (".", ",")), key=numeric)


def _parquet(connection: Any, path: Path) -> ir.Table:
    return connection.read_parquet(path)


def _statistical(connection: Any, path: Path) -> ir.Table:
    import pyarrow as pa  # noqa: PLC0415 - only files of this kind need it
    import pyreadstat  # noqa: PLC0415

    read = pyreadstat.read_sav if path.suffix.lower() == ".sav" else pyreadstat.read_dta
    chunks = pyreadstat.read_file_in_chunks(
        read, path, chunksize=_ROWS, output_format="dict", disable_datetime_conversion=True
    )
    kept = "CREATE TABLE answers AS SELECT * FROM chunk"
    for chunk, _meta in chunks:
        connection.con.register(
            "chunk", pa.table({n: _answers(cells) for n, cells in chunk.items()})
        )
        connection.con.execute(kept)
        kept = "INSERT INTO answers SELECT * FROM chunk"
    if kept.startswith("CREATE"):
        raise TableRefused(
            _("%(file)s: the file has no rows: there is nothing to estimate."), file=path.name
        )
    return connection.table("answers")


def _answers(values: Any) -> Any:
    """Return a column with nothing where the file has an empty text or a missing number."""
    import pyarrow as pa  # noqa: PLC0415

    if any(isinstance(value, str) for value in values):
        return pa.array([value or None for value in values], type=pa.string())
    return pa.array([None if value != value else value for value in values], type=pa.float64())  # noqa: PLR0124


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
