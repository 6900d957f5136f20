"""A compiled part of an expression, with what is known of it before it runs."""

from __future__ import annotations

from dataclasses import dataclass

from vecu.questionnaires.expressions.values import (
    Run,
    Type,
    number_of,
    number_text,
    text_of,
    to_boolean,
    to_number,
    to_string,
)


@dataclass(frozen=True, slots=True)
class Code:
    """A closure and the type it gives.

    `constant`: it looks at neither node nor scope. `itself`: it is the path `.`, so exactly the
    context node.
    """

    type: Type
    run: Run
    constant: bool = False
    itself: bool = False

    def boolean(self) -> Run:
        """Return the closure that gives this as a boolean."""
        run = self.run
        if self.type is Type.BOOLEAN:
            return run
        return lambda node, scope: to_boolean(run(node, scope))

    def number(self) -> Run:
        """Return the closure that gives this as a number."""
        run = self.run
        if self.type is Type.NUMBER:
            return run
        if self.itself:
            return lambda node, scope: number_of(text_of(node))
        if self.type in {Type.STRING, Type.DATE}:
            return lambda node, scope: number_of(run(node, scope))
        return lambda node, scope: to_number(run(node, scope))

    def string(self) -> Run:
        """Return the closure that gives this as text."""
        run = self.run
        if self.type in {Type.STRING, Type.DATE}:
            return run
        if self.itself:
            return lambda node, scope: text_of(node)
        if self.type is Type.NUMBER:
            return lambda node, scope: number_text(run(node, scope))
        return lambda node, scope: to_string(run(node, scope))
