"""Location paths: axes, node tests, predicates, document order (XPath 1.0, section 2).

`/data/work/sector`, `../known` and `.` become closures that look names up directly; paths with
predicates or other axes are evaluated step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import methodcaller

from vecu.questionnaires.expressions.coercion import (
    EvaluationScope,
    NodeBudget,
    Run,
    XPathType,
    to_boolean,
)
from vecu.questionnaires.expressions.compiled import CompiledExpression
from vecu.questionnaires.expressions.nodes import XPathDocument, XPathNode, XPathText
from vecu.questionnaires.expressions.syntax_tree import (
    LocationPath,
    LocationStep,
    Syntax,
    iter_calls,
)

Axis = Callable[[XPathNode], Sequence[XPathNode]]
Filter = Callable[[Sequence[XPathNode], EvaluationScope], Sequence[XPathNode]]
Compile = Callable[[Syntax], CompiledExpression]

HERE, UP = LocationStep("self", "node()"), LocationStep("parent", "node()")


def compile_path(
    path: LocationPath, compile_: Compile, compile_nodes: Callable[[Syntax], Run]
) -> CompiledExpression:
    """Compile a path; the other arguments compile its predicates and its start."""
    if path.start is None and not path.absolute and path.steps == (HERE,):
        return CompiledExpression(XPathType.NODES, lambda node, scope: [node], itself=True)
    if path.start is None and (plain := _plain(path)) is not None:
        return CompiledExpression(XPathType.NODES, plain)
    steps, nested = [], path.start is not None
    for step in path.steps:
        level = step.axis in {"self", "child", "attribute"}
        steps.append((_step(step, compile_), nested or not level))
        nested = nested or not (level or step.axis == "parent")
    start = _start(path, compile_, compile_nodes)

    def run(node: XPathNode, scope: EvaluationScope) -> Sequence[XPathNode]:
        nodes: Sequence[XPathNode] = start(node, scope)
        for walk, mixes in steps:
            found = [reached for one in nodes for reached in walk(one, scope)]
            nodes = (
                sort_in_document_order(found, scope.effort) if mixes and len(nodes) > 1 else found
            )
        return nodes

    return CompiledExpression(XPathType.NODES, run)


def sort_in_document_order(nodes: Iterable[XPathNode], effort: NodeBudget) -> list[XPathNode]:
    """Return each node once, in document order; documents as they come."""
    distinct = {_identity(node): node for node in nodes}
    if len(distinct) <= 1:
        return list(distinct.values())
    tops = {id(top): top for top in map(_top, distinct.values())}
    everything = [node for top in tops.values() for node in top.walk()]
    effort.spend(len(everything))
    keys = (key for node in everything for key in (id(node), -id(node), *map(id, node.attributes)))
    return [distinct[key] for key in keys if key in distinct]


def _identity(node: XPathNode) -> int:
    """Return the identity of a node: text nodes are made anew each time, for one element."""
    return -id(node.parent) if isinstance(node, XPathText) else id(node)


def _top(node: XPathNode) -> XPathNode:
    while node.parent is not None:
        node = node.parent
    return node


def _plain(path: LocationPath) -> Run | None:
    """Compile `/data/a/b`, `a/b`, `../a` by direct look-up; None for any other path."""
    steps = [step for step in path.steps if step != HERE]
    ups = next((index for index, step in enumerate(steps) if step != UP), len(steps))
    names = [step.test for step in steps[ups:]]
    plain = all(
        step.axis == "child" and not step.predicates and step.test[-1] not in "*)"
        for step in steps[ups:]
    )
    if not plain or (path.absolute and (ups or not names or len(steps) < len(path.steps))):
        return None
    return _from_top(names[0], names[1:]) if path.absolute else _from_here(ups, names)


def _from_top(top: str, names: list[str]) -> Run:
    def run(node: XPathNode, scope: EvaluationScope) -> Sequence[XPathNode]:
        return _below(scope.root, names) if scope.root.name == top else ()

    return run


def _from_here(ups: int, names: list[str]) -> Run:
    def run(node: XPathNode, scope: EvaluationScope) -> Sequence[XPathNode]:
        origin: XPathNode | None = node
        for _ in range(ups):
            if origin is None:
                return ()
            origin = origin.parent
        return () if origin is None else _below(origin, names)

    return run


def _below(node: XPathNode, names: list[str]) -> Sequence[XPathNode]:
    nodes: Sequence[XPathNode] = (node,)
    for name in names:
        if len(nodes) == 1:
            nodes = nodes[0].named(name)
        else:
            nodes = [child for parent in nodes for child in parent.named(name)]
    return nodes


def _start(path: LocationPath, compile_: Compile, compile_nodes: Callable[[Syntax], Run]) -> Run:
    """Compile the start of the first step."""
    if path.absolute:
        return lambda node, scope: (XPathDocument(scope.root),)
    if path.start is None:
        return lambda node, scope: (node,)
    nodes = compile_nodes(path.start)
    filters = [_filter(predicate, compile_) for predicate in path.predicates]

    def run(node: XPathNode, scope: EvaluationScope) -> Sequence[XPathNode]:
        found: Sequence[XPathNode] = nodes(node, scope)
        for keep in filters:
            found = keep(found, scope)
        return found

    return run


def _step(
    step: LocationStep, compile_: Compile
) -> Callable[[XPathNode, EvaluationScope], Sequence[XPathNode]]:
    """Compile one step: from one node to those it reaches, in document order."""
    axis, test, backwards = AXES[step.axis], step.test, step.axis in BACKWARDS
    prefix = test[:-1] if test.endswith(":*") else None
    filters = [_filter(predicate, compile_) for predicate in step.predicates]

    if test == "text()":
        axis = _texts(AXES[step.axis], step.axis)
    elif step.axis == "child" and test[-1] not in "*)":
        axis = methodcaller("named", test)

    def passes(node: XPathNode) -> bool:
        if test in {"node()", "text()"}:
            return True
        if test == "*":
            return not isinstance(node, XPathDocument)
        return node.name.startswith(prefix) if prefix else node.name == test

    def run(node: XPathNode, scope: EvaluationScope) -> Sequence[XPathNode]:
        reached = axis(node)
        scope.effort.spend(len(reached))
        found: Sequence[XPathNode] = [one for one in reached if passes(one)]
        for keep in filters:
            found = keep(found, scope)
        return found[::-1] if backwards else found

    return run


def _texts(axis: Axis, name: str) -> Axis:
    """Return the axis to the text nodes of the elements on another axis, and of those below."""

    def texts(node: XPathNode) -> Sequence[XPathNode]:
        below = axis(node) if name.startswith("descendant") else ()
        elements = [node, *below] if name in {"child", "descendant"} else below
        return [XPathText("", element.text, element) for element in elements if element.text]

    return texts


def _filter(predicate: Syntax, compile_: Compile) -> Filter:
    """Compile a predicate: a number keeps the node at that position, anything else must be true."""
    code = compile_(predicate)
    run = code.run
    if code.constant and code.type is XPathType.NUMBER:
        return _place(run)
    positional = any(call.name in {"position", "last"} for call in iter_calls(predicate))

    def keep(nodes: Sequence[XPathNode], scope: EvaluationScope) -> Sequence[XPathNode]:
        kept, size = [], len(nodes)
        scope.effort.spend(size)
        for position, node in enumerate(nodes, 1):
            value = run(node, scope.at(position, size) if positional else scope)
            if value == position if isinstance(value, float) else to_boolean(value):
                kept.append(node)
        return kept

    return keep


def _place(run: Run) -> Filter:
    position: float = run(*_UNUSED)
    if not position.is_integer() or position < 1:
        return lambda nodes, scope: ()
    return lambda nodes, scope: nodes[int(position) - 1 : int(position)]


_UNUSED: tuple[XPathNode, EvaluationScope] = (None, None)  # type: ignore[assignment]  # a constant looks at neither


def _descendants(node: XPathNode) -> list[XPathNode]:
    return list(node.walk())[1:]


def _siblings(node: XPathNode) -> tuple[list[XPathNode], list[XPathNode]]:
    """Return a node's siblings before it, nearest first, and after it; none for attributes."""
    siblings = node.parent.children if node.parent else []
    index = next((index for index, sibling in enumerate(siblings) if sibling is node), None)
    return ([], []) if index is None else (siblings[:index][::-1], siblings[index + 1 :])


def _following(node: XPathNode) -> list[XPathNode]:
    chain = [node, *node.ancestors()]
    return [below for one in chain for after in _siblings(one)[1] for below in after.walk()]


def _preceding(node: XPathNode) -> list[XPathNode]:
    chain = [node, *node.ancestors()]
    return [
        below
        for one in chain
        for before in _siblings(one)[0]
        for below in reversed([*before.walk()])
    ]


BACKWARDS = {"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"}
AXES: dict[str, Axis] = {
    "self": lambda node: [node],
    "child": lambda node: node.children,
    "attribute": lambda node: node.attributes,
    "parent": lambda node: [node.parent] if node.parent else [],
    "descendant": _descendants,
    "descendant-or-self": lambda node: list(node.walk()),
    "ancestor": XPathNode.ancestors,
    "ancestor-or-self": lambda node: [node, *node.ancestors()],
    "following-sibling": lambda node: _siblings(node)[1],
    "preceding-sibling": lambda node: _siblings(node)[0],
    "following": _following,
    "preceding": _preceding,
}
"""The nodes of each axis, the nearest first."""
