"""Rules as a lawyer writes them, read from TOML and checked. Pure.

`data/rules.toml` says what each key means. An error names the file, the rule and the key, what was
found, and what to do; a file that holds one is refused whole.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

import regex

from vecu.errors import VecuError
from vecu.fieldlog.vocabulary import OverrideReason
from vecu.messages import Message, TranslatableError, printable
from vecu.pilots.interface import MOST_REASONS, STEPS, CitedText, LocalReason, Words
from vecu.translation import LANGUAGES, gettext_noop

DATA = Path(__file__).parent / "data"

_LISTS = (
    "always",
    "spans",
    "unless",
    "unless_anywhere",
    "articles",
    "sources",
    "reasons",
    "others",
)
_KEYS = {*_LISTS, "key", "status", "ground", "step", "detector", "what", "rewording"}
_DETECTORS = ("english",)
_CLAUSE_STARTS = (";", "(?:^|; )")

Table = Mapping[str, Any]


class RuleBookRefused(TranslatableError, VecuError):
    """A file of rules cannot be used; the rules in use stay as they are."""


class RuleStatus(StrEnum):
    """What the words that a rule seeks are, in law and beside it."""

    EXPLICIT = "explicit"
    """The law names this ground."""
    POSSIBLY_INDIRECT = "possibly-indirect"
    """It may be indirect discrimination, unless it is justified and proportionate."""
    BIAS = "bias"
    """The law does not name it; a named source calls it a bias."""
    FORBIDDEN_OTHERWISE = "forbidden-otherwise"
    """It is forbidden for another reason than discrimination."""
    ALLOWED = "allowed"

    @property
    def forbids(self) -> bool:
        """Whether no local reason and no agreement can set it aside."""
        return self in {RuleStatus.EXPLICIT, RuleStatus.FORBIDDEN_OTHERWISE}


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground: its name, why the law speaks of it, what to ask, what is uncertain."""

    key: str
    name: Words
    why: Words
    question: Words
    uncertain: Words


