"""Apply the input of one page to the answers, and check it."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from vecu.questionnaires import (
    AnswerProblem,
    ConstraintRule,
    EvaluatedForm,
    Page,
    PageKind,
    Questionnaire,
    RenderedQuestion,
    Values,
    add_repeat_instance,
    parse_input,
    set_answer,
    validate_questions,
)
from vecu.surveys.queries import EvaluationContext, RespondentContext

MORE = "more"
"""The input of the page that asks whether there is another story; its value is yes or no."""

Typed = Mapping[str, Sequence[str]]
"""What a form sent: the texts by input name."""


def list_inputs(page: Page) -> list[RenderedQuestion]:
    """Return the questions of a page that take input, without notes and fixed values."""
    return [
        rendered
        for rendered in page.questions
        if rendered.question.kind.has_input and not rendered.question.read_only
    ]


def apply_input(
    questionnaire: Questionnaire,
    page: Page,
    values: Values,
    typed: Typed,
    context: EvaluationContext,
) -> Values:
    """Return `values` with the page's answers replaced by what was typed.

    Files are handled in `answer_files`.
    """
    if page.kind is PageKind.MORE:
        if list(typed.get(MORE, [])) != ["yes"]:
            return values
        return add_repeat_instance(questionnaire, values, page.repeat, **context)
    for rendered in list_inputs(page):
        if rendered.question.kind.is_file:
            continue
        values = set_answer(values, rendered.address, _text(rendered, typed, context["language"]))
    return values


def _text(rendered: RenderedQuestion, typed: Typed, language: str) -> str:
    texts = typed.get(rendered.name, [])
    raw = " ".join(texts if rendered.question.kind.has_several else texts[-1:])
    return parse_input(rendered.question, raw, language)


def include_answered_questions(
    page: Page, new: Sequence[RenderedQuestion], inputs: Collection[str]
) -> Page:
    """Return the page with those `new` questions that were answered on it.

    A rejected page is rendered with the questions that its answers made relevant, so these can
    be sent with it although nothing was saved.
    """
    known = {rendered.address for rendered in page.questions}
    more = [each for each in new if each.address not in known and each.name in inputs]
    return page._replace(questions=(*page.questions, *more)) if more else page


def check_page(
    filled: EvaluatedForm,
    page: Page,
    new: Sequence[RenderedQuestion],
    typed: Typed,
    visit: RespondentContext,
    *,
    leniently: bool,
) -> list[AnswerProblem]:
    """Return the problems of this page only; `leniently` ignores answers that are merely missing.

    Questions in `new` have not been shown yet, so they have no problems.
    """
    names = (
        {MORE} if page.kind is PageKind.MORE else {rendered.name for rendered in list_inputs(page)}
    )
    # A question that another answer had made relevant may be sent though it no longer is.
    own = page.key.removesuffix("block") if page.kind is PageKind.BLOCK else None
    if any(own is None or not name.startswith(own) for name in typed.keys() - names):
        return [_belongs_elsewhere(page)]
    if page.kind is PageKind.MORE:
        return [] if leniently else _check_more(page, typed.get(MORE, []))
    addresses = {rendered.address for rendered in page.questions} - {
        rendered.address for rendered in new
    }
    problems = validate_questions(
        filled, addresses, language=visit.language, wording=visit.reading.wording
    )
    return [
        problem
        for problem in problems
        if not (leniently and problem.rule is ConstraintRule.REQUIRED)
    ]


def _check_more(page: Page, texts: Sequence[str]) -> list[AnswerProblem]:
    if list(texts) in (["yes"], ["no"]):
        return []
    rule = ConstraintRule.CHOICE if texts else ConstraintRule.REQUIRED
    return [AnswerProblem(page.repeat, "", rule, "", _("Choose yes or no."))]


def _belongs_elsewhere(page: Page) -> AnswerProblem:
    message = _("What was sent belongs to another page, so nothing was saved. Please answer here.")
    return AnswerProblem(page.key, "", ConstraintRule.UNKNOWN, "", message)
