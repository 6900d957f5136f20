"""Where rules speak in a folded offer, and where the words around make a passage ordinary. Pure."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import regex

from vecu.messages import Message
from vecu.pilots.job_offers.folded_text import FoldedText
from vecu.pilots.job_offers.language import seems_english
from vecu.pilots.job_offers.rule_book import Negation, OfferRule, RuleBook
from vecu.pilots.job_offers.rule_files import RuleBookRefused
from vecu.translation import gettext_noop

_NEIGHBOURHOOD = 60
"""Characters on either side in which neighbouring words make a passage ordinary."""
_LONGEST_SEARCH = 5.0
"""Seconds that one rule may take over one offer: an expression corrected by hand may explode."""

Place = tuple[int, int]
RulePlace = tuple[OfferRule, Place]


def find_places(book: RuleBook, step: int, folded: FoldedText) -> list[RulePlace]:
    """Return the passages that the rules up to a step are about, in the order of the text.

    Where two of one ground overlap, the longer passage stands. Raise `RuleBookRefused` for an
    expression that takes too long.
    """
    found = [
        (rule, place)
        for rule in book.rules
        if rule.step <= step
        for place in _find_rule(rule, book.negation, folded)
    ]
    return _keep_longest(found)


def _find_rule(rule: OfferRule, negation: Negation, folded: FoldedText) -> Iterator[Place]:
    """Yield the passages of the folded text that a rule is about."""
    if rule.detector == "english" and seems_english(one.word for one in folded.tokens):
        yield 0, len(folded.text.partition(" ; ")[0])
    text = folded.text
    try:
        if rule.always:
            for match in rule.always.finditer(text, timeout=_LONGEST_SEARCH):
                yield match.span()
        if rule.spans and not _matches(rule.unless_anywhere, text, 0, len(text)):
            for match in rule.spans.finditer(text, timeout=_LONGEST_SEARCH):
                if not _is_ordinary(rule, negation, text, *match.span()):
                    yield match.span()
    except TimeoutError as error:
        raise RuleBookRefused(
            Message(
                gettext_noop(
                    "rules.toml, %(rule)s: an expression takes too long. Make it simpler."
                ),
                rule=rule.key,
            )
        ) from error


def _is_ordinary(rule: OfferRule, negation: Negation, text: str, start: int, end: int) -> bool:
    first = text.find(" ", max(0, start - _NEIGHBOURHOOD)) if start > _NEIGHBOURHOOD else 0
    last = text.rfind(" ", 0, end + _NEIGHBOURHOOD)
    last = len(text) if end + _NEIGHBOURHOOD >= len(text) else max(last, end)
    return (
        _matches(rule.unless, text, first, last)
        or _matches(rule.unless_before, text, first, start)
        or _is_denied(negation, text, (first, start), (end, last))
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
    for rule, place in sorted(found, key=lambda one: one[1][0] - one[1][1]):
        places = taken.setdefault(rule.ground.key, [])
        index = bisect_left(places, place)
        if not any(_overlap(place, other) for other in places[max(0, index - 1) : index + 1]):
            places.insert(index, place)
            kept.append((rule, place))
    return sorted(kept, key=lambda one: (one[1], one[0].key))


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]
