"""Read tables, texts and expressions from TOML files that people correct by hand. Pure."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import regex

from vecu.errors import VecuError
from vecu.messages import Message, TranslatableError, printable
from vecu.pilots.interface import Words
from vecu.translation import LANGUAGES, gettext_noop

DATA = Path(__file__).parent / "data"

_CLAUSE_STARTS = (";", "(?:^|; )")

Table = Mapping[str, Any]


class RuleBookRefused(TranslatableError, VecuError):
    """A file of rules cannot be used; the rules in use stay as they are."""


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a file; raise `RuleBookRefused` with its line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        action = gettext_noop("Correct it as a TOML file in UTF-8.")
        refuse_file(path.name, str(error), action)


def read_words(table: Table, where: str) -> Words:
    """Return a text in every language of the interface; raise `RuleBookRefused`."""
    for language in LANGUAGES:
        text = table.get(language) if isinstance(table, Mapping) else None
        if not isinstance(text, str) or not text.strip():
            action = gettext_noop("Write this text in French and in English.")
            refuse_file(f"{where}, {language}", text, action)
    return {language: table[language] for language in LANGUAGES}


def compile_words(patterns: Sequence[str], where: str) -> regex.Pattern[str] | None:
    """Return one pattern of whole words for several; None for none; raise `RuleBookRefused`."""
    if not patterns:
        return None
    # A boundary of a word is found twice as fast as "nothing but a space before"; ";" is no word.
    at_clauses = [each for each in patterns if each.startswith(_CLAUSE_STARTS)]
    at_words = [each for each in patterns if each not in at_clauses]
    starts = [rf"\b(?:{'|'.join(at_words)})"] if at_words else []
    return _compile(rf"(?:{'|'.join([*starts, *at_clauses])})(?![^ ])", patterns, where)


def compile_before(patterns: Sequence[str], where: str) -> regex.Pattern[str] | None:
    """Return a pattern of whole words that end where a passage begins."""
    return _compile(rf"\b(?:{'|'.join(patterns)}) $", patterns, where) if patterns else None


def compile_after(patterns: Sequence[str], where: str) -> regex.Pattern[str] | None:
    """Return a pattern of whole words that begin where a passage ends."""
    joined = rf"\G (?:{'|'.join(patterns)})(?![^ ])"
    return _compile(joined, patterns, where) if patterns else None


def _compile(joined: str, patterns: Sequence[str], where: str) -> regex.Pattern[str]:
    """Return an expression of several; where one of them is wrong, name that one."""
    try:
        return regex.compile(joined)
    except regex.error:
        _check_patterns(patterns, where)
        raise


def _check_patterns(patterns: Sequence[str], where: str) -> None:
    for pattern in patterns:
        try:
            regex.compile(pattern)
        except regex.error as error:
            action = gettext_noop("Correct the expression, or remove it.")
            refuse_file(where, f"{pattern} ({error})", action)


def find_in_table(table: Mapping[str, Any], key: object, where: str) -> Any:
    """Return the entry of a key that must exist; raise `RuleBookRefused`."""
    if not isinstance(key, str) or key not in table:
        action = gettext_noop("Use one of the names of that file, or add it there.")
        refuse_file(where, key, action)
    return table[key]


def refuse_file(where: str, found: object, action: str) -> NoReturn:
    """Raise `RuleBookRefused`: where, what was found, and what to do, as msgid."""
    raise RuleBookRefused(
        Message(
            gettext_noop("%(where)s: found “%(found)s”. %(action)s"),
            where=where,
            found=printable(found),
            action=Message(action),
        )
    )
