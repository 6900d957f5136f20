"""Members' pages of telephone and paper: what opens, what is said of it, the cards to call from."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts.queries import list_members
from vecu.accounts.rules import Role, can_run_fielding, can_write_questionnaire
from vecu.surveys.actions.interviews import (
    InterviewsRefused,
    find_obstacle,
    prepare_interviews,
)
from vecu.surveys.actions.statements import write_statement
from vecu.surveys.forms.staff import FieldingStateForm
from vecu.surveys.forms.statement import StatementForm
from vecu.surveys.links import SiteUrls
from vecu.surveys.print.render import Paper, PrintRefused, print_call_cards
from vecu.surveys.queries import (
    find_current_fielding,
    get_availability,
    get_latest_version,
    get_proposed_days,
    get_questionnaire,
)
from vecu.surveys.queries.statements import get_statement
from vecu.surveys.rules import NEXT_STATES, FieldingState, Mode
from vecu.surveys.views.studies import StudyVisit, study_page
from vecu.ui.requests import READ_OR_WRITE, make_pdf_response


@study_page(can_run_fielding, READ_OR_WRITE)
def show_modes(visit: StudyVisit) -> HttpResponse:
    """Say whether calls are taken, by whom, and what opens; a POST prepares the three modes."""
    if visit.sent is None:
        return visit.render("surveys/staff/interviews.html", _describe(visit))
    try:
        prepare_interviews(visit.study)
    except InterviewsRefused as refusal:
        return visit.render("surveys/staff/interviews.html", _describe(visit), [str(refusal)])
    visit.audit("prepared interviews")
    message = _("Telephone, interpreter and paper are prepared. Open them when you are ready.")
    return visit.go_on(message, "surveys:interviews")


@study_page(can_write_questionnaire, READ_OR_WRITE)
def write_statement_page(visit: StudyVisit) -> HttpResponse:
    """Write the impact assessment, the simple version, and what the call card says."""
    initial = StatementForm.get_initial_values(get_statement(visit.study))
    form = StatementForm(visit.sent, initial=initial)
    if visit.sent is not None and form.is_valid():
        write_statement(visit.study, form.columns, **visit.act)
        return visit.go_on(_("Written: everybody reads it."), "surveys:interviews")
    status = 422 if form.is_bound else 200
    return visit.render("surveys/staff/statement.html", {"form": form}, status=status)


@study_page(can_run_fielding)
def download_call_cards(visit: StudyVisit) -> HttpResponse:
    """Return a sheet of cards from which people call, all alike; or what they still lack."""
    statement, language = get_statement(visit.study), get_language() or ""
    if not statement.call_number:
        message = _("Write first which free number people call: “Assessment, simple words, card”.")
        return visit.render("surveys/staff/interviews.html", _describe(visit), [message])
    paper = Paper(visit.study, language, SiteUrls.of(visit.request))
    try:
        sheet = print_call_cards(paper, statement)
    except PrintRefused as refusal:
        return visit.render("surveys/staff/interviews.html", _describe(visit), [str(refusal)])
    return make_pdf_response(sheet, f"{visit.study.slug}-call-{language}.pdf")


def _describe(visit: StudyVisit) -> dict[str, Any]:
    study, today = visit.study, timezone.localdate()
    fielding = find_current_fielding(study, today, Mode.TELEPHONE)
    latest = get_latest_version(study)
    interviewers = [each for each in list_members(study.scope) if each.role is Role.INTERVIEWER]
    context: dict[str, Any] = {
        "obstacle": find_obstacle(get_questionnaire(latest)),
        "prepares": fielding is None or fielding.version_id != latest.pk,
        "interviewers": interviewers,
        "statement": get_statement(study),
        "calls": True,
        "fielding": fielding,
    }
    if fielding is None:
        return context
    nexts = NEXT_STATES[FieldingState(fielding.state)]
    return context | {
        "state": get_availability(fielding, today),
        "nexts": [state.value for state in FieldingState if state in nexts],
        "state_form": FieldingStateForm(initial=get_proposed_days(fielding)),
    }
