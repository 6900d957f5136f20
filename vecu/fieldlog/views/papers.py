"""The page of what a log needs before it begins."""

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
from vecu.fieldlog.forms import PapersForm
from vecu.fieldlog.papers import (
    LogPapersChanged,
    LogPapersRefused,
    get_papers,
    note_papers,
    respond_to_papers,
)
from vecu.fieldlog.queries import FieldLog, find_log
from vecu.fieldlog.views.log_pages import render_log_page
from vecu.register.queries import System
from vecu.register.views.responses import ResponsePage
from vecu.register.views.system_access import get_system
from vecu.ui.requests import READ_OR_WRITE


@require_permission(allowed.can_keep_log, get_system)
@require_http_methods(READ_OR_WRITE)
def note(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Note the impact assessment, the charter, and what the supplier's own log keeps."""
    if request.method != "POST":
        log = find_log(system.pk) or FieldLog(system=system.pk)
        form = PapersForm.of(get_papers(log))
        return _render(request, system, role, form)
    form = PapersForm(request.POST)
    if form.is_valid():
        digest, by = form.cleaned_data["digest"], request.user.get_username()
        try:
            note_papers(system, form.content, digest=digest, by=by, now=timezone.now())
        except LogPapersRefused as refusal:
            form.refuse(refusal.problems)
        except LogPapersChanged as changed:
            form = PapersForm.beside(request.POST, changed)
        else:
            messages.success(request, _("Saved."))
            return redirect("fieldlog:log", slug=system.slug)
    return _render(request, system, role, form, 422)


def _render(
    request: StaffRequest, system: System, role: Role, form: PapersForm, status: int = 200
) -> HttpResponse:
    consultation = reverse("register:consultation", args=(system.slug,))
    context = {"form": form, "consultation_page": consultation}
    return render_log_page(request, "papers", system, role, context, status)


@require_permission(allowed.can_speak_for_staff, get_system)
@require_POST
def confirm(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Confirm the impact assessment and the charter."""
    return _get_response_page(request, system, role).confirm()


@require_permission(allowed.can_speak_for_staff, get_system)
@require_http_methods(READ_OR_WRITE)
def contest(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Contest the impact assessment or the charter, with a reason."""
    return _get_response_page(request, system, role).contest()


def _get_response_page(request: StaffRequest, system: System, role: Role) -> ResponsePage:
    log = find_log(system.pk)
    if log is None:
        raise Http404
    by, now = request.user.get_username(), timezone.now()
    return ResponsePage(
        request,
        system,
        role,
        log,
        _("Where the log stands"),
        reverse("fieldlog:log", args=(system.slug,)),
        lambda verdict, **said: respond_to_papers(log, verdict, by=by, now=now, **said),
    )
