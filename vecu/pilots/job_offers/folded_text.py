"""An offer as rules read it, each word with its place in the text as it was pasted. Pure.

Words are folded as search folds them (`vecu.search_folding`), with one space between two, and
" ; " where punctuation or a new line ends a clause. Inclusive endings ("véhiculé·e·s") belong to
their word, and a line that is only wrapped ends nothing. Tags and entities of HTML are read over;
letters of other scripts that look Latin, and words spelt with a sign between all letters, are read
as they look.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from vecu.search_folding import iter_tokens

_MARKUP = re.compile(
    r"(?P<dropped><!--.{0,2000}?-->|<(?P<name>script|style)\b[^<>]*>.{0,2000}?</(?P=name)\s*>)"
    r"|</?(?P<tag>[a-z][a-z0-9]*)\b[^<>]*>"
    r"|(?P<entity>&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});)",
    re.IGNORECASE | re.DOTALL,
)
_WITHIN_WORDS = frozenset(
    (
        "a",
        "abbr",
        "b",
        "em",
        "font",
        "i",
        "mark",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "wbr",
    )
)
_CLAUSE_ENDS = frozenset(".;:,!?\n\r\u2028\u2029•·–—…|")
_SENTENCE_ENDS = _CLAUSE_ENDS - frozenset(";:,·–—|")
_LOOKALIKES = str.maketrans(
    "авекмнорстухіјѕԁАВЕКМНОРСТУХІЈЅοαεικνρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aBekmHopctyxijsdABEKMHOPCTYXIJSoaeikvptuxABEZHIKMNOPTYX",
)
_WRAPPED = re.compile(r"[^\S\r\n]*(?:\r\n|[\r\n])[^\S\r\n]*")
"""One new line and nothing else: before a small letter, a line that was too long."""
_RANGE = re.compile(r"\s*[–—]\s*|[.,:]")
"""What ends no clause between two digits: "25 – 35 ans", "1,80 m", "7:30"."""
_INCLUSIVE_SIGNS = frozenset("·•‧⸱.-/")
_INCLUSIVE_ENDINGS = frozenset(
    (
        *("e", "es", "s", "ne", "nes", "le", "les", "te", "tes", "se", "ses", "fe", "ve", "ves"),
        *("ere", "eres", "iere", "ieres", "euse", "euses", "rice", "rices", "trice", "trices"),
    )
)
_LEAST_SPELT = 4
"""Letters apart from which a word is one that is spelt: "F.E.M.M.E"."""


class FoldedToken(NamedTuple):
    """A folded word, and where it stands in a text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoldedText:
    """The folded text, and for each of its words where that begins, there and in the original.

    `sentences` are the places in the folded text at which one begins.
    """

    text: str
    tokens: tuple[FoldedToken, ...]
    places: tuple[int, ...]
    sentences: tuple[int, ...]

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
    sentences = [0]
    length = 0
    for index, token in enumerate(tokens):
        gap = readable[tokens[index - 1].end : token.start] if index else ""
        if gap == " " or not index:
            mark = gap
        else:
            mark = _mark_gap(tokens[index - 1], gap, token, readable)
        places.append(length + len(mark))
        if mark == " ; " and not _SENTENCE_ENDS.isdisjoint(gap):
            sentences.append(places[-1])
        pieces += (mark, token.word)
        length += len(mark) + len(token.word)
    placed = tokens if origin is None else [_place(token, origin) for token in tokens]
    return FoldedText("".join(pieces), tuple(placed), tuple(places), tuple(sentences))


def _mark_gap(before: FoldedToken, gap: str, after: FoldedToken, readable: str) -> str:
    """Return what stands between two words: a space, the end of a clause, or nothing."""
    if _is_inclusive(before, gap, after, readable):
        # "vehicule e s" would be three words: rules know "vehicule e" and "vehicule es".
        return "" if after.word == "s" and before.word in _INCLUSIVE_ENDINGS else " "
    if _CLAUSE_ENDS.isdisjoint(gap):
        return " "
    if before.word[-1].isdigit() and after.word[0].isdigit() and _RANGE.fullmatch(gap):
        return " "
    return " " if _WRAPPED.fullmatch(gap) and readable[after.start].islower() else " ; "


def _is_inclusive(before: FoldedToken, gap: str, after: FoldedToken, readable: str) -> bool:
    """Whether a word is the ending of the one before: "infirmier·ère", "véhiculé.e"."""
    if gap not in _INCLUSIVE_SIGNS or after.word not in _INCLUSIVE_ENDINGS:
        return False
    stem, ending = readable[before.start : before.end], readable[after.start : after.end]
    return not before.word.isdigit() and (ending.islower() or stem.isupper())


def _read_over_markup(offer: str) -> tuple[str, list[tuple[int, int]] | None]:
    """Return the text without markup, and the place of each character if there was any."""
    if "<" not in offer and "&" not in offer:
        return offer, None
    characters: list[str] = []
    origin: list[tuple[int, int]] = []
    position = 0
    for match in _MARKUP.finditer(offer):
        characters += offer[position : match.start()]
        origin += ((index, index + 1) for index in range(position, match.start()))
        for each in _read_markup(match):
            characters.append(each)
            origin.append(match.span())
        position = match.end()
    characters += offer[position:]
    origin += ((index, index + 1) for index in range(position, len(offer)))
    return "".join(characters), origin


def _read_markup(match: re.Match[str]) -> str:
    if match["entity"]:
        return html.unescape(match["entity"])
    return "" if (match["tag"] or "").lower() in _WITHIN_WORDS else "\n"


def _join_spelt(tokens: list[FoldedToken], readable: str) -> Iterator[FoldedToken]:
    """Yield tokens, those of one letter with the same single sign between all of them as one."""
    run: list[FoldedToken] = []
    for token in tokens:
        is_letter = len(token.word) == 1 and token.word.isalpha()
        if run and not (is_letter and _continues(run, token, readable)):
            yield from _close_run(run)
            run = []
        if is_letter:
            run.append(token)
        else:
            yield token
    yield from _close_run(run)


def _continues(run: list[FoldedToken], token: FoldedToken, readable: str) -> bool:
    gap = readable[run[-1].end : token.start]
    return len(gap) == 1 and (len(run) == 1 or gap == readable[run[0].end : run[1].start])


def _close_run(run: list[FoldedToken]) -> list[FoldedToken]:
    if len(run) < _LEAST_SPELT:
        return run
    word = "".join(token.word for token in run)
    return [FoldedToken(word, run[0].start, run[-1].end)]


def _place(token: FoldedToken, origin: list[tuple[int, int]]) -> FoldedToken:
    return FoldedToken(token.word, origin[token.start][0], origin[token.end - 1][1])
