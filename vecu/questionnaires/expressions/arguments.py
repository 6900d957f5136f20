"""What can be wrong with the arguments of a call, told when the questionnaire is read."""

from __future__ import annotations

from collections.abc import Callable

import regex as engine

from vecu.messages import Message
from vecu.questionnaires.expressions import dates
from vecu.questionnaires.expressions.errors import ExpressionError, shorten
from vecu.questionnaires.expressions.lookup import ALGORITHMS, ENCODINGS
from vecu.questionnaires.expressions.patterns import TOO_MUCH, compiled
from vecu.questionnaires.expressions.syntax import Call, Literal, Syntax
from vecu.text import _

Refuse = Callable[..., ExpressionError]
"""Make the error of a part of the source: (part, reason, **details)."""


def written(syntax: Syntax) -> str | None:
    """Return the text that is written between quotes here, None for anything else."""
    if isinstance(syntax, Literal) and isinstance(syntax.value, str):
        return syntax.value
    return None


def check_arguments(call: Call, refuse: Refuse) -> None:
    """Refuse what stands alone in a pair, and patterns, formats and names that are written wrong.

    What is only known while answering cannot be refused here; it then gives nothing.
    """
    _check_pairs(call, refuse)
    if call.name == "regex":
        _check_pattern(call.arguments[1], refuse)
    elif call.name in {"format-date", "format-date-time"}:
        _check_format(call.arguments[1], refuse)
    elif call.name == "digest":
        for argument, known in zip(call.arguments[1:], (ALGORITHMS, ENCODINGS), strict=False):
            found = written(argument)
            if found is not None and found not in known:
                reason = _("digest() does not know “%(found)s”. Use one of %(known)s.")
                raise refuse(argument, reason, found=shorten(found), known=", ".join(known))


def _check_pairs(call: Call, refuse: Refuse) -> None:
    if call.name == "weighted-checklist" and len(call.arguments) % 2:
        reason = _("%(name)s() pairs answers with weights and one is alone. Add what is missing.")
        raise refuse(call, reason, name=call.name)
    if call.name == "indexed-repeat" and not len(call.arguments) % 2:
        reason = _("%(name)s() pairs repeats with positions and one is alone. Add what is missing.")
        raise refuse(call, reason, name=call.name)


def _check_pattern(argument: Syntax, refuse: Refuse) -> None:
    try:
        compiled(written(argument) or "")
    except engine.error as error:
        reason = _("the pattern of regex() cannot be read (%(error)s). Correct it.")
        raise refuse(argument, reason, error=_what_is_wrong(str(error))) from error


_WRONG = {
    TOO_MUCH: _("it asks for more than 10,000 characters"),
    "missing )": _("a bracket ( is not closed"),
    "unbalanced parenthesis": _("a bracket ) closes nothing"),
    "unterminated character set": _("a bracket [ is not closed"),
    "nothing to repeat": _("nothing stands before *, +, ? or {…}"),
    "multiple repeat": _("two of *, +, ? and {…} follow each other"),
    "bad character range": _("the range between [ and ] runs backwards"),
    "bad escape": _("what stands after a backslash is not known"),
}


def _what_is_wrong(error: str) -> Message | str:
    """Return what the engine says of a pattern in words that can be translated, where known."""
    return next((Message(said) for sign, said in _WRONG.items() if sign in error), error)


def _check_format(argument: Syntax, refuse: Refuse) -> None:
    escape = dates.unknown_escape(written(argument) or "")
    if escape is not None:
        reason = _("%(found)s is not understood in a date format. Use %% with one of %(known)s.")
        known = " ".join(dates.ESCAPES)
        raise refuse(argument, reason, found=shorten(escape), known=known)
