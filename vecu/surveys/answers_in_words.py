"""Answers in words: choices by their labels, files by what they are."""

from vecu.messages import Message
from vecu.questionnaires import Kind, Question, is_awaited, labelled, written
from vecu.surveys.cleaning import type_in_words
from vecu.text import _

READ = _("I have read this")
"""The words beside the box of a question to acknowledge."""
AWAITED = _("a file that has not come")
"""What stands for a file that a program named and never sent."""


def in_words(question: Question, value: str, language: str, page: str = "") -> tuple[str, ...]:
    """Return an answer in words, each choice by its label; nothing when it was left blank.

    `language` is that of the questionnaire's words, `page` that of the page around them, which
    numbers follow, where it is another.
    """
    kind = question.kind
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
    said = labelled(question, names, language)
    if kind is Kind.RANK:
        return tuple(f"{place}. {text}" for place, text in enumerate(said, 1))
    return tuple(said)
