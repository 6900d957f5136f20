"""Open a draft to positions, publish it, set it aside, take it back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.recommendations.actions import (
    find_publication_problems,
    open_recommendation,
    publish_recommendation,
    set_recommendation_aside,
    take_recommendation_back,
)
from vecu.recommendations.forms.endings import EndReasonForm
from vecu.recommendations.forms.versions import VERSION_FORMS
from vecu.recommendations.queries import Recommendation
from vecu.recommendations.rules import RecommendationKind, RecommendationState, can_move
from vecu.recommendations.views.recommendation_access import (
    get_description,
    get_recommendation,
    make_recommendation_address,
    render_recommendation,
)
from vecu.recommendations.views.versions import read_written_version
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.submission import press_button, read_revision
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem

End = Callable[..., Recommendation]


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def open_to_positions(
    request: StaffRequest, group: LearningGroup, role: Role, recommendation: UUID
) -> HttpResponse:
    """Show what members would take a position on, then let them."""
    row = get_recommendation(group, recommendation)
    if not can_move(RecommendationState(row.state), RecommendationState.OPEN):
        return _refuse_move(request, group, role, row)
    problems: Sequence[FormProblem] = []
    if request.method == "POST":
        revision, by, now = read_revision(request), request.user.get_username(), timezone.now()
        problem = press_button(lambda: open_recommendation(row, revision=revision, by=by, now=now))
        if not problem:
            messages.success(request, _("Members can take a position on it now."))
            return redirect(make_recommendation_address(row, group))
        row, problems = get_recommendation(group, recommendation), [FormProblem("main", problem)]
    context = {"each": get_description(row), "problems": problems}
    template = "recommendations/opening.html"
    return render_group_page(request, template, group, role, context, 422 if problems else 200)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def publish(
    request: StaffRequest, group: LearningGroup, role: Role, recommendation: UUID
) -> HttpResponse:
    """Show first what everybody would read, with what is still to be written; then publish it."""
    row = get_recommendation(group, recommendation)
    wanted = RecommendationState.PUBLISHED
    if not can_move(RecommendationState(row.state), wanted) or row.published == row.latest:
        return _refuse_move(request, group, role, row)
    refused: Mapping[str, str] = {}
    if request.method == "POST":
        by, now = request.user.get_username(), timezone.now()
        try:
            publish_recommendation(row, revision=read_revision(request), by=by, now=now)
        except RecordRefused as refusal:
            refused = refusal.problems
        except RecordChanged as changed:
            row, refused = get_recommendation(group, recommendation), {"": str(changed)}
        else:
            messages.success(request, _("Published: everybody reads it."))
            return redirect(make_recommendation_address(row, group))
    missing = find_publication_problems(row, timezone.localdate())
    context = {
        "each": get_description(row),
        "missing": _describe_problems(row, missing),
        "to_write": any(missing),
        "problems": _describe_problems(row, refused),
    }
    template = "recommendations/publishing.html"
    return render_group_page(request, template, group, role, context, 422 if refused else 200)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def set_aside(
    request: StaffRequest, group: LearningGroup, role: Role, recommendation: UUID
) -> HttpResponse:
    """End what was never published, and say why."""
    row = get_recommendation(group, recommendation)
    words = {
        "heading": _("Set it aside"),
        "lead": _("It stays readable for the group, with the reason. The history can undo it."),
    }
    state = RecommendationState.SET_ASIDE
    return _end(request, group, role, row, state, set_recommendation_aside, words)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def take_back(
    request: StaffRequest, group: LearningGroup, role: Role, recommendation: UUID
) -> HttpResponse:
    """Let nobody but the group read it any more; its address says so, and why."""
    row = get_recommendation(group, recommendation)
    words = {
        "heading": _("Take back"),
        "lead": _(
            "Only the group reads it then. Its public address says that it was taken back, and why."
        ),
    }
    state = RecommendationState.TAKEN_BACK
    return _end(request, group, role, row, state, take_recommendation_back, words)


def _end(
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    row: Recommendation,
    state: RecommendationState,
    end: End,
    words: Mapping[str, Any],
) -> HttpResponse:
    if not can_move(RecommendationState(row.state), state):
        return _refuse_move(request, group, role, row)
    form = EndReasonForm(
        request.POST if request.method == "POST" else None, initial={"revision": row.revision}
    )
    if form.is_bound and form.is_valid():
        revision, by = form.cleaned_data["revision"] or 0, request.user.get_username()
        try:
            end(row, form.content, revision=revision, by=by, now=timezone.now())
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        except RecordChanged as changed:
            row = get_recommendation(group, row.pk)
            typed = request.POST.copy()
            typed["revision"] = str(row.revision)
            form = EndReasonForm(typed)
            form.add_error(None, str(changed))
        else:
            messages.success(request, _("Done. The history can undo it."))
            return redirect(make_recommendation_address(row, group))
    problems = form.problems if form.is_bound else []
    context = {"each": get_description(row), "form": form, "problems": problems, **words}
    template = "recommendations/ending.html"
    return render_group_page(request, template, group, role, context, 422 if problems else 200)


def _refuse_move(
    request: StaffRequest, group: LearningGroup, role: Role, row: Recommendation
) -> HttpResponse:
    state = _(
        "Its state has changed meanwhile, or nothing new is to be published. Look at it here."
    )
    return render_recommendation(request, group, role, row, [state])


def _describe_problems(row: Recommendation, problems: Mapping[str, str]) -> list[FormProblem]:
    """Return what is still to be written, each with the field of the form that it is about."""
    form_type = VERSION_FORMS[RecommendationKind(row.kind)]
    form = form_type(initial=form_type.get_initial_values(read_written_version(row)))
    found = []
    for name, message in problems.items():
        field = name.replace(" ", "_")
        words = {
            "label": form.describe_field(field) if field in form.fields else "",
            "error": message,
        }
        found.append(
            FormProblem("main", _("%(label)s: %(error)s") % words if words["label"] else message)
        )
    return found
