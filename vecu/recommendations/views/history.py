"""The history of what a group recommends, and undoing its latest act."""

from collections.abc import Sequence
from dataclasses import replace

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
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.recommendations.queries import get_statements
from vecu.recommendations.record_kinds import RECOMMENDATIONS
from vecu.records.actions import undo_move
from vecu.records.descriptions import ActDescription, describe_act
from vecu.records.history import HistoryPage, build_history, read_move
from vecu.records.queries import Act
from vecu.records.submission import press_button


@require_permission(allowed.can_see_group, get_group)
@require_safe
def show_history(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """List what was done, the latest act first."""
    return _page(request, group, role)


@require_permission(allowed.can_lead_group, get_group)
@require_POST
def undo(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Undo the act that was shown as the latest, to all that it was done to."""
    by, move = request.user.get_username(), read_move(request)
    if problem := press_button(
        lambda: undo_move(group, RECOMMENDATIONS, move, by=by, now=timezone.now())
    ):
        return _page(request, group, role, [problem])
    messages.success(request, _("Undone."))
    return redirect("recommendations:recommendation-history", slug=group.slug)


def _page(
    request: StaffRequest, group: LearningGroup, role: Role, problems: Sequence[str] = ()
) -> HttpResponse:
    statements = get_statements(group.pk)

    def describe(act: Act) -> ActDescription:
        described = describe_act(act)
        subject = statements.get(act.entry, described.subject) if act.entry else {}
        return replace(described, subject=subject)

    page = HistoryPage(
        "groups/group.html",
        _("History of the recommendations"),
        _(
            "Who did what, the latest first. It only grows: undoing adds to it. Positions of"
            " members are no part of it."
        ),
        reverse("recommendations:undo-recommendation", args=(group.slug,)),
        (_("Recommendations"), reverse("recommendations:recommendations", args=(group.slug,))),
        describe,
    )
    may_undo = allowed.can_lead_group(role)
    context = build_history(
        request, group, RECOMMENDATIONS, page, may_undo=may_undo, problems=problems
    )
    status = 422 if problems else 200
    return render_group_page(request, "records/history.html", group, role, context, status)
