"""Words in both languages: translation without Django, and French typography."""

import gettext
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

NO_BREAK_SPACE = "\u00a0"
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


def _(message: str) -> str:
    """Mark a message for translation; it is translated when it is said."""
    return message


def spoken_language(texts: Mapping[str, str], wanted: str) -> str:
    """Return the language in which `texts` (by language code) are said to a reader of `wanted`.

    It is the wanted one where it has a text, else the first that has; `wanted` where none has.
    """
    if texts.get(wanted):
        return wanted
    return next((code for code, text in texts.items() if text), wanted)


_BEFORE_HIGH_SIGN = re.compile(r"(?<=[^\s?!:;«]) (?=[?!:;»€]|%(?!\())")
_GLUED_HIGH_SIGN = re.compile(r"(?<=[\w)\]»…’'])(?=[?!»]+(?:[\s).,]|$))")
_AFTER_OPENING = re.compile(r"« ?(?=\S)")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")


def typographic(text: str, language: str) -> str:
    """Return `text` as a French printer would set it; other languages are returned as they are.

    No-break spaces go before ? ! : ; % € and inside « », a straight apostrophe between letters
    becomes ’. A colon or semicolon written without a space is left alone, since it may be a time
    or an address. U+00A0 is used everywhere: the web font has no narrow no-break space.
    """
    if language != "fr":
        return text
    text = _APOSTROPHE.sub("’", text)
    text = _AFTER_OPENING.sub(f"«{NO_BREAK_SPACE}", text)
    text = _GLUED_HIGH_SIGN.sub(NO_BREAK_SPACE, text)
    text = _BEFORE_HIGH_SIGN.sub(NO_BREAK_SPACE, text)
    return _THOUSANDS.sub(NO_BREAK_SPACE, text)
