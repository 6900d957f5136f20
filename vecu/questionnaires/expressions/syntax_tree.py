"""The syntax tree of an expression: small and frozen.

Every part has its `column` in the source (for messages) and its `height` (1 for a leaf), which the
parser bounds so that no walk of the tree can exhaust the stack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a quoted text."""

    value: float | str
    column: int
    height: int = 1


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator and its operands: two, one for `negate`, two or more for `and or + |`."""

    operator: str
    operands: tuple[Syntax, ...]
    column: int
    height: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    name: str
    arguments: tuple[Syntax, ...]
    column: int
    height: int


@dataclass(frozen=True, slots=True)
class LocationStep:
    """One step of a path. `test` is a name, `*`, `prefix:*` or `node()`."""

    axis: str
    test: str
    predicates: tuple[Syntax, ...] = ()


@dataclass(frozen=True, slots=True)
class LocationPath:
    """A location path from the document (`absolute`), from the nodes of `start`, or from here.

    `predicates` filter the nodes of `start`, before the first step.
    """

    steps: tuple[LocationStep, ...]
    column: int
    height: int
    absolute: bool = False
    start: Syntax | None = None
    predicates: tuple[Syntax, ...] = ()


Syntax = Literal | Operation | Call | LocationPath


def iter_subexpressions(syntax: Syntax) -> Iterator[Syntax]:
    """Yield the expressions directly inside `syntax`, those of predicates included."""
    match syntax:
        case Operation():
            yield from syntax.operands
        case Call():
            yield from syntax.arguments
        case LocationPath():
            if syntax.start is not None:
                yield syntax.start
            yield from syntax.predicates
            for step in syntax.steps:
                yield from step.predicates


def iter_calls(syntax: Syntax) -> Iterator[Call]:
    """Yield every function call in `syntax`, at any depth."""
    if isinstance(syntax, Call):
        yield syntax
    for part in iter_subexpressions(syntax):
        yield from iter_calls(part)


def has_node_search(syntax: Syntax) -> bool:
    """Return whether `syntax` visits nodes one after the other, and not only by child names."""
    match syntax:
        case LocationPath(steps=steps, predicates=predicates):
            if predicates or any(step.predicates or step.axis not in _DIRECT for step in steps):
                return True
        case Operation(operator="|"):
            return True
    return any(map(has_node_search, iter_subexpressions(syntax)))


_DIRECT = {"self", "child", "parent", "attribute"}
