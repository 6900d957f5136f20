"""Every page that a questionnaire can show, for those who write it: no answer decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from vecu.questionnaires.model import (
    OUTPUT,
    Choice,
    Group,
    Question,
    Questionnaire,
    Wording,
)
from vecu.questionnaires.pages import Page, PageKind, pages

_NODE = re.compile(r"\s*/[\w.\-]+(?:/[\w.\-]+)*/([\w.\-]+)(?![\w.\-/(:])\s*")


@dataclass(frozen=True, slots=True)
class PageAtRest:
    """A page as it stands before any answer.

    `conditions` are what earlier answers must fulfil for it to be shown, the outermost group's
    first, as authors write them: ${known} = 'yes'.
    """

    page: Page
    conditions: tuple[str, ...]


def list_every_page(questionnaire: Questionnaire, *, today: date) -> tuple[PageAtRest, ...]:
    """Return all pages in order, the first instance of each repeat among them.

    Conditions, filters of choices and counts of repeats are set aside, so nothing is hidden; what
    an answer would fill into a wording reads "…".
    """
    freed = _freed(questionnaire.root, questionnaire)
    open_to_all = replace(questionnaire, root=freed, order=())
    return tuple(
        PageAtRest(page, _conditions(questionnaire, page))
        for page in pages(open_to_all, {}, today=today)
        if not _counted(questionnaire, page)
    )


def _freed(group: Group, questionnaire: Questionnaire) -> Group:
    children = tuple(
        _freed(child, questionnaire)
        if isinstance(child, Group)
        else _asked_of_all(child, questionnaire)
        for child in group.children
    )
    label = _without_answers(group.label)
    return replace(group, children=children, label=label, relevant=None, count=None)


def _asked_of_all(question: Question, questionnaire: Questionnaire) -> Question:
    return replace(
        question,
        label=_without_answers(question.label),
        hint=_without_answers(question.hint),
        guidance=_without_answers(question.guidance),
        choices=tuple(
            replace(choice, label=_without_answers(choice.label))
            for choice in _choices(question, questionnaire)
        ),
        relevant=None,
        choice_filter=None,
        told=None,
    )


def _choices(question: Question, questionnaire: Questionnaire) -> tuple[Choice, ...]:
    """Return the choices there may be; one stands for all that people would say elsewhere."""
    if question.told is None or question.choices:
        return question.choices
    asked = questionnaire.questions[question.told.path].label
    texts = {language: f"… ({asked.say(language)})" for language in questionnaire.languages}
    return (Choice("…", Wording(texts)),)


def _without_answers(wording: Wording) -> Wording:
    if not wording.outputs:
        return wording
    texts = {language: text.replace(OUTPUT, "…") for language, text in wording.texts.items()}
    return replace(wording, texts=texts, outputs={})


def _counted(questionnaire: Questionnaire, page: Page) -> bool:
    """Tell whether a page asks for one more of what in truth comes in a computed number."""
    if page.kind is not PageKind.MORE:
        return False
    return questionnaire.groups[questionnaire.path_of(page.repeat)].count is not None


def _conditions(questionnaire: Questionnaire, page: Page) -> tuple[str, ...]:
    """Return the conditions of what stands on a page, each once."""
    addresses = [asked.address for asked in page.questions] or [page.repeat]
    found = (
        item.relevant.source
        for address in addresses
        for item in questionnaire.line_to(questionnaire.path_of(address))
        if item.relevant is not None
    )
    return tuple(dict.fromkeys(_as_written(source) for source in found))


def _as_written(source: str) -> str:
    """Return an expression with ${name} where the XForm has the whole path."""
    text = " ".join(_NODE.sub(r" ${\1} ", source).split())
    return re.sub(r"(?<=\() | (?=[,)])", "", text)
