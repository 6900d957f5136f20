"""Words with the features that names are detected by: capitals, sentence starts, lists. Pure."""

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

    Those of a group ending in `_or_words` are ordinary words too: only a capital, or the words
    before, tell.
    """
    library = json.loads((files("vecu.coding") / "library/naming.json").read_text("utf-8"))
    return frozenset(", ".join(library[group]).split(", "))


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its span; `folded` is lower case without accents, of the same length.

    `begins`: it starts a sentence or a quoted passage; `apart`: a punctuation mark or new line
    comes before it.
    """

    text: str
    folded: str
    span: TextSpan
    begins: bool
    apart: bool

    @property
    def capital(self) -> bool:
        """Whether it is capitalised; always true for scripts without capitals."""
        return not self.text[0].islower()

    @property
    def shouted(self) -> bool:
        """Whether it is all capitals, as acronyms are."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def title(self) -> bool:
        """Whether it is a title before a name; the shortest are ordinary words in lower case."""
        return self.folded in load_word_group("titles") or self.text in {"M", "Me", "Pr"}


def split_words(text: str) -> list[Word]:
    """Return the words of a text, marked if they begin a sentence."""
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
    """Return the text in lower case without accents, of the same length."""
    return "".join(map(_fold, text))


@cache
def _fold(character: str) -> str:
    """Fold one character to one: lower case, no accent, apostrophes and dashes unified."""
    if character in "’ʼ‘":
        return "'"
    if character in "‐‑\u00a0\u202f":
        return " " if character.isspace() else "-"
    bare = unicodedata.normalize("NFD", character)[0].lower()
    return bare if len(bare) == 1 else character
