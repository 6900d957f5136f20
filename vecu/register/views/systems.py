"""Pages of systems: the list, a new one, the first page of one, publishing, deleting."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import (
    StaffRequest,
    require_staff,
    require_study_creator,
)
from vecu.accounts.queries import list_roles
from vecu.accounts.rules import ScopeKind
from vecu.accounts.views.fresh_sign_in import require_fresh_sign_in
from vecu.evidence.queries import count_findings
from vecu.evidence.sources import Audience
from vecu.records.errors import RecordRefused
from vecu.records.submission import press_button
from vecu.records.views import WRITE
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
    get_system_detail,
    list_system_details,
    list_systems,
)
from vecu.register.rules import RIGHT_TO_REFUSE
from vecu.register.system_contents import list_deletion_phrases
from vecu.register.views.system_access import SystemVisit, system_page
from vecu.search_folding import fold_for_search
from vecu.ui.next_steps import NewsReader, NewsSubject, SubjectKind, get_news
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem
from vecu.ui.slug_forms import ConfirmSlugForm


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


@system_page(allowed.can_see_system)
def overview(visit: SystemVisit) -> HttpResponse:
    """Show where a system stands, what is not known of it, and the next step."""
    return _overview(visit)


def _overview(visit: SystemVisit, problem: str = "") -> HttpResponse:
    detail = get_system_detail(visit.system, Audience.MEMBERS)
    gaps = list_open_questions(detail)
    context: dict[str, Any] = {
        "detail": detail,
        "versions": describe_entries(detail, [each.version for each in detail.versions]),
        "settings": describe_entries(detail, detail.current_settings),
        "involvements": describe_entries(detail, detail.involvements),
        "consultation": describe_consultation(detail),
        "facts": [fact for fact in change_record(visit.system) if fact.texts],
        "gaps": [(each, visit.make_address(each.page)) for each in gaps],
        "untranslated": list_untranslated(visit.system),
        "new": get_news(
            SubjectKind.SYSTEM,
            NewsSubject(visit.system, visit.role),
            NewsReader(visit.request.user, timezone.localdate()),
        ),
        "right_to_refuse": _(RIGHT_TO_REFUSE),
        "problems": [FormProblem("unknown", problem)] if problem else [],
    }
    return visit.render("register/overview.html", context)


@system_page(allowed.can_edit_system, WRITE)
def publish(visit: SystemVisit) -> HttpResponse:
    """Let everybody read the system."""
    if problem := press_button(lambda: publish_system(visit.system, **visit.act)):
        return _overview(visit, problem)
    return visit.go_on(_("Published: everybody can read it."), "register:system")


@system_page(allowed.can_edit_system, WRITE)
def take_back(visit: SystemVisit) -> HttpResponse:
    """Let only members read the system."""
    if problem := press_button(lambda: take_system_back(visit.system, **visit.act)):
        return _overview(visit, problem)
    return visit.go_on(_("No longer published: only members can read it."), "register:system")


@system_page(allowed.can_delete_system, READ_OR_WRITE)
def delete(visit: SystemVisit) -> HttpResponse:
    """Say what would go with the system and what stays; a POST with its slug deletes it."""
    form = ConfirmSlugForm(visit.system.slug, visit.sent)
    if form.is_valid():
        require_fresh_sign_in(visit.request)
        delete_system(visit.system, **visit.act)
        message = _("The system “%(slug)s” is deleted, with everything noted of it.")
        messages.success(visit.request, message % {"slug": visit.system.slug})
        return redirect("register:systems")
    context = {
        "form": form,
        "findings": count_findings(visit.system.scope),
        "phrases": list_deletion_phrases(visit.system),
    }
    return visit.render("register/delete.html", context, status=422 if form.errors else 200)
