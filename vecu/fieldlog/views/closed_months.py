"""Pages of closed months: who reads their figures, and who agrees that everybody does."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.fieldlog.actions import AgreementRefused, agree_to_month, take_agreement_back
from vecu.fieldlog.forms import AgreementForm
from vecu.fieldlog.log_overview import MonthState, find_month_state, list_month_states
from vecu.fieldlog.month_figures import list_month_figures
from vecu.fieldlog.queries import list_month_contents
from vecu.fieldlog.rules import AgreementSide
from vecu.fieldlog.views.log_pages import render_log_page
from vecu.register.queries import System
from vecu.register.views.system_access import get_system
from vecu.ui.requests import READ_OR_WRITE


@require_permission(allowed.can_see_closed_months, get_system)
@require_safe
def list_months(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """List the closed months, and who has agreed to the figures of each."""
    return render_log_page(
        request, "months", system, role, {"months": list_month_states(system.pk)}
    )


@require_permission(allowed.can_see_closed_months, get_system)
@require_http_methods(READ_OR_WRITE)
def show_month(request: StaffRequest, system: System, role: Role, month: str) -> HttpResponse:
    """Show the figures of a closed month to those who may read them; a POST agrees to them."""
    state, side = _get_state(system, month), _get_side(role)
    if request.method != "POST":
        return _render_month(request, system, role, state, AgreementForm(scope=system.scope))
    form = AgreementForm(request.POST, scope=system.scope)
    if form.is_valid():
        group, by = form.cleaned_data["group"], request.user.get_username()
        try:
            agree_to_month(state.closed, side, group=group, by=by, now=timezone.now())
        except AgreementRefused as refused:
            form.add_error("group", str(refused))
        else:
            messages.success(request, _get_thanks(side))
            return redirect("fieldlog:month", slug=system.slug, month=month)
    return _render_month(request, system, role, state, form)


@require_permission(allowed.can_see_closed_months, get_system)
@require_POST
def take_back(request: StaffRequest, system: System, role: Role, month: str) -> HttpResponse:
    """Take an agreement back: what everybody read of the month goes off all pages."""
    state, side = _get_state(system, month), _get_side(role)
    by = request.user.get_username()
    try:
        take_agreement_back(state.closed, side, by=by, now=timezone.now())
    except AgreementRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The agreement is taken back."))
    return redirect("fieldlog:month", slug=system.slug, month=month)


def _get_state(system: System, month: str) -> MonthState:
    state = find_month_state(system.pk, month)
    if state is None:
        raise Http404
    return state


def _get_side(role: Role) -> AgreementSide:
    return AgreementSide.STAFF if allowed.can_read_figures_first(role) else AgreementSide.OWNER


def _render_month(
    request: StaffRequest, system: System, role: Role, state: MonthState, form: AgreementForm
) -> HttpResponse:
    side = _get_side(role)
    contents = [
        each for each in list_month_contents(state.closed.log) if each[0] == str(state.month)
    ]
    context: dict[str, Any] = {
        "state": state,
        "side": side.value,
        "form": form,
        "may_agree": state.awaits is side and bool(contents),
        "may_take_back": side in state.agreements,
    }
    if side is AgreementSide.STAFF or state.staff:
        context["shown"] = list_month_figures(contents, get_language() or "")
    status = 422 if form.is_bound else 200
    return render_log_page(request, "month", system, role, context, status)


def _get_thanks(side: AgreementSide) -> str:
    if side is AgreementSide.STAFF:
        return _("Your agreement is noted. The owner of the system can read the figures now.")
    return _("Your agreement is noted. Everybody can read the figures now.")
