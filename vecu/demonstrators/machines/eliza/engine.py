"""ELIZA's method as its author published it (Weizenbaum, 1966, CACM 9(1)). Pure.

A sentence is cut into clauses; words in it that the script knows are ranked; the first rule of the
highest one whose pattern fits takes the clause apart; a reply of that rule, each in its turn, puts
parts of it together again, with I and you exchanged. Where no word is known, something remembered
from earlier is brought back, or a sentence that suits everything is given.

Differences from 1966: greetings (rank 0) never stop the search for a better clause; a clause whose
verbs cannot be turned round with certainty is not repeated. At words of distress it stops, and a
sentence in which no word is about work is left alone: the list may have missed what it says.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from vecu.demonstrators.machines.distress import find_distress
from vecu.demonstrators.machines.eliza.reflection import ElizaGrammar, WordSwap, fold

ANY = "*"
"""In a pattern: any number of words, none included (`0` in 1966)."""


class ReplyBasis(StrEnum):
    """Why the machine replied as it did."""

    KEYWORD = "keyword"
    MEMORY = "memory"
    NOTHING = "nothing"
    OUTSIDE = "outside"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class ReassemblyRule:
    """How to take a clause apart, how to reply with its parts, and what to keep for later.

    `{0}` in a reply is the whole clause, `{3}` its third part.
    """

    pattern: Sequence[str]
    replies: Sequence[str]
    remembers: Sequence[str] = ()

    @property
    def repeats(self) -> bool:
        """Return whether its replies repeat words of the clause."""
        return any("{" in reply for reply in (*self.replies, *self.remembers))


@dataclass(frozen=True, slots=True)
class RankedKeyword:
    """A word to look for, in its forms without accents; the highest rank is taken first."""

    forms: Sequence[str]
    rank: int
    rules: Sequence[ReassemblyRule]


FoundKeyword = tuple[str, RankedKeyword, list[str]]
"""A keyword as it was written, and the words of its clause."""


@dataclass(frozen=True, slots=True)
class ElizaScript:
    """Everything that the machine “knows” in one language."""

    keywords: Sequence[RankedKeyword]
    nothing: Sequence[str]
    alarm_reply: str
    work: Set[str]
    outside_reply: str
    grammar: ElizaGrammar
    clause_end: re.Pattern[str]
    word: re.Pattern[str]
    written_out: Mapping[str, str]
    joins: Sequence[tuple[re.Pattern[str], str]]
    opening: str
    samples: Sequence[str]


@dataclass(frozen=True, slots=True)
class ElizaReply:
    """What the machine wrote, and how it came to it."""

    text: str
    basis: ReplyBasis
    keyword: str = ""
    pattern: str = ""
    template: str = ""
    parts: Sequence[str] = ()
    swaps: Sequence[WordSwap] = ()

    @property
    def gapped(self) -> str:
        """Return the sentence that stood ready, with a gap for what is repeated."""
        return re.sub(r"\{\d\}", "[…]", self.template)


@dataclass(frozen=True, slots=True)
class ElizaTurn:
    """A sentence, and the reply to it."""

    sentence: str
    reply: ElizaReply


@dataclass(slots=True)
class _ElizaState:
    """What passes from one sentence to the next: whose turn it is, and what is remembered."""

    turns: Counter[str] = field(default_factory=Counter)
    memory: list[ElizaReply] = field(default_factory=list)

    def take(self, key: str, choices: Sequence[str]) -> str:
        taken = choices[self.turns[key] % len(choices)]
        self.turns[key] += 1
        return taken


def converse(script: ElizaScript, sentences: Iterable[str]) -> list[ElizaTurn]:
    """Reply to each sentence in turn; the same sentences give the same replies."""
    state = _ElizaState()
    return [ElizaTurn(sentence, _reply(script, sentence, state)) for sentence in sentences]


def decompose(pattern: Sequence[str], words: Sequence[str]) -> list[list[str]] | None:
    """Return the words that each element of the pattern takes, None if it does not fit.

    An element is `*`, a word, or several as `(a|b)`; a `*` takes as few words as it can.
    """
    if not pattern:
        return None if words else []
    first, rest = pattern[0], pattern[1:]
    if first == ANY:
        if not rest:
            return [list(words)]
        for length in range(len(words) + 1):
            after = decompose(rest, words[length:])
            if after is not None:
                return [list(words[:length]), *after]
        return None
    if words and fold(words[0]) in first.strip("()").split("|"):
        after = decompose(rest, words[1:])
        return None if after is None else [[words[0]], *after]
    return None


def _reply(script: ElizaScript, sentence: str, state: _ElizaState) -> ElizaReply:
    distress = find_distress(sentence)
    if distress:
        state.memory.clear()
        return ElizaReply(script.alarm_reply, ReplyBasis.ALARM, distress)
    if not _may_play(script, sentence):
        return ElizaReply(script.outside_reply, ReplyBasis.OUTSIDE)
    for found, keyword, words in _list_keywords(script, sentence):
        reply = _apply(script, found, keyword, words, state)
        if reply is not None:
            return reply
    if state.memory:
        return state.memory.pop(0)
    return ElizaReply(state.take("", script.nothing), ReplyBasis.NOTHING)


def _may_play(script: ElizaScript, sentence: str) -> bool:
    """Return whether a word is about work, or there is only a greeting, a yes or a no."""
    words = {fold(word) for word in script.word.findall(sentence.replace("'", "’"))}
    greetings = {form for each in script.keywords if not each.rank for form in each.forms}
    return not script.work or bool(words & script.work) or words <= greetings


def _apply(
    script: ElizaScript,
    found: str,
    keyword: RankedKeyword,
    words: Sequence[str],
    state: _ElizaState,
) -> ElizaReply | None:
    """Return the reply of the first rule of a keyword that fits, None if none does."""
    reflected = script.grammar.reflect(words)
    turned, swaps = reflected or (list(words), [])
    for rule in keyword.rules:
        parts = decompose(rule.pattern, turned)
        if parts is None or (rule.repeats and reflected is None):
            continue
        cut = [" ".join(part) for part in parts if part]
        pattern = " ".join(rule.pattern)
        key = f"{keyword.forms[0]} {pattern}"
        template = state.take(key, rule.replies)
        if rule.remembers:
            later = state.take(f"{key} later", rule.remembers)
            text = _assemble(script, later, turned, parts)
            state.memory.append(
                ElizaReply(text, ReplyBasis.MEMORY, found, pattern, later, cut, swaps)
            )
        text = _assemble(script, template, turned, parts)
        if "{" not in template:
            return ElizaReply(text, ReplyBasis.KEYWORD, found, pattern, template)
        return ElizaReply(text, ReplyBasis.KEYWORD, found, pattern, template, cut, swaps)
    return None


def _list_keywords(script: ElizaScript, sentence: str) -> list[FoundKeyword]:
    """Return the keywords of the clause to reply to, by rank, as found and with its words."""
    clauses = [_list_words(script, clause) for clause in script.clause_end.split(sentence)]
    greetings: list[FoundKeyword] = []
    for words in clauses:
        folded = {fold(word): word for word in reversed(words)}
        found = [
            (words.index(folded[form]), folded[form], keyword)
            for keyword in script.keywords
            for form in keyword.forms
            if form in folded
        ]
        found.sort(key=lambda each: (-each[2].rank, each[0]))
        ranked = [(word, keyword, words) for _place, word, keyword in found]
        if ranked and ranked[0][1].rank:
            return ranked
        greetings = greetings or ranked
    return greetings


def _list_words(script: ElizaScript, clause: str) -> list[str]:
    """Return the words of a clause; its first loses its capital unless it is in capitals."""
    words: list[str] = []
    for word in script.word.findall(clause.replace("'", "’")):
        words += script.written_out.get(word.lower(), word).split()
    if words and words[0] != "I" and words[0][1:] == words[0][1:].lower():
        words[0] = words[0].lower()
    return words


def _assemble(
    script: ElizaScript, template: str, whole: Sequence[str], parts: Sequence[Sequence[str]]
) -> str:
    """Fill a reply with parts of a clause, and join words as the language wants it."""
    text = template.format(*(" ".join(part) for part in (whole, *parts)))
    text = re.sub(r"’ ", "’", " ".join(text.split()))
    for pattern, other in script.joins:
        text = pattern.sub(other, text)
    return re.sub(r"^[«“]? ?\w", lambda start: start[0].upper(), text)


@lru_cache
def read_script(language: str) -> ElizaScript:
    """Read the script of a language; each was written for this laboratory."""
    path = Path(__file__).with_name(f"script_{language}.json")
    return parse_script(json.loads(path.read_text("utf-8")))


def parse_script(stored: Mapping[str, Any]) -> ElizaScript:
    """Make a script of what a file holds."""
    return ElizaScript(
        [
            RankedKeyword(
                each["words"],
                each["rank"],
                [
                    ReassemblyRule(rule[0].split(), rule[1], rule[2] if rule[2:] else ())
                    for rule in each["rules"]
                ],
            )
            for each in stored["keywords"]
        ],
        stored["nothing"],
        stored["alarm_reply"],
        frozenset(stored["work"]),
        stored["outside_reply"],
        ElizaGrammar.read(stored["grammar"]),
        re.compile(stored["clause_end"]),
        re.compile(stored["word"]),
        stored["written_out"],
        [(re.compile(pattern), other) for pattern, other in stored["joins"]],
        stored["opening"],
        stored["samples"],
    )
