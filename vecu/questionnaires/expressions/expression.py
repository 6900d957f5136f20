"""A compiled expression with its static properties."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from vecu.questionnaires.expressions.coercion import (
    EvaluationScope,
    NodeBudgetExceeded,
    Run,
    XPathType,
)
from vecu.questionnaires.expressions.compiled import CompiledExpression
from vecu.questionnaires.expressions.compiler import NO_NODES, compile_syntax
from vecu.questionnaires.expressions.dependencies import (
    Dependencies,
    find_dependencies,
    list_literal_arguments,
)
from vecu.questionnaires.expressions.errors import ExpressionError, shorten
from vecu.questionnaires.expressions.function_index import FUNCTIONS
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.expressions.parser import parse
from vecu.questionnaires.expressions.syntax_tree import Call, has_node_search, iter_calls


@dataclass(frozen=True)
class Expression:
    """A compiled expression: call `boolean`, `number`, `string` or `nodes` with a node and scope.

    None of them raises, whatever the answers are, except `nodes` on an expression that gives no
    nodes. One that visits too many nodes gives nothing, and is recorded in the scope's budget.
    `reads` are the answers it reads, `instances` the names of the secondary instances and `texts`
    those of the form's texts; `labelled` are the paths of the questions whose choice labels it
    uses. `lasting`: its first value is stored, because it calls once() or draws at random (`draws`)
    in a way that cannot be reproduced; `picks`: randomness decides more than the order of the nodes
    it gives.
    """

    source: str
    reads: Dependencies = field(compare=False)
    instances: tuple[str, ...] = field(compare=False)
    texts: tuple[str, ...] = field(compare=False)
    labelled: tuple[str, ...] = field(compare=False)
    lasting: bool = field(compare=False)
    draws: bool = field(compare=False)
    picks: bool = field(compare=False)
    boolean: Callable[[XPathNode, EvaluationScope], bool] = field(repr=False, compare=False)
    number: Callable[[XPathNode, EvaluationScope], float] = field(repr=False, compare=False)
    string: Callable[[XPathNode, EvaluationScope], str] = field(repr=False, compare=False)
    nodes: Callable[[XPathNode, EvaluationScope], list[XPathNode]] = field(
        repr=False, compare=False
    )
    value: Callable[[XPathNode, EvaluationScope], Any] = field(repr=False, compare=False)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths into the answers that it reads, as they were written."""
        return self.reads.paths

    def __reduce__(self) -> tuple[Callable[[str], Expression], tuple[str]]:
        return compile_expression, (self.source,)


@lru_cache(maxsize=4096)
def compile_expression(source: str) -> Expression:
    """Compile `source`; raise ExpressionError if it is invalid or calls unknown functions."""
    syntax = parse(source)
    code = compile_syntax(source, syntax)
    called = {call.name for call in iter_calls(syntax)}
    if "current" in called:
        code = CompiledExpression(code.type, _seen_from_here(code.run))
    if has_node_search(syntax):
        code = CompiledExpression(code.type, _within_bounds(source, code))
    draws = any(_draws(call) for call in iter_calls(syntax))
    match syntax:
        case Call("randomize", (shuffled, *_seed)):
            picked = shuffled
        case _:
            picked = syntax
    return Expression(
        source,
        reads=find_dependencies(syntax),
        instances=(
            *list_literal_arguments(syntax, "instance"),
            *list_literal_arguments(syntax, "pulldata"),
        ),
        texts=list_literal_arguments(syntax, "jr:itext"),
        labelled=tuple(
            path.strip() for path in list_literal_arguments(syntax, "jr:choice-name", 1)
        ),
        lasting=draws or "once" in called,
        draws=draws,
        picks=any(_draws(call) for call in iter_calls(picked)),
        boolean=code.boolean(),
        number=code.number(),
        string=code.string(),
        nodes=_listing(source, code),
        value=code.run,
    )


def _draws(call: Call) -> bool:
    """Return whether a call is random: a shuffle with a seed of its own is not."""
    function = FUNCTIONS.get(call.name)
    seeded = call.name == "randomize" and len(call.arguments) == 2
    return function is not None and function.placed and not seeded


def _seen_from_here(run: Run) -> Run:
    return lambda node, scope: run(node, scope.with_current(node))


def _within_bounds(source: str, code: CompiledExpression) -> Run:
    """Make an expression that visits too many nodes give the empty value of its type."""
    run, nothing = code.run, _NOTHING[code.type]

    def bounded(node: XPathNode, scope: EvaluationScope) -> Any:
        scope.effort.begin()
        try:
            return run(node, scope)
        except NodeBudgetExceeded:
            scope.effort.spent_by[source] = None
            return nothing

    return bounded


_NOTHING: dict[XPathType, Any] = {
    XPathType.BOOLEAN: False,
    XPathType.NUMBER: math.nan,
    XPathType.STRING: "",
    XPathType.DATE: "",
    XPathType.NODES: (),
    XPathType.ANY: "",
}


def _listing(
    source: str, code: CompiledExpression
) -> Callable[[XPathNode, EvaluationScope], list[XPathNode]]:
    def nodes(node: XPathNode, scope: EvaluationScope) -> list[XPathNode]:
        if code.type is not XPathType.NODES:
            raise ExpressionError(source, 1, NO_NODES, found=shorten(source))
        return list(code.run(node, scope))

    return nodes
