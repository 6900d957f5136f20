"""Refuse passwords that are tried first: breached ones, usual words and names, repetitions.

Django's own list holds 20,000 passwords, nearly all English and shorter than ours may be. A long
one that is easy to guess is one of them, or a usual word or two, dressed up: "Motdepasse2026!".
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from vecu.credentials import is_breached
from vecu.search_folding import fold_for_search

WORDS = 2
"""A password of so many usual words is refused; with three, there are too many to try."""
_FEW, _PERIOD = 5, 6
"""Fewer different characters than this, or a repetition of so many, are refused."""
_NONE = 10_000
"""More words than the longest password has."""
_LIST = Path(__file__).parent / "usual_words.txt"
_LEET = str.maketrans("013457@$!€", "oieastasie")
_NOT_A_LETTER = re.compile(r"[\W\d_]")
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class BreachedPasswordsValidator:
    """Refuse passwords of the file that the laboratory added; without one, refuse none."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` for a password that is known from a breach."""
        if not settings.BREACHED_PASSWORDS:
            return
        try:
            found = is_breached(password, settings.BREACHED_PASSWORDS)
        except OSError as error:
            raise ValidationError(
                _(
                    "The list of passwords known from breaches cannot be read at this moment, so "
                    "no new password is taken. Tell whoever runs the server."
                )
            ) from error
        if found:
            raise ValidationError(
                _(
                    "This password is known from a breach of another service: such lists are "
                    "tried first. Choose another one, and change it wherever you use it."
                )
            )

    def get_help_text(self) -> str:
        """Return what is refused."""
        return _("No password that is known from a breach of another service.")


class UsualWordsValidator:
    """A validator of passwords, in the form that Django asks for."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` for a password that is easy to guess."""
        if is_repetitive(password):
            raise ValidationError(
                _("This password repeats a few characters. Choose one with more different ones.")
            )
        if is_made_of_usual_words(password, *self.list_names(user)):
            raise ValidationError(
                _(
                    "This password is a usual word or two, or a name that many know here, with "
                    "digits or signs: these are tried first. Take four words that do not belong "
                    "together, or let a password manager choose."
                )
            )

    def list_names(self, user: Any) -> list[str]:
        """Return the names that are tried first: the laboratory's, and the account's own."""
        own = ("username", "first_name", "last_name", "email")
        return [settings.LAB_NAME, *(str(getattr(user, name, "")) for name in own)]

    def get_help_text(self) -> str:
        """Return what is refused."""
        return _(
            "Not a usual word or two with digits or signs, no name that many know here, and not a "
            "few characters repeated."
        )


def is_repetitive(password: str) -> bool:
    """Return whether a password has few different characters, or repeats a short beginning."""
    typed = password.casefold()
    period = (typed + typed).find(typed, 1)
    return len(set(typed)) < _FEW or period <= _PERIOD


def is_made_of_usual_words(password: str, *names: str) -> bool:
    """Return whether a password is a usual word or two, in any case, with or without accents.

    Digits and signs around them do not count, and those that stand for letters are read as such.
    Each of the `names`, and each of its words, is usual, too; and so is what consists of words of
    one name, however many.
    """
    known = [_list_words(name) for name in names]
    words = _read_words().union(*known, map("".join, known)) - {""}
    readings = {
        _read_letters(password),
        _read_letters(_ENDS.sub("", password).casefold().translate(_LEET)),
    }
    return any(
        reading in _read_common_passwords()
        or _count_words(reading, words) <= WORDS
        or any(_count_words(reading, frozenset(name)) < _NONE for name in known)
        for reading in readings
    )


@cache
def _read_common_passwords() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


@cache
def _read_words() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _list_words(name: str) -> list[str]:
    return _NOT_A_LETTER.sub(" ", fold_for_search(name)).split()


def _read_letters(text: str) -> str:
    return "".join(_list_words(text))


def _count_words(text: str, words: frozenset[str]) -> int:
    """Return the smallest number of words that make up the text, `_NONE` or more if none do."""
    longest = max(map(len, words), default=0)
    fewest = [0]
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - longest), end)
        counts = (fewest[start] + 1 for start in starts if text[start:end] in words)
        fewest.append(min(counts, default=_NONE))
    return fewest[-1]
