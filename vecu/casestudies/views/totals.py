"""Members' pages on which totals and readings are noted, and a result is confirmed or contested."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.casestudies.forms import BlindReadingForm, LotWeekForm
from vecu.casestudies.queries import (
    ToolEvaluation,
    find_reading,
    find_week,
    get_evaluation_detail,
)
from vecu.casestudies.record_kinds import get_evaluation_title
from vecu.casestudies.rules import LOT_NAMES
from vecu.casestudies.views.evaluation_access import (
    EvaluationVisit,
    evaluation_page,
    get_evaluation_address,
)
from vecu.casestudies.week_presenters import (
    describe_clocked_days,
)
from vecu.records.actions import respond_to_record
from vecu.records.submission import FormOutcome
from vecu.records.views import WRITE
from vecu.register.views.responses import ResponsePage
from vecu.ui.content_forms import ContentForm
from vecu.ui.requests import READ_OR_WRITE


@evaluation_page(allowed.can_edit_system, READ_OR_WRITE)
def note_week(visit: EvaluationVisit, evaluation: UUID, lot: int, week: int) -> HttpResponse:
    """Note the totals of a lot in a week, or correct them: the history shows both."""
    row = visit.get_evaluation(evaluation)
    if lot not in row.order or not 1 <= week <= row.weeks:
        raise Http404
    hidden = {"evaluation": row.pk, "lot": lot, "week": week}
    sent = _submit(visit, LotWeekForm, find_week(row, lot, week), hidden)
    if sent.is_done:
        return visit.go_on(_("Noted."), "casestudies:evaluation", row.pk)
    return visit.show_form(
        sent,
        _("Group %(lot)s, week %(week)s") % {"lot": LOT_NAMES[lot], "week": week},
        _(
            "Totals of the whole group, from papers on which nobody writes a name. Only members"
            " read them. Days that were drawn for the clock: %(days)s."
        )
        % {"days": describe_clocked_days(row, week)},
        _("Save the totals"),
        get_evaluation_address(visit.system, row.pk),
    )


@evaluation_page(allowed.can_edit_system, READ_OR_WRITE)
def note_reading(visit: EvaluationVisit, evaluation: UUID) -> HttpResponse:
    """Note a blind reading."""
    return _reading_page(visit, visit.get_evaluation(evaluation), None)


@evaluation_page(allowed.can_edit_system, READ_OR_WRITE)
def change_reading(visit: EvaluationVisit, evaluation: UUID, reading: UUID) -> HttpResponse:
    """Correct a blind reading."""
    row = visit.get_evaluation(evaluation)
    found = find_reading(row, reading)
    if found is None:
        raise Http404
    return _reading_page(visit, row, found)


def _reading_page(visit: EvaluationVisit, row: ToolEvaluation, reading: Any) -> HttpResponse:
    sent = _submit(visit, BlindReadingForm, reading, {"evaluation": row.pk})
    if sent.is_done:
        return visit.go_on(_("Noted."), "casestudies:evaluation", row.pk)
    return visit.show_form(
        sent,
        _("A blind reading"),
        _(
            "Of invented visits that were played. Counts only; everybody reads whether enough"
            " agree."
        ),
        _("Save the counts"),
        get_evaluation_address(visit.system, row.pk),
    )


def _submit(
    visit: EvaluationVisit, form_type: type[ContentForm[Any]], row: Any, hidden: dict[str, Any]
) -> FormOutcome[Any]:
    """Return the form of what an evaluation holds; `hidden` says where in it a new one belongs."""
    if visit.sent is None and row is None:
        return FormOutcome(form_type(initial=hidden))
    return visit.submit(form_type, row)


@evaluation_page(allowed.can_respond, WRITE)
def confirm(visit: EvaluationVisit, evaluation: UUID) -> HttpResponse:
    """Confirm a result that the other side noted."""
    return _get_response_page(visit, evaluation).confirm()


@evaluation_page(allowed.can_respond, READ_OR_WRITE)
def contest(visit: EvaluationVisit, evaluation: UUID) -> HttpResponse:
    """Contest a result, with a reason that everybody reads."""
    return _get_response_page(visit, evaluation).contest()


def _get_response_page(visit: EvaluationVisit, evaluation: UUID) -> ResponsePage:
    row = visit.get_evaluation(evaluation)
    if get_evaluation_detail(row).net is None:
        raise Http404
    return ResponsePage(
        visit.request,
        visit.system,
        visit.role,
        row,
        get_evaluation_title(row),
        get_evaluation_address(visit.system, row.pk),
        lambda verdict, **said: respond_to_record(row, verdict, **said, **visit.act),
    )
