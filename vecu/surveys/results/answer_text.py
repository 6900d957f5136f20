"""Answers in words: choices by their labels, files by what they are."""

from vecu.file_sanitizer.sanitize import describe_file
from vecu.messages import Message
from vecu.questionnaires import (
    Question,
    QuestionType,
    format_answer,
    is_pending_attachment,
    list_choice_labels,
)
from vecu.translation import gettext_noop

READ = gettext_noop("I have read this")
"""The words beside the box of a question to acknowledge."""
AWAITED = gettext_noop("a file that has not come")
"""What stands for a file that a program named and never sent."""


def list_answer_texts(
    question: Question, value: str, language: str, page: str = ""
) -> tuple[str, ...]:
    """Return an answer in words, each choice by its label; nothing when it was left blank.

    `language` is that of the questionnaire's words, `page` that of the page around them, which
    numbers follow, where it is another.
    """
    kind = question.kind
    if not value:
        return ()
    if kind is QuestionType.ACKNOWLEDGE:
        return (Message(READ).say(language),)
    if kind.is_file:
        words = Message(AWAITED) if is_pending_attachment(value) else describe_file(value)
        return (words.say(language) if isinstance(words, Message) else value,)
    if not kind.listed:
        return (format_answer(kind, value, page or language),)
    names = [value] if kind is QuestionType.SELECT_ONE else value.split()
    said = list_choice_labels(question, names, language)
    if kind is QuestionType.RANK:
        return tuple(f"{place}. {text}" for place, text in enumerate(said, 1))
    return tuple(said)
