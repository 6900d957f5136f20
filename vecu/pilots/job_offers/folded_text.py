"""An offer as rules read it, each word with its place in the text as it was pasted. Pure.

Words are folded as search folds them (`vecu.search_folding`), with one space between two, and
" ; " where punctuation or a new line ends a clause. Tags and entities of HTML are read over;
letters of other scripts that look Latin, and words spelt with a sign between all letters, are read
as they look.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from vecu.search_folding import iter_tokens

_MARKUP = re.compile(
    r"(?P<dropped><!--.{0,2000}?-->|<(?P<name>script|style)\b[^<>]*>.{0,2000}?</(?P=name)\s*>)"
    r"|</?(?P<tag>[a-z][a-z0-9]*)\b[^<>]*>"
    r"|(?P<entity>&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});)",
    re.IGNORECASE | re.DOTALL,
)
_WITHIN_WORDS = frozenset(["a", "abbr", "b", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u", "wbr"])
_CLAUSE_ENDS = frozenset(".;:,!?\n\r\u2028\u2029•·–—…|")
_LOOKALIKES = str.maketrans(
    "авекмнорстухіјѕԁАВЕКМНОРСТУХІЈЅοαεικνρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aBekmHopctyxijsdABEKMHOPCTYXIJSoaeikvptuxABEZHIKMNOPTYX",
)
_LEAST_SPELT = 4
"""Letters apart from which a word is one that is spelt: "F.E.M.M.E"."""


@dataclass(frozen=True, slots=True)
class FoldedToken:
    """A folded word, and where it stands in a text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoldedText:
    """The folded text, and for each of its words where that begins, there and in the original."""

    text: str
    tokens: tuple[FoldedToken, ...]
    places: tuple[int, ...]

    def find_original(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of the whole words that `text[start:end]` touches.

        Clause marks at the ends of the match have no place, and are left out.
        """
        cut = self.text[start:end]
        start += len(cut) - len(cut.lstrip(" ;"))
        end -= len(cut) - len(cut.rstrip(" ;"))
        first = bisect_right(self.places, start) - 1
        last = bisect_right(self.places, max(start, end - 1)) - 1
        return self.tokens[first].start, self.tokens[last].end


def fold_offer(offer: str) -> FoldedText:
    """Return an offer as rules read it."""
    readable, origin = _read_over_markup(offer)
    words = [FoldedToken(*each) for each in iter_tokens(readable.translate(_LOOKALIKES))]
    tokens = list(_join_spelt(words, readable))
    pieces: list[str] = []
    places: list[int] = []
    length = 0
    for index, token in enumerate(tokens):
        gap = readable[tokens[index - 1].end : token.start] if index else ""
        mark = " ; " if not _CLAUSE_ENDS.isdisjoint(gap) else " " if index else ""
        places.append(length + len(mark))
        pieces += (mark, token.word)
        length += len(mark) + len(token.word)
    placed = tokens if origin is None else [_place(token, origin) for token in tokens]
    return FoldedText("".join(pieces), tuple(placed), tuple(places))


def _read_over_markup(offer: str) -> tuple[str, list[tuple[int, int]] | None]:
    """Return the text without markup, and the place of each character if there was any."""
    if "<" not in offer and "&" not in offer:
        return offer, None
    characters: list[str] = []
    origin: list[tuple[int, int]] = []
    position = 0
    for match in _MARKUP.finditer(offer):
        characters += offer[position : match.start()]
        origin += ((place, place + 1) for place in range(position, match.start()))
        for each in _read_markup(match):
            characters.append(each)
            origin.append(match.span())
        position = match.end()
    characters += offer[position:]
    origin += ((place, place + 1) for place in range(position, len(offer)))
    return "".join(characters), origin


def _read_markup(match: re.Match[str]) -> str:
    if match["entity"]:
        return html.unescape(match["entity"])
    return "" if (match["tag"] or "").lower() in _WITHIN_WORDS else "\n"


def _join_spelt(tokens: list[FoldedToken], readable: str) -> Iterator[FoldedToken]:
    """Yield tokens, those of one letter with the same single sign between all of them as one."""
    gaps = [readable[one.end : after.start] for one, after in pairwise(tokens)]
    index = 0
    while index < len(tokens):
        last = index
        while (
            last < len(gaps)
            and len(gaps[last]) == 1
            and gaps[last] == gaps[index]
            and len(tokens[last].word) == len(tokens[last + 1].word) == 1
            and tokens[last].word.isalpha()
        ):
            last += 1
        if last - index + 1 < _LEAST_SPELT:
            last = index
        word = "".join(token.word for token in tokens[index : last + 1])
        yield FoldedToken(word, tokens[index].start, tokens[last].end)
        index = last + 1


def _place(token: FoldedToken, origin: list[tuple[int, int]]) -> FoldedToken:
    return FoldedToken(token.word, origin[token.start][0], origin[token.end - 1][1])
