"""The words of a text as names are told by: capitals, where a sentence begins, lists. Pure."""

import json
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from vecu.coding.spans import TextSpan

_WORD = regex.compile(
    r"(?![cdjlmnstCDJLMNST][’'ʼ]\p{L})"
    r"\p{L}[\p{L}\p{M}\p{N}]*(?:[-‐‑][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*"
)
_SENTENCE = regex.compile(r"[.!?…:;\n«“\"(–—•*]|(?:^|\s)-\s|\p{Extended_Pictographic}")


@cache
def load_word_group(group: str) -> frozenset[str]:
    """Return a group of words of `library/naming.json`: names, places, ordinary words and so on.

    Those of a group `…_or_words` are words too: only a capital, or what stands before, tells.
    """
    library = json.loads((files("vecu.coding") / "library/naming.json").read_text("utf-8"))
    return frozenset(", ".join(library[group]).split(", "))


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands; `folded` is without capitals and accents, of the same length.

    `begins` a sentence or something quoted; `apart`: a sign or a new line stands before it.
    """

    text: str
    folded: str
    span: TextSpan
    begins: bool
    apart: bool

    @property
    def capital(self) -> bool:
        """Whether it is written as names are; so is any word of a script without capitals."""
        return not self.text[0].islower()

    @property
    def shouted(self) -> bool:
        """Whether it is in capitals throughout, as acronyms are."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def title(self) -> bool:
        """Whether a name follows it; the shortest titles are other words in small letters."""
        return self.folded in load_word_group("titles") or self.text in {"M", "Me", "Pr"}


def split_words(text: str) -> list[Word]:
    """Return the words of a text, each told whether it begins a sentence."""
    words: list[Word] = []
    folded = fold_same_length(text)
    last = 0
    for match in _WORD.finditer(text):
        between = text[last : match.start()]
        short = bool(words) and (words[-1].title or len(words[-1].text) == 1)
        sign = _SENTENCE.search(between.lstrip(".") if short else between)
        words.append(
            Word(
                text=match[0],
                folded=folded[match.start() : match.end()],
                span=TextSpan(*match.span()),
                begins=not words or sign is not None,
                apart=not words or sign is not None or "," in between,
            )
        )
        last = match.end()
    return words


def fold_same_length(text: str) -> str:
    """Return a text of the same length in small letters, without accents."""
    return "".join(map(_fold, text))


@cache
def _fold(character: str) -> str:
    """Return one character for one: small, without its accent, apostrophes and dashes alike."""
    if character in "’ʼ‘":
        return "'"
    if character in "‐‑\u00a0\u202f":
        return " " if character.isspace() else "-"
    bare = unicodedata.normalize("NFD", character)[0].lower()
    return bare if len(bare) == 1 else character
