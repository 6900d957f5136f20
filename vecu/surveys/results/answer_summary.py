"""The review of answers, section by section, story by story. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from vecu.messages import printable
from vecu.questionnaires import (
    Page,
    PageKind,
    Question,
    Questionnaire,
    RenderedQuestion,
    Values,
    build_pages,
)
from vecu.surveys.results.answer_text import list_answer_texts

_POSITION = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A question and its answers; without `answers` it was left blank.

    `lapsed` is what was chosen before, if it no longer exists.
    """

    key: str
    label: str
    answers: tuple[str, ...]
    lapsed: str = ""


@dataclass(frozen=True, slots=True)
class SummarySection:
    """A section of the questionnaire, or one story of a repeat (`position` from 1, else 0).

    `among` is the number of stories in that repeat; `removable` means that the respondent may
    remove this one; `more` is the key of the page that adds one, '' if there is none.
    """

    title: str
    repeat: str
    position: int
    among: int
    removable: bool
    rows: tuple[SummaryRow, ...]
    more: str


def summarise_answers(
    questionnaire: Questionnaire,
    values: Values,
    language: str,
    *,
    today: date,
    seed: int | None = None,
    wording: str = "",
) -> list[SummarySection]:
    """Return all relevant questions with their answers, in order, for a page in `language`.

    The questions are in the language `wording` if the questionnaire has it.
    """
    spoken = questionnaire.language_for(wording, language)
    shown = build_pages(questionnaire, values, today=today, seed=seed, language=language)
    runs = [list(run) for _key, run in groupby(shown, key=_section_key)]
    instances = {(page.repeat, page.position) for page in shown if page.kind is not PageKind.MORE}
    stories = Counter(repeat for repeat, _position in instances)
    counted = {group.path for group in questionnaire.groups.values() if group.count is not None}
    parts = [
        SummarySection(
            title=run[0].section.label.say(spoken),
            repeat=run[0].repeat,
            position=run[0].position,
            among=stories[run[0].repeat],
            removable=bool(run[0].repeat)
            and stories[run[0].repeat] > 1
            and _path(questionnaire, run[0]) not in counted,
            rows=tuple(_rows(questionnaire, run, spoken, language)),
            more=next((page.key for page in run if page.kind is PageKind.MORE), ""),
        )
        for run in runs
    ]
    return [part for part in parts if part.rows or part.more]


def _path(questionnaire: Questionnaire, page: Page) -> str:
    return f"{questionnaire.root.path}/{_POSITION.sub('', page.repeat)}" if page.repeat else ""


def _section_key(page: Page) -> tuple[int, str, int]:
    """Return the section of a page; the page that asks for another story belongs to the last."""
    return page.section.position, page.repeat, page.position


def _rows(
    questionnaire: Questionnaire, run: list[Page], spoken: str, language: str
) -> Iterator[SummaryRow]:
    for page in run:
        for rendered in page.questions:
            if rendered.question.kind.has_input:
                label = rendered.question.label.say(spoken) or rendered.question.name
                known = _with_labels(questionnaire, rendered)
                answers = list_answer_texts(known, rendered.value, spoken, language)
                yield SummaryRow(page.key, label, answers, printable(rendered.lapsed))


def _with_labels(questionnaire: Questionnaire, rendered: RenderedQuestion) -> Question:
    """Return the question as rendered, or with all its choices if its answer is no longer offered.

    A choice that was withdrawn because another answer changed keeps its label.
    """
    question = rendered.question
    names = set(question.kind.split_answer(rendered.value))
    if question.repeat_choices is not None or question.choice_labels.keys() >= names:
        return question
    return questionnaire.questions.get(question.path, question)
