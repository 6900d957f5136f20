"""Branch distance of a condition: 0 where it holds, larger the further answers are from it.

The measure of search-based testing (Korel, 1990; Tracey and others, 1998): parts joined by `and`
add up, of those joined by `or` the least counts, numbers count by their difference. Calculations
with conditions are followed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from vecu.questionnaires.expressions import EvaluationScope
from vecu.questionnaires.expressions.coercion import Run
from vecu.questionnaires.expressions.compiler import compile_syntax
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.expressions.operators import COMPARISONS
from vecu.questionnaires.expressions.parser import parse
from vecu.questionnaires.expressions.syntax_tree import (
    Call,
    Literal,
    LocationPath,
    Operation,
    Syntax,
)
from vecu.questionnaires.model import Question

BranchDistance = Callable[[XPathNode, EvaluationScope], float]
MAX_DEEP = 8
"""Nested calculations that are followed."""


def measure_branch_distance(
    source: str, questions: Mapping[str, Question], *, wanted: bool
) -> BranchDistance:
    """Return the distance of a condition from true, or from false if that is `wanted`."""
    return _DistanceCompiler(source, questions).condition(parse(source), wanted=wanted)


@dataclass(frozen=True, slots=True)
class _DistanceCompiler:
    """Compiles the distances of one formula; `deep` counts the calculations around it."""

    source: str
    questions: Mapping[str, Question]
    deep: int = 0

    def condition(self, syntax: Syntax, *, wanted: bool) -> BranchDistance:
        """Measure the distance of a part from true, or from false."""
        match syntax:
            case Call("not", (inside,)):
                return self.condition(inside, wanted=not wanted)
            case Operation("and" | "or", operands):
                each = [self.condition(one, wanted=wanted) for one in operands]
                return _sum(each) if (syntax.operator == "and") is wanted else _least(each)
            case Call("if", (test, yes, no)):
                return self.choice(test, yes, no, partial(self.condition, wanted=wanted))
        return self.fact(syntax, wanted=wanted)

    def fact(self, syntax: Syntax, *, wanted: bool) -> BranchDistance:
        """Measure a part other than and, or, not and if."""
        match syntax:
            case Call("boolean-from-string", (LocationPath() as path,)):
                return self.stored(syntax, path, TargetValue("=", Literal("true", 1), wanted))
            case Operation(sign, (LocationPath() as path, Literal() as value)) if (
                sign in COMPARISONS
            ):
                return self.stored(syntax, path, TargetValue(sign, value, wanted))
        return self.plainly(syntax, wanted=wanted)

    def plainly(self, syntax: Syntax, *, wanted: bool) -> BranchDistance:
        """Measure a comparison by the difference of its sides, others by whether they hold."""
        holds = compile_syntax(self.source, syntax).boolean()
        if not (isinstance(syntax, Operation) and syntax.operator in COMPARISONS):
            return lambda node, scope: 0.0 if holds(node, scope) is wanted else 1.0
        left, right = (compile_syntax(self.source, side).number() for side in syntax.operands)

        def far(node: XPathNode, scope: EvaluationScope) -> float:
            if holds(node, scope) is wanted:
                return 0.0
            apart = abs(left(node, scope) - right(node, scope))
            return (apart + 1) / (apart + 2) if math.isfinite(apart) else 1.0

        return far

    def choice(
        self, test: Syntax, yes: Syntax, no: Syntax, follow: Callable[[Syntax], BranchDistance]
    ) -> BranchDistance:
        """Measure the nearer branch of an `if`."""
        return _least(
            [
                _sum([self.condition(test, wanted=truth), follow(branch)])
                for branch, truth in ((yes, True), (no, False))
            ]
        )

    def stored(self, syntax: Syntax, path: LocationPath, wish: TargetValue) -> BranchDistance:
        """Measure a comparison with a constant by the calculation of the stored value."""
        plainly = self.plainly(syntax, wanted=wish.wanted)
        reach = compile_syntax(self.source, path).run
        inside: dict[str, BranchDistance] = {}

        def far(node: XPathNode, scope: EvaluationScope) -> float:
            found: Sequence[XPathNode] = reach(node, scope)
            question = self.questions.get(_path_of(found[0])) if found else None
            if question is None or question.calculate is None or self.deep > MAX_DEEP:
                return plainly(node, scope)
            if question.path not in inside:
                made = question.calculate.source
                measured = _DistanceCompiler(made, self.questions, self.deep + 1)
                inside[question.path] = measured.outcome(parse(made), wish)
            return inside[question.path](found[0], scope)

        return far

    def outcome(self, syntax: Syntax, wish: TargetValue) -> BranchDistance:
        """Measure whether the result of a calculation is the target value."""
        match syntax:
            case Call("if", (test, yes, no)):
                return self.choice(test, yes, no, partial(self.outcome, wish=wish))
            case Call("once", (inside,)):
                return self.outcome(inside, wish)
        value = wish.value.value
        if value in {"true", "false"} and wish.sign in {"=", "!="} and _is_truth(syntax):
            true = (value == "true") is (wish.sign == "=")
            return self.condition(syntax, wanted=wish.wanted is true)
        compared = Operation(wish.sign, (syntax, wish.value), syntax.column, 2)
        plainly = self.condition(compared, wanted=wish.wanted)
        if isinstance(syntax, Literal):  # no answer can change it
            return lambda node, scope: math.inf if plainly(node, scope) else 0.0
        return plainly


class TargetValue(NamedTuple):
    """A target for a stored value: a comparison with a constant, true or false."""

    sign: str
    value: Literal
    wanted: bool


def _is_truth(syntax: Syntax) -> bool:
    truths = {"not", "selected", "boolean", "true", "false", "contains", "starts-with", "regex"}
    if isinstance(syntax, Operation):
        return syntax.operator in {*COMPARISONS, "and", "or"}
    return isinstance(syntax, Call) and syntax.name in truths


def _path_of(node: XPathNode) -> str:
    return "/" + "/".join(step.name for step in (*reversed(node.ancestors()), node))


def _sum(each: Sequence[BranchDistance]) -> BranchDistance:
    return lambda node, scope: sum(far(node, scope) for far in each)


def _least(each: Sequence[BranchDistance]) -> BranchDistance:
    return lambda node, scope: min(far(node, scope) for far in each)


def list_comparison_operands(source: str) -> list[tuple[Run, Run]]:
    """Return both sides, as numbers, of every comparison in an expression.

    The outcome changes where they are equal, so answers there are worth trying.
    """
    found: list[tuple[Run, Run]] = []
    ahead: list[Syntax] = [parse(source)]
    while ahead:
        match ahead.pop():
            case Operation(operator, operands) as syntax:
                if operator in COMPARISONS:
                    left, right = (compile_syntax(source, side).number() for side in operands)
                    found.append((left, right))
                ahead.extend(syntax.operands)
            case Call(_name, arguments):
                ahead.extend(arguments)
    return found
