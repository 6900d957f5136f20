"""The history of a group, undoing its latest act, and its audit."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.audit_runs import has_identifiers, list_audit_runs
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.queries import get_display_names, list_audit
from vecu.accounts.rules import Role
from vecu.evidence.queries import map_titles
from vecu.groups.act_descriptions import describe_group_act, list_act_runs
from vecu.groups.actions import GroupChanged, GroupRefused, undo_group_act
from vecu.groups.history import find_undoable_event, list_group_history
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.ui.side_by_side import FormProblem

GROUP_ACTS_A_PAGE = 50


@require_permission(allowed.can_see_group, get_group)
@require_safe
def show_group_acts(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """List what was done in a group, the latest first."""
    return _page(request, group, role)


@require_permission(allowed.can_lead_group, get_group)
@require_POST
def undo_latest(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Undo the act that was shown as the latest."""
    sent = request.POST.get("event", "")
    event = int(sent[:18]) if sent.isdecimal() else 0
    try:
        undo_group_act(group, event, by=request.user.get_username(), now=timezone.now())
    except GroupRefused as refusal:
        return _page(request, group, role, list(refusal.problems.values()))
    except GroupChanged as changed:
        return _page(request, group, role, [str(changed)])
    messages.success(request, _("Undone."))
    return redirect("groups:group-history", slug=group.slug)


@require_permission(allowed.can_read_audit, get_group)
@require_safe
def audit(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """List who gave roles, published or released, the latest first."""
    events = list_audit(group.scope)
    page = Paginator(events, GROUP_ACTS_A_PAGE).get_page(request.GET.get("page"))
    titles = map_titles(group.scope) if has_identifiers(page) else {}
    context = {
        "page": page,
        "lines": list_audit_runs(page, titles),
        "audit_days": settings.AUDIT_DAYS,
    }
    return render_group_page(request, "groups/audit.html", group, role, context)


def _page(
    request: StaffRequest, group: LearningGroup, role: Role, refusals: Sequence[str] = ()
) -> HttpResponse:
    acts = list_group_history(group)
    page = Paginator(acts, GROUP_ACTS_A_PAGE).get_page(request.GET.get("page"))
    latest = find_undoable_event(group) if allowed.can_lead_group(role) else None
    context = {
        "page": page,
        "lines": list_act_runs(page),
        "latest": latest,
        "latest_act": describe_group_act(latest) if latest else None,
        "audits": allowed.can_read_audit(role),
        "names": get_display_names(),
        "problems": [FormProblem("main", text) for text in refusals],
    }
    status = 422 if refusals else 200
    return render_group_page(request, "groups/history.html", group, role, context, status)
