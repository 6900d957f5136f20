"""How far a respondent is: the number of a page among those of their path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from vecu.questionnaires.answers.paths import set_answer
from vecu.questionnaires.expressions.nodes import Values
from vecu.questionnaires.interview.paging import Page, PageKind, RenderedQuestion, build_pages
from vecu.questionnaires.model import Group, Questionnaire
from vecu.questionnaires.question_types import AnswerValue

MOST_CHOICES = 12
"""Choices of a question up to which each is tried for the pages that it opens."""
MOST_TRIES = 48
"""Choices of one page up to which they are tried, so that no page of a form is slow to answer."""


@dataclass(frozen=True, slots=True)
class InterviewProgress:
    """The number of a page, and how many pages there are, both from 1."""

    position: int
    total: int


def measure_progress(
    questionnaire: Questionnaire,
    values: Values,
    pages: Sequence[Page],
    page: Page,
    *,
    today: date,
    seed: int | None = None,
    language: str = "",
) -> InterviewProgress:
    """Return where `page` stands among `pages`, which `build_pages` made of the same answers.

    The total is that of the path as the answers so far make it. A blank choice on the page itself
    counts with the longest path that it opens, so that no answer to this page makes the total grow.
    Only a later page can: one more story, say. The page that asks for one more is counted each time
    that it was answered with yes, so that the number grows from each page to the next.
    A page with very many choices counts as it stands.
    """

    def count(rendered: RenderedQuestion, choice: str) -> int:
        tried = set_answer(values, rendered.address, choice)
        shown = build_pages(questionnaire, tried, today=today, seed=seed, language=language)
        return len(shown) - len(pages)

    deciding = [rendered for rendered in page.questions if _decides(questionnaire, rendered)]
    if sum(len(rendered.question.choices) for rendered in deciding) > MOST_TRIES:
        deciding = []
    more = sum(
        max(0, *(count(rendered, choice.name) for choice in rendered.question.choices))
        for rendered in deciding
    )
    position = next(number for number, other in enumerate(pages, 1) if other.key == page.key)
    repetitions = _count_repetitions(pages, pages[:position])
    total = len(pages) + _count_repetitions(pages, pages) + more
    return InterviewProgress(position + repetitions, total)


def _count_repetitions(pages: Sequence[Page], passed: Sequence[Page]) -> int:
    """Return how often, to come this far, somebody answered that there is one more."""
    asking = {page.repeat for page in pages if page.kind is PageKind.MORE}
    added = {
        (page.repeat, page.position)
        for page in passed
        if page.kind is not PageKind.MORE and page.position > 1 and page.repeat in asking
    }
    return len(added)


def _decides(questionnaire: Questionnaire, rendered: RenderedQuestion) -> bool:
    """Return whether a question is still blank and its choice may decide which pages follow."""
    question = rendered.question
    return (
        question.kind.holds is AnswerValue.CHOICE
        and not rendered.value
        and not question.read_only
        and 0 < len(question.choices) <= MOST_CHOICES
        and question.name in _names_in_conditions(questionnaire)
    )


@lru_cache(maxsize=64)
def _names_in_conditions(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the last name of every path that a condition of the questionnaire reads."""

    def conditions(group: Group) -> set[str]:
        own = {
            path.rpartition("/")[2]
            for item in group.children
            if item.relevant is not None
            for path in item.relevant.paths
        }
        inner = [conditions(item) for item in group.children if isinstance(item, Group)]
        return own.union(*inner)

    return frozenset(conditions(questionnaire.root))
