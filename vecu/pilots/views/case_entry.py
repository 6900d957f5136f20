"""The page on which a text is pasted: the text, and the diary code of whoever has one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vecu.fieldlog.queries import FieldLog
from vecu.fieldlog.views.diary_session import (
    DAYS_ON_PHONE,
    CodeEntry,
    enter_code,
)
from vecu.pilots.case_state import read_text
from vecu.pilots.cold_writing import ColdWritingPilot
from vecu.pilots.cold_writing.form_book import FormDescription, load_form_book
from vecu.pilots.cold_writing.households import Household, list_households
from vecu.pilots.views.check_visit import CheckVisit
from vecu.ui.fields import ErrorSummaryItem, Field
from vecu.ui.question_forms import (
    make_code_field,
    read_typed_code,
)
from vecu.ui.requests import get_requested_language


@dataclass(frozen=True, slots=True)
class EntryAnswer:
    """What follows: a `response`, or the `text` to read, by a `visit` that may have got a code."""

    visit: CheckVisit
    text: str
    response: HttpResponse | None = None
    token: str = ""


@dataclass(frozen=True, slots=True)
class FormChoices:
    """What a pilot that fills forms offers: nothing of a household is ever typed."""

    forms: Sequence[FormDescription]
    households: Sequence[Household]
    form: str
    household: str


def answer_entry(visit: CheckVisit) -> EntryAnswer:
    """Return what follows what was sent. Whatever is wrong, the text stays."""
    post = visit.request.POST
    text = read_text(post.dict())
    if get_requested_language(visit.request) or visit.switches:
        return EntryAnswer(visit, text, show_entry(visit, text))
    if visit.log and (post.get("code", "").strip() or "enter" in post):
        return _enter(visit, visit.log, text)
    return EntryAnswer(visit, text, None if visit.may_try else show_entry(visit, text))


def show_entry(
    visit: CheckVisit,
    text: str = "",
    problem: str = "",
    *,
    code: CodeEntry | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Show the page; `problem` is what is wrong with the text."""
    code_problem = code.problem if code else ""
    typed = read_typed_code(visit.request.POST)
    problems = [ErrorSummaryItem("text", problem)] if problem else []
    if code_problem:
        problems.append(ErrorSummaryItem("code", code_problem))
    field = Field(
        id="text",
        name="text",
        label=_(visit.pilot.asks_for),
        value=text,
        problem=problem,
        multiline=True,
    )
    response = visit.render(
        "check.html",
        status,
        field=field,
        code=make_code_field(typed, code_problem, _("The code that you drew")),
        code_open=bool(code_problem or typed),
        keep="keep" in visit.request.POST,
        days=DAYS_ON_PHONE,
        problems=problems,
        may_try=visit.may_try,
        form_choice=_list_form_choices(visit),
    )
    if code and code.retry_after:
        response["Retry-After"] = str(code.retry_after)
    return response


def _list_form_choices(visit: CheckVisit) -> FormChoices | None:
    """Return the forms and households to choose from, None where a text is pasted."""
    if not isinstance(visit.pilot, ColdWritingPilot):
        return None
    post = visit.request.POST
    return FormChoices(
        load_form_book().forms,
        list_households(),
        post.get("form", ""),
        post.get("household", ""),
    )


def _enter(visit: CheckVisit, log: FieldLog, text: str) -> EntryAnswer:
    """Take a right code, and go on with the text that stood beside it."""
    entry = enter_code(log, read_typed_code(visit.request.POST))
    if not entry.token:
        return EntryAnswer(visit, text, show_entry(visit, text, code=entry, status=entry.status))
    visit = replace(visit, worker=entry.token)
    return EntryAnswer(visit, text, None if text.strip() else visit.redirect(), entry.token)
