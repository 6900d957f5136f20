"""Pages of the hypotheses of a group: those of the hearing, and its own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.groups.actions import move_hypothesis, withdraw_hypothesis
from vecu.groups.checks import list_size_problems
from vecu.groups.forms.hypotheses import HypothesisForm, HypothesisWithdrawalForm
from vecu.groups.queries import (
    GroupHypothesis,
    LearningGroup,
    find_hypothesis,
    list_all_hypotheses,
)
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.records.actions import add_record, change_record, remove_record
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.submission import press_button, read_revision, submit_form
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem

LIST = "groups:hypotheses"


@require_permission(allowed.can_see_group, get_group)
@require_safe
def list_hypotheses(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """List the hypotheses, each with who says so and what speaks against it."""
    return _render_list(request, group, role)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def add_hypothesis(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Add a hypothesis of the group's own."""
    if request.method != "POST":
        return _render_form(request, group, role, HypothesisForm())
    by, now = request.user.get_username(), timezone.now()
    sent = submit_form(
        request,
        HypothesisForm(request.POST),
        lambda content, _revision: add_record(group, content, by=by, now=now),
    )
    if sent.is_removed:
        raise Http404
    if sent.is_done:
        messages.success(request, _("Added."))
        return redirect(LIST, slug=group.slug)
    return _render_form(request, group, role, sent.form)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def change_hypothesis(
    request: StaffRequest, group: LearningGroup, role: Role, hypothesis: UUID
) -> HttpResponse:
    """Correct the words of a hypothesis that no round was on."""
    row = find_hypothesis(group, hypothesis)
    if row is None:
        return _page_of_removed(request, group, role)
    if request.method != "POST":
        form = HypothesisForm(initial=HypothesisForm.get_initial_values(row), row=row)
        return _render_form(request, group, role, form, row)
    by, now = request.user.get_username(), timezone.now()
    sent = submit_form(
        request,
        HypothesisForm(request.POST, row=row),
        lambda content, revision: change_record(row, content, revision=revision, by=by, now=now),
    )
    if sent.is_removed:
        return _page_of_removed(request, group, role)
    if sent.is_done:
        messages.success(request, _("Saved."))
        return redirect(LIST, slug=group.slug)
    return _render_form(request, group, role, sent.form, sent.row or row)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def withdraw(
    request: StaffRequest, group: LearningGroup, role: Role, hypothesis: UUID
) -> HttpResponse:
    """Take a hypothesis back, with the reason."""
    row = _get_hypothesis(group, hypothesis)
    form = HypothesisWithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by, revision = request.user.get_username(), read_revision(request)
        try:
            withdraw_hypothesis(
                row, form.texts["reason"], revision=revision, by=by, now=timezone.now()
            )
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        except RecordChanged as changed:
            row = _get_hypothesis(group, hypothesis)
            form.add_error(None, str(changed))
        else:
            messages.success(request, _("Withdrawn. The history can undo it."))
            return redirect(LIST, slug=group.slug)
    context = {
        "form": form,
        "lines": form.get_rows(["reason"]),
        "row": row,
        "problems": form.problems,
    }
    template = "groups/withdraw_hypothesis.html"
    return render_group_page(request, template, group, role, context, 422 if form.errors else 200)


@require_permission(allowed.can_lead_group, get_group)
@require_POST
def remove_hypothesis(
    request: StaffRequest, group: LearningGroup, role: Role, hypothesis: UUID
) -> HttpResponse:
    """Remove a hypothesis that no round was on; the history can undo it."""
    row, revision = _get_hypothesis(group, hypothesis), read_revision(request)
    by, now = request.user.get_username(), timezone.now()
    if problem := press_button(lambda: remove_record(row, revision=revision, by=by, now=now)):
        return _render_list(request, group, role, problem)
    messages.success(request, _("Removed. The history can undo it."))
    return redirect(LIST, slug=group.slug)


@require_permission(allowed.can_lead_group, get_group)
@require_POST
def move(request: StaffRequest, group: LearningGroup, role: Role, hypothesis: UUID) -> HttpResponse:
    """Move a hypothesis up or down by one."""
    row, up = _get_hypothesis(group, hypothesis), request.POST.get("to") == "up"
    try:
        move_hypothesis(row, up=up, by=request.user.get_username(), now=timezone.now())
    except RecordChanged as changed:
        raise Http404 from changed
    return redirect(LIST, slug=group.slug)


def _page_of_removed(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Offer to add what was typed about a hypothesis that somebody else removed meanwhile."""
    if request.method != "POST":
        raise Http404
    form = HypothesisForm(request.POST)
    form.is_valid()
    message = _(
        "Somebody else has removed this in the meantime. What you wrote is below: add it again."
    )
    form.add_error(None, message)
    return _render_form(request, group, role, form)


def _get_hypothesis(group: LearningGroup, hypothesis: UUID) -> GroupHypothesis:
    row = find_hypothesis(group, hypothesis)
    if row is None:
        raise Http404
    return row


def _render_list(
    request: StaffRequest, group: LearningGroup, role: Role, refusal: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "lines": list_all_hypotheses(group),
        "too_small": list_size_problems(group).get("", ""),
        "problems": [FormProblem("main", refusal)] if refusal else [],
    }
    template = "groups/hypotheses.html"
    return render_group_page(request, template, group, role, context, 422 if refusal else 200)


def _render_form(
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    form: HypothesisForm,
    row: GroupHypothesis | None = None,
) -> HttpResponse:
    problems = form.problems if form.is_bound else []
    context = {"form": form, "row": row, "problems": problems}
    template = "groups/hypothesis_form.html"
    return render_group_page(request, template, group, role, context, 422 if problems else 200)
