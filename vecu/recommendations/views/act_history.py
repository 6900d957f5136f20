"""The history of what a group recommends, and undoing its latest act."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.queries import get_display_names
from vecu.accounts.rules import Role
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.recommendations.errors import RecommendationRefused
from vecu.recommendations.presenters.acts import describe_recommendation_events
from vecu.recommendations.queries import (
    find_undoable_recommendation_act,
    list_group_recommendations,
    list_recommendation_history,
)
from vecu.recommendations.undo import undo_recommendation_act
from vecu.ui.side_by_side import FormProblem

ACTS_A_PAGE = 50


@require_permission(allowed.can_see_group, get_group)
@require_safe
def show_history(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """List what was done, the latest act first."""
    return _page(request, group, role)


@require_permission(allowed.can_lead_group, get_group)
@require_POST
def undo(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Undo the act that was shown as the latest, to all that it was done to."""
    by, now = request.user.get_username(), timezone.now()
    try:
        undo_recommendation_act(group.pk, _read_act(request), by=by, now=now)
    except RecommendationRefused as refusal:
        return _page(request, group, role, list(refusal.problems.values()))
    messages.success(request, _("Undone."))
    return redirect("recommendations:recommendation-history", slug=group.slug)


def _read_act(request: StaffRequest) -> UUID:
    """Return the act that the form names; none has the number 0."""
    try:
        return UUID(request.POST.get("act", ""))
    except ValueError:
        return UUID(int=0)


def _page(
    request: StaffRequest, group: LearningGroup, role: Role, refusals: Sequence[str] = ()
) -> HttpResponse:
    details = list_group_recommendations(group.pk, localdate())
    statements = {each.recommendation.pk: each.version.statement for each in details}
    events = list_recommendation_history(group.pk)
    page = Paginator(events, ACTS_A_PAGE).get_page(request.GET.get("page"))
    undoable = find_undoable_recommendation_act(group.pk)
    latest = list(events.filter(act=undoable)) if undoable else []
    context = {
        "page": page,
        "lines": describe_recommendation_events(list(page), statements),
        "undoable": describe_recommendation_events(latest, statements),
        "names": get_display_names(),
        "problems": [FormProblem("main", text) for text in refusals],
    }
    template = "recommendations/history.html"
    return render_group_page(request, template, group, role, context, 422 if refusals else 200)
