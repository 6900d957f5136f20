"""The expression language of XForms: XPath 1.0 with ODK's functions, compiled once to closures."""

from vecu.questionnaires.expressions.errors import ExpressionError
from vecu.questionnaires.expressions.expression import Expression, compile_expression
from vecu.questionnaires.expressions.parser import parse as parse_expression
from vecu.questionnaires.expressions.syntax import Call, Literal, Operation, Path, Syntax
from vecu.questionnaires.expressions.values import Scope

__all__ = [
    "Call",
    "Expression",
    "ExpressionError",
    "Literal",
    "Operation",
    "Path",
    "Scope",
    "Syntax",
    "compile_expression",
    "parse_expression",
]
