"""The calendar of a group: add a step, correct it, read its notes back, remove it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.groups.actions import agree_notes
from vecu.groups.forms.mandate_and_steps import NotesForm, StepForm
from vecu.groups.presenters.calendar import COMING, describe_step
from vecu.groups.queries import GroupStep, LearningGroup, find_step, list_steps
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.records.actions import add_record, change_record, remove_record
from vecu.records.submission import press_button, read_revision, submit_form
from vecu.ui.content_forms import ContentForm
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem


@require_permission(allowed.can_see_group, get_group)
@require_safe
def show_calendar(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """List the steps in the order of their days."""
    today = localdate()
    steps = [describe_step(each, today) for each in list_steps(group)]
    context = {
        "past": [each for each in steps if each.state not in COMING],
        "coming": [each for each in steps if each.state in COMING],
    }
    return render_group_page(request, "groups/calendar.html", group, role, context)


@require_permission(allowed.can_see_group, get_group)
@require_safe
def show_step(request: StaffRequest, group: LearningGroup, role: Role, step: UUID) -> HttpResponse:
    """Show a step, its notes and what can be done about it."""
    return _render_step(request, group, role, _get_step(group, step))


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def add_step(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Add a step to the calendar."""
    if request.method != "POST":
        return _render_form(request, group, role, "step_form", StepForm(), None)
    by, now = request.user.get_username(), timezone.now()
    sent = submit_form(
        request,
        StepForm(request.POST),
        lambda content, _revision: add_record(group, content, by=by, now=now),
    )
    if sent.is_removed:
        raise Http404
    if sent.is_done:
        messages.success(request, _("Added."))
        return redirect("groups:step", slug=group.slug, step=sent.row.pk)
    return _render_form(request, group, role, "step_form", sent.form, None)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def change_step(
    request: StaffRequest, group: LearningGroup, role: Role, step: UUID
) -> HttpResponse:
    """Correct a step, or write its notes; two people who do so at once see both."""
    row = find_step(group, step)
    if row is None:
        return _offer_again(request, group, role)
    if request.method != "POST":
        form = StepForm(initial=StepForm.get_initial_values(row))
        return _render_form(request, group, role, "step_form", form, row)
    by, now = request.user.get_username(), timezone.now()
    sent = submit_form(
        request,
        StepForm(request.POST),
        lambda content, revision: change_record(row, content, revision=revision, by=by, now=now),
    )
    if sent.is_removed:
        return _offer_again(request, group, role)
    if sent.is_done:
        messages.success(request, _("Saved."))
        return redirect("groups:step", slug=group.slug, step=row.pk)
    return _render_form(request, group, role, "step_form", sent.form, sent.row or row)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def read_back(request: StaffRequest, group: LearningGroup, role: Role, step: UUID) -> HttpResponse:
    """Note how many of those who were there agreed to the notes that were read back."""
    row = _get_step(group, step)
    if request.method != "POST":
        form = NotesForm(initial={"revision": row.revision})
        return _render_form(request, group, role, "notes_form", form, row)
    by, now = request.user.get_username(), timezone.now()
    sent = submit_form(
        request,
        NotesForm(request.POST),
        lambda content, revision: agree_notes(row, content, revision=revision, by=by, now=now),
    )
    if sent.is_removed:
        raise Http404
    if sent.is_done:
        messages.success(request, _("Saved. These notes cannot be changed any more."))
        return redirect("groups:step", slug=group.slug, step=row.pk)
    return _render_form(request, group, role, "notes_form", sent.form, sent.row or row)


@require_permission(allowed.can_lead_group, get_group)
@require_POST
def remove_step(
    request: StaffRequest, group: LearningGroup, role: Role, step: UUID
) -> HttpResponse:
    """Remove a step; the history shows that it was, and can undo it."""
    row, revision = _get_step(group, step), read_revision(request)
    by, now = request.user.get_username(), timezone.now()
    if problem := press_button(lambda: remove_record(row, revision=revision, by=by, now=now)):
        return _render_step(request, group, role, _get_step(group, step), [problem])
    messages.success(request, _("Removed. The history can undo it."))
    return redirect("groups:calendar", slug=group.slug)


def _get_step(group: LearningGroup, step: UUID) -> GroupStep:
    row = find_step(group, step)
    if row is None:
        raise Http404
    return row


def _offer_again(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Offer to add what was typed about a step that somebody else removed meanwhile."""
    if request.method != "POST":
        raise Http404
    form = StepForm(request.POST)
    form.is_valid()
    message = _(
        "Somebody else has removed this in the meantime. What you wrote is below: add it again."
    )
    form.add_error(None, message)
    return _render_form(request, group, role, "step_form", form, None)


def _render_step(
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    row: GroupStep,
    refusals: Sequence[str] = (),
) -> HttpResponse:
    context = {
        "step": describe_step(row, localdate()),
        "problems": [FormProblem("main", text) for text in refusals],
    }
    status = 422 if refusals else 200
    return render_group_page(request, "groups/step.html", group, role, context, status)


def _render_form(
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    template: str,
    form: ContentForm[Any],
    row: GroupStep | None,
) -> HttpResponse:
    problems = form.problems if form.is_bound else []
    if isinstance(form, StepForm) and row and row.agreed is not None:
        form.freeze_notes()
    context = {
        "form": form,
        "step": describe_step(row, localdate()) if row else None,
        "problems": problems,
    }
    page = f"groups/{template}.html"
    return render_group_page(request, page, group, role, context, 422 if problems else 200)
