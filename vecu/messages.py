"""Messages to users in their language: sentences with placeholders, and errors that hold one."""

from __future__ import annotations

import re
import unicodedata

from vecu.translation import format_number, translate

FOUND_LENGTH = 80
"""Maximum length of a value in a message."""

UNFIT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
"""Characters that no answer may contain.

Controls except tab and newline, surrogates, bidirectional overrides and isolates, and the two that
XML forbids.
"""


class Message(str):
    """A sentence in English that can be translated.

    Made from a msgid with `%(name)s` placeholders and their values, which may be messages, or
    decimal numbers, formatted for each language; as a `str` it is the English sentence.
    """

    __slots__ = ("details", "msgid")
    msgid: str
    details: dict[str, object]

    def __new__(cls, msgid: str, **details: object) -> Message:
        """Fill the placeholders of `msgid` with `details`."""
        filled = {name: _written(detail, "en") for name, detail in details.items()}
        message = super().__new__(cls, msgid % filled if filled else msgid)
        message.msgid = msgid
        message.details = details
        return message

    def say(self, language: str) -> str:
        """Return the sentence in `language`, in English if there is no translation."""
        text = translate(self.msgid, language)
        details = {name: _written(detail, language) for name, detail in self.details.items()}
        return text % details if details else text


def _written(detail: object, language: str) -> object:
    if isinstance(detail, Message):
        return detail.say(language)
    return format_number(detail, language) if isinstance(detail, float) else detail


class TranslatableError(Exception):
    """An error that gives its reason in the user's language."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))

    def say(self, language: str) -> str:
        """Return the reason in `language`."""
        return self.message.say(language)


def _visible(match: re.Match[str]) -> str:
    return f"[U+{ord(match[0]):04X}]"


def printable(value: object, length: int = FOUND_LENGTH) -> str:
    """Return `value`, shortened and printable: at most `length` characters, nothing invisible.

    Structures are named, not printed: they may be deep or endless.
    """
    if isinstance(value, str):
        text = UNFIT.sub(_visible, value[: length + 1])
        return text if len(text) <= length else f"{text[: length - 1]}…"
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "[…]"
    if isinstance(value, bool | int | float):
        return scalar_text(value)[:length]
    return "{…}"


def scalar_text(value: bool | float) -> str:  # noqa: FBT001 - a value, not a switch
    """Return a JSON number or boolean as XForms write it; '' if it has too many digits."""
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        return str(value)
    except ValueError:  # an integer of more than 4,300 digits
        return ""


def describe_forbidden_characters(text: str) -> str:
    """Return the first few forbidden characters in `text`, by code and name."""
    found = dict.fromkeys(UNFIT.findall(text))
    return ", ".join(
        f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
        for character in list(found)[:3]
    )
