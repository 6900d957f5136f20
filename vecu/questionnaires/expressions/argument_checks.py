"""Check the arguments of function calls when the questionnaire is read."""

from __future__ import annotations

from collections.abc import Callable

import regex as engine

from vecu.messages import Message
from vecu.questionnaires.expressions import dates
from vecu.questionnaires.expressions.errors import ExpressionError, shorten
from vecu.questionnaires.expressions.lookup_functions import ALGORITHMS, ENCODINGS
from vecu.questionnaires.expressions.regex import TOO_MUCH, compile_pattern
from vecu.questionnaires.expressions.syntax_tree import Call, Literal, Syntax
from vecu.translation import gettext_noop

Refuse = Callable[..., ExpressionError]
"""Makes the error about a part of the source: (part, reason, **details)."""


def literal_text(syntax: Syntax) -> str | None:
    """Return the text of a quoted literal, None for anything else."""
    if isinstance(syntax, Literal) and isinstance(syntax.value, str):
        return syntax.value
    return None


def check_arguments(call: Call, refuse: Refuse) -> None:
    """Refuse incomplete pairs, and invalid patterns, formats and names.

    What is only known during the interview cannot be refused here; it then evaluates to nothing.
    """
    _check_pairs(call, refuse)
    if call.name == "regex":
        _check_pattern(call.arguments[1], refuse)
    elif call.name in {"format-date", "format-date-time"}:
        _check_format(call.arguments[1], refuse)
    elif call.name == "digest":
        for argument, known in zip(call.arguments[1:], (ALGORITHMS, ENCODINGS), strict=False):
            found = literal_text(argument)
            if found is not None and found not in known:
                reason = gettext_noop("digest() does not know “%(found)s”. Use one of %(known)s.")
                raise refuse(argument, reason, found=shorten(found), known=", ".join(known))


def _check_pairs(call: Call, refuse: Refuse) -> None:
    if call.name == "weighted-checklist" and len(call.arguments) % 2:
        reason = gettext_noop(
            "%(name)s() pairs answers with weights and one is alone. Add what is missing."
        )
        raise refuse(call, reason, name=call.name)
    if call.name == "indexed-repeat" and not len(call.arguments) % 2:
        reason = gettext_noop(
            "%(name)s() pairs repeats with positions and one is alone. Add what is missing."
        )
        raise refuse(call, reason, name=call.name)


def _check_pattern(argument: Syntax, refuse: Refuse) -> None:
    try:
        compile_pattern(literal_text(argument) or "")
    except engine.error as error:
        reason = gettext_noop("the pattern of regex() cannot be read (%(error)s). Correct it.")
        raise refuse(argument, reason, error=_what_is_wrong(str(error))) from error


_WRONG = {
    TOO_MUCH: gettext_noop("it asks for more than 10,000 characters"),
    "missing )": gettext_noop("a bracket ( is not closed"),
    "unbalanced parenthesis": gettext_noop("a bracket ) closes nothing"),
    "unterminated character set": gettext_noop("a bracket [ is not closed"),
    "nothing to repeat": gettext_noop("nothing stands before *, +, ? or {…}"),
    "multiple repeat": gettext_noop("two of *, +, ? and {…} follow each other"),
    "bad character range": gettext_noop("the range between [ and ] runs backwards"),
    "bad escape": gettext_noop("what stands after a backslash is not known"),
}


def _what_is_wrong(error: str) -> Message | str:
    """Return the engine's message about a pattern, translatable if it is a known one."""
    return next((Message(said) for sign, said in _WRONG.items() if sign in error), error)


def _check_format(argument: Syntax, refuse: Refuse) -> None:
    escape = dates.find_unknown_escape(literal_text(argument) or "")
    if escape is not None:
        reason = gettext_noop(
            "%(found)s is not understood in a date format. Use %% with one of %(known)s."
        )
        known = " ".join(dates.ESCAPES)
        raise refuse(argument, reason, found=shorten(escape), known=known)
