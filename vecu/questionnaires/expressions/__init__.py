"""The expression language of XForms: XPath 1.0 with ODK's functions, compiled once to closures."""

from vecu.questionnaires.expressions.coercion import EvaluationScope
from vecu.questionnaires.expressions.errors import ExpressionError
from vecu.questionnaires.expressions.expression import Expression, compile_expression
from vecu.questionnaires.expressions.parser import parse as parse_expression
from vecu.questionnaires.expressions.syntax_tree import (
    Call,
    Literal,
    LocationPath,
    Operation,
    Syntax,
)

__all__ = [
    "Call",
    "EvaluationScope",
    "Expression",
    "ExpressionError",
    "Literal",
    "LocationPath",
    "Operation",
    "Syntax",
    "compile_expression",
    "parse_expression",
]
