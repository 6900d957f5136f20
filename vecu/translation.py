"""Translation without Django, for pure rooms: catalogues, languages, number formats."""

import gettext
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("fr", "en")
"""The languages of the interface; questionnaires may be in any other."""

_HERE = Path(__file__).resolve().parent
# In an installed wheel the catalogues are inside the package, in a clone beside it.
CATALOGUES = next(
    (path for path in (_HERE / "locale", _HERE.parent / "locale") if path.is_dir()),
    _HERE.parent / "locale",
)


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", CATALOGUES, languages=[language], fallback=True)


def translate(message: str, language: str) -> str:
    """Return the translation of an English `message`, itself if there is none.

    For pure rooms, which cannot ask Django for the user's language.
    """
    return _catalogue(language).gettext(message) if message else ""


def gettext_noop(message: str) -> str:
    """Mark a message for translation when it is displayed."""
    return message


def format_number(number: float, language: str) -> str:
    """Return a number in at most six digits (integers in full), formatted for `language`."""
    whole = number.is_integer() or abs(number) >= 1e5
    return localise_decimal(f"{number:.0f}" if whole else f"{number:g}", language)


def localise_decimal(text: str, language: str) -> str:
    """Return a number with a decimal point, digit by digit in the format of `language`."""
    return text.replace(".", ",") if language == "fr" else text


def pick_language(texts: Mapping[str, str], wanted: str) -> str:
    """Return the language in which to display `texts` (by language code) to a reader of `wanted`.

    It is `wanted` if it has a text, else the first that has one; `wanted` if none has.
    """
    if texts.get(wanted):
        return wanted
    return next((code for code, text in texts.items() if text), wanted)


@dataclass(frozen=True, slots=True)
class TranslatedWords:
    """Somebody's words in another language; `by` says, in English, who vouches for them."""

    language: str
    text: str
    by: str


def find_translated(
    language: str, translations: Iterable[TranslatedWords], wanted: str
) -> TranslatedWords | None:
    """Return words in the language `wanted`; None where they are in it, or not translated."""
    if language == wanted:
        return None
    return next((each for each in translations if each.language == wanted), None)
