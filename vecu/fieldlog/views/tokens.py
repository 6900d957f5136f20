"""The page on which a system is connected: its tokens, and commands to try them."""

from secrets import token_bytes
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.fieldlog.actions import LogNotReady, issue_token, revoke_token
from vecu.fieldlog.curl_examples import build_curl_examples
from vecu.fieldlog.events import MOST_BYTES, MOST_EVENTS
from vecu.fieldlog.log_overview import find_token, get_log_overview, list_tokens
from vecu.fieldlog.queries import FieldLog, find_log
from vecu.fieldlog.views.log_pages import list_missing_lines, render_log_page
from vecu.register.queries import System
from vecu.register.views.system_access import get_system
from vecu.ui.requests import READ_OR_WRITE


@require_permission(allowed.can_keep_log, get_system)
@require_http_methods(READ_OR_WRITE)
def connect(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Show how events are sent; a POST issues a token, which can be read on this page only."""
    if request.method != "POST":
        return _render(request, system, role)
    log, by = find_log(system.pk) or FieldLog(system=system.pk), request.user.get_username()
    try:
        token = issue_token(log, by=by, now=timezone.now(), random_bytes=token_bytes)
    except LogNotReady:
        return _render(request, system, role, status=409)
    return _render(request, system, role, token)


@require_permission(allowed.can_keep_log, get_system)
@require_POST
def revoke(request: StaffRequest, system: System, role: Role, token: UUID) -> HttpResponse:
    """Refuse all that is sent with a token from now on."""
    found = find_token(system.pk, token)
    if found is None:
        raise Http404
    revoke_token(found, by=request.user.get_username(), now=timezone.now())
    messages.success(request, _("The token is revoked: nothing sent with it is taken any more."))
    return redirect("fieldlog:connect", slug=system.slug)


def _render(
    request: StaffRequest, system: System, role: Role, token: str = "", status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    overview = get_log_overview(system.pk, today)
    addresses = {
        name: request.build_absolute_uri(reverse(f"events:{name}"))
        for name in ("take", "schema", "client")
    }
    context = {
        "overview": overview,
        "missing_lines": list_missing_lines(system, overview),
        "tokens": list_tokens(overview.log),
        "token": token,
        "addresses": addresses,
        "examples": build_curl_examples(addresses["take"], token, today),
        "most_events": MOST_EVENTS,
        "most_megabytes": MOST_BYTES // 1_000_000,
    }
    return render_log_page(request, "connect", system, role, context, status)
