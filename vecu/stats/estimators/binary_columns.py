"""Columns of answers as numbers, with their values checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis.expr import operations

from vecu.stats.engine.aggregation import execute
from vecu.stats.engine.columns import get_column, numeric_column
from vecu.stats.errors import VariableRefused
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir


def answer_column(table: ir.Table, name: str) -> ir.NumericValue:
    """Return a column as numbers, true being 1; NULL for missing answers, NaN included."""
    found = get_column(table, name)
    if found.type().is_boolean():
        return indicator(found)
    given = numeric_column(table, name)
    return given.isnan().ifelse(None, given) if _may_be_nan(table, found) else given


def _may_be_nan(table: ir.Table, found: ir.Value) -> bool:
    """Return whether a column may hold NaN: SQLite stores it as NULL, and has no test for it."""
    engine = table.get_backend()
    return bool(found.type().is_floating() and engine.has_operation(operations.IsNan))


def indicator(holds: ir.BooleanValue) -> ir.NumericValue:
    """Return 1 where a condition holds and 0 where it does not, NULL where it is NULL.

    No cast: PostgreSQL has none, and DuckDB would convert words of a CSV file to numbers.
    """
    return ibis.cases((holds, 1.0), (~holds, 0.0))


def binary_column(table: ir.Table, name: str) -> ir.NumericValue:
    """Return a column of answers as 1 and 0; refuse other values."""
    return count_column(table, name, 1)


def count_column(table: ir.Table, name: str, most: int) -> ir.NumericValue:
    """Return a column as numbers; refuse other values than 0, 1, … `most`."""
    given = answer_column(table, name)
    wrong = given.notnull() & ~given.isin([float(value) for value in range(most + 1)])
    found = execute(table.aggregate(rows=wrong.sum(), example=wrong.ifelse(given, None).min()))
    rows, example = found["rows"][0].as_py(), found["example"][0].as_py()
    if rows:
        raise VariableRefused(
            gettext_noop(
                "“%(column)s”: whole numbers from 0 to %(most)s; found %(example)s, and %(rows)s"
                " rows in all that are none of these. Recode them, or make them missing."
            ),
            column=name,
            most=most,
            example=float(example),
            rows=int(rows),
        )
    return given
