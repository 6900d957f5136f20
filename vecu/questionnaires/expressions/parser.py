"""From tokens to syntax: XPath 1.0 by operator precedence."""

from __future__ import annotations

from vecu.questionnaires.expressions.dialect_hints import WRITE_DIV, WRITE_INSTEAD
from vecu.questionnaires.expressions.errors import ExpressionError, shorten
from vecu.questionnaires.expressions.lexer import Token, TokenType, tokenize
from vecu.questionnaires.expressions.syntax_tree import (
    Call,
    Literal,
    LocationPath,
    LocationStep,
    Operation,
    Syntax,
)
from vecu.translation import gettext_noop

MAX_HEIGHT = 100
"""Nesting depth of an expression; evaluating a deeper one could exhaust the stack."""

LEVELS = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
    ("negate",),
    ("|",),
)
POWER = {operator: power for power, level in enumerate(LEVELS, 1) for operator in level}
FLAT = {"or", "and", "+", "|"}
"""Operators whose chains become one operation, so that long chains are not deep."""

AXES = {
    "ancestor", "ancestor-or-self", "attribute", "child", "descendant", "descendant-or-self",
    "following", "following-sibling", "parent", "preceding", "preceding-sibling", "self",
}  # fmt: skip
NODE_TYPES = {"node", "text", "comment", "processing-instruction"}
EVERYTHING_BELOW = LocationStep("descendant-or-self", "node()")


def parse(source: str) -> Syntax:
    """Return the syntax of `source`; raise ExpressionError where it breaks the grammar."""
    return _Parser(source).parse()


_NO_SIGN = gettext_noop("“%(sign)s” was expected and “%(found)s” found. Add it.")
_NO_VALUE = gettext_noop(
    "a value was expected and “%(found)s” found. Write a question, a number, a text or a function."
)
_NO_NAME = gettext_noop("a name was expected and “%(found)s” found. Write a question’s name.")
_AT_END = {
    _NO_SIGN: gettext_noop("“%(sign)s” was expected before the end. Add it."),
    _NO_VALUE: gettext_noop(
        "a value was expected before the end. Write a question, a number, a text or a function."
    ),
    _NO_NAME: gettext_noop("a name was expected before the end. Write a question’s name."),
}
"""The errors of expressions that end too soon."""


