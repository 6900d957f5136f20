"""The mandate sheet of a group: read with its gaps, and written."""

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
from vecu.groups.forms.mandate_and_steps import MandateForm
from vecu.groups.presenters.mandate import describe_mandate, list_one_language_items
from vecu.groups.queries import LearningGroup, get_mandate_sheet
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.records.actions import change_record
from vecu.records.submission import submit_form
from vecu.ui.requests import READ_OR_WRITE


@require_permission(allowed.can_see_group, get_group)
@require_safe
def show_mandate(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Show the mandate sheet with what it does not say."""
    sheet = get_mandate_sheet(group)
    context: dict[str, Any] = {
        "sheet": sheet,
        "items": describe_mandate(sheet.mandate),
        "untranslated": list_one_language_items(sheet.mandate),
    }
    return render_group_page(request, "groups/mandate.html", group, role, context)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def change_mandate(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Write the mandate sheet; two people who do so at once see both."""
    if request.method != "POST":
        form = MandateForm(initial=MandateForm.get_initial_values(group))
        return _page(request, group, role, form)
    by, now = request.user.get_username(), timezone.now()
    sent = submit_form(
        request,
        MandateForm(request.POST),
        lambda content, revision: change_record(group, content, revision=revision, by=by, now=now),
    )
    if sent.is_removed:
        raise Http404
    if sent.is_done:
        messages.success(request, _("Saved."))
        return redirect("groups:mandate", slug=group.slug)
    return _page(request, group, role, sent.form)


def _page(
    request: StaffRequest, group: LearningGroup, role: Role, form: MandateForm
) -> HttpResponse:
    context = {"form": form, "problems": form.problems if form.is_bound else []}
    return render_group_page(
        request,
        "groups/mandate_form.html",
        group,
        role,
        context,
        422 if context["problems"] else 200,
    )
