"""Where rules speak in a folded offer, and where the words around make a passage ordinary. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from functools import cache
from string import ascii_lowercase, digits
from typing import NamedTuple

import regex

from vecu.messages import Message
from vecu.pilots.job_offers.folded_text import FoldedText
from vecu.pilots.job_offers.language import seems_english
from vecu.pilots.job_offers.neighbourhood import (
    Neighbourhood,
    OwnPhrases,
    Place,
    RulePlace,
    read_widely,
)
from vecu.pilots.job_offers.rule_book import Negation, OfferRule, RuleBook
from vecu.pilots.job_offers.rule_files import RuleBookRefused, compile_words
from vecu.translation import gettext_noop

_LONGEST_MATCH = 5.0
"""Seconds that one rule may take at one place: an expression corrected by hand may explode."""
_BEGINNING = 4
_MOST_BEGINNINGS = 400
"""Of one rule: one that may begin with any word is tried at every word."""
_LETTERS = (*ascii_lowercase, *digits, " ", "ж")
"""Of folded words; "ж" stands for all other letters."""
_OTHER_LETTER = re.compile(r"[^a-z0-9 ]")


class RulePattern(NamedTuple):
    """What a rule seeks; `always`: whatever words stand around it."""

    rule: OfferRule
    pattern: regex.Pattern[str]
    always: bool


class RuleFinder:
    """Finds the passages that rules are about, trying each only where its words may begin.

    That takes a third of the time of searching the whole text for each rule.
    """

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._patterns = tuple(_list_patterns(book))
        self._at_needs = _index_needs({rule.needs for rule in book.rules if rule.needs})
        self._at_words = _index_by_beginning(self._patterns, "")
        self._at_clauses = _index_by_beginning(self._patterns, "; ")

    def find(self, folded: FoldedText, step: int) -> list[RulePlace]:
        """Return the passages that the rules up to a step are about, in the order of the text.

        Where two of one ground overlap, the longer passage stands. Raise `RuleBookRefused` for an
        expression that takes too long.
        """
        text = folded.text
        found = [(rule, place) for rule, place in self._detect(folded) if rule.step <= step]
        doubtful: list[RulePlace] = []
        there = self._find_needs(folded)
        ends = [
            0 if self._speaks(each, text, step, there) else len(text) for each in self._patterns
        ]
        for place, index in self._iter_candidates(folded):
            if place < ends[index]:
                continue
            rule, pattern, always = self._patterns[index]
            match = _match(rule, pattern, text, place)
            if match:
                ends[index] = match.end()
                passage = match.start(), self._find_end(text, *match.span())
                (found if always else doubtful).append((rule, passage))
        read = read_widely if self._book.clauses is None else OwnPhrases([*found, *doubtful]).read
        found += (
            (rule, place)
            for rule, place in doubtful
            if not _is_ordinary(rule, self._book.negation, read(rule, place, folded))
        )
        kept = _keep_longest(found)
        return kept if self._book.clauses is None else _drop_parts(kept)

    def _find_end(self, text: str, start: int, end: int) -> int:
        return self._book.clauses.find_end(text, start, end) if self._book.clauses else end

    @staticmethod
    def _speaks(pattern: RulePattern, text: str, step: int, there: Set[tuple[str, ...]]) -> bool:
        """Whether a rule says anything at a step, of a text like this."""
        rule = pattern.rule
        if rule.needs and rule.needs not in there:
            return False
        ordinary = not pattern.always and _matches(rule.unless_anywhere, text, 0, len(text))
        return rule.step <= step and not ordinary

    def _find_needs(self, folded: FoldedText) -> set[tuple[str, ...]]:
        """Return which words that rules need stand in a text."""
        found: set[tuple[str, ...]] = set()
        for token, place in zip(folded.tokens, folded.places, strict=True):
            for needs, pattern in self._at_needs.get(_get_beginning(token.word), ()):
                if needs not in found and pattern.match(folded.text, place):
                    found.add(needs)
        return found

    def _iter_candidates(self, folded: FoldedText) -> Iterator[tuple[int, int]]:
        """Yield each place with each pattern that may begin there."""
        text = folded.text
        for token, place in zip(folded.tokens, folded.places, strict=True):
            beginning = _get_beginning(token.word)
            if place and text[place - 2] == ";":
                for index in (*self._at_clauses.get(beginning, ()), *self._at_clauses[""]):
                    yield place - 2, index
            for index in (*self._at_words.get(beginning, ()), *self._at_words[""]):
                yield place, index

    def _detect(self, folded: FoldedText) -> Iterator[RulePlace]:
        for rule in self._book.rules:
            if rule.detector == "english" and seems_english(one.word for one in folded.tokens):
                yield rule, (0, len(folded.text.partition(" ; ")[0]))


def _list_patterns(book: RuleBook) -> Iterator[RulePattern]:
    for rule in book.rules:
        if rule.always:
            yield RulePattern(rule, rule.always, always=True)
        if rule.spans:
            yield RulePattern(rule, rule.spans, always=False)


def _index_by_beginning(patterns: Sequence[RulePattern], before: str) -> dict[str, list[int]]:
    """Return which patterns may match at `before` and a word, by the beginning of that word."""
    index: dict[str, list[int]] = {"": []}
    for number, each in enumerate(patterns):
        for beginning in _list_opening_beginnings(each.rule.opens, before):
            index.setdefault(beginning, []).append(number)
    return index


def _index_needs(
    all_needs: Set[tuple[str, ...]],
) -> dict[str, list[tuple[tuple[str, ...], regex.Pattern[str]]]]:
    index: dict[str, list[tuple[tuple[str, ...], regex.Pattern[str]]]] = {}
    for needs in sorted(all_needs):
        pattern = compile_words(needs, "needs")
        for beginning in _list_opening_beginnings(needs, ""):
            if pattern:
                index.setdefault(beginning, []).append((needs, pattern))
    return index


def _list_opening_beginnings(openings: Sequence[str], before: str) -> set[str]:
    """Return the beginnings of words at which one of several expressions may match."""
    return {one for opening in openings for one in _list_beginnings(opening, before)}


@cache
def _list_beginnings(opening: str, before: str) -> Sequence[str]:
    """Return the beginnings of words at which a pattern may match; "" for nearly all words."""
    pattern = compile_words([opening], opening)
    beginnings = [""]
    for _letter in range(_BEGINNING):
        beginnings = [
            longer
            for each in beginnings
            for longer in ([each] if each.endswith(" ") else map(each.__add__, _LETTERS))
            if pattern and pattern.match(before + longer, partial=True)
        ]
        if len(beginnings) > _MOST_BEGINNINGS:
            return [""]
    return beginnings


def _get_beginning(word: str) -> str:
    beginning = f"{word} "[:_BEGINNING]
    return beginning if beginning.isascii() else _OTHER_LETTER.sub("ж", beginning)


def _match(
    rule: OfferRule, pattern: regex.Pattern[str], text: str, index: int
) -> regex.Match[str] | None:
    try:
        return pattern.match(text, index, timeout=_LONGEST_MATCH)
    except TimeoutError as error:
        raise RuleBookRefused(
            Message(
                gettext_noop(
                    "rules.toml, %(rule)s: an expression takes too long. Make it simpler."
                ),
                rule=rule.key,
            )
        ) from error


def _is_ordinary(rule: OfferRule, negation: Negation, around: Neighbourhood) -> bool:
    first, start, end, last = around.first, around.start, around.end, around.last
    return (
        _matches(rule.unless, around.excusing, first, last)
        or _matches(rule.unless_before, around.text, first, start)
        or _is_denied(negation, around.text, (first, start), (end, last))
    )


def _is_denied(negation: Negation, text: str, before: Place, after: Place) -> bool:
    """Whether words right before or after a passage say the contrary."""
    if _matches(negation.never, text, *after):
        return False
    if _matches(negation.after, text, *after):
        return True
    person = negation.persons and negation.persons.match(text, before[1])
    return not person and _matches(negation.before, text, *before)


def _matches(pattern: regex.Pattern[str] | None, text: str, first: int, last: int) -> bool:
    return pattern is not None and pattern.search(text, first, last) is not None


def _keep_longest(found: Sequence[RulePlace]) -> list[RulePlace]:
    kept: list[RulePlace] = []
    taken: dict[str, list[Place]] = {}
    for rule, span in sorted(found, key=lambda one: one[1][0] - one[1][1]):
        places = taken.setdefault(rule.ground.key, [])
        index = bisect_left(places, span)
        if not any(_overlap(span, other) for other in places[max(0, index - 1) : index + 1]):
            places.insert(index, span)
            kept.append((rule, span))
    return sorted(kept, key=lambda one: (one[1], one[0].key))


def _drop_parts(kept: Sequence[RulePlace]) -> list[RulePlace]:
    """Return the passages that are no part of a longer one, whatever its ground.

    A rule of a stricter step takes none away, for a stricter step never finds less.
    """
    whole: list[RulePlace] = []
    furthest: dict[int, Place] = {}
    for rule, place in sorted(kept, key=lambda one: (one[1][0], -one[1][1])):
        holders = [each for step, each in furthest.items() if step <= rule.step]
        taken = rule.alone and any(
            _overlap(place, other) and one.step <= rule.step for one, other in kept if one != rule
        )
        if not taken and all(place[1] > each[1] or place == each for each in holders):
            whole.append((rule, place))
        farther = rule.step not in furthest or place[1] > furthest[rule.step][1]
        if farther and not rule.alone:
            furthest[rule.step] = place
    return sorted(whole, key=lambda one: (one[1], one[0].key))


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]
