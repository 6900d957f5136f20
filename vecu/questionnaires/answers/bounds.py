"""The lowest and the highest number that a constraint allows, where it says nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from vecu.questionnaires.expressions import (
    Literal,
    LocationPath,
    Operation,
    Syntax,
    parse_expression,
)

_TURNED = {">=": "<=", "<=": ">="}


@dataclass(frozen=True, slots=True)
class NumberBounds:
    """The bounds of a number, both allowed; None where there is none."""

    low: Decimal | None
    high: Decimal | None


def find_bounds(constraint: str) -> NumberBounds | None:
    """Return the bounds of `. >= 0 and . <= 60` and its like; None for any other constraint."""
    syntax = parse_expression(constraint)
    joined = isinstance(syntax, Operation) and syntax.operator == "and"
    parts = syntax.operands if joined and isinstance(syntax, Operation) else (syntax,)
    found: dict[str, Decimal] = {}
    for part in parts:
        bound = _read_bound(part)
        if bound is None or bound[0] in found:
            return None
        found[bound[0]] = bound[1]
    return NumberBounds(found.get(">="), found.get("<="))


def _read_bound(syntax: Syntax) -> tuple[str, Decimal] | None:
    """Return the operator and the number of `. >= 0`, also where it is written `0 <= .`."""
    if not isinstance(syntax, Operation) or syntax.operator not in _TURNED:
        return None
    left, right = syntax.operands
    operator = syntax.operator
    if _is_answer(right):
        left, right, operator = right, left, _TURNED[operator]
    number = _read_number(right)
    return (operator, number) if _is_answer(left) and number is not None else None


def _is_answer(syntax: Syntax) -> bool:
    """Return whether an expression is `.`, the answer itself."""
    match syntax:
        case LocationPath(absolute=False, start=None, predicates=(), steps=(step,)):
            return step.axis == "self" and step.test == "node()" and not step.predicates
    return False


def _read_number(syntax: Syntax) -> Decimal | None:
    match syntax:
        case Literal(value=float(value)):
            return Decimal(repr(value))
        case Operation(operator="negate", operands=(Literal(value=float(value)),)):
            return Decimal(repr(-value))
    return None
