"""Answers derived from rules: where the sides of a comparison are equal, and equality targets."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from vecu.questionnaires.answers.evaluation import EvaluatedForm
from vecu.questionnaires.answers.paths import set_answer
from vecu.questionnaires.expressions import EvaluationScope, Expression
from vecu.questionnaires.expressions.coercion import format_xpath_number
from vecu.questionnaires.expressions.compiler import compile_syntax
from vecu.questionnaires.expressions.nodes import Values, XPathNode
from vecu.questionnaires.expressions.parser import parse
from vecu.questionnaires.expressions.syntax_tree import (
    LocationPath,
    LocationStep,
    Operation,
    Syntax,
    iter_subexpressions,
)
from vecu.questionnaires.interview.paging import RenderedQuestion
from vecu.questionnaires.question_types import AnswerValue

EPOCH = date(1970, 1, 1)
_STEPS = 6


class BoundarySearch:
    """Searches for answers at which a comparison changes, with all other answers fixed."""

    def __init__(
        self, fill: Callable[[Values], EvaluatedForm], values: Values, rendered: RenderedQuestion
    ) -> None:
        self.fill, self.values, self.rendered = fill, values, rendered
        question = rendered.question
        self.is_fractional = question.kind.holds is AnswerValue.DECIMAL and question.scale is None

    def find_roots(self, apart: Callable[[EvaluatedForm], float]) -> list[str]:
        """Return answers around the one at which both sides are equal, none if it is not found.

        The secant method: exact at once for linear functions, fast for smooth ones.
        """
        span = self.rendered.question.kind.traits.span
        if span is None:
            return []
        (one, here), (two, there) = ((start, self.at(start, apart)) for start in span)
        for _step in range(_STEPS):
            if not math.isfinite(here + there) or here == there:
                return []
            root = two - there * (two - one) / (there - here)
            if not abs(root) < 1e7:
                return []
            if abs(root - two) < 1e-6:
                break
            one, here, two, there = two, there, root, self.at(root, apart)
        return self.list_neighbours(root)

    def at(self, number: float, apart: Callable[[EvaluatedForm], float]) -> float:
        """Return the difference of the sides when the answer is this number."""
        return apart(
            self.fill(set_answer(self.values, self.rendered.address, self.format_number(number)))
        )

    def list_neighbours(self, root: float) -> list[str]:
        """Return the answer at a root and its neighbours."""
        if self.is_fractional:
            near = [root, root + 0.01, root - 0.01, root + 0.1, root - 0.1]
        else:
            near = [round(root), math.floor(root) - 1, math.ceil(root) + 1, math.floor(root)]
            near.append(math.ceil(root))
        return list(dict.fromkeys(self.format_number(number) for number in near))

    def format_number(self, number: float) -> str:
        """Format a number as an answer to the question."""
        if self.rendered.question.kind.holds is AnswerValue.DATE:
            return (
                EPOCH + timedelta(days=round(max(-700_000, min(number, 2_900_000))))
            ).isoformat()
        if self.is_fractional:
            return format_xpath_number(round(number, 6))
        return format_xpath_number(float(round(number)))


def iter_equality_targets(
    rule: Expression, node: XPathNode, scope: EvaluationScope
) -> Iterator[str]:
    """Yield the texts that a rule requires an answer to equal: . = ${mail}."""
    ahead: list[Syntax] = [parse(rule.source)]
    while ahead:
        syntax = ahead.pop()
        if isinstance(syntax, Operation) and syntax.operator == "=":
            for one, other in (syntax.operands, syntax.operands[::-1]):
                if isinstance(one, LocationPath) and one.steps == (_HERE,) and not one.absolute:
                    yield compile_syntax(rule.source, other).string()(node, scope)
        ahead.extend(iter_subexpressions(syntax))


_HERE = LocationStep("self", "node()")
