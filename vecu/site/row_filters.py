"""Conditions on the rows of a table, in the expression language of questionnaires.

The language of relevance conditions also selects the rows of an estimate: `age >= 30 and (sector =
'health' or not(telework))`, with columns by name or as ${name}. If a column has no answer, a
comparison is neither true nor false, and the row is not selected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any

from vecu.messages import printable
from vecu.questionnaires import (
    Call,
    ExpressionError,
    Literal,
    LocationPath,
    Operation,
    Syntax,
    parse_expression,
)
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LONGEST = 400
_BRACED = re.compile(r"\$\{\s*([^}]+?)\s*\}")
_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}
_RECKONED: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "div": lambda one, other: one / other,
    "mod": lambda one, other: one % other,
}


def parse_row_filter(source: str, table: ir.Table) -> ir.BooleanValue:
    """Return a condition on the rows of `table`; raise ExpressionError if it is invalid."""
    syntax = parse_expression(_BRACED.sub(lambda found: found[1], source))
    return _RowFilterParser(source, table).condition(syntax)


class _RowFilterParser:
    """One condition on the columns of one table."""

    def __init__(self, source: str, table: ir.Table) -> None:
        self.source = source
        self.table = table

    def condition(self, syntax: Syntax) -> Any:
        """Return the boolean expression of a syntax tree."""
        match syntax:
            case Operation(operator="and" | "or" as operator, operands=operands):
                parts = [self.condition(part) for part in operands]
                return reduce(
                    (lambda a, b: a & b) if operator == "and" else (lambda a, b: a | b), parts
                )
            case Operation(operator=operator, operands=(one, other)) if operator in _COMPARED:
                return self._compared(_COMPARED[operator], one, other)
            case Call(name="not", arguments=(inner,)):
                return ~self.condition(inner)
            case LocationPath() if (column := self._column(syntax)).type().is_boolean():
                return column
        raise self._refuse(
            syntax, gettext_noop("a condition compares columns with values (=, !=, <, <=, >, >=).")
        )

    def _compared(self, compare: Callable[[Any, Any], Any], one: Syntax, other: Syntax) -> Any:
        left, right = self._value(one), self._value(other)
        for side, value, against in ((one, left, right), (other, right, left)):
            if isinstance(value, str | float) and not isinstance(against, str | float):
                fitting = self._fitting(side, value, against)
                return compare(fitting, right) if side is one else compare(left, fitting)
        if isinstance(left, str | float):
            raise self._refuse(
                one, gettext_noop("a condition is about a column; found two values.")
            )
        if left.type().is_string() != right.type().is_string():
            raise self._refuse(
                one, gettext_noop("text is compared with text, numbers with numbers.")
            )
        return compare(left, right)

    def _fitting(self, syntax: Syntax, value: str | float, column: Any) -> str | float | bool:
        """Return a value in the type of the column."""
        kind = column.type()
        if kind.is_string():
            if isinstance(value, str):
                return value
            raise self._refuse(
                syntax, gettext_noop("the column holds text: put the value in quotes.")
            )
        if kind.is_boolean():
            if value in {"true", "false"}:
                return value == "true"
            raise self._refuse(syntax, gettext_noop("the column holds 'true' and 'false'."))
        try:
            return float(value)
        except ValueError:
            reason = gettext_noop("the column holds numbers; found “%(value)s”.")
            raise self._refuse(syntax, reason, value=printable(value)) from None

    def _value(self, syntax: Syntax) -> Any:
        match syntax:
            case Literal(value=value):
                return value
            case LocationPath():
                return self._column(syntax)
            case Operation(operator="negate", operands=(one,)):
                return -self._number(one)
            case Operation(operator=operator, operands=operands) if operator in _RECKONED:
                return reduce(_RECKONED[operator], [self._number(part) for part in operands])
        raise self._refuse(
            syntax, gettext_noop("only columns, values, + - * div mod, and, or, not( ) are known.")
        )

    def _number(self, syntax: Syntax) -> Any:
        value = self._value(syntax)
        if isinstance(value, str) or (
            not isinstance(value, float) and not value.type().is_numeric()
        ):
            raise self._refuse(syntax, gettext_noop("only numbers can be reckoned with."))
        return value

    def _column(self, path: LocationPath) -> Any:
        steps = path.steps
        if len(steps) != 1 or path.absolute or path.start is not None or steps[0].predicates:
            raise self._refuse(path, gettext_noop("a column is a single name."))
        name = steps[0].test
        if name not in self.table.columns:
            raise self._refuse(
                path,
                gettext_noop("the table has no column “%(name)s”; it has %(names)s."),
                name=printable(name),
                names=printable(", ".join(self.table.columns), _LONGEST),
            )
        return self.table[name]

    def _refuse(self, syntax: Syntax, reason: str, **details: object) -> ExpressionError:
        return ExpressionError(self.source, syntax.column, reason, **details)
