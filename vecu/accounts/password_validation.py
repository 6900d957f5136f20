"""Refuse passwords that are tried first: usual words with digits around them, and repetitions.

Django's own list holds 20,000 passwords, nearly all English and shorter than ours may be. A long
one that is easy to guess is one of them, or a usual word or two, dressed up: "Motdepasse2026!".
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = 2
"""A password of so many usual words is refused; with three, there are too many to try."""
_FEW, _PERIOD = 5, 6
"""Fewer different characters than this, or a repetition of so many, are refused."""
_LIST = Path(__file__).parent / "usual_words.txt"
_LEET = str.maketrans("013457@$!€", "oieastasie")
_NOT_A_LETTER = re.compile(r"[\W\d_]")
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class UsualWordsValidator:
    """A validator of passwords, in the form that Django asks for."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` for a password that is easy to guess."""
        if is_repetitive(password):
            raise ValidationError(
                _("This password repeats a few characters. Choose one with more different ones.")
            )
        if is_made_of_usual_words(password, settings.LAB_NAME):
            raise ValidationError(
                _(
                    "This password is a usual word or two with digits or signs, which are tried "
                    "first. Take four words that do not belong together, or let a password "
                    "manager choose."
                )
            )

    def get_help_text(self) -> str:
        """Return what is refused."""
        return _("Not a usual word or two with digits or signs, and not a few characters repeated.")


def is_repetitive(password: str) -> bool:
    """Return whether a password has few different characters, or repeats a short beginning."""
    typed = password.casefold()
    period = (typed + typed).find(typed, 1)
    return len(set(typed)) < _FEW or period <= _PERIOD


def is_made_of_usual_words(password: str, *names: str) -> bool:
    """Return whether a password is a usual word or two, in any case, with or without accents.

    Digits and signs around them do not count, and those that stand for letters are read as such.
    The words of `names` are usual, too.
    """
    folded = _fold(password)
    words = _read_words() | {
        word for name in names for word in _NOT_A_LETTER.sub(" ", _fold(name)).split()
    }
    readings = {
        _NOT_A_LETTER.sub("", folded),
        _NOT_A_LETTER.sub("", _ENDS.sub("", folded).translate(_LEET)),
    }
    return any(
        reading in _read_common_passwords() or _count_words(reading, words) <= WORDS
        for reading in readings
    )


@cache
def _read_common_passwords() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


@cache
def _read_words() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _fold(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def _count_words(text: str, words: frozenset[str] | set[str]) -> int:
    """Return the smallest number of words that make up the text, a large one if none do."""
    longest = max(map(len, words))
    fewest = [0]
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - longest), end)
        counts = (fewest[start] + 1 for start in starts if text[start:end] in words)
        fewest.append(min(counts, default=WORDS + 1))
    return fewest[-1]
