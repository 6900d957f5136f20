"""Format answers for people, rather than as the XForm holds them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from vecu.questionnaires.answers.input_parsing import is_datetime, is_point, is_time
from vecu.questionnaires.model import Question, QuestionType
from vecu.translation import localise_decimal

_DECIMALS = frozenset({QuestionType.DECIMAL, QuestionType.RANGE})


def format_answer(kind: QuestionType, text: str, language: str) -> str:
    """Return an answer as readers of `language` write it; an invalid one unchanged.

    Dates day first, times without seconds, decimals with a comma in French, coordinates separated
    by a comma.
    """
    if kind in _DECIMALS:
        return localise_decimal(text, language)
    if kind is QuestionType.DATE:
        return _day(text)
    if kind is QuestionType.TIME and is_time(text):
        return text[:5]
    if kind is QuestionType.DATETIME and is_datetime(text):
        day, _t, hour = text.partition("T")
        return f"{_day(day)} {hour[:5]}"
    return text.replace(" ", ", ") if kind is QuestionType.GEOPOINT and is_point(text) else text


def _day(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def list_choice_labels(question: Question, names: Sequence[str], language: str) -> list[str]:
    """Return the labels of choices; the name itself if the form has no such choice."""
    labels = question.choice_labels
    return [(labels[name].say(language) if name in labels else "") or name for name in names]
