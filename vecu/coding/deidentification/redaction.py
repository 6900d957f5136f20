"""What an edit of a quotation may change, and which flagged words remain in it. Pure.

An edit removes words and marks this: "[…]", or the releaser's words in square brackets. Outside
brackets nothing may be added.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

import regex

from vecu.coding.deidentification.detect import Flag
from vecu.coding.deidentification.patterns import FlagKind
from vecu.coding.spans import TextSpan
from vecu.errors import VecuError
from vecu.translation import TranslatedWords, gettext_noop, translate

CUT = "[…]"
LONGEST_REPLACEMENT = 60
"""Characters in brackets: a word or two of the releaser's, not a sentence."""
MOST_CHARACTERS = 40
"""Characters of a text that a message repeats."""
CONTEXT_LENGTH = 30
"""Characters of context shown around flagged words."""

_BRACKETS = regex.compile(r"\[([^\[\]]*)\]")
_SIGN = regex.compile(r"\S")
_BLANKS = regex.compile(r"\s+")
# Invisible characters: they reverse the reading order or hide a word from search. The joiner of
# emoji (U+200D) stays.
_INVISIBLE = regex.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00]")


class Fault(StrEnum):
    """What is wrong with an edit."""

    EMPTY = "empty"
    NOTHING_LEFT = "nothing kept"
    ADDED = "added"
    UNMARKED_BEFORE = "unmarked before"
    UNMARKED_AFTER = "unmarked after"
    NOTHING_CUT = "nothing cut"
    OPEN_BRACKET = "open bracket"
    LONG_BRACKET = "long bracket"


class EditRefused(VecuError):
    """The edit contains words that the person did not write; `words` are the place."""

    def __init__(self, fault: Fault, words: str = "") -> None:
        self.fault = fault
        self.words = (
            words if len(words) <= MOST_CHARACTERS else f"{words[: MOST_CHARACTERS - 1].rstrip()}…"
        )
        super().__init__(f"{fault}: {self.words}")


def normalize_original(words: str) -> str:
    """Return a person's words in the form that is quoted.

    Their own square brackets become round ones, so that square ones are always the releaser's;
    white space becomes one blank or one new line; invisible characters are removed.
    """
    words = unicodedata.normalize("NFC", _INVISIBLE.sub("", words))
    words = words.replace("[", "(").replace("]", ")")
    return str(_BLANKS.sub(_blank, words)).strip()


def normalize_whitespace(edited: str) -> str:
    """Return a releaser's input with its white space as in `normalize_original`."""
    seen = unicodedata.normalize("NFC", _INVISIBLE.sub("", edited))
    return str(_BLANKS.sub(_blank, seen)).strip()


def _blank(match: regex.Match[str]) -> str:
    return "\n" if "\n" in match[0] or "\r" in match[0] else " "


def check_edit(original: str, edited: str) -> str:
    """Return the edit, normalized; raise `EditRefused` unless it only shortens the original.

    `original` is normalized. Outside brackets an edit holds pieces of it, in their order; each pair
    of brackets replaces at least one character. Blanks beside a bracket are free.
    """
    edited = normalize_whitespace(edited)
    if not edited:
        raise EditRefused(Fault.EMPTY)
    pieces = _pieces(edited)
    if not any(character.isalnum() for piece in pieces for character in piece):
        raise EditRefused(Fault.NOTHING_LEFT)
    first, *others = pieces
    if not original.startswith(first) or (not others and first != original):
        raise _refusal(original, first, 0)
    at = len(first)
    for number, piece in enumerate(others, 1):
        at = _find_after_cut(original, piece, at, last=number == len(others))
    return edited


def _pieces(edited: str) -> list[str]:
    """Return the text outside brackets: before the first, between, after the last."""
    pieces, end = [], 0
    for match in _BRACKETS.finditer(edited):
        if len(match[1]) > LONGEST_REPLACEMENT or "\n" in match[1]:
            raise EditRefused(Fault.LONG_BRACKET, match[0])
        if not match[1].strip():
            raise EditRefused(Fault.OPEN_BRACKET, match[0])
        pieces.append(edited[end : match.start()])
        end = match.end()
    pieces.append(edited[end:])
    for piece in pieces:
        if (lone := regex.search(r"[\[\]].*", piece)) is not None:
            raise EditRefused(Fault.OPEN_BRACKET, lone[0])
    return [piece.strip() for piece in pieces]


def _find_after_cut(original: str, piece: str, at: int, *, last: bool) -> int:
    """Return the end of a piece in the original, after at least one omitted character.

    The first match is enough, since it leaves the most room for what follows; the last piece must
    end the original.
    """
    cut = _SIGN.search(original, at)
    earliest = cut.end() if cut else len(original) + 1
    found = len(original) - len(piece) if last else original.find(piece, earliest)
    if found >= earliest and original.startswith(piece, found):
        return found + len(piece)
    if cut is None or original[cut.start() :].startswith(piece):
        raise EditRefused(Fault.NOTHING_CUT, piece or original[max(0, at - MOST_CHARACTERS) : at])
    raise _refusal(original, piece, earliest)


