"""Words in both languages: translation without Django, French typography, and folding to search."""

import gettext
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
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


def written_number(number: float, language: str) -> str:
    """Return a number in at most six digits (whole ones in full) as `language` writes decimals."""
    whole = number.is_integer() or abs(number) >= 1e5
    return decimals_in(f"{number:.0f}" if whole else f"{number:g}", language)


def decimals_in(text: str, language: str) -> str:
    """Return a number that is written with a point as `language` writes it, digit by digit."""
    return text.replace(".", ",") if language == "fr" else text


def spoken_language(texts: Mapping[str, str], wanted: str) -> str:
    """Return the language in which `texts` (by language code) are said to a reader of `wanted`.

    It is the wanted one where it has a text, else the first that has; `wanted` where none has.
    """
    if texts.get(wanted):
        return wanted
    return next((code for code, text in texts.items() if text), wanted)


# Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties.txt), and braille without a dot.
_SEEN = re.compile(
    r"[^\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def is_blank(text: str) -> bool:
    """Tell whether not one character of `text` can be seen.

    Joiners and selectors are invisible by themselves; an emoji or a word that they stand in is not.
    """
    return not text or text.isspace() or not (text.isascii() or _SEEN.search(text))


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


MAX_TOKEN = 64
"""Characters of the longest token; what is longer is cut into several, so that nothing is lost."""

_SEVERAL_LETTERS = {
    "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ł": "l", "þ": "th", "ı": "i",
}  # fmt: skip
# Unicode counts these apostrophes among the letters: modifiers, Armenian, N'Ko, an old Latin one.
_APOSTROPHES = frozenset("ʹʻʼʽʾʿˈˊˋՙߴߵꞌꞋ")
_MOST_REMEMBERED = 20_000


class _Folds(dict[int, str]):
    """What each character folds to: letters and digits, a space where words part, or nothing."""

    def __missing__(self, code: int) -> str:
        """Work it out; it is remembered unless somebody sends us the whole of Unicode."""
        folded = _folded_character(chr(code))
        if len(self) < _MOST_REMEMBERED:
            self[code] = folded
        return folded


_FOLDS = _Folds()


def _folded_character(character: str) -> str:
    if unicodedata.category(character)[0] in "SPZ" or character in _APOSTROPHES:
        return " "  # ™ parts words, although Unicode would take it apart into the letters TM
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


def fold(text: str) -> str:
    """Return `text` as search compares it: tokens of letters and digits, one space between two.

    Case and accents go; œ, æ, ß and ligatures become letters; soft hyphens and other invisible
    marks vanish; apostrophes, hyphens and all other signs part tokens, so that "l’IA" is two.
    Folding twice changes nothing more. Known to no language: "e-mail" and "email" differ.
    """
    return " ".join(chain.from_iterable(map(_cut, text.translate(_FOLDS).split())))


def _cut(token: str) -> list[str]:
    return [token[start : start + MAX_TOKEN] for start in range(0, len(token), MAX_TOKEN)]


def tokens_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each token of `fold(text)`, with where it begins and ends in `text` itself."""
    token, start, end = "", 0, 0
    for place, character in enumerate(text):
        folded = _FOLDS[ord(character)]
        if not folded and token:
            end = place + 1  # an accent belongs to the letter before it
        for each in folded:
            if token and (each == " " or len(token) == MAX_TOKEN):
                yield token, start, end
                token = ""
            if each != " ":
                start = start if token else place
                token, end = token + each, place + 1
    if token:
        yield token, start, end
