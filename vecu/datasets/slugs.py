"""Fold names and labels for comparison, and make valid names for a questionnaire. Pure."""

import re
import unicodedata
from collections.abc import Container
from functools import lru_cache

LANGUAGE_NAMES = {
    "fr": "Français",
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "it": "Italiano",
    "nl": "Nederlands",
    "pt": "Português",
}
"""Native names of languages of answers and labels; the command accepts any other too."""

_NOT_A_WORD = re.compile(r"[\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})


@lru_cache(maxsize=4096)
def fold_name(text: str) -> str:
    """Return `text` without accents, case, punctuation and repeated spaces, for comparison.

    Symbols are kept if nothing else remains, so that "-" and "+" stay distinct.
    """
    lowered = text.casefold().translate(_LIGATURES)
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", lowered)
        if not unicodedata.combining(character)
    )
    return _NOT_A_WORD.sub(" ", plain).strip() or " ".join(text.split())


def make_slug(
    text: str, taken: Container[str] = (), *, fallback: str = "value", longest: int = 40
) -> str:
    """Return a name made from `text`: ASCII letters, digits and _, beginning with a letter.

    A number is appended if it is one of `taken`.
    """
    words = re.sub(r"[^a-z0-9]+", "_", fold_name(text))[:longest].strip("_")
    name = words or fallback
    if not name[0].isalpha():
        name = f"{fallback}_{name}"
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}_{number}"
    return candidate
