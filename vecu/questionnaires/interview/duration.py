"""Estimate how long an interview takes, from the words to read and the answers to give."""

from __future__ import annotations

from vecu.questionnaires.model import Question, Questionnaire

WORDS_A_MINUTE = 238
"""Words of English prose read silently in a minute, the mean of 190 studies (Brysbaert, 2019,
Journal of Memory and Language 109)."""
SECONDS_TO_TICK, SECONDS_TO_WRITE = 4, 25
"""Seconds for answering besides reading: our assumption, for a rough estimate only."""
READ_THROUGH = 20
"""Choices of a list that are read; in a longer one people search for theirs."""
_STEP = 5


def estimate_seconds(question: Question, language: str) -> float:
    """Return the seconds that a person needs to read a question and to answer it."""
    choices = [choice.label for choice in question.choices[:READ_THROUGH]]
    words = sum(
        len(wording.say(language).split()) for wording in (question.label, question.hint, *choices)
    )
    reading = words * 60 / WORDS_A_MINUTE
    if not question.kind.has_input:
        return reading
    return reading + (SECONDS_TO_TICK if question.kind.listed else SECONDS_TO_WRITE)


def estimate_minutes(questionnaire: Questionnaire, language: str) -> int:
    """Return the minutes shown to respondents, if each visible question is seen once.

    From five on rounded to fives: it is a rough estimate.
    """
    seen = [question for question in questionnaire.questions.values() if question.seen]
    minutes = sum(estimate_seconds(question, language) for question in seen) / 60
    return max(1, round(minutes)) if minutes < _STEP else round(minutes / _STEP) * _STEP
