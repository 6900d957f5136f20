"""Which questions may break figures down: few categories, one answer from each person. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from vecu.messages import Message
from vecu.questionnaires import Group, Question, Questionnaire, QuestionType
from vecu.translation import gettext_noop

MOST_CHOICES = 20
"""Choices of a question that breaks figures down: with more, hardly a count reaches 11."""
MOST_BREAKDOWNS = 5
"""Breakdowns of one extract: each more gives those who compare tables one more way to do so."""


@dataclass(frozen=True, slots=True)
class BreakdownCandidate:
    """A closed question, and why figures cannot be broken down by it, None if they can."""

    question: Question
    obstacle: Message | None


def list_breakdown_candidates(questionnaire: Questionnaire) -> list[BreakdownCandidate]:
    """Return every closed question that people are asked, in the order of the questionnaire."""
    return [
        BreakdownCandidate(question, _find_obstacle(questionnaire, question))
        for question in _iter_closed_questions(questionnaire)
    ]


def _iter_closed_questions(questionnaire: Questionnaire) -> Iterator[Question]:
    for question in questionnaire.questions.values():
        if question.closed and question.seen:
            yield question


def _find_obstacle(questionnaire: Questionnaire, question: Question) -> Message | None:
    around = questionnaire.lineage_of(question.path)
    if any(isinstance(item, Group) and item.repeats for item in around):
        return Message(
            gettext_noop("It is answered once for each story, not once for each person.")
        )
    if question.kind is QuestionType.SELECT_MULTIPLE:
        return Message(gettext_noop("People may choose several answers."))
    if len(question.choices) > MOST_CHOICES:
        return Message(
            gettext_noop("It has %(found)s choices, and at most %(most)s are possible."),
            found=len(question.choices),
            most=MOST_CHOICES,
        )
    return None
