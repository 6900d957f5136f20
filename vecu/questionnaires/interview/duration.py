"""Estimate how long an interview takes, from the words to read and the answers to give."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vecu.questionnaires.answers.paths import set_answer
from vecu.questionnaires.expressions.dependencies import is_child_step, resolve_path
from vecu.questionnaires.expressions.nodes import Values
from vecu.questionnaires.interview.paging import Page, RenderedQuestion, build_pages
from vecu.questionnaires.model import Question, Questionnaire

WORDS_A_MINUTE = 175
"""Words read silently in a minute: the slow end of most adults' range in English prose, 175 to 300
(Brysbaert, 2019, Journal of Memory and Language 109), since many read on a phone, with care."""
TYPED_A_MINUTE = 36.2
"""Words typed on a phone in a minute, the mean of 37,370 people (Palin et al., 2019, How do People
Type on Mobile Devices?, MobileHCI). They copied sentences; finding one's own words takes longer."""
WRITTEN = 15
"""Words of an answer in one's own words: our assumption."""
SECONDS_TO_TICK = 4
"""Seconds to tick a choice besides reading: our assumption, for a rough estimate only."""
READ_THROUGH = 20
"""Choices of a list that are read; in a longer one people search for theirs."""
MAX_EVALUATIONS = 40
"""The most sets of answers with which a way is looked for."""
_STEP = 5


@dataclass(frozen=True, slots=True)
class MinuteRange:
    """Whole minutes that the shortest and the longest way through a questionnaire take."""

    least: int
    most: int


def estimate_seconds(question: Question, language: str) -> float:
    """Return the seconds that a person needs to read a question and to answer it."""
    choices = [choice.label for choice in question.choices[:READ_THROUGH]]
    words = sum(
        len(wording.say(language).split()) for wording in (question.label, question.hint, *choices)
    )
    reading = words * 60 / WORDS_A_MINUTE
    if not question.kind.has_input:
        return reading
    writing = WRITTEN * 60 / TYPED_A_MINUTE
    return reading + (SECONDS_TO_TICK if question.kind.is_listed else writing)


def estimate_minutes(questionnaire: Questionnaire, language: str, *, today: date) -> MinuteRange:
    """Return the minutes shown to respondents, with one story of each kind that can be told.

    From ten on they are in fives, and the most is rounded up: it is a rough estimate.
    """
    least, most = (
        _time_way(questionnaire, language, today, longest=longest) / 60 for longest in (False, True)
    )
    low = round(least) if least < 2 * _STEP else round(least / _STEP) * _STEP
    high = math.ceil(most) if most < 2 * _STEP else math.ceil(most / _STEP) * _STEP
    return MinuteRange(max(1, low), max(1, high))


def _time_way(questionnaire: Questionnaire, language: str, today: date, *, longest: bool) -> float:
    """Return the seconds of a way on which each answer that decides about others is chosen so.

    Answers are chosen one after another, so that a longer or shorter way may exist.
    """

    def look(values: Values) -> tuple[float, tuple[Page, ...]]:
        pages = build_pages(questionnaire, values, today=today, language=language)
        questions = (rendered.question for page in pages for rendered in page.questions)
        return sum(estimate_seconds(each, language) for each in questions), pages

    deciding = set(_iter_deciding(questionnaire))
    values: Values = {}
    seconds, pages = look(values)
    tried, left = set[str](), MAX_EVALUATIONS
    while left > 0 and (rendered := _find_untried(pages, deciding, tried)):
        tried.add(rendered.address)
        choices = [choice.name for choice in rendered.question.choices[:left]]
        left -= len(choices)
        given = [set_answer(values, rendered.address, name) for name in choices]
        paths = [(*look(each), each) for each in given]
        if paths:
            best = (max if longest else min)(paths, key=lambda path: path[0])
            if (best[0] > seconds) is longest and best[0] != seconds:
                seconds, pages, values = best
    return seconds


def _find_untried(
    pages: tuple[Page, ...], deciding: set[str], tried: set[str]
) -> RenderedQuestion | None:
    return next(
        (
            rendered
            for page in pages
            for rendered in page.questions
            if rendered.question.path in deciding and rendered.address not in tried
        ),
        None,
    )


def _iter_deciding(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the closed questions that decide whether something else is asked."""
    for item in questionnaire.root.walk():
        for read in item.relevant.paths if item.relevant is not None else ():
            steps = resolve_path(read, item.path.strip("/").split("/"))
            path = f"/{'/'.join(steps)}"
            question = questionnaire.questions.get(path)
            if all(map(is_child_step, steps)) and question is not None and question.kind.is_closed:
                yield path
