"""One's own sessions: where one is signed in, and how to end it there."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts.account_changes import record_account_event
from vecu.accounts.decorators import StaffRequest, require_staff
from vecu.accounts.sessions import end_own_session, end_sessions, list_own_sessions


@require_staff
@require_safe
def own_sessions(request: StaffRequest) -> HttpResponse:
    """List the sessions that go on."""
    key = request.session.session_key
    sessions = list_own_sessions(request.user, current_key=key, now=timezone.now())
    return render(request, "accounts/own_sessions.html", {"sessions": sessions})


@require_staff
@require_POST
def end_session(request: StaffRequest) -> HttpResponse:
    """End one session; one that is not theirs does not exist."""
    number = request.POST.get("session", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    if end_own_session(request.user, int(number)):
        _record(request)
        messages.success(request, _("That session is ended."))
    return redirect("accounts:own-sessions")


@require_staff
@require_POST
def end_others(request: StaffRequest) -> HttpResponse:
    """End all sessions but this one."""
    if end_sessions(request.user, except_key=request.session.session_key):
        _record(request)
    messages.success(request, _("You are signed in here alone."))
    return redirect("accounts:own-sessions")


def _record(request: StaffRequest) -> None:
    user = request.user
    record_account_event(user.username, "ended own sessions", user, now=timezone.now())