def _refusal(original: str, piece: str, at: int) -> EditRefused:
    """Distinguish words that the person did not write from unmarked omissions.

    The beginning of the piece is searched from `at` on; at 0 it must begin the original.
    """

    def where(length: int) -> int:
        beginning = piece[:length]
        if at == 0:
            return 0 if original.startswith(beginning) else -1
        return original.find(beginning, at)

    low, high = 0, len(piece)
    while low < high:  # the longest beginning of the piece that is found there
        middle = (low + high + 1) // 2
        low, high = (middle, high) if where(middle) >= 0 else (low, middle - 1)
    if low == len(piece):
        return EditRefused(Fault.UNMARKED_AFTER, piece[-MOST_CHARACTERS:])
    start = piece.rfind(" ", 0, low) + 1
    rest = piece[start:]
    missing = rest.split()[0] in original[max(0, where(low)) + low :]
    return EditRefused(Fault.UNMARKED_BEFORE if missing else Fault.ADDED, rest)


@dataclass(frozen=True, slots=True)
class FlaggedWords:
    """Words that may identify somebody, with all their places in the text to publish."""

    words: str
    kind: FlagKind
    spans: tuple[TextSpan, ...]
    before: str
    after: str

    @property
    def key(self) -> str:
        """The key by which a releaser confirms that it may stay."""
        return f"{self.kind}:{self.words.casefold()}"


def group_flagged_words(text: str, flags: Iterable[Flag]) -> list[FlaggedWords]:
    """Return the flagged words, equal ones once, with the context of their first place."""
    places: dict[str, list[Flag]] = {}
    for flag in flags:
        words = text[flag.span.start : flag.span.end]
        places.setdefault(words.casefold(), []).append(flag)
    return [_build_flagged_words(text, each) for each in places.values()]


def _build_flagged_words(text: str, flags: Sequence[Flag]) -> FlaggedWords:
    first = flags[0]
    start, end = first.span.start, first.span.end
    return FlaggedWords(
        words=text[start:end],
        kind=first.kind,
        spans=tuple(flag.span for flag in flags),
        before=text[:start]
        if start <= CONTEXT_LENGTH
        else f"…{text[start - CONTEXT_LENGTH : start]}",
        after=text[end:]
        if len(text) - end <= CONTEXT_LENGTH
        else f"{text[end : end + CONTEXT_LENGTH]}…",
    )


def replace_words(text: str, words: str, flags: Iterable[Flag], by: str) -> str:
    """Return a text with equal words replaced wherever they are flagged."""
    for flag in sorted(flags, reverse=True):
        start, end = flag.span.start, flag.span.end
        if text[start:end].casefold() == words.casefold():
            text = text[:start] + by + text[end:]
    return text


_REPLACEMENTS: Mapping[FlagKind, Sequence[str]] = {
    FlagKind.NAME: [gettext_noop("a colleague"), gettext_noop("somebody"), gettext_noop("name")],
    FlagKind.PLACE: [gettext_noop("a town"), gettext_noop("a district"), gettext_noop("a region")],
    FlagKind.EMPLOYER: [
        gettext_noop("an organisation"),
        gettext_noop("a company"),
        gettext_noop("a service"),
    ],
    FlagKind.CONTACT: [gettext_noop("an address")],
    FlagKind.NUMBER: [gettext_noop("a number"), gettext_noop("an age")],
    FlagKind.DATE: [gettext_noop("a date"), gettext_noop("that year")],
    FlagKind.ONLY: [gettext_noop("one of few")],
}


def list_replacements(kind: FlagKind, language: str) -> list[str]:
    """Return the possible replacements for flagged words, in the language of the text."""
    return [f"[{translate(words, language)}]" for words in _REPLACEMENTS[kind]] + [CUT]


def has_overlap(one: TextSpan | None, other: TextSpan | None) -> bool:
    """Return whether two quotations of one text overlap; None is the whole text."""
    if one is None or other is None:
        return True
    return one.start < other.end and other.start < one.end


@dataclass(frozen=True, slots=True)
class ReleasedQuotation:
    """Released words, for anybody who may read releases; nothing in it leads to the person.

    Only `queries.quotations` makes one, from what a member released and the person still permits.
    `id` and `revision` are the quotation's own, to cite it. `code` is the code that the words
    illustrate, after merges. Unless `public`, they are for members of the study only. `intact` says
    that nothing of the text that they are part of has changed since it was coded. `day` is when a
    member released them: nothing here says when the person answered. `translations` are those that
    a releaser confirmed.
    """

    id: UUID
    revision: int
    text: str
    language: str
    code: UUID | None
    public: bool
    intact: bool = True
    day: date | None = None
    translations: tuple[TranslatedWords, ...] = ()
