"""Translation without Django, for pure rooms: catalogues, languages, numbers as written."""

import gettext
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("fr", "en")
"""The languages of the interface; a questionnaire's wording may be in any other."""

_HERE = Path(__file__).resolve().parent
# Inside an installed wheel the catalogues stand in the package, in a clone beside it.
CATALOGUES = next(
    (path for path in (_HERE / "locale", _HERE.parent / "locale") if path.is_dir()),
    _HERE.parent / "locale",
)


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", CATALOGUES, languages=[language], fallback=True)


def translate(message: str, language: str) -> str:
    """Return the interface's wording of an English `message`, itself where there is no other.

    For pure rooms, which cannot ask Django which language a person reads.
    """
    return _catalogue(language).gettext(message) if message else ""


def gettext_noop(message: str) -> str:
    """Mark a message for translation; it is translated when it is said."""
    return message


def format_number(number: float, language: str) -> str:
    """Return a number in at most six digits (whole ones in full) as `language` writes decimals."""
    whole = number.is_integer() or abs(number) >= 1e5
    return localise_decimal(f"{number:.0f}" if whole else f"{number:g}", language)


def localise_decimal(text: str, language: str) -> str:
    """Return a number that is written with a point as `language` writes it, digit by digit."""
    return text.replace(".", ",") if language == "fr" else text


def pick_language(texts: Mapping[str, str], wanted: str) -> str:
    """Return the language in which `texts` (by language code) are said to a reader of `wanted`.

    It is the wanted one where it has a text, else the first that has; `wanted` where none has.
    """
    if texts.get(wanted):
        return wanted
    return next((code for code, text in texts.items() if text), wanted)
