"""The answers that an expression reads, for evaluation order and name checks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from vecu.questionnaires.expressions.syntax_tree import (
    Call,
    Literal,
    LocationPath,
    LocationStep,
    Syntax,
    iter_calls,
    iter_subexpressions,
)

_NAME = re.compile(r"[\w\-][\w.\-]*")


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The paths to answers that an expression reads, as they were written.

    Predicates are removed, and other instances are excluded. Relative paths start from the node
    that holds the expression, also those inside a predicate: `/data/story[known = 'yes']/task`
    reads /data/story/task and /data/story/known. `chosen` are those only read of some instances of
    a repeat, by a predicate or indexed-repeat().
    """

    paths: tuple[str, ...] = ()
    chosen: frozenset[str] = field(default_factory=frozenset)


def find_dependencies(syntax: Syntax) -> Dependencies:
    """Return what `syntax` reads, each path once, in the order of the source."""
    reader = _DependencyCollector()
    reader.read(syntax, "", chosen=False)
    return Dependencies(
        tuple(reader.found), frozenset(p for p, all_ in reader.found.items() if not all_)
    )


def list_literal_arguments(syntax: Syntax, function: str, index: int = 0) -> tuple[str, ...]:
    """Return the quoted arguments of calls of `function` at a position, each once."""
    named = (call.arguments[index] for call in iter_calls(syntax) if call.name == function)
    return tuple(dict.fromkeys(str(name.value) for name in named if isinstance(name, Literal)))


def resolve_path(path: str, here: Sequence[str]) -> tuple[str, ...]:
    """Return the names from the root to the target of a path written at `here`.

    `.` and `..` are resolved; above the root there is nothing. A step that is no child step (see
    `is_child_step`) may lead to several places: from there on the steps are as written.
    """
    steps: list[str] = [] if path.startswith("/") else list(here)
    for step in path.split("/"):
        if step == ".." and (not steps or steps[-1] == "*" or is_child_step(steps[-1])):
            del steps[-1:]
        elif step not in {"", "."}:
            steps.append(step)
    return tuple(steps)


def is_child_step(step: str) -> bool:
    """Return whether a step leads to a child by its name, and not along another axis."""
    return _NAME.fullmatch(step) is not None


class _DependencyCollector:
    """Walks one expression; `found` says of each path if it is read whole."""

    def __init__(self) -> None:
        self.found: dict[str, bool] = {}

    def read(self, syntax: Syntax, base: str | None, *, chosen: bool) -> str | None:
        """Collect what `syntax` reads, relative to `base`; return the path that it is itself.

        '' is the node that holds the expression, None another instance or no path at all.
        """
        if isinstance(syntax, LocationPath):
            return self.path(syntax, base, chosen=chosen)
        picks = isinstance(syntax, Call) and syntax.name == "indexed-repeat"
        for index, part in enumerate(iter_subexpressions(syntax)):
            self.read(part, base, chosen=chosen or (picks and (index == 0 or index % 2 == 1)))
        return "" if isinstance(syntax, Call) and syntax.name == "current" else None

    def path(self, path: LocationPath, base: str | None, *, chosen: bool) -> str | None:
        chosen = chosen or bool(path.predicates) or any(step.predicates for step in path.steps)
        if path.absolute:
            place: str | None = "/"
        elif path.start is None:
            place = base
        else:
            place = self.read(path.start, base, chosen=chosen)
        for predicate in path.predicates:
            self.read(predicate, place, chosen=chosen)
        for step in path.steps:
            place = None if place is None else _join(place, step)
            for predicate in step.predicates:
                self.read(predicate, place, chosen=chosen)
        if place:
            self.found[place] = self.found.get(place, False) or not chosen
        return place


def _join(base: str, step: LocationStep) -> str:
    if step.axis == "self" and step.test == "node()":
        return base or "."
    if step.axis == "parent" and step.test == "node()":
        name = ".."
    elif step.test == "text()":
        return base or "."
    else:
        name = {"child": "", "attribute": "@"}.get(step.axis, f"{step.axis}::") + step.test
    if base in {"", "."}:
        return name
    return base + name if base.endswith("/") else f"{base}/{name}"
