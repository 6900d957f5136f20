"""The calendar of a group: add a step, correct it, read its notes back, remove it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.groups.actions import agree_notes
from vecu.groups.forms.mandate_and_steps import NotesForm, StepForm
from vecu.groups.presenters.calendar import COMING, describe_step
from vecu.groups.queries import GroupStep, LearningGroup, find_step, list_steps
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.records.views import WRITE
from vecu.ui.content_forms import ContentForm
from vecu.ui.requests import READ_OR_WRITE


@group_page(allowed.can_see_group)
def show_calendar(visit: GroupVisit) -> HttpResponse:
    """List the steps in the order of their days."""
    today = localdate()
    steps = [describe_step(each, today) for each in list_steps(visit.group)]
    context = {
        "past": [each for each in steps if each.state not in COMING],
        "coming": [each for each in steps if each.state in COMING],
    }
    return visit.render("groups/calendar.html", context)


@group_page(allowed.can_see_group)
def show_step(visit: GroupVisit, step: UUID) -> HttpResponse:
    """Show a step, its notes and what can be done about it."""
    return _render_step(visit, _get_step(visit.group, step))


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def add_step(visit: GroupVisit) -> HttpResponse:
    """Add a step to the calendar."""
    sent = visit.submit(StepForm)
    if sent.is_removed:
        raise Http404
    if sent.is_done:
        return visit.go_on(_("Added."), "groups:step", sent.row.pk)
    return _render_form(visit, "step_form", sent.form, None)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def change_step(visit: GroupVisit, step: UUID) -> HttpResponse:
    """Correct a step, or write its notes; two people who do so at once see both."""
    row = find_step(visit.group, step)
    if row is None:
        return _render_form(visit, "step_form", visit.begin_again(StepForm), None)
    sent = visit.submit(StepForm, row)
    if sent.is_removed:
        return _render_form(visit, "step_form", visit.begin_again(StepForm), None)
    if sent.is_done:
        return visit.go_on(_("Saved."), "groups:step", row.pk)
    return _render_form(visit, "step_form", sent.form, sent.row or row)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def read_back(visit: GroupVisit, step: UUID) -> HttpResponse:
    """Note how many of those who were there agreed to the notes that were read back."""
    row = _get_step(visit.group, step)
    if visit.sent is None:
        form = NotesForm(initial={"revision": row.revision})
        return _render_form(visit, "notes_form", form, row)
    sent = visit.submit(NotesForm, row, agree_notes)
    if sent.is_removed:
        raise Http404
    if sent.is_done:
        message = _("Saved. These notes cannot be changed any more.")
        return visit.go_on(message, "groups:step", row.pk)
    return _render_form(visit, "notes_form", sent.form, sent.row or row)


@group_page(allowed.can_lead_group, WRITE)
def remove_step(visit: GroupVisit, step: UUID) -> HttpResponse:
    """Remove a step; the history shows that it was, and can undo it."""
    if problem := visit.remove(_get_step(visit.group, step)):
        return _render_step(visit, _get_step(visit.group, step), [problem])
    return visit.go_on(_("Removed. The history can undo it."), "groups:calendar")


def _get_step(group: LearningGroup, step: UUID) -> GroupStep:
    row = find_step(group, step)
    if row is None:
        raise Http404
    return row


def _render_step(visit: GroupVisit, row: GroupStep, refusals: Sequence[str] = ()) -> HttpResponse:
    context = {"step": describe_step(row, localdate())}
    return visit.render("groups/step.html", context, refusals)


def _render_form(
    visit: GroupVisit, template: str, form: ContentForm[Any], row: GroupStep | None
) -> HttpResponse:
    if isinstance(form, StepForm) and row and row.agreed is not None:
        form.freeze_notes()
    context = {
        "form": form,
        "step": describe_step(row, localdate()) if row else None,
        "problems": form.problems,
    }
    return visit.render(f"groups/{template}.html", context)
