"""Columns for estimates: conversion to numbers, and missing values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from vecu.stats.errors import NotFinite, TableRefused, VariableRefused
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir


Made = TypeVar("Made")
Names = str | Sequence[str]


def as_names(given: Names) -> tuple[str, ...]:
    """Return one name or several as a tuple."""
    return (given,) if isinstance(given, str) else tuple(given)


def get_column(table: ir.Table, name: str) -> ir.Value:
    """Return a column; refuse an unknown name."""
    if name not in table.columns:
        raise VariableRefused(
            gettext_noop("“%(column)s”: the table has no such column. It has %(columns)s."),
            column=name,
            columns=", ".join(table.columns),
        )
    return table[name]


def find_names_alike(names: Iterable[str]) -> tuple[str, str] | None:
    """Return two names that differ by capitals at most, None if there are no such."""
    before: dict[str, str] = {}
    for name in names:
        if (key := name.lower()) in before:
            return before[key], name
        before[key] = name
    return None


def check_names_differ(expression: ir.Table) -> None:
    """Refuse an expression over a table with two columns whose names differ by capitals only.

    DuckDB, SQLite and Spark take one of them for the other without a word: clusters named “psu”
    would be those of “PSU”, with another standard error.
    """
    import ibis.expr.operations as ops  # noqa: PLC0415 - who only counts coders need not wait

    for relation in expression.op().find(ops.Relation):
        if alike := find_names_alike(relation.schema.names):
            raise TableRefused(
                gettext_noop(
                    "The table: each column has a name of its own, whatever its capitals; found"
                    " “%(one)s” and “%(other)s”. Rename one of them."
                ),
                one=alike[0],
                other=alike[1],
            )


def numeric_column(table: ir.Table, name: str) -> ir.NumericValue:
    """Return a column as numbers, true being 1; refuse text."""
    found = get_column(table, name)
    if not (found.type().is_numeric() or found.type().is_boolean()):
        raise VariableRefused(
            gettext_noop(
                "“%(column)s”: only numbers can be averaged or added up; the column holds %(kind)s."
                " Ask for the share of each answer instead, or read it as numbers."
            ),
            column=name,
            kind=str(found.type()),
        )
    return to_float(found)


def to_float(given: ir.Value) -> ir.FloatingValue:
    """Return a number or condition as a double, in a way that every engine supports."""
    if given.type().is_boolean():
        return given.cast("int32").cast("float64")
    return given.cast("float64")


def nan_to_null(found: ir.Value) -> ir.Value:
    """Return a column with NaN replaced by NULL.

    SQLite stores NaN as NULL itself, and has no function for it.
    """
    if not found.type().is_floating() or found.get_backend().name == "sqlite":
        return found
    return found.isnan().ifelse(None, found)


def retry_with_nan_as_null(
    table: ir.Table, names: Sequence[str], make: Callable[[ir.Table], Made]
) -> Made:
    """Make estimates; if NaN made them fail, make them again with NaN as missing.

    Testing every row for NaN takes as long as the sums, and most tables contain none.
    """
    try:
        return make(table)
    except NotFinite:
        blank = {
            name: nan_to_null(table[name])
            for name in dict.fromkeys(names)
            if table[name].type().is_floating()
        }
        if not blank:
            raise
        return make(table.mutate(**blank))


def format_value(value: object) -> str:
    """Return a value as it is written in a table."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
