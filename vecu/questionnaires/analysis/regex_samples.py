"""Generate texts that match a pattern."""

from __future__ import annotations

from random import Random
from re import _constants, _parser, error  # type: ignore[attr-defined]  # what `re` itself reads with
from typing import Any

MORE = 4
"""Repetitions drawn beyond the minimum, where a pattern sets no limit."""
MAX_LENGTH = 500
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-_@/éà"
_DIGITS, _BLANKS = frozenset("0123456789"), frozenset(" ")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_CATEGORIES = {
    _constants.CATEGORY_DIGIT: _DIGITS,
    _constants.CATEGORY_SPACE: _BLANKS,
    _constants.CATEGORY_WORD: _WORD,
    _constants.CATEGORY_NOT_DIGIT: frozenset(_LETTERS) - _DIGITS,
    _constants.CATEGORY_NOT_SPACE: frozenset(_LETTERS) - _BLANKS,
    _constants.CATEGORY_NOT_WORD: frozenset(_LETTERS) - _WORD - {"é", "à"},
}


def generate_matching_strings(pattern: str, chance: Random, count: int = 4) -> list[str]:
    """Return some texts that match a pattern, as far as they can be generated from it.

    Lookarounds are ignored, so the caller must test the texts.
    """
    try:
        parsed = _parser.parse(pattern.replace(r"\p{L}", "[a-zéà]").replace(r"\p{Lu}", "[A-Z]"))
        return ["".join(_drawn(parsed, chance, {}))[:MAX_LENGTH] for _one in range(count)]
    except (error, RecursionError, OverflowError, ValueError, IndexError):
        return []


def _drawn(parts: Any, chance: Random, groups: dict[int, str]) -> list[str]:
    return [_part(sign, value, chance, groups) for sign, value in parts]


def _part(sign: Any, value: Any, chance: Random, groups: dict[int, str]) -> str:
    """Draw a text for one part of a pattern; a lookaround gives ''."""
    if sign is _constants.SUBPATTERN:
        groups[value[0]] = text = "".join(_drawn(value[3], chance, groups))
        return text
    if sign in {_constants.BRANCH, _constants.ATOMIC_GROUP}:
        inside = chance.choice(value[1]) if sign is _constants.BRANCH else value
        return "".join(_drawn(inside, chance, groups))
    if sign in _REPEATS:
        least, most, inside = value
        times = min(chance.randint(least, min(most, least + MORE)), MAX_LENGTH)
        return "".join("".join(_drawn(inside, chance, groups)) for _one in range(times))
    if sign is _constants.GROUPREF:
        return groups.get(value, "")
    return _character(sign, value, chance)


def _character(sign: Any, value: Any, chance: Random) -> str:
    if sign is _constants.LITERAL:
        return chr(value)
    if sign is _constants.IN:
        return chance.choice(sorted(_set(value)))
    if sign in {_constants.ANY, _constants.NOT_LITERAL}:
        return chance.choice(_LETTERS.replace(chr(value or 0), ""))
    return ""


_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}


def _set(parts: Any) -> set[str]:
    """Return the common characters that a [...] class matches."""
    known: set[str] = set()
    negated = False
    for sign, value in parts:
        if sign is _constants.NEGATE:
            negated = True
        elif sign is _constants.LITERAL:
            known.add(chr(value))
        elif sign is _constants.RANGE:
            low, high = value
            known |= {chr(code) for code in range(low, min(high, low + 200) + 1)}
        elif sign is _constants.CATEGORY:
            known |= _CATEGORIES[value]
    return set(_LETTERS) - known or {"x"} if negated else known
