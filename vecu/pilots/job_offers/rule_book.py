"""Rules as a lawyer writes them, read from TOML and checked. Pure.

`data/rules.toml` says what each key means; a later file, as `rules-3.toml`, builds on another. An
error names the file, the rule and the key, what was found, and what to do; a file that holds one is
refused whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import regex

from vecu.fieldlog.vocabulary import OverrideReason
from vecu.pilots.interface import MOST_REASONS, STEPS, CitedText, LocalReason, Words
from vecu.pilots.job_offers.clause_rewording import ClauseRewording, read_clause_rewording
from vecu.pilots.job_offers.exclusions import compose_exclusions
from vecu.pilots.job_offers.phrases import Surroundings
from vecu.pilots.job_offers.rule_files import (
    DATA,
    Table,
    compile_after,
    compile_before,
    compile_words,
    find_in_table,
    read_toml,
    read_words,
    refuse_file,
)
from vecu.translation import LANGUAGES, gettext_noop

_LISTS = (
    "always",
    "spans",
    "unless",
    "unless_before",
    "unless_anywhere",
    "articles",
    "sources",
    "reasons",
    "others",
    "needs",
    "opens",
)
_SINGLE = (
    "key",
    "status",
    "ground",
    "step",
    "detector",
    "what",
    "rewording",
    "within",
    "kind",
    "alone",
)
_KEYS = {*_LISTS, *_SINGLE}

RULES = "rules.toml"
"""The first file of rules; each version names its own."""
_DETECTORS = ("english",)
NAMED = "{named}"
"""Where a quotation has the words of its article that name the ground."""
_NEGATIONS = ("before", "after", "never", "persons")


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
    """A ground: its name, why the law speaks of it, what to ask, what is uncertain.

    `named` are the words of article L1132-1 that name it, or empty.
    """

    key: str
    named: str
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
    unless_before: regex.Pattern[str] | None
    unless_anywhere: regex.Pattern[str] | None
    detector: str
    what: Words
    whose: Words
    cited: Sequence[CitedText]
    others: Sequence[Words]
    reasons: Sequence[LocalReason]
    rewording: str
    within: Surroundings = Surroundings.SENTENCE
    needs: tuple[str, ...] = ()
    """Words of which one stands in any offer that it speaks of; none if that is not known."""
    opens: tuple[str, ...] = ()
    """What its passages begin with; none if that is not known."""
    alone: bool = False
    """Whether it says nothing of words of which another rule speaks."""
    kind: str = ""
    """Under which name a log counts its alerts."""


@dataclass(frozen=True, slots=True)
class Negation:
    """Words right before or after a passage that say the contrary, for all rules.

    They do not where words of `never` follow ("sans véhicule s'abstenir"), nor where the passage
    begins with one of `persons`: "pas de célibataires" excludes.
    """

    before: regex.Pattern[str] | None
    after: regex.Pattern[str] | None
    never: regex.Pattern[str] | None
    persons: regex.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules, what denies a passage of any of them, and the reasons that they name.

    `clauses` says how clauses are reworded and that words excuse their own phrase alone; None in
    files of the first versions, of which it is not true.
    """

    rules: Sequence[OfferRule]
    negation: Negation
    reasons: Mapping[str, LocalReason]
    clauses: ClauseRewording | None = None
    reads_french_alone: bool = False


