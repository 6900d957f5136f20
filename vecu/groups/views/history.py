"""The history of a group, undoing its latest act, and its audit."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.audit_runs import has_identifiers, list_audit_runs
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.evidence.queries import map_titles
from vecu.groups.queries import LearningGroup
from vecu.groups.record_kinds import GROUP
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.groups.vocabulary import GroupVerb
from vecu.records.actions import undo_move
from vecu.records.descriptions import ActDescription, describe_act
from vecu.records.history import ACTS_A_PAGE, HistoryPage, build_history, read_move
from vecu.records.queries import Act
from vecu.records.submission import press_button


@require_permission(allowed.can_see_group, get_group)
@require_safe
def show_group_acts(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """List what was done in a group, the latest first."""
    return _page(request, group, role)


@require_permission(allowed.can_lead_group, get_group)
@require_POST
def undo_latest(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Undo the act that was shown as the latest."""
    by, move = request.user.get_username(), read_move(request)
    if problem := press_button(lambda: undo_move(group, GROUP, move, by=by, now=timezone.now())):
        return _page(request, group, role, [problem])
    messages.success(request, _("Undone."))
    return redirect("groups:group-history", slug=group.slug)


@require_permission(allowed.can_read_audit, get_group)
@require_safe
def audit(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """List who gave roles, published or released, the latest first."""
    events = list_audit(group.scope)
    page = Paginator(events, ACTS_A_PAGE).get_page(request.GET.get("page"))
    titles = map_titles(group.scope) if has_identifiers(page) else {}
    context = {
        "page": page,
        "lines": list_audit_runs(page, titles),
        "audit_days": settings.AUDIT_DAYS,
    }
    return render_group_page(request, "groups/audit.html", group, role, context)


def _page(
    request: StaffRequest, group: LearningGroup, role: Role, problems: Sequence[str] = ()
) -> HttpResponse:
    page = HistoryPage(
        "groups/group.html",
        _("History of the group"),
        _(
            "Who noted what, the latest first. It only grows: undoing adds to it. It names no"
            " member, and holds no position."
        ),
        reverse("groups:undo-group", args=[group.slug]),
        describe=_describe,
    )
    may_undo = allowed.can_lead_group(role)
    context = build_history(request, group, GROUP, page, may_undo=may_undo, problems=problems)
    context["audits"] = allowed.can_read_audit(role)
    status = 422 if problems else 200
    return render_group_page(request, "groups/history.html", group, role, context, status)


def _describe(act: Act) -> ActDescription:
    """Return an act in words; taking a group back is stored as undoing its publication."""
    described = describe_act(act)
    if act.undoes_id and act.verb == GroupVerb.PUBLISH:
        described = replace(described, act=_("took the group back from the public"))
    return described if act.by else replace(described, actor=_("without an account"))
