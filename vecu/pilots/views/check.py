"""Work with a pilot: paste a text or take an invented one, and decide about each proposal.

Stateless: the form carries the text. With a diary code a decision is noted in the field log, as a
note of the diary is; without one nothing is kept at all.
"""

import secrets

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.fieldlog.views.diary_session import hold_diary_token
from vecu.messages import TranslatableError
from vecu.pilots.case_state import CaseState, read_case_state, read_text
from vecu.pilots.cold_writing import ColdWritingPilot
from vecu.pilots.cold_writing.case_texts import map_form_cases
from vecu.pilots.interface import InventedCase
from vecu.pilots.views.case_entry import answer_entry, show_entry
from vecu.pilots.views.case_turn import CaseTurn
from vecu.pilots.views.check_visit import CheckVisit, check_page
from vecu.pilots.views.form_turn import FormTurn
from vecu.ui.templatetags.ui import current_language


@require_http_methods(["GET", "HEAD", "POST"])
@check_page
def check_text(visit: CheckVisit) -> HttpResponse:
    """Ask for a text, then for a decision about each proposal."""
    if visit.request.method != "POST":
        return show_entry(visit)
    if isinstance(visit.pilot, ColdWritingPilot) and "open" in visit.request.POST:
        return _open_form(visit)
    if "token" in visit.request.POST and visit.may_try:
        return _answer_case(visit, None)
    entry = answer_entry(visit)
    response = entry.response or _open_case(entry.visit, entry.text, None)
    if entry.token:
        hold_diary_token(visit.request, response, entry.token)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@check_page
def check_invented(visit: CheckVisit, key: str) -> HttpResponse:
    """Show an invented text, with a decision to take about each proposal."""
    case = next((each for each in visit.pilot.cases if each.key == key), None)
    if case is None:
        raise Http404
    if not visit.may_try:
        return visit.redirect()
    if isinstance(visit.pilot, ColdWritingPilot):
        return FormTurn(visit, map_form_cases()[key]).answer()
    if "token" in visit.request.POST:
        return _answer_case(visit, case)
    return _open_case(visit, case.text, case)


def _open_form(visit: CheckVisit) -> HttpResponse:
    """Lead to a form of the list; nothing else can be opened."""
    post = visit.request.POST
    case = map_form_cases().get(f"{post.get('form', '')}-{post.get('household', '')}")
    if case is None or not visit.may_try:
        return show_entry(
            visit, problem=_("Choose a household and a form of the list."), status=422
        )
    return visit.redirect(case.key)


def _open_case(visit: CheckVisit, text: str, case: InventedCase | None) -> HttpResponse:
    state = CaseState(text, secrets.token_hex(16), visit.version_mark)
    try:
        return CaseTurn(visit, case, state).show()
    except TranslatableError as refused:
        return show_entry(visit, text, refused.say(current_language()), status=422)


def _answer_case(visit: CheckVisit, case: InventedCase | None) -> HttpResponse:
    """Do what a button of the page asks; what was sent stays in the form, whatever is wrong."""
    post = visit.request.POST
    try:
        turn = CaseTurn(visit, case, read_case_state(post.dict()))
        return turn.answer()
    except TranslatableError as refused:
        text = read_text(post.dict())
        return show_entry(visit, text, refused.say(current_language()), status=422)
