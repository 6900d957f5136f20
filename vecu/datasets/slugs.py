"""Compare names and labels as people do, and make names that a questionnaire may hold. Pure."""

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
"""Languages of answers and labels in their own words; the command takes any other too."""

_NOT_A_WORD = re.compile(r"[\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})


@lru_cache(maxsize=4096)
def fold_name(text: str) -> str:
    """Return `text` without accents, case, punctuation and runs of spaces, to compare by.

    Signs are kept where nothing else is left, so that "-" and "+" stay two texts.
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
    """Return a name made of `text`: ASCII letters, digits and _, beginning with a letter.

    A number is put behind it where it would be one of `taken`.
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
