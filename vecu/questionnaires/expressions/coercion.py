"""The evaluation scope, and XPath's type conversions (section 4)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto
from typing import Any, Protocol

from vecu.questionnaires.expressions import dates
from vecu.questionnaires.expressions.nodes import XPathNode


class LabelSource(Protocol):
    """The labels and texts of the form that contains an expression, in the scope's language."""

    def choice_name(self, path: str, value: str, node: XPathNode, scope: EvaluationScope) -> str:
        """Return the label of a choice of the question at `path`, '' if it has none.

        Answers that it quotes are evaluated at `node`.
        """
        ...

    def itext(self, identifier: str, scope: EvaluationScope) -> str:
        """Return the text with this id, '' if there is none."""
        ...


MAX_EFFORT = 2_000_000
"""Nodes that one evaluation may visit: about a second's work."""
PATIENCE = 5
"""How many expressions of a form may use that much; later ones get a hundredth."""


class NodeBudgetExceeded(Exception):
    """An expression visits more nodes than allowed."""


class NodeBudget:
    """How many more nodes an evaluation may visit, and which sources (`spent_by`) needed more.

    Nested searches (`//*[//*[…]]`, a long list compared with itself) would run for hours.
    """

    __slots__ = ("left", "spent_by")

    def __init__(self) -> None:
        self.spent_by: dict[str, None] = {}
        self.begin()

    def begin(self) -> None:
        """Begin one evaluation."""
        self.left = MAX_EFFORT if len(self.spent_by) < PATIENCE else MAX_EFFORT // 100

    def spend(self, nodes: int) -> None:
        """Count visited nodes; raise `NodeBudgetExceeded` if they are too many."""
        self.left -= nodes
        if self.left < 0:
            raise NodeBudgetExceeded


@dataclass(frozen=True, slots=True)
class EvaluationScope:
    """What an expression can access besides its context node.

    `root` is the element at the top of the answers (/data), with no node above it; each secondary
    instance is given by its top element likewise. `now` is midnight of `today` unless given. All
    randomness follows from `seed`; without one there is none. `language` is that of labels. The
    last three fields are set by the expression itself during evaluation.
    """

    root: XPathNode
    today: date
    now: datetime | None = None
    instances: Mapping[str, XPathNode] = field(default_factory=dict)
    seed: int | None = None
    language: str = ""
    words: LabelSource | None = None
    effort: NodeBudget = field(default_factory=NodeBudget, compare=False)
    current: XPathNode | None = None
    position: int = 1
    size: int = 1

    def with_current(self, node: XPathNode) -> EvaluationScope:
        """Return this scope with `node` as the value of `current()`."""
        return EvaluationScope(*self._given(), node)

    def at(self, position: int, size: int) -> EvaluationScope:
        """Return this scope inside a predicate, at one of `size` candidates."""
        return EvaluationScope(*self._given(), self.current, position, size)

    def with_language(self, language: str) -> EvaluationScope:
        """Return this scope in another language."""
        return replace(self, language=language)

    def _given(self) -> _Given:
        return (
            self.root, self.today, self.now, self.instances, self.seed, self.language, self.words,
            self.effort,
        )  # fmt: skip


_Given = tuple[
    XPathNode,
    date,
    datetime | None,
    Mapping[str, XPathNode],
    int | None,
    str,
    LabelSource | None,
    NodeBudget,
]


class XPathType(Enum):
    """The static type of a value. A DATE is ISO text that compares as days."""

    BOOLEAN = auto()
    NUMBER = auto()
    STRING = auto()
    DATE = auto()
    NODES = auto()
    ANY = auto()


Value = bool | float | str | Sequence[XPathNode]
Run = Callable[[XPathNode, EvaluationScope], Any]
"""A compiled expression: from the context node and scope to a value of its type."""

_NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")


def string_value(node: XPathNode) -> str:
    """Return the string-value of a node: its text and that of every node below it."""
    if not node.children:
        return node.text
    return "".join(below.text for below in node.walk())


def parse_number(text: str) -> float:
    """Parse a number, or a date as its days since 1970; NaN for anything else, including ''."""
    try:
        number = float(text)
    except ValueError:
        return dates.to_epoch_days(text)
    if number - number == 0 and "_" not in text and text.isascii():
        return number
    return number if _NUMBER.fullmatch(text) else math.nan  # float() accepts 1_000, inf and ١٢


def format_xpath_number(number: float) -> str:
    """Format a number as XPath does: 3 rather than 3.0, never an exponent, NaN, -Infinity."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number.is_integer():
        return str(int(number))
    return f"{Decimal(repr(number)):f}"


def to_boolean(value: Value) -> bool:
    """Convert to boolean: true for numbers except 0 and NaN, non-empty texts and node sets."""
    return not math.isnan(value) and bool(value) if isinstance(value, float) else bool(value)


def to_number(value: Value) -> float:
    """Convert any value to a number; of nodes the first counts."""
    return float(value) if isinstance(value, bool | float) else parse_number(to_string(value))


def to_string(value: Value) -> str:
    """Convert any value to text; of nodes the first counts, none gives ''."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format_xpath_number(value)
    return string_value(value[0]) if value else ""


def iter_values(values: Iterable[Value]) -> Iterator[bool | float | str]:
    """Yield the values one by one, each node of a set as its text."""
    for value in values:
        if isinstance(value, bool | float | str):
            yield value
        else:
            yield from map(string_value, value)
