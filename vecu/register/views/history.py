"""The history of a system: who did what, and undoing the latest act."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.records.actions import undo_move
from vecu.records.history import HistoryPage, build_history, read_move
from vecu.records.submission import press_button
from vecu.register.queries import System
from vecu.register.record_kinds import REGISTER
from vecu.register.views.system_access import get_system, render_system_page


@require_permission(allowed.can_see_system, get_system)
@require_safe
def show_history(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """List what members did with the register of a system, the latest first."""
    return _page(request, system, role)


@require_permission(allowed.can_edit_system, get_system)
@require_POST
def undo(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Undo the act that was shown as the latest."""
    by, move = request.user.get_username(), read_move(request)
    if problem := press_button(
        lambda: undo_move(system, REGISTER, move, by=by, now=timezone.now())
    ):
        return _page(request, system, role, [problem])
    messages.success(request, _("Undone."))
    return redirect("register:history", slug=system.slug)


def _page(
    request: StaffRequest, system: System, role: Role, problems: Sequence[str] = ()
) -> HttpResponse:
    page = HistoryPage(
        "register/system.html",
        _("History"),
        _(
            "Who noted what, latest first. Nothing is erased from it: undoing adds to it. It never"
            " holds the name of the contact."
        ),
        reverse("register:undo", args=[system.slug]),
    )
    may_undo = allowed.can_edit_system(role)
    context = build_history(request, system, REGISTER, page, may_undo=may_undo, problems=problems)
    status = 422 if problems else 200
    return render_system_page(request, "records/history.html", system, role, context, status)
