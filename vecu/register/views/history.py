"""The history of a system: who did what, and undoing the latest act."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.queries import get_display_names
from vecu.accounts.rules import Role
from vecu.register.actions import SystemRefused, undo_event
from vecu.register.event_descriptions import describe_event
from vecu.register.queries import System, find_undoable_event, list_history
from vecu.register.views.system_access import get_system, render_system_page
from vecu.ui.side_by_side import FormProblem

EVENTS_A_PAGE = 50


@require_permission(allowed.can_see_system, get_system)
@require_safe
def show_history(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """List what members did with the register of a system, the latest first."""
    return _page(request, system, role)


@require_permission(allowed.can_edit_system, get_system)
@require_POST
def undo(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Undo the act that was shown as the latest."""
    sent = request.POST.get("event", "")
    event = int(sent[:18]) if sent.isdecimal() else 0
    try:
        undo_event(system, event, by=request.user.get_username(), now=timezone.now())
    except SystemRefused as refusal:
        problems = [FormProblem("main", text) for text in refusal.problems.values()]
        return _page(request, system, role, {"problems": problems}, 422)
    messages.success(request, _("Undone."))
    return redirect("register:history", slug=system.slug)


def _page(
    request: StaffRequest,
    system: System,
    role: Role,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = Paginator(list_history(system), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    latest = find_undoable_event(system)
    shared: dict[str, Any] = {
        "page": page,
        "lines": [(event, describe_event(event)) for event in page],
        "latest": latest,
        "latest_act": describe_event(latest) if latest else None,
        "names": get_display_names(),
    }
    shared |= context or {}
    return render_system_page(request, "register/history.html", system, role, shared, status)
