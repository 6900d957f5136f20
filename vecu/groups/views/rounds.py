"""Pages of the rounds of a group: open one, close it, read what it shows once it was counted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.groups.checks import list_size_problems
from vecu.groups.forms.rounds import RoundOpeningForm
from vecu.groups.presenters.rounds import RoundPresentation, describe_round, name_round
from vecu.groups.public_totals import explain_sealed_totals
from vecu.groups.queries import (
    LearningGroup,
    list_offered_hypotheses,
    list_round_views,
)
from vecu.groups.round_actions import close_round as count_and_close
from vecu.groups.round_actions import open_round as begin_round
from vecu.groups.rules import ROUNDS
from vecu.groups.sentences import list_position_promises
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.records.errors import RecordRefused
from vecu.records.submission import press_button
from vecu.ui.requests import READ_OR_WRITE


@require_permission(allowed.can_see_group, get_group)
@require_safe
def list_rounds(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """List the rounds, and what can be done next."""
    rounds = _describe_rounds(group)
    complete = len(rounds) == ROUNDS and all(each.outcomes for each in rounds)
    context = {
        "rounds": rounds,
        "too_small": list_size_problems(group).get("", ""),
        "may_open": not group.ended
        and len(rounds) < ROUNDS
        and all(each.view.round.closed for each in rounds),
        "next_title": name_round(min(len(rounds) + 1, ROUNDS)),
        "complete": complete,
        "sealed": explain_sealed_totals(group) if complete else "",
    }
    return render_group_page(request, "groups/rounds.html", group, role, context)


@require_permission(allowed.can_see_group, get_group)
@require_safe
def show_round(
    request: StaffRequest, group: LearningGroup, role: Role, number: int
) -> HttpResponse:
    """Show a round: while it is open nothing of who answered, then what it shows."""
    context: dict[str, Any] = {"presentation": _get_round(group, number)}
    return render_group_page(request, "groups/round.html", group, role, context)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def open_round(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Open the first or the second round on some hypotheses, until the end of a day."""
    now, data = timezone.now(), request.POST if request.method == "POST" else None
    offered = list_offered_hypotheses(group)
    form = RoundOpeningForm(data, offered=offered, today=timezone.localdate(now))
    if form.is_valid():
        try:
            opened = begin_round(group, form.content, by=request.user.get_username(), now=now)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        else:
            messages.success(request, _("The round is open."))
            return redirect("groups:round", slug=group.slug, number=opened.number)
    context = {
        "form": form,
        "problems": form.problems,
        "too_small": list_size_problems(group).get("", ""),
        "title": name_round(min(group.rounds.count() + 1, ROUNDS)),
        "promises": list_position_promises(),
    }
    template = "groups/open_round.html"
    return render_group_page(request, template, group, role, context, 422 if form.errors else 200)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def close_round(
    request: StaffRequest, group: LearningGroup, role: Role, number: int
) -> HttpResponse:
    """Ask, then close a round before its last day is over; it is counted at once, for good."""
    presentation, refused = _get_round(group, number), ""
    if request.method == "POST":
        sealed, by, now = presentation.view.round, request.user.get_username(), timezone.now()
        refused = press_button(lambda: count_and_close(sealed, by=by, now=now))
        if not refused:
            messages.success(request, _("The round is closed and counted."))
            return redirect("groups:round", slug=group.slug, number=number)
    template = "groups/close_round.html"
    context = {"presentation": presentation, "refused": refused}
    return render_group_page(request, template, group, role, context, 422 if refused else 200)


def _describe_rounds(group: LearningGroup) -> list[RoundPresentation]:
    return [describe_round(each) for each in list_round_views(group, None, timezone.localdate())]


def _get_round(group: LearningGroup, number: int) -> RoundPresentation:
    found = next(
        (each for each in _describe_rounds(group) if each.view.round.number == number), None
    )
    if found is None:
        raise Http404
    return found
