"""Answers as text: choices by label, files by type."""

from vecu.file_sanitizer.sanitize import describe_file
from vecu.messages import Message
from vecu.questionnaires import (
    AnswerValue,
    Question,
    format_answer,
    is_pending_attachment,
    list_choice_labels,
)
from vecu.translation import gettext_noop

READ = gettext_noop("I have read this")
"""The label of the checkbox of an acknowledgement."""
AWAITED = gettext_noop("a file that has not come")
"""Text for a file that a program named and never sent."""


def list_answer_texts(
    question: Question, value: str, language: str, page: str = ""
) -> tuple[str, ...]:
    """Return an answer as texts, choices by label; nothing if it is blank.

    `language` is the questionnaire's; `page` is the page's if it differs, and formats numbers.
    """
    kind = question.kind
    if not value:
        return ()
    if kind.holds is AnswerValue.TICK:
        return (Message(READ).say(language),)
    if kind.is_file:
        words = Message(AWAITED) if is_pending_attachment(value) else describe_file(value)
        return (words.say(language) if isinstance(words, Message) else value,)
    if not kind.is_listed:
        return (format_answer(kind, value, page or language),)
    said = list_choice_labels(question, kind.split_answer(value), language)
    if kind.holds is AnswerValue.RANKING:
        return tuple(f"{position}. {text}" for position, text in enumerate(said, 1))
    return tuple(said)
