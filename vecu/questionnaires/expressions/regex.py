r"""Regular expressions with ECMAScript semantics, which form authors test against.

`$` is the end of the text; `\d`, `\w` and `\b` match ASCII only, `\s` every blank. `\p{L}` means a
letter of any language, as in Collect.
"""

from __future__ import annotations

import re
from functools import lru_cache

import regex as engine

MATCHED_CHARACTERS = 10_000
MATCHING_SECONDS = 0.1

TOO_MUCH = "too much"
"""The error text of a pattern that needs more characters than are searched."""

_BLANK = r"\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_WORD = "A-Za-z0-9_"
_EDGE = f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
_OUTSIDE = {
    "$": r"\Z", r"\d": "[0-9]", r"\D": "[^0-9]", r"\w": f"[{_WORD}]", r"\W": f"[^{_WORD}]",
    r"\s": f"[{_BLANK}]", r"\S": f"[^{_BLANK}]", r"\b": _EDGE, r"\B": f"(?!{_EDGE})",
}  # fmt: skip
_INSIDE = {
    r"\d": "0-9", r"\w": _WORD, r"\s": _BLANK, r"\D": r"\P{posix_digit}", r"\S": r"\P{White_Space}",
}  # fmt: skip
"""Translations of escapes, outside and inside of square brackets."""
_SET = r"\[\^?\]?(?:\[:\^?\w+:\]|\\.?|[^\]\\])*(?:\]|\Z)"
_PART = re.compile(rf"\\.|{_SET}|\$", re.DOTALL)
_SIZED = re.compile(rf"\\.|{_SET}|\{{(?P<times>\d{{1,9}})\d*(?:,\d*)?\}}|.", re.DOTALL)
_ESCAPE = re.compile(r"\\.", re.DOTALL)

_BEYOND = re.compile(
    r"(?P<beyond>\\[pP]\{[^}]*\}|\(\?(?![:=!]|<[=!A-Za-z])[^():]*[):]|[*+?}]\+|\[:\^?\w+:\]|\{,\d)"
    r"|\\.|\[\^?\]?(?:\\.|[^\[\]\\])*\]|.",
    re.DOTALL,
)
"""What this engine takes and browsers do not: (?i), a++, [[:alpha:]], a{,2}, and \\p{L} as here."""


def find_incompatible_syntax(pattern: str) -> str:
    """Return the part of a pattern that browsers refuse or read otherwise, '' if there is none."""
    return next((part[0] for part in _BEYOND.finditer(pattern) if part["beyond"]), "")


def matches(text: str, pattern: str) -> bool:
    """Return whether a pattern matches anywhere in `text`.

    Too long texts, and slow or invalid patterns, match nothing.
    """
    try:
        found = compile_pattern(pattern)
        return len(text) <= MATCHED_CHARACTERS and bool(
            found.search(text, timeout=MATCHING_SECONDS)
        )
    except (engine.error, TimeoutError):
        return False


@lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> engine.Pattern[str]:
    """Compile a pattern; raise regex.error, with the position, if it is invalid.

    One that only matches texts longer than are searched is invalid: expanding its repetitions could
    fill the memory.
    """
    if _least(pattern) > MATCHED_CHARACTERS + len(pattern):
        raise engine.error(TOO_MUCH)
    try:
        engine.compile(pattern, engine.VERSION0)  # so that an error counts in the author's words
        return engine.compile(_PART.sub(_rewritten, pattern), engine.VERSION0)
    except (RecursionError, OverflowError, ValueError, MemoryError) as failure:
        raise engine.error(str(failure)) from failure


def _least(pattern: str) -> int:
    """Return about how many characters a pattern needs, repetitions expanded."""
    around, here, last = [0], 0, 0
    for part in _SIZED.finditer(pattern):
        if part[0] == "(":
            around.append(here)
            here = last = 0
        elif part[0] == ")" and len(around) > 1:
            last, here = here, around.pop() + here
        elif part["times"]:
            here += last * (int(part["times"]) - 1)
            last *= int(part["times"])
        else:
            here, last = here + 1, 1
        if here > MATCHED_CHARACTERS + len(pattern):
            break
    return here


def _rewritten(part: re.Match[str]) -> str:
    text = part[0]
    if text.startswith("["):
        return _ESCAPE.sub(lambda escape: _INSIDE.get(escape[0], escape[0]), text)
    return _OUTSIDE.get(text, text)
