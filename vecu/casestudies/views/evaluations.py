"""Members' pages of evaluations: all of a system, the plan, the draw, what they tell."""

from collections.abc import Sequence
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.accounts.queries import list_mandates
from vecu.casestudies.actions import draw_lots, fix_lots, stop_evaluation
from vecu.casestudies.checks import list_consultation_problems, list_fixed_problems
from vecu.casestudies.forms import (
    EvaluationDrawForm,
    EvaluationPlanForm,
    EvaluationStopForm,
)
from vecu.casestudies.net_minutes import average_felt_minutes
from vecu.casestudies.presenters import (
    FELT_AND_MEASURED,
    FEW_CASES,
    describe_drawer,
    describe_net,
    describe_opinion,
    describe_reading,
    draw_net,
    list_default_limits,
    list_draw_lines,
    list_planned_limits,
)
from vecu.casestudies.queries import (
    ToolEvaluation,
    get_evaluation_detail,
    list_evaluations,
)
from vecu.casestudies.record_kinds import EVALUATIONS, get_evaluation_title
from vecu.casestudies.rules import EvaluationState, NetVerdict
from vecu.casestudies.views.evaluation_access import (
    EvaluationVisit,
    evaluation_page,
    get_evaluation_address,
)
from vecu.casestudies.week_presenters import (
    list_deviations,
    list_week_rows,
    list_week_sentences,
)
from vecu.dialogue.queries import get_dialogue_detail
from vecu.evidence.sources import Audience
from vecu.records.descriptions import describe_claim, list_response_lines
from vecu.records.history import HistoryPage, build_history
from vecu.records.rules import get_side
from vecu.records.submission import FormOutcome, press_button, read_revision
from vecu.records.views import WRITE
from vecu.register.queries import System
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.templatetags.ui import day as format_day


@evaluation_page(allowed.can_see_system)
def list_all(visit: EvaluationVisit) -> HttpResponse:
    """List the evaluations of a system, with what so few can show."""
    today = localdate()
    lines = [
        (each, get_evaluation_title(each), _(each.judge_state(today).label))
        for each in list_evaluations(visit.system)
    ]
    context = {"lines": lines, "limits": list_default_limits()}
    return visit.render("casestudies/evaluations.html", context)


@evaluation_page(allowed.can_edit_system, READ_OR_WRITE)
def plan(visit: EvaluationVisit) -> HttpResponse:
    """Plan an evaluation."""
    return _plan_page(visit, None)


@evaluation_page(allowed.can_edit_system, READ_OR_WRITE)
def change_plan(visit: EvaluationVisit, evaluation: UUID) -> HttpResponse:
    """Change a plan, until the lots are fixed."""
    return _plan_page(visit, visit.get_evaluation(evaluation))


def _plan_page(visit: EvaluationVisit, row: ToolEvaluation | None) -> HttpResponse:
    sent = visit.submit(EvaluationPlanForm, row, consultations=list_consultation_choices(visit))
    if sent.is_done:
        return visit.go_on(_("Saved."), "casestudies:evaluation", sent.row.pk)
    if sent.is_removed:
        sent = FormOutcome(
            visit.begin_again(EvaluationPlanForm, consultations=list_consultation_choices(visit))
        )
    back = get_evaluation_address(visit.system, row.pk) if row else ""
    return visit.show_form(
        sent,
        _("Change the plan") if row else _("Plan an evaluation"),
        _("The plan prints as the protocol that the CST or CSE is consulted on, before the pilot."),
        _("Save the plan"),
        back or visit.make_address("casestudies:evaluations"),
        removes=visit.make_address("casestudies:remove-evaluation", row.pk) if row else "",
        row=row,
    )


def list_consultation_choices(visit: EvaluationVisit) -> list[tuple[str, str]]:
    """Return the consultations of the dialogue about a system, the latest first."""
    detail = get_dialogue_detail(visit.system.scope, Audience.MEMBERS, localdate())
    return [
        (str(row.pk), f"{row.body}, {format_day(row.day)}, {row.reference}")
        for each in reversed(detail.consultations)
        if (row := each.consultation)
    ]


@evaluation_page(allowed.can_edit_system, WRITE)
def remove(visit: EvaluationVisit, evaluation: UUID) -> HttpResponse:
    """Remove a plan whose lots are not fixed."""
    row = visit.get_evaluation(evaluation)
    if problem := visit.remove(row):
        return show_evaluation(visit, row, [problem])
    return visit.go_on(_("Removed. The history can undo it."), "casestudies:evaluations")


@evaluation_page(allowed.can_see_system)
def show(visit: EvaluationVisit, evaluation: UUID) -> HttpResponse:
    """Show an evaluation: its next step, its weeks, what it tells."""
    return show_evaluation(visit, visit.get_evaluation(evaluation))


@evaluation_page(allowed.can_edit_system, WRITE)
def fix(visit: EvaluationVisit, evaluation: UUID) -> HttpResponse:
    """Fix the lots; the laboratory's half of the draw is made now, and hidden until it."""
    row, half, revision = (
        visit.get_evaluation(evaluation),
        token_hex(16),
        read_revision(visit.request),
    )
    if problem := press_button(lambda: fix_lots(row, half=half, revision=revision, **visit.act)):
        return show_evaluation(visit, row, [problem])
    message = _("The groups are fixed. Staff representatives draw their order now.")
    return visit.go_on(message, "casestudies:evaluation", row.pk)


