"""How long people take, estimated from the words that they read and the answers that they give."""

from __future__ import annotations

from vecu.questionnaires.model import Question, Questionnaire

WORDS_A_MINUTE = 238
"""Words of English prose read silently in a minute, the mean of 190 studies (Brysbaert, 2019,
Journal of Memory and Language 109)."""
SECONDS_TO_TICK, SECONDS_TO_WRITE = 4, 25
"""What answering takes beside reading: an assumption of ours, for a first guess only."""
READ_THROUGH = 20
"""Choices of a list that are read; a longer one is looked through for the one that fits."""
_STEP = 5


def estimate_seconds(question: Question, language: str) -> float:
    """Return the seconds that a person takes to read a question and to answer it."""
    choices = [choice.label for choice in question.choices[:READ_THROUGH]]
    words = sum(
        len(wording.say(language).split()) for wording in (question.label, question.hint, *choices)
    )
    reading = words * 60 / WORDS_A_MINUTE
    if not question.kind.has_input:
        return reading
    return reading + (SECONDS_TO_TICK if question.kind.listed else SECONDS_TO_WRITE)


def estimate_minutes(questionnaire: Questionnaire, language: str) -> int:
    """Return the minutes that people are told, if each question that is seen is met once.

    From five on they are told in fives: it is a guess.
    """
    seen = [question for question in questionnaire.questions.values() if question.seen]
    minutes = sum(estimate_seconds(question, language) for question in seen) / 60
    return max(1, round(minutes)) if minutes < _STEP else round(minutes / _STEP) * _STEP
