"""The words around a passage that may make it ordinary, wide or of its own phrase. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from vecu.pilots.job_offers.folded_text import FoldedText
from vecu.pilots.job_offers.phrases import find_clause, find_sentence
from vecu.pilots.job_offers.rule_book import OfferRule

_CHARACTERS = 60
"""On either side of a passage."""
_LONGEST_PASSAGE = 400
_HIDDEN = "¤"

Place = tuple[int, int]
RulePlace = tuple[OfferRule, Place]


class Neighbourhood(NamedTuple):
    """A text, where a passage and what is read around it begin and end, and what can excuse it."""

    text: str
    first: int
    start: int
    end: int
    last: int
    excusing: str


def read_widely(_rule: OfferRule, place: Place, folded: FoldedText) -> Neighbourhood:
    """Return whole words of sixty characters on either side, as the first versions read them."""
    text = folded.text
    return Neighbourhood(text, *_cut(text, place), excusing=text)


class OwnPhrases:
    """Reads around a passage its own phrase alone, without the words of other grounds' passages."""

    def __init__(self, found: Sequence[RulePlace]) -> None:
        self._found = sorted(found, key=lambda one: one[1])
        self._starts = [place[0] for _rule, place in self._found]

    def read(self, rule: OfferRule, place: Place, folded: FoldedText) -> Neighbourhood:
        """Return the clause or sentence of a passage, cut out of the text."""
        text, (start, end) = folded.text, place
        start += len(text[start:end]) - len(text[start:end].lstrip(" ;"))
        if rule.within.is_sentence:
            first, last = find_sentence(folded, start, end)
        else:
            first, last = find_clause(folded.text, start, end)
        near, _start, _end, far = _cut(text, place)
        first, last = max(first, near), min(last, far)
        hidden = [*self._list_others(rule, (first, last), (start, end))]
        if not rule.within.holds_passage:
            hidden.append((start, end))
        excusing = _hide(text[first:last], [(one - first, two - first) for one, two in hidden])
        return Neighbourhood(
            text[first:last], 0, start - first, end - first, last - first, excusing
        )

    def _list_others(self, rule: OfferRule, window: Place, own: Place) -> list[Place]:
        low = bisect_left(self._starts, window[0] - _LONGEST_PASSAGE)
        high = bisect_right(self._starts, window[1])
        return [
            place
            for other, place in self._found[low:high]
            if other.ground != rule.ground and not (place[0] < own[1] and own[0] < place[1])
        ]


def _cut(text: str, place: Place) -> tuple[int, int, int, int]:
    start, end = place
    first = text.find(" ", max(0, start - _CHARACTERS)) if start > _CHARACTERS else 0
    last = text.rfind(" ", 0, end + _CHARACTERS)
    return first, start, end, len(text) if end + _CHARACTERS >= len(text) else max(last, end)


def _hide(text: str, places: Sequence[Place]) -> str:
    letters = list(text)
    for start, end in places:
        shown = slice(max(0, start), max(0, min(len(text), end)))
        letters[shown] = _HIDDEN * len(letters[shown])
    return "".join(letters)
