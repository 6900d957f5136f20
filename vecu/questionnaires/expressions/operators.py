"""The operators: arithmetic, logic, and comparison as XPath 1.0 defines it (section 3.4)."""

from __future__ import annotations

import math
import operator as python
from collections.abc import Callable
from typing import Any

from vecu.questionnaires.expressions.coercion import (
    EvaluationScope,
    Run,
    Value,
    XPathType,
    parse_number,
    string_value,
    to_boolean,
    to_number,
    to_string,
)
from vecu.questionnaires.expressions.compiled import CompiledExpression
from vecu.questionnaires.expressions.nodes import XPathNode

Compare = Callable[[Any, Any], bool]

COMPARISONS: dict[str, Compare] = {
    "=": python.eq, "!=": python.ne,
    "<": python.lt, "<=": python.le, ">": python.gt, ">=": python.ge,
}  # fmt: skip
MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def compile_and(operands: list[CompiledExpression]) -> Run:
    """Compile `and`: evaluate from the left until one is false."""
    first, second, *more = (operand.boolean() for operand in operands)
    if not more:
        return lambda node, scope: first(node, scope) and second(node, scope)
    runs = (first, second, *more)
    return lambda node, scope: all(run(node, scope) for run in runs)


def compile_or(operands: list[CompiledExpression]) -> Run:
    """Compile `or`: evaluate from the left until one is true."""
    first, second, *more = (operand.boolean() for operand in operands)
    if not more:
        return lambda node, scope: first(node, scope) or second(node, scope)
    runs = (first, second, *more)
    return lambda node, scope: any(run(node, scope) for run in runs)


def compile_arithmetic(operator: str, operands: list[CompiledExpression]) -> Run:
    """Compile `+ - * div mod` or `negate`, of which only `+` has more than two operands."""
    first, *rest = (operand.number() for operand in operands)
    if operator == "negate":
        return lambda node, scope: -first(node, scope)
    if len(rest) > 1:
        return lambda node, scope: sum((run(node, scope) for run in rest), first(node, scope))
    compute, second = _ARITHMETIC[operator], rest[0]
    return lambda node, scope: compute(first(node, scope), second(node, scope))


def divide(number: float, by: float) -> float:
    """Divide as IEEE 754 does: by zero gives an infinity, 0 by 0 NaN."""
    if by:
        return number / by
    if number == 0 or math.isnan(number):
        return math.nan
    return math.copysign(math.inf, number) * math.copysign(1, by)


def remainder(number: float, by: float) -> float:
    """Return the remainder with the sign of `number`, NaN where there is none."""
    try:
        return math.fmod(number, by)
    except ValueError:
        return math.nan


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": python.add, "-": python.sub, "*": python.mul, "div": divide, "mod": remainder,
}  # fmt: skip


def compile_comparison(operator: str, left: CompiledExpression, right: CompiledExpression) -> Run:
    """Compile a comparison; the most common kind, a question against a value, runs fastest."""
    if operator in {"=", "!="} and right.type is XPathType.DATE and left.type in _WRITTEN:
        return _same_day(COMPARISONS[operator], right, left)
    if operator in {"=", "!="} and left.type is XPathType.DATE and right.type in _WRITTEN:
        return _same_day(COMPARISONS[operator], left, right)
    left, right = _as_days(left), _as_days(right)
    if right.type is XPathType.NODES and left.type in _PLAIN:
        operator, left, right = MIRRORED[operator], right, left
    compare, ordered = COMPARISONS[operator], operator not in {"=", "!="}
    one, other = left.run, right.run
    if left.type is XPathType.NODES and right.type in _PLAIN:
        if ordered or right.type is XPathType.NUMBER:
            return _any_number(left, compare, right.number())
        return _any_text(left, compare, other)
    if left.type is XPathType.NUMBER and right.type is XPathType.NUMBER:
        return lambda node, scope: compare(one(node, scope), other(node, scope))
    return lambda node, scope: _holds(compare, one(node, scope), other(node, scope), ordered)


_PLAIN = {XPathType.NUMBER, XPathType.STRING}
_WRITTEN = {XPathType.DATE, XPathType.STRING, XPathType.NODES}


def _as_days(code: CompiledExpression) -> CompiledExpression:
    """Make dates compare as days, so that `. = today()` accepts any way to write the day."""
    return (
        CompiledExpression(XPathType.NUMBER, code.number()) if code.type is XPathType.DATE else code
    )


def _same_day(compare: Compare, day: CompiledExpression, other: CompiledExpression) -> Run:
    """Compile the comparison of a date with texts: as days, or as texts where one is blank."""
    date, reach = day.string(), other.run

    def run(node: XPathNode, scope: EvaluationScope) -> bool:
        text = date(node, scope)
        days = parse_number(text)
        return any(
            compare(days, parse_number(found)) if text and found else compare(text, found)
            for found in map(to_string, _each(reach(node, scope)))
        )

    return run


def _any_number(nodes: CompiledExpression, compare: Compare, value: Run) -> Run:
    """Compile the comparison of each node's number with one value."""
    if nodes.itself:
        return lambda node, scope: compare(parse_number(string_value(node)), value(node, scope))
    reach = nodes.run

    def run(node: XPathNode, scope: EvaluationScope) -> bool:
        number = value(node, scope)
        return any(
            compare(parse_number(string_value(found)), number) for found in reach(node, scope)
        )

    return run


def _any_text(nodes: CompiledExpression, compare: Compare, value: Run) -> Run:
    """Compile the comparison of each node's text with one value."""
    if nodes.itself:
        return lambda node, scope: compare(string_value(node), value(node, scope))
    reach = nodes.run

    def run(node: XPathNode, scope: EvaluationScope) -> bool:
        text = value(node, scope)
        return any(compare(string_value(found), text) for found in reach(node, scope))

    return run


def _holds(compare: Compare, left: Value, right: Value, ordered: bool) -> bool:  # noqa: FBT001
    """Compare two values of any type: nodes when any of them does, see XPath 1.0, section 3.4."""
    nodes = not (isinstance(left, bool | float | str) and isinstance(right, bool | float | str))
    if (nodes or not ordered) and (isinstance(left, bool) or isinstance(right, bool)):
        return compare(to_boolean(left), to_boolean(right))
    numeric = ordered or isinstance(left, float) or isinstance(right, float)
    convert: Callable[[Value], Any] = to_number if numeric else to_string
    others = [convert(value) for value in _each(right)]
    return any(compare(one, other) for one in map(convert, _each(left)) for other in others)


def _each(value: Value) -> list[Value]:
    if isinstance(value, bool | float | str):
        return [value]
    return [string_value(node) for node in value]
