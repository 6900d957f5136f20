"""Format answers for people, rather than as the XForm holds them."""

from __future__ import annotations

from collections.abc import Sequence

from vecu.questionnaires.model import Question
from vecu.questionnaires.question_types import QuestionType


def format_answer(kind: QuestionType, text: str, language: str) -> str:
    """Return an answer as readers of `language` write it; an invalid one unchanged.

    Dates day first, times without seconds, decimals with a comma in French, coordinates separated
    by a comma.
    """
    return kind.traits.format(text, language)


def list_choice_labels(question: Question, names: Sequence[str], language: str) -> list[str]:
    """Return the labels of choices; the name itself if the form has no such choice."""
    labels = question.choice_labels
    return [(labels[name].say(language) if name in labels else "") or name for name in names]
