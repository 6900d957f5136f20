"""The page on which staff representatives suspend the log, and resume it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.fieldlog.actions import resume_log, suspend_log
from vecu.fieldlog.log_overview import get_log_overview
from vecu.fieldlog.queries import find_log
from vecu.fieldlog.views.log_pages import render_log_page
from vecu.register.queries import System
from vecu.register.views.system_access import get_system
from vecu.ui.requests import READ_OR_WRITE


@require_permission(allowed.can_suspend_log, get_system)
@require_http_methods(READ_OR_WRITE)
def change_suspension(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Say what a suspension means; a POST suspends the log (`to` is `suspended`) or resumes it."""
    if request.method != "POST":
        overview = get_log_overview(system.pk, timezone.localdate())
        return render_log_page(request, "suspension", system, role, {"overview": overview})
    log, by = find_log(system.pk), request.user.get_username()
    if log is None:
        raise Http404
    if request.POST.get("to") == "suspended":
        suspend_log(log, by=by, now=timezone.now())
        messages.success(
            request, _("The log is suspended. What is decided from this half-day on is not kept.")
        )
    else:
        resume_log(log, by=by, now=timezone.now())
        messages.success(
            request, _("The log has resumed. Decisions are recorded again from the next half-day.")
        )
    return redirect("fieldlog:suspension", slug=system.slug)
