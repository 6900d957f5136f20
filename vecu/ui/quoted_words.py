"""Somebody's words as a page shows them: in the reader's language if it can."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Protocol, TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.translation import TranslatedWords, find_translated


class TranslatableWords(Protocol):
    """Words in their own language, and their translations."""

    @property
    def language(self) -> str:
        """The language in which they were written."""

    @property
    def translations(self) -> tuple[TranslatedWords, ...]:
        """What members translated."""


Words = TypeVar("Words", bound=TranslatableWords)


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Words in the language in which a page shows them.

    `mark` says that they are translated and by whom, or that they are in another language, '' for
    the reader's own; `original` are those that were written where these are translated.
    """

    text: str
    language: str
    mark: str = ""
    original: str = ""
    original_language: str = ""

    @property
    def original_label(self) -> str:
        """What leads to the words that were written."""
        language = name_language(self.original_language)
        return _("The original, %(language)s") % {"language": language}


def name_language(language: str) -> str:
    """Return "in French", in the page's language; the code of a language without a name here."""
    return {"en": _("in English"), "fr": _("in French")}.get(language, language)


def mark_language(language: str) -> str:
    """Return "in French" where the page is in another language, else ''."""
    return "" if language in {"", get_language()} else name_language(language)


def get_quoted_words(
    text: str, language: str, translations: Iterable[TranslatedWords]
) -> QuotedWords:
    """Return words in the reader's language if they are in it or translated, else as written."""
    found = find_translated(language, translations, get_language() or "en")
    if found:
        return QuotedWords(found.text, found.language, _(found.by), text, language)
    return QuotedWords(text, language, mark_language(language))


def sort_readable(words: Iterable[Words]) -> list[Words]:
    """Return words with those first that the reader reads in their language."""
    return sorted(words, key=is_foreign)


def is_foreign(words: TranslatableWords) -> bool:
    """Return whether words are neither in the reader's language nor translated into it."""
    reader = get_language() or "en"
    spoken = {words.language, *map(attrgetter("language"), words.translations)}
    return bool(words.language) and reader not in spoken
