"""A compiled expression, with what is known of it before anybody answers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from vecu.questionnaires.expressions.code import Code
from vecu.questionnaires.expressions.compiler import NO_NODES, compile_syntax
from vecu.questionnaires.expressions.errors import ExpressionError, shorten
from vecu.questionnaires.expressions.library import FUNCTIONS
from vecu.questionnaires.expressions.parser import parse
from vecu.questionnaires.expressions.reads import Reads, named_by, reads_of
from vecu.questionnaires.expressions.syntax import Call, calls, searches
from vecu.questionnaires.expressions.values import Exhausted, Run, Scope, Type
from vecu.questionnaires.instance import Node


@dataclass(frozen=True)
class Expression:
    """A compiled expression: call `boolean`, `number`, `string` or `nodes` with a node and scope.

    None of them raises, whatever the answers are, but `nodes` on an expression that gives no
    nodes. One that looks at too many nodes gives nothing, and is named in the scope's effort.
    `reads` are the answers it reads, `instances` the names of the secondary instances and `texts`
    those of the form's texts; `labelled` are the paths of the questions whose choices it names by
    their labels. `lasting` tells that what it gave once stays: it calls once(), or
    draws by chance (`draws`) what nobody else could work out again; `picks` tells that chance
    decides more than the order of the nodes it gives.
    """

    source: str
    reads: Reads = field(compare=False)
    instances: tuple[str, ...] = field(compare=False)
    texts: tuple[str, ...] = field(compare=False)
    labelled: tuple[str, ...] = field(compare=False)
    lasting: bool = field(compare=False)
    draws: bool = field(compare=False)
    picks: bool = field(compare=False)
    boolean: Callable[[Node, Scope], bool] = field(repr=False, compare=False)
    number: Callable[[Node, Scope], float] = field(repr=False, compare=False)
    string: Callable[[Node, Scope], str] = field(repr=False, compare=False)
    nodes: Callable[[Node, Scope], list[Node]] = field(repr=False, compare=False)
    value: Callable[[Node, Scope], Any] = field(repr=False, compare=False)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths into the answers that it reads, as they were written."""
        return self.reads.paths

    def __reduce__(self) -> tuple[Callable[[str], Expression], tuple[str]]:
        return compile_expression, (self.source,)


@lru_cache(maxsize=4096)
def compile_expression(source: str) -> Expression:
    """Compile `source`; raise ExpressionError when it cannot be read or calls what is not there."""
    syntax = parse(source)
    code = compile_syntax(source, syntax)
    called = {call.name for call in calls(syntax)}
    if "current" in called:
        code = Code(code.type, _seen_from_here(code.run))
    if searches(syntax):
        code = Code(code.type, _within_bounds(source, code))
    draws = any(_draws(call) for call in calls(syntax))
    match syntax:
        case Call("randomize", (shuffled, *_seed)):
            picked = shuffled
        case _:
            picked = syntax
    return Expression(
        source,
        reads=reads_of(syntax),
        instances=(*named_by(syntax, "instance"), *named_by(syntax, "pulldata")),
        texts=named_by(syntax, "jr:itext"),
        labelled=tuple(path.strip() for path in named_by(syntax, "jr:choice-name", 1)),
        lasting=draws or "once" in called,
        draws=draws,
        picks=any(_draws(call) for call in calls(picked)),
        boolean=code.boolean(),
        number=code.number(),
        string=code.string(),
        nodes=_listing(source, code),
        value=code.run,
    )


def _draws(call: Call) -> bool:
    """Tell whether a call depends on chance: a shuffle with a seed of its own does not."""
    function = FUNCTIONS.get(call.name)
    seeded = call.name == "randomize" and len(call.arguments) == 2
    return function is not None and function.placed and not seeded


def _seen_from_here(run: Run) -> Run:
    return lambda node, scope: run(node, scope.seen_from(node))


def _within_bounds(source: str, code: Code) -> Run:
    """Let an expression that looks at too many nodes give nothing of its type."""
    run, nothing = code.run, _NOTHING[code.type]

    def bounded(node: Node, scope: Scope) -> Any:
        scope.effort.begin()
        try:
            return run(node, scope)
        except Exhausted:
            scope.effort.spent_by[source] = None
            return nothing

    return bounded


_NOTHING: dict[Type, Any] = {
    Type.BOOLEAN: False, Type.NUMBER: math.nan, Type.STRING: "", Type.DATE: "", Type.NODES: (),
    Type.ANY: "",
}  # fmt: skip


def _listing(source: str, code: Code) -> Callable[[Node, Scope], list[Node]]:
    def nodes(node: Node, scope: Scope) -> list[Node]:
        if code.type is not Type.NODES:
            raise ExpressionError(source, 1, NO_NODES, found=shorten(source))
        return list(code.run(node, scope))

    return nodes
