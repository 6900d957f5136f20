"""French typography, and detection of blank texts."""

import re

NO_BREAK_SPACE = "\u00a0"

# Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties.txt), and braille without a dot.
_SEEN = re.compile(
    r"[^\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def is_blank(text: str) -> bool:
    """Return whether `text` has no visible character.

    Joiners and selectors are invisible by themselves, but an emoji or a word with them is not.
    """
    return not text or text.isspace() or not (text.isascii() or _SEEN.search(text))


_BEFORE_HIGH_SIGN = re.compile(r"(?<=[^\s?!:;«]) (?=[?!:;»€]|%(?!\())")
_GLUED_HIGH_SIGN = re.compile(r"(?<=[\w)\]»…’'])(?=[?!»]+(?:[\s).,]|$))")
_BEFORE_CLOSING = re.compile(r"(?<=\S) (?=»)")
_AFTER_OPENING = re.compile(r"« ?(?=\S)")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")


def apply_typography(text: str, language: str) -> str:
    """Return `text` with French typography; other languages are returned unchanged.

    No-break spaces go before ? ! : ; % € and inside « », a straight apostrophe between letters
    becomes ’. A colon or semicolon written without a space is left alone, since it may be a
    time or an address. U+00A0 is used everywhere: the web font has no narrow no-break space.
    """
    if language != "fr":
        return text
    text = _APOSTROPHE.sub("’", text)
    text = _AFTER_OPENING.sub(f"«{NO_BREAK_SPACE}", text)
    text = _BEFORE_CLOSING.sub(NO_BREAK_SPACE, text)
    text = _GLUED_HIGH_SIGN.sub(NO_BREAK_SPACE, text)
    text = _BEFORE_HIGH_SIGN.sub(NO_BREAK_SPACE, text)
    return _THOUSANDS.sub(NO_BREAK_SPACE, text)


NO_WIDTH = "\u200b"
"""Where a line may break without a hyphen."""
_TOO_LONG = re.compile(r"\S{30,}")
_PART = re.compile(r"(\S{8,}?)(?=\w)")
"""A word wider than a column of paper, and the parts between which it may be broken."""


def allow_breaks(text: str) -> str:
    """Return `text` so that on paper no word overflows its line."""
    return _TOO_LONG.sub(lambda word: _PART.sub(rf"\1{NO_WIDTH}", word[0]), text)