@dataclass(frozen=True, slots=True)
class OfferRule:
    """One rule: what it seeks in folded text, what makes that ordinary, what it rests on."""

    key: str
    status: RuleStatus
    status_words: Words
    ground: Ground
    step: int
    always: regex.Pattern[str] | None
    spans: regex.Pattern[str] | None
    unless: regex.Pattern[str] | None
    unless_anywhere: regex.Pattern[str] | None
    detector: str
    what: Words
    whose: Words
    cited: Sequence[CitedText]
    others: Sequence[Words]
    reasons: Sequence[LocalReason]
    rewording: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules, and the reasons that they name."""

    rules: Sequence[OfferRule]
    reasons: Mapping[str, LocalReason]


def read_rule_book(folder: Path = DATA) -> RuleBook:
    """Read the files of a folder; raise `RuleBookRefused`."""
    reasons = {
        key: _read_reason(key, table) for key, table in read_toml(folder / "reasons.toml").items()
    }
    reader = _RuleReader(
        articles=read_toml(folder / "articles.toml"),
        sources=read_toml(folder / "sources.toml"),
        grounds=read_toml(folder / "grounds.toml"),
        statuses=read_toml(folder / "statuses.toml"),
        reasons=reasons,
    )
    rules = [reader.read(table) for table in read_toml(folder / "rules.toml").get("rule", [])]
    keys = [rule.key for rule in rules]
    for key in keys:
        if keys.count(key) > 1:
            refuse_file(
                f"rules.toml, {key}, key", key, gettext_noop("Give each rule a key of its own.")
            )
    return RuleBook(tuple(rules), reasons)


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
    for pattern in patterns:
        try:
            regex.compile(pattern)
        except regex.error as error:
            action = gettext_noop("Correct the expression, or remove it.")
            refuse_file(where, f"{pattern} ({error})", action)
    if not patterns:
        return None
    # A boundary of a word is found twice as fast as "nothing but a space before"; ";" is no word.
    at_clauses = [each for each in patterns if each.startswith(_CLAUSE_STARTS)]
    at_words = [each for each in patterns if each not in at_clauses]
    starts = [rf"\b(?:{'|'.join(at_words)})"] if at_words else []
    return regex.compile(rf"(?:{'|'.join([*starts, *at_clauses])})(?![^ ])")


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


def _check_shape(table: Table, where: str) -> None:
    """Refuse a misspelt key, which would be read over, and a rule that seeks nothing."""
    for key in table:
        if key not in _KEYS:
            action = gettext_noop("Use the keys that the head of the file explains.")
            refuse_file(where, key, action)
    for key in _LISTS:
        if not isinstance(table.get(key, []), list):
            action = gettext_noop("Write a list: [ … ].")
            refuse_file(f"{where}, {key}", table[key], action)
    detected = table.get("detector") in _DETECTORS
    if not (table.get("spans") or table.get("always") or detected):
        action = gettext_noop("Write the words that the rule seeks.")
        refuse_file(f"{where}, spans", "", action)


def _read_reason(key: str, table: Table) -> LocalReason:
    where = f"reasons.toml, {key}"
    if table.get("log") not in set(OverrideReason):
        action = gettext_noop("Use a reason of the field log.")
        refuse_file(f"{where}, log", table.get("log"), action)
    return LocalReason(key, read_words(table, where), OverrideReason(table["log"]))


@dataclass(frozen=True, slots=True)
class _RuleReader:
    articles: Mapping[str, Table]
    sources: Mapping[str, Table]
    grounds: Mapping[str, Table]
    statuses: Mapping[str, Table]
    reasons: Mapping[str, LocalReason]

    def read(self, table: Table) -> OfferRule:
        """Return the rule that a table says."""
        key = str(table.get("key", "?"))
        where = f"rules.toml, {key}"
        self._check(table, where)
        sources = [*(["code"] if table.get("articles") else []), *table.get("sources", [])]
        named = [find_in_table(self.sources, one, f"{where}, sources") for one in sources]
        reasons = table.get("reasons", [])
        return OfferRule(
            key=key,
            status=RuleStatus(table["status"]),
            status_words=self._read_status(table["status"]),
            ground=self._read_ground(table.get("ground"), where),
            step=table["step"],
            always=compile_words(table.get("always", []), f"{where}, always"),
            spans=compile_words(table.get("spans", []), f"{where}, spans"),
            unless=compile_words(table.get("unless", []), f"{where}, unless"),
            unless_anywhere=compile_words(
                table.get("unless_anywhere", []), f"{where}, unless_anywhere"
            ),
            detector=table.get("detector", ""),
            what=read_words(table.get("what", {}), f"{where}, what"),
            whose={code: " · ".join(one[code] for one in named) for code in LANGUAGES},
            cited=tuple(self._cite(number, where) for number in table.get("articles", [])),
            others=tuple(self._read_other(one, where) for one in table.get("others", [])),
            reasons=tuple(find_in_table(self.reasons, one, f"{where}, reasons") for one in reasons),
            rewording=table.get("rewording", ""),
        )

    def _check(self, table: Table, where: str) -> None:
        _check_shape(table, where)
        if table.get("status") not in set(RuleStatus):
            action = gettext_noop("Use one of the five statuses that the file explains.")
            refuse_file(f"{where}, status", table.get("status"), action)
        if table.get("step") not in STEPS:
            action = gettext_noop("Use a step from 1 to 4.")
            refuse_file(f"{where}, step", table.get("step"), action)
        if len(table.get("reasons", [])) > MOST_REASONS:
            action = gettext_noop("Offer nine reasons at most: one key picks one.")
            refuse_file(f"{where}, reasons", len(table["reasons"]), action)
        if not table.get("articles") and not table.get("sources"):
            action = gettext_noop("Say whose rule it is: an article or a source.")
            refuse_file(f"{where}, articles", "", action)

    def _read_status(self, status: str) -> Words:
        table = find_in_table(self.statuses, status, "statuses.toml")
        return read_words(table, f"statuses.toml, {status}")

    def _read_ground(self, key: object, where: str) -> Ground:
        table = find_in_table(self.grounds, key, f"{where}, ground")
        parts = ("name", "why", "question", "uncertain")
        texts = [read_words(table.get(part, {}), f"grounds.toml, {key}, {part}") for part in parts]
        return Ground(str(key), *texts)

    def _cite(self, number: str, where: str) -> CitedText:
        article = find_in_table(self.articles, number, f"{where}, articles")
        quote = find_in_table(article, "quote", f"articles.toml, {number}")
        return CitedText(number, quote, self.sources["code"]["fr"])

    def _read_other(self, table: Table, where: str) -> Words:
        source = find_in_table(self.sources, table.get("source"), f"{where}, others")
        texts = read_words(table, f"{where}, others")
        return {code: f"{source[code]}{_COLON[code]}{texts[code]}" for code in LANGUAGES}


_COLON = {"fr": "\u00a0: ", "en": ": "}
