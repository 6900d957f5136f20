"""Every page that a questionnaire can show, for its authors; independent of answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from vecu.questionnaires.answer_formats import restore_references
from vecu.questionnaires.interview.paging import Page, PageKind, build_pages
from vecu.questionnaires.model import OUTPUT, Choice, Group, Question, Questionnaire, Wording


@dataclass(frozen=True, slots=True)
class PagePreview:
    """A page without any answers.

    `conditions` are what earlier answers must fulfil for it to be shown, the outermost group's
    first, as authors write them: ${known} = 'yes'. `of_some` are additional conditions of some of
    its questions, each as the question's name and a condition.
    """

    page: Page
    conditions: tuple[str, ...]
    of_some: tuple[tuple[str, str], ...] = ()


def list_preview_pages(questionnaire: Questionnaire, *, today: date) -> tuple[PagePreview, ...]:
    """Return all pages in order, with the first instance of each repeat.

    Conditions, choice filters and repeat counts are ignored, so nothing is hidden; piped answers
    read "…".
    """
    freed = _unconditional_group(questionnaire.root, questionnaire)
    open_to_all = replace(questionnaire, root=freed, order=())
    return tuple(
        PagePreview(page, *_conditions(questionnaire, page))
        for page in build_pages(open_to_all, {}, today=today)
        if not _counted(questionnaire, page)
    )


def _unconditional_group(group: Group, questionnaire: Questionnaire) -> Group:
    children = tuple(
        _unconditional_group(child, questionnaire)
        if isinstance(child, Group)
        else _unconditional_question(child, questionnaire)
        for child in group.children
    )
    label = _without_answers(group.label)
    return replace(group, children=children, label=label, relevant=None, count=None)


def _unconditional_question(question: Question, questionnaire: Questionnaire) -> Question:
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
        repeat_choices=None,
    )


def _choices(question: Question, questionnaire: Questionnaire) -> tuple[Choice, ...]:
    """Return the possible choices; one placeholder for repeat choices in people's own words."""
    if question.repeat_choices is None or question.choices:
        return question.choices
    label = questionnaire.questions[question.repeat_choices.path].label
    texts = {language: f"… ({label.say(language)})" for language in questionnaire.languages}
    return (Choice("…", Wording(texts)),)


def _without_answers(wording: Wording) -> Wording:
    if not wording.outputs:
        return wording
    texts = {language: text.replace(OUTPUT, "…") for language, text in wording.texts.items()}
    return replace(wording, texts=texts, outputs={})


def _counted(questionnaire: Questionnaire, page: Page) -> bool:
    """Return whether a page asks for another instance of a repeat whose number is computed."""
    if page.kind is not PageKind.MORE:
        return False
    return questionnaire.groups[questionnaire.path_of(page.repeat)].count is not None


def _conditions(
    questionnaire: Questionnaire, page: Page
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the conditions of a page, then those that only some of its questions have.

    The page's are those of the groups that contain all of it; the page of one question has that
    question's too.
    """
    addresses = [rendered.address for rendered in page.questions] or [page.repeat]
    lines = [questionnaire.lineage_of(questionnaire.path_of(address)) for address in addresses]
    levels = zip(*lines, strict=False)
    shared = tuple(items[0] for items in levels if all(item is items[0] for item in items))
    of_some = (
        (line[-1].name, condition) for line in lines for condition in _written(line[len(shared) :])
    )
    return _written(shared), tuple(of_some)


def _written(line: tuple[Group | Question, ...]) -> tuple[str, ...]:
    """Return the conditions along a line of ancestors, each once."""
    found = (restore_references(item.relevant.source) for item in line if item.relevant is not None)
    return tuple(dict.fromkeys(found))
