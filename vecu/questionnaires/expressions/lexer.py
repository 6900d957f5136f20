"""From text to tokens (XPath 1.0, section 3.7).

The standard has a rule to distinguish `*` and `div` the operator from `*` and `div` the name. The
lexer needs none: the parser knows whether it expects an operand or an operator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from vecu.questionnaires.expressions.dialect_hints import FOREIGN, INSTEAD, WRITE_INSTEAD
from vecu.questionnaires.expressions.errors import ExpressionError, shorten
from vecu.translation import gettext_noop

MAX_LENGTH = 100_000
"""Characters in one expression; a spreadsheet cell holds 32,767 before names become paths."""


class TokenType(Enum):
    """The four types of token, and the end of the text."""

    NUMBER = "number"
    TEXT = "text"
    NAME = "name"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the source; `text` is without quotes for a TEXT; `column` counts from 1."""

    type: TokenType
    text: str
    column: int


_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<text>"[^"]*"|'[^']*')
    |(?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    |(?P<sign>//|::|!=|<=|>=|\.\.|[()\[\].@,/|+\-=<>*])""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")


def tokenize(source: str) -> Iterator[Token]:
    """Yield the tokens of `source` and an END; raise ExpressionError at anything else."""
    if len(source) > MAX_LENGTH:
        reason = gettext_noop(
            "it is %(length)d characters long and at most %(limit)d are read. Shorten it."
        )
        raise ExpressionError(source, MAX_LENGTH, reason, length=len(source), limit=MAX_LENGTH)
    position = _after_space(source, 0)
    while position < len(source):
        if foreign := FOREIGN.match(source, position):
            found = foreign[0]
            raise ExpressionError(
                source, position + 1, WRITE_INSTEAD, found=found, right=INSTEAD[found]
            )
        match = _TOKEN.match(source, position)
        if match is None:
            raise _unreadable(source, position)
        mark = TokenType(match.lastgroup)
        text = match[0][1:-1] if mark is TokenType.TEXT else match[0]
        yield Token(mark, text, position + 1)
        position = _after_space(source, match.end())
    yield Token(TokenType.END, "", len(source) + 1)


def _after_space(source: str, index: int) -> int:
    match = _SPACE.match(source, index)
    return match.end() if match else index


def _unreadable(source: str, index: int) -> ExpressionError:
    found = source[index]
    if found in "\"'":
        reason = gettext_noop(
            "a text starts with %(found)s and never ends. Close it with the same quote."
        )
    elif found in "“”‘’«»":
        reason = gettext_noop(
            "%(found)s is a typographic quote. Write texts between straight quotes, as in 'yes'."
        )
    elif found == "$":
        reason = gettext_noop("%(found)s does not belong here. Refer to a question as ${name}.")
    else:
        reason = gettext_noop(
            "%(found)s means nothing in an expression. Remove it or put it between quotes."
        )
    return ExpressionError(source, index + 1, reason, found=shorten(found))
