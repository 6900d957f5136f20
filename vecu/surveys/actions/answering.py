"""What one page's form makes of the answers, and what is wrong with it."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from vecu.questionnaires import (
    Asked,
    Filled,
    Kind,
    Page,
    PageKind,
    Problem,
    Questionnaire,
    Rule,
    Values,
    check_some,
    new_instance,
    normalise,
    put,
)
from vecu.surveys.queries import Circumstances, Visit

MORE = "more"
"""The input of the page that asks whether there is another story; its value is yes or no."""

Typed = Mapping[str, Sequence[str]]
"""What a form sent: the texts under each input's name."""


def inputs_of(page: Page) -> list[Asked]:
    """Return the questions of a page that a person answers, notes and fixed values left out."""
    return [
        asked
        for asked in page.questions
        if asked.question.kind.asked and not asked.question.read_only
    ]


def answered(
    questionnaire: Questionnaire, page: Page, values: Values, typed: Typed, around: Circumstances
) -> Values:
    """Return `values` with what was typed on this page in place of what stood there.

    Files are not typed: see `enclosing`.
    """
    if page.kind is PageKind.MORE:
        if list(typed.get(MORE, [])) != ["yes"]:
            return values
        return new_instance(questionnaire, values, page.repeat, **around)
    for asked in inputs_of(page):
        if asked.question.kind.enclosed:
            continue
        values = put(values, asked.address, _text(asked, typed, around["language"]))
    return values


def _text(asked: Asked, typed: Typed, language: str) -> str:
    texts = typed.get(asked.name, [])
    if asked.question.kind in {Kind.SELECT_MULTIPLE, Kind.RANK}:
        raw = " ".join(texts)
    else:
        raw = texts[-1] if texts else ""
    return normalise(asked.question, raw, language)


def with_answered(page: Page, new: Sequence[Asked], inputs: Collection[str]) -> Page:
    """Return the page with those of the `new` questions that were answered on it.

    A page that was refused is drawn with what its answers bring, so that comes back with them,
    though nothing was saved.
    """
    known = {asked.address for asked in page.questions}
    more = [each for each in new if each.address not in known and each.name in inputs]
    return page._replace(questions=(*page.questions, *more)) if more else page


def check_page(
    filled: Filled,
    page: Page,
    new: Sequence[Asked],
    typed: Typed,
    visit: Visit,
    *,
    leniently: bool,
) -> list[Problem]:
    """Return what is wrong on this page only; `leniently` leaves out what is merely missing.

    What is `new` there was not seen yet, so nothing is wrong with it.
    """
    names = {MORE} if page.kind is PageKind.MORE else {asked.name for asked in inputs_of(page)}
    # What another answer had brought to the page may be sent although it is not asked any more.
    own = page.key.removesuffix("block") if page.kind is PageKind.BLOCK else None
    if any(own is None or not name.startswith(own) for name in typed.keys() - names):
        return [_belongs_elsewhere(page)]
    if page.kind is PageKind.MORE:
        return [] if leniently else _check_more(page, typed.get(MORE, []))
    addresses = {asked.address for asked in page.questions} - {asked.address for asked in new}
    problems = check_some(filled, addresses, language=visit.language)
    return [problem for problem in problems if not (leniently and problem.rule is Rule.REQUIRED)]


def _check_more(page: Page, texts: Sequence[str]) -> list[Problem]:
    if list(texts) in (["yes"], ["no"]):
        return []
    rule = Rule.CHOICE if texts else Rule.REQUIRED
    return [Problem(page.repeat, "", rule, "", _("Choose yes or no."))]


def _belongs_elsewhere(page: Page) -> Problem:
    message = _("What was sent belongs to another page, so nothing was saved. Please answer here.")
    return Problem(page.key, "", Rule.UNKNOWN, "", message)
