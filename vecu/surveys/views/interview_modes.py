"""Members' page: whether a study takes answers by telephone and on paper."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.queries import list_members
from vecu.accounts.rules import Role, can_run_fielding
from vecu.surveys.actions.interviews import (
    InterviewsRefused,
    find_obstacle,
    prepare_interviews,
)
from vecu.surveys.forms.staff import FieldingStateForm
from vecu.surveys.queries import (
    find_current_fielding,
    get_availability,
    get_latest_version,
    get_proposed_days,
    get_questionnaire,
)
from vecu.surveys.rules import NEXT_STATES, FieldingState, Mode
from vecu.surveys.views.studies import StudyVisit, study_page
from vecu.ui.requests import READ_OR_WRITE


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


def _describe(visit: StudyVisit) -> dict[str, Any]:
    study, today = visit.study, timezone.localdate()
    fielding = find_current_fielding(study, today, Mode.TELEPHONE)
    latest = get_latest_version(study)
    interviewers = [each for each in list_members(study.scope) if each.role is Role.INTERVIEWER]
    context: dict[str, Any] = {
        "obstacle": find_obstacle(get_questionnaire(latest)),
        "prepares": fielding is None or fielding.version_id != latest.pk,
        "interviewers": interviewers,
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