@evaluation_page(allowed.can_speak_for_staff, WRITE)
def draw(visit: EvaluationVisit, evaluation: UUID) -> HttpResponse:
    """Draw the order from the words of the representatives."""
    row = visit.get_evaluation(evaluation)
    sent = visit.submit(EvaluationDrawForm, row, draw_lots)
    if sent.is_done:
        return visit.go_on(_("The order is drawn."), "casestudies:evaluation", row.pk)
    return show_evaluation(visit, visit.get_evaluation(evaluation), form=sent.form)


@evaluation_page(allowed.can_respond, READ_OR_WRITE)
def stop(visit: EvaluationVisit, evaluation: UUID) -> HttpResponse:
    """Stop an evaluation, either side, with a reason that everybody reads."""
    row = visit.get_evaluation(evaluation)
    sent = visit.submit(EvaluationStopForm, row, stop_evaluation)
    if sent.is_done:
        return visit.go_on(_("Stopped. The reason stays."), "casestudies:evaluation", row.pk)
    return visit.show_form(
        sent,
        _("Stop the evaluation"),
        _(
            "It stays on its page with the reason, so that nobody starts again until a result "
            "suits them."
        ),
        _("Stop it"),
        get_evaluation_address(visit.system, row.pk),
    )


@evaluation_page(allowed.can_see_system)
def show_history(visit: EvaluationVisit) -> HttpResponse:
    """List what was done with the evaluations of a system, corrections of totals too."""
    return _show_history(visit)


@evaluation_page(allowed.can_edit_system, WRITE)
def undo(visit: EvaluationVisit) -> HttpResponse:
    """Undo the act that was shown as the latest; never a draw."""
    if problem := visit.undo(EVALUATIONS):
        return _show_history(visit, [problem])
    return visit.go_on(_("Undone."), "casestudies:history")


def _show_history(visit: EvaluationVisit, problems: Sequence[str] = ()) -> HttpResponse:
    page = HistoryPage(
        "register/system.html",
        _("History of the evaluations"),
        _(
            "Who noted what, the latest first. Corrections stay readable, a draw is never undone,"
            " and the laboratory’s half of it is in no history."
        ),
        visit.make_address("casestudies:undo"),
        (_("Evaluations"), visit.make_address("casestudies:evaluations")),
    )
    context = build_history(
        visit.request,
        visit.system,
        EVALUATIONS,
        page,
        may_undo=allowed.can_edit_system(visit.role),
        side=get_side(visit.role),
        problems=problems,
    )
    return visit.render("records/history.html", context)


def show_evaluation(
    visit: EvaluationVisit,
    row: ToolEvaluation,
    refusals: Sequence[str] = (),
    form: EvaluationDrawForm | None = None,
) -> HttpResponse:
    """Return the members' page of an evaluation; `form` is a draw that was not made."""
    today, detail = localdate(), get_evaluation_detail(row)
    state, side = row.judge_state(today), get_side(visit.role)
    edits, speaks = allowed.can_edit_system(visit.role), allowed.can_speak_for_staff(visit.role)
    rows = list_week_rows(detail, today)
    due = [cell for week in rows for cell in week.cells if cell.is_over and not cell.totals]
    draws = state is EvaluationState.FIXED and speaks
    context: dict[str, Any] = {
        "evaluation": row,
        "detail": detail,
        "title": get_evaluation_title(row),
        "state": _(state.label),
        "begins": list_consultation_problems(row, today).get("", ""),
        "fixes": edits and state is EvaluationState.PLANNED,
        "changes": edits and not list_fixed_problems(row, side),
        "form": (form or EvaluationDrawForm(initial={"revision": row.revision})) if draws else None,
        "weeks": rows,
        "due": due[0] if due and edits and row.drawn and not row.stopped else None,
        "notes": edits and bool(row.drawn),
        "stops": allowed.can_respond(visit.role)
        and state in {EvaluationState.DRAWN, EvaluationState.RUNNING},
        "felt_minutes": average_felt_minutes(detail.totals, row.order) if row.drawn else None,
        "readings": [(each, describe_reading(each)) for each in detail.readings],
        **describe_shared(detail, visit.system),
    }
    if form:
        context["problems"] = form.problems
    if detail.net:
        context |= {
            "confirms": row.can_confirm(side) and allowed.can_respond(visit.role),
            "contests": row.can_contest(side) and allowed.can_respond(visit.role),
        }
    return visit.render("casestudies/evaluation.html", context, refusals)


def describe_shared(detail: Any, system: System) -> dict[str, Any]:
    """Return what the members' page of an evaluation shows, and the one that everybody reads."""
    row, net, today = detail.evaluation, detail.net, localdate()
    felt_minutes = net is not None
    return {
        "net": describe_net(net) if net else "",
        "chart": draw_net(net) if net else "",
        "doubt": _(FEW_CASES) if net and net.verdict is NetVerdict.CANNOT_BE_TOLD else "",
        "felt": _(FELT_AND_MEASURED),
        "beside": list_week_sentences(detail) if net else [],
        "claim": describe_claim(row) if felt_minutes else "",
        "responses": list_response_lines(row, list_mandates(system.scope)) if felt_minutes else [],
        "opinion": describe_opinion(row, today),
        "limits": list_planned_limits(row.people, row.lots, row.spread),
        "deviations": list_deviations(detail) if row.drawn else [],
        "drawer": describe_drawer(row),
        "lots": list_draw_lines(row),
    }
