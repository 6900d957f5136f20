"""Texts inside sentences: in the reader's language, in the middle of one, several in a line."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.labelled_enum import LabelledEnum
from vecu.translation import pick_language
from vecu.ui.quoted_words import mark_language


def pick_text(texts: Mapping[str, str]) -> str:
    """Return a text in the language of the reader, else in the one that there is, marked so."""
    spoken = pick_language(texts, get_language() or "en")
    text, mark = texts.get(spoken, ""), mark_language(spoken)
    return f"{text} ({mark})" if text and mark else text


def lower_first(text: str) -> str:
    """Return a label as it stands inside a sentence."""
    return text[:1].lower() + text[1:]


def make_label_filter(words: type[LabelledEnum]) -> Callable[[str], str]:
    """Return what a template asks for the label of a word of a closed vocabulary."""
    return lambda word: _(words(word).label)


def join_phrases(phrases: Iterable[str]) -> str:
    """Return phrases in one line, with the semicolon as the language sets it."""
    return _("; ").join(phrases)
