"""The register of functions, each an ordinary Python function with what it takes and gives.

`takes` declares the arguments in order, so that the compiler converts them beforehand: a kind
(`string`, `number`, `boolean`, `nodes`, or `value` for whatever it is), followed by `?` when it
may be left out, `.` when the context node then stands in, `*` when there may be any number.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vecu.questionnaires.expressions.coercion import XPathType


@dataclass(frozen=True, slots=True)
class Function:
    """A registered function.

    With `scoped`, `run` gets the context node and scope first; with `placed`, the column of the
    call in its source as well, which tells one draw of chance from the next.
    """

    name: str
    takes: tuple[str, ...]
    gives: XPathType
    run: Callable[..., Any]
    scoped: bool = False
    placed: bool = False

    @property
    def min_arguments(self) -> int:
        """The number of arguments that must be there."""
        return sum(kind[-1] not in "?.*" for kind in self.takes)

    @property
    def max_arguments(self) -> float:
        """The number of arguments that may be there."""
        return math.inf if self.takes and self.takes[-1][-1] == "*" else len(self.takes)

    def kind(self, index: int) -> str:
        """Return the kind of the argument at `place`, from 0."""
        return self.takes[min(index, len(self.takes) - 1)].rstrip("?.*")


FUNCTIONS: dict[str, Function] = {}
SPECIAL = {"if": (3, 3), "instance": (1, 1), "jr:choice-name": (2, 2), "jr:itext": (1, 1)}
"""Functions that the compiler handles itself: minimum and maximum of arguments."""

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def register_function(
    names: str, takes: str, gives: XPathType, *, scoped: bool = False, placed: bool = False
) -> Decorator:
    """Register the decorated function under each of `names`."""

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        for name in names.split():
            FUNCTIONS[name] = Function(name, tuple(takes.split()), gives, run, scoped, placed)
        return run

    return register
