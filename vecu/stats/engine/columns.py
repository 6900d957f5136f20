"""Columns that estimates are made of: numbers, and what is no answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from vecu.stats.errors import (
    NotFinite,
    VariableRefused,
)
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir


Made = TypeVar("Made")
Names = str | Sequence[str]


def as_names(given: Names) -> tuple[str, ...]:
    """Return one name or several as several."""
    return (given,) if isinstance(given, str) else tuple(given)


def get_column(table: ir.Table, name: str) -> ir.Value:
    """Return a column; refuses a name that the table does not have."""
    if name not in table.columns:
        raise VariableRefused(
            gettext_noop("“%(column)s”: the table has no such column. It has %(columns)s."),
            column=name,
            columns=", ".join(table.columns),
        )
    return table[name]


def numeric_column(table: ir.Table, name: str) -> ir.NumericValue:
    """Return a column as numbers, true being 1; refuses text."""
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
    """Return a number or condition as a number, in a way that every engine knows."""
    if given.type().is_boolean():
        return given.cast("int32").cast("float64")
    return given.cast("float64")


def nan_to_null(found: ir.Value) -> ir.Value:
    """Return a column in which NaN is no answer, as nothing is none.

    SQLite keeps NaN as nothing by itself, and has no word for it.
    """
    if not found.type().is_floating() or found.get_backend().name == "sqlite":
        return found
    return found.isnan().ifelse(None, found)


def retry_with_nan_as_null(
    table: ir.Table, names: Sequence[str], make: Callable[[ir.Table], Made]
) -> Made:
    """Make estimates; if NaN stood in their way, make them again with NaN taken for no answer.

    Looking for NaN in every row takes as long as adding up, and most tables hold none.
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
    """Return a value as it stands in a table."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
