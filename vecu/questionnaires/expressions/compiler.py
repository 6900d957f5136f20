"""Compile syntax trees to closures, once; evaluating then only calls them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

from vecu.questionnaires.expressions import operators
from vecu.questionnaires.expressions.argument_checks import check_arguments, literal_text
from vecu.questionnaires.expressions.coercion import EvaluationScope, Run, XPathType
from vecu.questionnaires.expressions.compiled import CompiledExpression
from vecu.questionnaires.expressions.dialect_hints import NEAR, RENAMED, SINGLE, WRITE_INSTEAD
from vecu.questionnaires.expressions.errors import ExpressionError, shorten
from vecu.questionnaires.expressions.function_index import FUNCTIONS, SPECIAL
from vecu.questionnaires.expressions.location_paths import compile_path, sort_in_document_order
from vecu.questionnaires.expressions.nodes import XPathDocument, XPathNode
from vecu.questionnaires.expressions.parser import parse
from vecu.questionnaires.expressions.registry import Function
from vecu.questionnaires.expressions.syntax_tree import (
    Call,
    Literal,
    LocationPath,
    Operation,
    Syntax,
)
from vecu.translation import gettext_noop

NO_NODES = gettext_noop(
    "“%(found)s” gives a value where questions are needed. Write a path or a question."
)


def compile_syntax(source: str, syntax: Syntax) -> CompiledExpression:
    """Compile the parsed `source`; raise ExpressionError for unknown functions."""
    return _Compiler(source).compile(syntax)


class _Compiler:
    """Compiles the parts of one source, which error messages quote."""

    def __init__(self, source: str) -> None:
        self.source = source

    def refuse(self, syntax: Syntax, reason: str, **details: object) -> ExpressionError:
        return ExpressionError(self.source, syntax.column, reason, **details)

    def compile(self, syntax: Syntax) -> CompiledExpression:
        match syntax:
            case Literal(value):
                kind = XPathType.NUMBER if isinstance(value, float) else XPathType.STRING
                return CompiledExpression(kind, lambda node, scope: value, constant=True)
            case Operation():
                return self.operation(syntax)
            case Call():
                return self.call(syntax)
            case LocationPath():
                return compile_path(syntax, self.compile, self.nodes)

    def nodes(self, syntax: Syntax) -> Run:
        """Compile a part that must give nodes."""
        code = self.compile(syntax)
        if code.type is not XPathType.NODES:
            raise self.refuse(syntax, NO_NODES, found=shorten(self.source[syntax.column - 1 :]))
        return code.run

    def operation(self, syntax: Operation) -> CompiledExpression:
        operator = syntax.operator
        if operator == "|":
            return self.union([self.nodes(operand) for operand in syntax.operands])
        operands = [self.compile(operand) for operand in syntax.operands]
        if operator == "and":
            return CompiledExpression(XPathType.BOOLEAN, operators.compile_and(operands))
        if operator == "or":
            return CompiledExpression(XPathType.BOOLEAN, operators.compile_or(operands))
        if operator in operators.COMPARISONS:
            return CompiledExpression(
                XPathType.BOOLEAN, operators.compile_comparison(operator, *operands)
            )
        run = operators.compile_arithmetic(operator, operands)
        constant = operator == "negate" and operands[0].constant
        return CompiledExpression(XPathType.NUMBER, run, constant=constant)

    def union(self, runs: Sequence[Run]) -> CompiledExpression:
        def run(node: XPathNode, scope: EvaluationScope) -> Sequence[XPathNode]:
            reached = [found for each in runs for found in each(node, scope)]
            return sort_in_document_order(reached, scope.effort)

        return CompiledExpression(XPathType.NODES, run)

    def call(self, call: Call) -> CompiledExpression:
        function = FUNCTIONS.get(call.name)
        if function is None and call.name not in SPECIAL:
            raise self.unknown(call)
        least, most = (
            (function.min_arguments, function.max_arguments) if function else SPECIAL[call.name]
        )
        given = len(call.arguments)
        if not least <= given <= most:
            expected = str(least) if least == most else f"{least}–{most}".replace("inf", "∞")
            reason = gettext_noop(
                "%(name)s() takes %(expected)s values and got %(given)d. Correct their number."
            )
            raise self.refuse(call, reason, name=call.name, expected=expected, given=given)
        if function is not None:
            return self.function(function, call)
        match call.name:
            case "if":
                return self.choice(call)
            case "instance":
                return self.instance(call)
            case "jr:itext":
                return self.itext(call)
            case _:
                return self.choice_name(call)

    def unknown(self, call: Call) -> ExpressionError:
        if call.name in SINGLE:
            return self.refuse(call, SINGLE[call.name], name=call.name)
        usual = RENAMED.get(call.name.lower(), call.name.lower())
        if usual in FUNCTIONS or usual in SPECIAL:
            found, right = f"{call.name}()", f"{usual}()"
            return self.refuse(call, WRITE_INSTEAD, found=found, right=right)
        near = get_close_matches(call.name.lower(), [*FUNCTIONS, *SPECIAL], n=3, cutoff=NEAR)
        if not near:
            reason = gettext_noop("there is no function %(name)s(). See the list of functions.")
            return self.refuse(call, reason, name=call.name)
        reason = gettext_noop("there is no function %(name)s(). Did you mean %(near)s?")
        return self.refuse(call, reason, name=call.name, near=", ".join(near))

    def function(self, function: Function, call: Call) -> CompiledExpression:
        """Compile a call: convert each argument to the type that the function takes."""
        check_arguments(call, self.refuse)
        arguments = [
            self.argument(function.kind(index), argument)
            for index, argument in enumerate(call.arguments)
        ]
        if not arguments and function.takes and function.takes[0].endswith("."):
            arguments = [_HERE[function.kind(0)]]
        if function.placed:
            return CompiledExpression(function.gives, _placed(function.run, call.column, arguments))
        if function.scoped:
            return CompiledExpression(function.gives, _scoped(function.run, arguments))
        return CompiledExpression(function.gives, _unscoped(function.run, arguments))

    def argument(self, kind: str, syntax: Syntax) -> Run:
        if kind == "nodes":
            return self.nodes(syntax)
        code = self.compile(syntax)
        match kind:
            case "boolean":
                return code.boolean()
            case "number":
                return code.number()
            case "string":
                return code.string()
            case _:
                return code.run

    def choice(self, call: Call) -> CompiledExpression:
        """Compile `if`, which evaluates only the chosen branch."""
        condition, yes, no = map(self.compile, call.arguments)
        test, then, otherwise = condition.boolean(), yes.run, no.run
        return CompiledExpression(
            yes.type if yes.type is no.type else XPathType.ANY,
            lambda node, scope: then(node, scope) if test(node, scope) else otherwise(node, scope),
        )

    def literal_argument(self, call: Call, index: int) -> str:
        """Return an argument that must be a quoted text."""
        text = literal_text(call.arguments[index])
        if text is None:
            reason = gettext_noop("%(function)s() takes a name between quotes. Write it out.")
            raise self.refuse(call, reason, function=call.name)
        return text

    def instance(self, call: Call) -> CompiledExpression:
        """Compile `instance('name')`, which gives the document of a secondary instance."""
        wanted = self.literal_argument(call, 0)

        def run(node: XPathNode, scope: EvaluationScope) -> Sequence[XPathNode]:
            top = scope.instances.get(wanted)
            return () if top is None else (XPathDocument(top),)

        return CompiledExpression(XPathType.NODES, run)

    def itext(self, call: Call) -> CompiledExpression:
        """Compile `jr:itext('id')`, which gives a text of the form in the reader's language."""
        wanted = self.literal_argument(call, 0)

        def run(node: XPathNode, scope: EvaluationScope) -> str:
            return scope.words.itext(wanted, scope) if scope.words else ""

        return CompiledExpression(XPathType.STRING, run)

    def choice_name(self, call: Call) -> CompiledExpression:
        """Compile `jr:choice-name(value, 'path')`: the label of a choice of the question there."""
        value = self.compile(call.arguments[0]).string()
        path = self.literal_argument(call, 1).strip()
        question = _Compiler(path).nodes(parse(path))

        def run(node: XPathNode, scope: EvaluationScope) -> str:
            nodes = question(node, scope)
            if not nodes or scope.words is None:
                return ""
            names = [step.name for step in (*reversed(nodes[0].ancestors()), nodes[0])]
            return scope.words.choice_name(f"/{'/'.join(names)}", value(node, scope), node, scope)

        return CompiledExpression(XPathType.STRING, run)


_CONTEXT = CompiledExpression(XPathType.NODES, lambda node, scope: [node], itself=True)
_HERE = {"string": _CONTEXT.string(), "number": _CONTEXT.number(), "nodes": _CONTEXT.run}


def _unscoped(run: Callable[..., Any], arguments: list[Run]) -> Run:
    match arguments:
        case []:
            return lambda node, scope: run()
        case [one]:
            return lambda node, scope: run(one(node, scope))
        case [one, two]:
            return lambda node, scope: run(one(node, scope), two(node, scope))
        case _:
            return lambda node, scope: run(*[each(node, scope) for each in arguments])


def _scoped(run: Callable[..., Any], arguments: list[Run]) -> Run:
    return lambda node, scope: run(node, scope, *[each(node, scope) for each in arguments])


def _placed(run: Callable[..., Any], column: int, arguments: list[Run]) -> Run:
    return lambda node, scope: run(node, scope, column, *[each(node, scope) for each in arguments])
