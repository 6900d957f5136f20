"""Pages of systems: the list, a new one, the first page of one, publishing, deleting."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import (
    StaffRequest,
    require_permission,
    require_staff,
    require_study_creator,
)
from vecu.accounts.queries import list_roles
from vecu.accounts.rules import Role, ScopeKind
from vecu.evidence.queries import count_findings
from vecu.evidence.sources import Audience
from vecu.records.errors import RecordRefused
from vecu.records.submission import press_button
from vecu.register.actions import begin_system, delete_system, publish_system, take_system_back
from vecu.register.forms.systems import NewSystemForm
from vecu.register.presenters import (
    SYSTEM_ROLE_LABELS,
    change_record,
    describe_consultation,
    describe_entries,
    get_title,
    list_open_questions,
    list_untranslated,
)
from vecu.register.queries import (
    System,
    get_system_detail,
    list_system_details,
    list_systems,
)
from vecu.register.rules import RIGHT_TO_REFUSE
from vecu.register.system_contents import list_deletion_phrases
from vecu.register.views.system_access import READ_OR_WRITE, get_system, render_system_page
from vecu.search_folding import fold_for_search
from vecu.surveys.forms.deletion import ConfirmSlugForm
from vecu.ui.next_steps import NewsReader, NewsSubject, SubjectKind, get_news
from vecu.ui.side_by_side import FormProblem


@require_staff
@require_safe
def list_member_systems(request: StaffRequest) -> HttpResponse:
    """List the systems in which the member has a role."""
    roles = list_roles(request.user, ScopeKind.SYSTEM)
    details = list_system_details(list_systems(roles), Audience.MEMBERS)
    lines = [
        {
            "system": each.system,
            "role": _(SYSTEM_ROLE_LABELS[roles[each.system.pk]]),
            "stage": get_title(each.stage) if each.stage else "",
            "gaps": len(list_open_questions(each)),
        }
        for each in sorted(details, key=lambda each: fold_for_search(get_title(each.system)))
    ]
    context = {"lines": lines, "begins": request.user.may_create_studies}
    return render(request, "register/systems.html", context)


@require_study_creator
@require_http_methods(READ_OR_WRITE)
def begin(request: StaffRequest) -> HttpResponse:
    """Ask for the name of a system, and begin it."""
    form = NewSystemForm(request.POST if request.method == "POST" else None)
    by, now = request.user.get_username(), timezone.now()
    if form.is_valid():
        try:
            system = begin_system(form.address, form.content, by=by, now=now)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        else:
            messages.success(request, _("The system is added. Only you can read it."))
            return redirect("register:system", slug=system.slug)
    status = 422 if form.is_bound else 200
    return render(request, "register/begin.html", {"form": form}, status=status)


@require_permission(allowed.can_see_system, get_system)
@require_safe
def overview(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Show where a system stands, what is not known of it, and the next step."""
    return _overview(request, system, role)


def _overview(request: StaffRequest, system: System, role: Role, problem: str = "") -> HttpResponse:
    detail = get_system_detail(system, Audience.MEMBERS)
    gaps = list_open_questions(detail)
    context: dict[str, Any] = {
        "detail": detail,
        "versions": describe_entries(detail, [each.version for each in detail.versions]),
        "settings": describe_entries(detail, detail.current_settings),
        "involvements": describe_entries(detail, detail.involvements),
        "consultation": describe_consultation(detail),
        "facts": [fact for fact in change_record(system) if fact.texts],
        "gaps": [(each, reverse(each.page, args=(system.slug,))) for each in gaps],
        "untranslated": list_untranslated(system),
        "new": get_news(
            SubjectKind.SYSTEM,
            NewsSubject(system, role),
            NewsReader(request.user, timezone.localdate()),
        ),
        "right_to_refuse": _(RIGHT_TO_REFUSE),
        "problems": [FormProblem("unknown", problem)] if problem else [],
    }
    status = 422 if problem else 200
    return render_system_page(request, "register/overview.html", system, role, context, status)


@require_permission(allowed.can_edit_system, get_system)
@require_POST
def publish(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Let everybody read the system."""
    by, now = request.user.get_username(), timezone.now()
    if problem := press_button(lambda: publish_system(system, by=by, now=now)):
        return _overview(request, system, role, problem)
    messages.success(request, _("Published: everybody can read it."))
    return redirect("register:system", slug=system.slug)


@require_permission(allowed.can_edit_system, get_system)
@require_POST
def take_back(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Let only members read the system."""
    by, now = request.user.get_username(), timezone.now()
    if problem := press_button(lambda: take_system_back(system, by=by, now=now)):
        return _overview(request, system, role, problem)
    messages.success(request, _("No longer published: only members can read it."))
    return redirect("register:system", slug=system.slug)


@require_permission(allowed.can_delete_system, get_system)
@require_http_methods(READ_OR_WRITE)
def delete(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Say what would go with the system and what stays; a POST with its slug deletes it."""
    form = ConfirmSlugForm(system.slug, request.POST if request.method == "POST" else None)
    if form.is_valid():
        delete_system(system, by=request.user.get_username(), now=timezone.now())
        message = _("The system “%(slug)s” is deleted, with everything noted of it.")
        messages.success(request, message % {"slug": system.slug})
        return redirect("register:systems")
    context = {
        "form": form,
        "findings": count_findings(system.scope),
        "phrases": list_deletion_phrases(system),
    }
    return render_system_page(
        request, "register/delete.html", system, role, context, 422 if form.errors else 200
    )