def read_rule_book(folder: Path = DATA, name: str = RULES) -> RuleBook:
    """Read a file of rules with the others of its folder; raise `RuleBookRefused`."""
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
    tables = read_toml(folder / name)
    rules = {rule.key: rule for rule in reader.read_all(tables, name)}
    if "after" not in tables:
        return RuleBook(tuple(rules.values()), _read_negation(tables.get("negation", {})), reasons)
    earlier = read_rule_book(folder, tables["after"])
    kept = {rule.key: rule for rule in earlier.rules if rule.key not in tables.get("without", [])}
    return RuleBook(
        tuple((kept | rules).values()),
        earlier.negation,
        reasons,
        read_clause_rewording(tables, name),
        tables.get("reads_french_alone", False),
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


def _read_negation(table: Table) -> Negation:
    for key in table:
        if key not in _NEGATIONS:
            action = gettext_noop("Use the keys that the head of the file explains.")
            refuse_file("rules.toml, negation", key, action)
    return Negation(
        before=compile_before(table.get("before", []), "rules.toml, negation, before"),
        after=compile_after(table.get("after", []), "rules.toml, negation, after"),
        never=compile_after(table.get("never", []), "rules.toml, negation, never"),
        persons=compile_words(table.get("persons", []), "rules.toml, negation, persons"),
    )


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

    def read_all(self, tables: Table, name: str) -> list[OfferRule]:
        """Return the rules of a file, those composed of frames and words included."""
        composed = compose_exclusions(
            tables.get("frames", {}), tables.get("exclusion", []), self.grounds, name
        )
        rules = [self.read(table, name) for table in (*tables.get("rule", []), *composed)]
        keys = [rule.key for rule in rules]
        for key in keys:
            if keys.count(key) > 1:
                action = gettext_noop("Give each rule a key of its own.")
                refuse_file(f"{name}, {key}, key", key, action)
        return rules

    def read(self, table: Table, name: str) -> OfferRule:
        """Return the rule that a table says."""
        key = str(table.get("key", "?"))
        where = f"{name}, {key}"
        self._check(table, where)
        sources = [*(["code"] if table.get("articles") else []), *table.get("sources", [])]
        named = [find_in_table(self.sources, one, f"{where}, sources") for one in sources]
        reasons = table.get("reasons", [])
        ground = self._read_ground(table.get("ground"), where)
        return OfferRule(
            key=key,
            status=RuleStatus(table["status"]),
            status_words=self._read_status(table["status"]),
            ground=ground,
            step=table["step"],
            always=compile_words(table.get("always", []), f"{where}, always"),
            spans=compile_words(table.get("spans", []), f"{where}, spans"),
            unless=compile_words(table.get("unless", []), f"{where}, unless"),
            unless_before=compile_before(table.get("unless_before", []), f"{where}, unless_before"),
            unless_anywhere=compile_words(
                table.get("unless_anywhere", []), f"{where}, unless_anywhere"
            ),
            detector=table.get("detector", ""),
            what=read_words(table.get("what", {}), f"{where}, what"),
            whose={code: " · ".join(one[code] for one in named) for code in LANGUAGES},
            cited=tuple(self._cite(number, ground, where) for number in table.get("articles", [])),
            others=tuple(self._read_other(one, where) for one in table.get("others", [])),
            reasons=tuple(find_in_table(self.reasons, one, f"{where}, reasons") for one in reasons),
            rewording=table.get("rewording", ""),
            within=Surroundings(table.get("within", Surroundings.SENTENCE)),
            needs=tuple(table.get("needs", [])),
            opens=tuple(table.get("opens", [*table.get("always", []), *table.get("spans", [])])),
            alone=table.get("alone", False),
            kind=table.get("kind", key),
        )

    def _check(self, table: Table, where: str) -> None:
        _check_shape(table, where)
        if table.get("status") not in set(RuleStatus):
            action = gettext_noop("Use one of the five statuses that the file explains.")
            refuse_file(f"{where}, status", table.get("status"), action)
        if table.get("within", Surroundings.SENTENCE) not in set(Surroundings):
            action = gettext_noop("Use one of the places that the head of the file explains.")
            refuse_file(f"{where}, within", table["within"], action)
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
        return Ground(str(key), table.get("named", ""), *texts)

    def _cite(self, number: str, ground: Ground, where: str) -> CitedText:
        article = find_in_table(self.articles, number, f"{where}, articles")
        quote = find_in_table(article, "quote", f"articles.toml, {number}")
        if NAMED in quote and not ground.named:
            action = gettext_noop("Write which words of the article name this ground.")
            refuse_file(f"grounds.toml, {ground.key}, named", "", action)
        return CitedText(
            number,
            quote.replace(NAMED, ground.named),
            self.sources["code"]["fr"],
            read_words(article, f"articles.toml, {number}"),
        )

    def _read_other(self, table: Table, where: str) -> Words:
        source = find_in_table(self.sources, table.get("source"), f"{where}, others")
        texts = read_words(table, f"{where}, others")
        return {code: f"{source[code]}{_COLON[code]}{texts[code]}" for code in LANGUAGES}


_COLON = {"fr": "\u00a0: ", "en": ": "}
