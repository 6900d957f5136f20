"""A compiled part of an expression, with its static properties."""

from __future__ import annotations

from dataclasses import dataclass

from vecu.questionnaires.expressions.coercion import (
    Run,
    XPathType,
    format_xpath_number,
    parse_number,
    string_value,
    to_boolean,
    to_number,
    to_string,
)


@dataclass(frozen=True, slots=True)
class CompiledExpression:
    """A closure and its type.

    `constant`: it reads neither node nor scope. `itself`: it is the path `.`, so exactly the
    context node.
    """

    type: XPathType
    run: Run
    constant: bool = False
    itself: bool = False

    def boolean(self) -> Run:
        """Return the closure that gives this as a boolean."""
        run = self.run
        if self.type is XPathType.BOOLEAN:
            return run
        return lambda node, scope: to_boolean(run(node, scope))

    def number(self) -> Run:
        """Return the closure that gives this as a number."""
        run = self.run
        if self.type is XPathType.NUMBER:
            return run
        if self.itself:
            return lambda node, scope: parse_number(string_value(node))
        if self.type in {XPathType.STRING, XPathType.DATE}:
            return lambda node, scope: parse_number(run(node, scope))
        return lambda node, scope: to_number(run(node, scope))

    def string(self) -> Run:
        """Return the closure that gives this as text."""
        run = self.run
        if self.type in {XPathType.STRING, XPathType.DATE}:
            return run
        if self.itself:
            return lambda node, scope: string_value(node)
        if self.type is XPathType.NUMBER:
            return lambda node, scope: format_xpath_number(run(node, scope))
        return lambda node, scope: to_string(run(node, scope))
