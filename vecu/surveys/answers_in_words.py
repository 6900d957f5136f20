"""Answers as people write and read them, rather than as the XForm holds them."""

from datetime import date

from vecu.messages import Message
from vecu.questionnaires import Kind, Question, is_awaited
from vecu.surveys.cleaning import type_in_words
from vecu.text import _, decimals_in

READ = _("I have read this")
"""The words beside the box of a question to acknowledge."""
AWAITED = _("a file that has not come")
"""What stands for a file that a program named and never sent."""
_DECIMALS = frozenset({Kind.DECIMAL, Kind.RANGE})


def written(kind: Kind, text: str, language: str) -> str:
    """Return an answer as people who read `language` write it.

    Days stand day first, hours without seconds, decimals with the comma of French.
    """
    if kind in _DECIMALS:
        return decimals_in(text, language)
    if kind is Kind.DATE:
        return written_date(text)
    if kind is Kind.TIME:
        return text[:5]
    if kind is Kind.DATETIME and "T" in text:
        day, _t, hour = text.partition("T")
        return f"{written_date(day)} {hour[:5]}"
    return text


def written_date(text: str) -> str:
    """Return an ISO date as people write it, 24/11/2026; another text as it is."""
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def in_words(question: Question, value: str, language: str, page: str = "") -> tuple[str, ...]:
    """Return an answer in words, each choice by its label; nothing when it was left blank.

    `language` is that of the questionnaire's words, `page` that of the page around them, which
    numbers follow, where it is another.
    """
    kind, labels = question.kind, question.choice_labels
    if not value:
        return ()
    if kind is Kind.ACKNOWLEDGE:
        return (Message(READ).say(language),)
    if kind.enclosed:
        words = Message(AWAITED) if is_awaited(value) else type_in_words(value)
        return (words.say(language) if isinstance(words, Message) else value,)
    if not kind.listed:
        return (written(kind, value, page or language),)
    names = [value] if kind is Kind.SELECT_ONE else value.split()
    said = [labels[name].say(language) if name in labels else name for name in names]
    if kind is Kind.RANK:
        return tuple(f"{place}. {text}" for place, text in enumerate(said, 1))
    return tuple(said)
