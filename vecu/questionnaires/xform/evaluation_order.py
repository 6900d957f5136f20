"""Evaluation order of relevance, calculations and counts: dependencies first.

Each is then evaluated once, and every reader sees final values. Questions that depend on each other
in a cycle have no order; this is reported when the questionnaire is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.expressions.dependencies import is_child_step
from vecu.questionnaires.model import EvaluationStep, Group, Question
from vecu.translation import gettext_noop

_HERE, _UP = ".", ".."
_DOCUMENT = ""
"""The document node above the top element, where absolute paths start."""


CIRCLE = gettext_noop(
    "These answers wait for each other in a circle: %(circle)s. Change what one of them refers to"
    " in relevant, calculation or repeat_count. A calculation keeps its own value with once()."
)


MAX_CIRCLES = 100
"""The most cycles of one form that are reported."""


@dataclass(frozen=True, slots=True)
class DependencyCycle:
    """Questions and groups that depend on each other.

    `paths` are the cycle, each depending on the next, from the first in the form to itself again; a
    group that depends on itself does so through what it reads inside. `by` is the expression that
    makes the first depend on the next, None if it is unknown.
    """

    paths: tuple[str, ...]
    by: Expression | None

    def __str__(self) -> str:
        return " → ".join(path.rpartition("/")[2] for path in self.paths)


class DependencyCycleError(Exception):
    """There is no order of evaluation because of `circles`, which share no members."""

    def __init__(self, circles: Sequence[DependencyCycle]) -> None:
        self.circles = tuple(circles)
        super().__init__("; ".join(map(str, circles)))


def compute_evaluation_order(root: Group) -> tuple[EvaluationStep, ...]:
    """Return everything that depends on other answers, in evaluation order.

    A step is a question or group, or several that read each other in other instances of one repeat
    (a running total): those are evaluated instance by instance. Raise `DependencyCycleError` where
    that is impossible, as for a repeat whose instances depend on earlier ones.
    """
    needs = _DependencyGraph(root)
    places = {path: index for index, path in enumerate(_sorted(needs))}
    steps = {path: [path] for path in places}
    while True:
        step_of = {path: first for first, paths in steps.items() for path in paths}
        graph = {first: set[str]() for first in steps}
        for path, wanted in needs.all.items():
            graph[step_of[path]] |= {step_of[other] for other in wanted} - {step_of[path]}
        try:
            order = list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            circle: list[str] = error.args[1][:-1]
            together = sorted(
                (path for first in circle for path in steps.pop(first)), key=places.__getitem__
            )
            if not needs.can_interleave(together):
                raise DependencyCycleError([needs.build_cycle(error.args[1])]) from error
            steps[together[0]] = together
            continue
        return tuple(tuple(needs.items[path] for path in steps[first]) for first in order)


def _sorted(needs: _DependencyGraph) -> list[str]:
    graph, circles = dict(needs.whole), list[DependencyCycle]()
    while len(circles) < MAX_CIRCLES:
        try:
            order = list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            circles.append(needs.build_cycle(error.args[1]))
            for member in error.args[1]:
                graph.pop(member, None)
        else:
            break
    if circles:
        raise DependencyCycleError(circles)
    return order


class _DependencyGraph:
    """The dependencies of each computed question or group, by path.

    `whole` leaves out what is only read of selected instances of the reader's own repeat, since an
    earlier instance may be known before; `all` has everything.
    """

    def __init__(self, root: Group) -> None:
        self.items: dict[str, Question | Group] = {root.path: root}
        self.items.update((item.path, item) for item in root.walk())
        self.below: dict[str, list[str]] = {_DOCUMENT: [root.path]}
        for path in list(self.items)[1:]:
            self.below.setdefault(path.rpartition("/")[0], []).append(path)
        self.whole: dict[str, set[str]] = {}
        self.all: dict[str, set[str]] = {}
        for path, item in self.items.items():
            if item.computed:
                self._add(path, item)

    def _add(self, path: str, item: Question | Group) -> None:
        above = set(self.computed(path.rpartition("/")[0]))
        whole, everything = set(above), set(above)
        for expression in list_deciding_expressions(item):
            reads = expression.reads
            for read in self.read_by(path, expression):
                wanted = {
                    each
                    for target in self.resolve_targets(path, read)
                    for each in self.computed(target)
                }
                everything |= wanted - {path}
                own = {
                    other
                    for other in wanted
                    if read in reads.chosen
                    and self.repeat_of(path)
                    and self.repeat_of(other) == self.repeat_of(path)
                }
                whole |= wanted - own
        self.whole[path], self.all[path] = whole, everything

    def read_by(self, path: str, expression: Expression) -> Iterator[str]:
        """Yield the paths that an expression reads, also through the labels of choices."""
        yield from expression.paths
        for labelled in expression.labelled:
            for target in sorted(self.resolve_targets(path, labelled)):
                yield from _quoted_by_choices(self.items[target])

    def computed(self, path: str) -> Iterator[str]:
        """Yield what the value at `path` depends on: itself and its ancestors."""
        while path:
            item = self.items.get(path)
            if item is not None and item.computed:
                yield path
            path = path.rpartition("/")[0]

    def build_cycle(self, found: list[str]) -> DependencyCycle:
        """Return the cycle that graphlib found: each before its dependents, the first one twice."""
        members = found[:0:-1]
        first = min(members, key=list(self.items).index)
        start = members.index(first)
        members = [*members[start:], *members[:start], first]
        paths, links = [], [self.find_link(one, other) for one, other in pairwise(members)]
        for member, awaited, (_expression, read) in zip(members, members[1:], links, strict=False):
            paths += [member, read] if member == awaited != read else [member]
        return DependencyCycle((*paths, first), links[0][0])

    def find_link(self, path: str, other: str) -> tuple[Expression | None, str]:
        """Return the expression that makes one depend on the other, and the path that it reads."""
        links = [
            (expression, target)
            for expression in list_deciding_expressions(self.items[path])
            for read in self.read_by(path, expression)
            for target in sorted(self.resolve_targets(path, read))
            if other in self.computed(target)
        ]
        return min(links, key=lambda link: link[1] != other, default=(None, other))

    def can_interleave(self, paths: list[str]) -> bool:
        """Return whether the items at these paths can be evaluated instance by instance.

        All must be in one repeat, and none may be a repeat itself.
        """
        items = (self.items[path] for path in paths)
        if any(isinstance(item, Group) and item.repeats for item in items):
            return False
        return len({self.repeat_of(path) for path in paths}) == 1

    def repeat_of(self, path: str) -> str:
        """Return the path of the innermost repeat around, '' outside of repeats."""
        while path := path.rpartition("/")[0]:
            item = self.items.get(path)
            if isinstance(item, Group) and item.repeats:
                return path
        return ""

    def resolve_targets(self, origin: str, read: str) -> set[str]:
        """Return the paths of the questions and groups that a path in an expression leads to."""
        paths = {_DOCUMENT if read.startswith("/") else origin}
        for step in filter(None, read.split("/")):
            paths = {other for path in paths for other in self.step(path, step)}
        return paths - {_DOCUMENT}

    def step(self, path: str, step: str) -> Iterator[str]:
        if step in {_HERE, _UP}:
            yield path if step == _HERE else path.rpartition("/")[0]
            return
        if step.startswith("@"):
            return
        axis, _separator, test = step.rpartition("::")
        if not axis and is_child_step(test):
            if (below := f"{path}/{test}") in self.items:
                yield below
            return
        for reached in self.follow_axis(path, axis) if axis else self.below.get(path, []):
            name = reached.rpartition("/")[2]
            if test in {"node()", "*", name} or (
                test.endswith(":*") and name.startswith(test[:-1])
            ):
                yield reached

    def follow_axis(self, path: str, axis: str) -> Iterable[str]:
        """Return what an axis may reach from a path; other instances count as the same path."""
        siblings = self.below.get(path.rpartition("/")[0], [])
        here = siblings.index(path) if path in siblings else 0
        item = self.items.get(path)
        others = [path] if isinstance(item, Group) and item.repeats else []
        below = [other for other in self.items if other.startswith(f"{path}/")]
        steps = path.split("/")
        above = ["/".join(steps[:length]) for length in range(2, len(steps))]
        known: dict[str, list[str]] = {
            "self": [path],
            "child": self.below.get(path, []),
            "descendant": below,
            "descendant-or-self": [path, *below],
            "following-sibling": [*others, *siblings[here + 1 :]],
            "preceding-sibling": [*siblings[:here], *others],
            "parent": [path.rpartition("/")[0]],
            "ancestor": above,
            "ancestor-or-self": [*above, path],
        }
        return known.get(axis, list(self.items))


def list_deciding_expressions(item: Question | Group) -> tuple[Expression, ...]:
    """Return the expressions that decide whether an item is asked, how often, and its value."""
    rules = [item.relevant, item.calculate if isinstance(item, Question) else item.count]
    if isinstance(item, Question) and item.repeat_choices is not None:
        rules += [item.repeat_choices.nodes, item.repeat_choices.texts]
    return tuple(rule for rule in rules if rule is not None)


def _quoted_by_choices(item: Question | Group) -> Iterator[str]:
    """Yield the paths that the labels of a question's choices read."""
    for choice in item.choices if isinstance(item, Question) else ():
        for outputs in choice.label.outputs.values():
            yield from (path for output in outputs for path in output.paths)
