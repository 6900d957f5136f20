"""Answers of a table as numbers, checked before anything is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis.expr import operations

from vecu.stats.columns import column, number
from vecu.stats.passing import fetch
from vecu.stats.refusals import VariableRefused
from vecu.text import _

if TYPE_CHECKING:
    import ibis.expr.types as ir


def answer(table: ir.Table, name: str) -> ir.NumericValue:
    """Return a column as numbers, true being 1; NULL where nobody answered, NaN included."""
    found = column(table, name)
    if found.type().is_boolean():
        return one_or_nought(found)
    given = number(table, name)
    return given.isnan().ifelse(None, given) if _may_be_nan(table, found) else given


def _may_be_nan(table: ir.Table, found: ir.Value) -> bool:
    """Tell whether a column may hold NaN: SQLite keeps it as NULL, and cannot be asked."""
    engine = table.get_backend()
    return bool(found.type().is_floating() and engine.has_operation(operations.IsNan))


def one_or_nought(holds: ir.BooleanValue) -> ir.NumericValue:
    """Return 1 where a condition holds and 0 where it does not, NULL where nobody knows.

    No cast: PostgreSQL has none, and DuckDB would have a CSV file read words as numbers.
    """
    return ibis.cases((holds, 1.0), (~holds, 0.0))


def yes_or_no(table: ir.Table, name: str) -> ir.NumericValue:
    """Return a column of answers as 1 and 0; refuse one that holds anything else."""
    return whole_to(table, name, 1)


def whole_to(table: ir.Table, name: str, most: int) -> ir.NumericValue:
    """Return a column as numbers; refuse one that holds others than 0, 1, … `most`."""
    given = answer(table, name)
    wrong = given.notnull() & ~given.isin([float(value) for value in range(most + 1)])
    found = fetch(table.aggregate(rows=wrong.sum(), example=wrong.ifelse(given, None).min()))
    rows, example = found["rows"][0].as_py(), found["example"][0].as_py()
    if rows:
        raise VariableRefused(
            _(
                "“%(column)s”: whole numbers from 0 to %(most)s; found %(example)s, and %(rows)s"
                " rows in all that are none of these. Recode them, or make them missing."
            ),
            column=name,
            most=most,
            example=float(example),
            rows=int(rows),
        )
    return given
