"""Fold text for search: accents, case, ligatures and apostrophes do not matter."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

MAX_TOKEN = 64
"""Maximum length of a token; longer ones are cut into several, so that nothing is lost."""

_SEVERAL_LETTERS = {
    "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ł": "l", "þ": "th", "ı": "i",
}  # fmt: skip
# Unicode counts these apostrophes among the letters: modifiers, Armenian, N'Ko, an old Latin one.
_APOSTROPHES = frozenset("ʹʻʼʽʾʿˈˊˋՙߴߵꞌꞋ")
_MOST_REMEMBERED = 20_000
_TOKEN = re.compile(rf"[^ ]{{1,{MAX_TOKEN}}}")


class _Folds(dict[int, str]):
    """What each character folds to: letters and digits, a space between words, or nothing."""

    def __missing__(self, code: int) -> str:
        """Compute and cache the folding, but never all of Unicode."""
        folded = _folded_character(chr(code))
        if len(self) < _MOST_REMEMBERED:
            self[code] = folded
        return folded


_FOLDS = _Folds()


def _folded_character(character: str) -> str:
    if unicodedata.category(character)[0] in "SPZ" or character in _APOSTROPHES:
        return " "  # ™ separates words, although Unicode would decompose it into the letters TM
    apart = unicodedata.normalize("NFKD", character)
    bare = "".join(each for each in map(_bare, apart) if each)
    again = unicodedata.normalize("NFKD", bare.casefold())
    return "".join(_SEVERAL_LETTERS.get(each, _bare(each)) for each in again)


def _bare(character: str) -> str:
    """Return a letter or digit itself, nothing for an accent or invisible mark, else a space."""
    category = unicodedata.category(character)
    if category[0] in "LN" and character not in _APOSTROPHES:
        return character
    return "" if category[0] == "M" or category == "Cf" else " "


def fold_for_search(text: str) -> str:
    """Return `text` as search compares it: tokens of letters and digits, one space between two.

    Case and accents are removed; œ, æ, ß and ligatures become letters; soft hyphens and other
    invisible marks vanish; apostrophes, hyphens and all other symbols separate tokens, so that
    "l’IA" is two. Folding twice changes nothing more. It depends on no language: "e-mail" and
    "email" differ.
    """
    tokens = text.translate(_FOLDS).split()
    if max(map(len, tokens), default=0) > MAX_TOKEN:
        tokens = list(chain.from_iterable(map(_cut, tokens)))
    return " ".join(tokens)


def _cut(token: str) -> list[str]:
    return [token[start : start + MAX_TOKEN] for start in range(0, len(token), MAX_TOKEN)]


def iter_tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each token of `fold_for_search(text)`, with its start and end in `text` itself."""
    if all(len(_FOLDS[ord(character)]) == 1 for character in set(text)):
        return _iter_same_places(text.translate(_FOLDS))
    return _iter_folded_places(text)


def _iter_same_places(folded: str) -> Iterator[tuple[str, int, int]]:
    """Yield the tokens of a text of which each character folded to one; four times as fast."""
    for match in _TOKEN.finditer(folded):
        yield match[0], *match.span()


def _iter_folded_places(text: str) -> Iterator[tuple[str, int, int]]:
    token, start, end = "", 0, 0
    for index, character in enumerate(text):
        folded = _FOLDS[ord(character)]
        if not folded and token:
            end = index + 1  # an accent belongs to the letter before it
        for each in folded:
            if token and (each == " " or len(token) == MAX_TOKEN):
                yield token, start, end
                token = ""
            if each != " ":
                start = start if token else index
                token, end = token + each, index + 1
    if token:
        yield token, start, end