class _Parser:
    """One pass over the tokens of one source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = list(tokenize(source))
        self.place = 0
        self.depth = 0

    def parse(self) -> Syntax:
        """Read one expression up to the end of the source."""
        syntax = self.expression()
        if self.token.type is not TokenType.END:
            if (right := self.token.text.lower()) in POWER:
                raise self.refuse(WRITE_INSTEAD, right=right)
            raise self.refuse(gettext_noop("an operator was expected and “%(found)s” found. "
                                "Put and, or, =, + or the like between two values."))  # fmt: skip
        return syntax

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def sees(self, *signs: str, ahead: int = 0) -> bool:
        """Return whether one of `signs` is `ahead` tokens from here."""
        token = self.tokens[min(self.place + ahead, len(self.tokens) - 1)]
        return token.type is TokenType.SIGN and token.text in signs

    def take(self) -> Token:
        token = self.token
        self.place += 1
        return token

    def accept(self, sign: str) -> bool:
        """Step over `sign` if it is here."""
        if not self.sees(sign):
            return False
        self.place += 1
        return True

    def expect(self, sign: str) -> None:
        if not self.accept(sign):
            raise self.refuse(_NO_SIGN, sign=sign)

    def refuse(self, reason: str, token: Token | None = None, **details: object) -> ExpressionError:
        token = token or self.token
        if token.type is TokenType.END:
            reason = _AT_END.get(reason, reason)
        found = shorten(token.text)
        return ExpressionError(self.source, token.column, reason, found=found, **details)

    def height(self, *inside: Syntax) -> int:
        """Return the height of what has these parts; refuse too deep nesting."""
        height = 1 + max((part.height for part in inside), default=0)
        if max(height, self.depth) > MAX_HEIGHT:
            reason = gettext_noop(
                "it is nested more than %(limit)d deep. Split it into several calculations."
            )
            raise self.refuse(reason, limit=MAX_HEIGHT)
        return height

    def expression(self, above: int = 0) -> Syntax:
        """Parse operands as long as the operators between them bind tighter than `above`."""
        self.depth += 1
        self.height()
        left = self.negation() if self.sees("-") else self.path()
        while (power := self.power()) > above:
            token = self.take()
            operands = [left, self.expression(power)]
            while token.text in FLAT and self.power() and self.token.text == token.text:
                self.take()
                operands.append(self.expression(power))
            height = self.height(*operands)
            left = Operation(token.text, tuple(operands), token.column, height)
        self.depth -= 1
        return left

    def power(self) -> int:
        """Return the precedence of the operator here, 0 when there is none."""
        return (
            POWER.get(self.token.text, 0)
            if self.token.type in {TokenType.SIGN, TokenType.NAME}
            else 0
        )

    def negation(self) -> Syntax:
        """Parse minus signs and their operand: binds looser than `|` only."""
        column, odd = self.token.column, False
        while self.accept("-"):
            odd = not odd
        inside = self.expression(POWER["negate"])
        negated = Operation("negate", (inside,), column, self.height(inside))
        if odd:
            return negated
        return Operation("negate", (negated,), column, self.height(negated))

    def path(self) -> Syntax:
        """Parse a location path, or a value that may be filtered and continued by a path."""
        column = self.token.column
        if self.sees("/", "//"):
            return self.absolute(column)
        if not self.starts_value():
            steps = self.steps()
            return LocationPath(steps, column, self.height(*_inside(steps)))
        start = self.value()
        predicates = self.predicates()
        steps = self.more_steps()
        if not predicates and not steps:
            return start
        height = self.height(start, *predicates, *_inside(steps))
        return LocationPath(steps, column, height, start=start, predicates=predicates)

    def absolute(self, column: int) -> LocationPath:
        if self.sees("//"):
            steps = self.more_steps()
        else:
            self.take()
            steps = self.steps() if self.starts_step() else ()
        return LocationPath(steps, column, self.height(*_inside(steps)), absolute=True)

    def steps(self) -> tuple[LocationStep, ...]:
        """Parse at least one step and those that follow."""
        return (self.step(), *self.more_steps())

    def more_steps(self) -> tuple[LocationStep, ...]:
        found: list[LocationStep] = []
        while self.sees("/", "//"):
            if self.take().text == "//":
                found.append(EVERYTHING_BELOW)
            found.append(self.step())
        return tuple(found)

    def starts_step(self) -> bool:
        return self.token.type is TokenType.NAME or self.sees(".", "..", "@", "*")

    def starts_value(self) -> bool:
        """Return whether a literal, a bracket or a function call is here, rather than a step."""
        token = self.token
        if token.type is TokenType.NAME:
            return self.sees("(", ahead=1) and token.text not in NODE_TYPES
        return token.type in {TokenType.NUMBER, TokenType.TEXT} or self.sees("(")

    def step(self) -> LocationStep:
        if not self.starts_step():
            if self.place and self.sees("/", ahead=-1) and self.token.type is not TokenType.END:
                raise self.refuse(WRITE_DIV)
            raise self.refuse(_NO_VALUE)
        if self.accept("."):
            return LocationStep("self", "node()")
        if self.accept(".."):
            return LocationStep("parent", "node()")
        axis = self.axis()
        test = self.test()
        return LocationStep(axis, test, self.predicates())

    def axis(self) -> str:
        if self.accept("@"):
            return "attribute"
        if not self.sees("::", ahead=1):
            return "child"
        if self.token.text not in AXES:
            raise self.refuse(gettext_noop("“%(found)s” is no axis. Use one of %(axes)s."),
                              axes=", ".join(sorted(AXES)))  # fmt: skip
        axis = self.take().text
        self.take()
        return axis

    def test(self) -> str:
        if self.accept("*"):
            return "*"
        if self.token.type is not TokenType.NAME:
            raise self.refuse(_NO_NAME)
        token = self.take()
        if not self.accept("("):
            return token.text
        if token.text not in {"node", "text"}:
            raise self.refuse(gettext_noop("“%(found)s()” is not read in a path. "
                                "Refer to the question itself."), token)  # fmt: skip
        self.expect(")")
        return f"{token.text}()"

    def predicates(self) -> tuple[Syntax, ...]:
        found: list[Syntax] = []
        while self.accept("["):
            found.append(self.expression())
            self.expect("]")
        return tuple(found)

    def value(self) -> Syntax:
        token = self.take()
        if token.type is TokenType.NUMBER:
            return Literal(float(token.text), token.column)
        if token.type is TokenType.TEXT:
            return Literal(token.text, token.column)
        if token.type is TokenType.NAME:
            return self.call(token)
        inside = self.expression()
        self.expect(")")
        return inside

    def call(self, name: Token) -> Call:
        self.expect("(")
        arguments: list[Syntax] = []
        if not self.sees(")"):
            arguments.append(self.expression())
            while self.accept(","):
                arguments.append(self.expression())
        self.expect(")")
        return Call(name.text, tuple(arguments), name.column, self.height(*arguments))


def _inside(steps: tuple[LocationStep, ...]) -> tuple[Syntax, ...]:
    return tuple(predicate for step in steps for predicate in step.predicates)
