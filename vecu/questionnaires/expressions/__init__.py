"""The expression language of XForms: XPath 1.0 with ODK's functions, compiled once to closures."""

from vecu.questionnaires.expressions.errors import ExpressionError
from vecu.questionnaires.expressions.expression import Expression, compile_expression
from vecu.questionnaires.expressions.values import Scope

__all__ = ["Expression", "ExpressionError", "Scope", "compile_expression"]
