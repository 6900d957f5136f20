"""Deleting a group: what goes, what stays, and its address typed again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.groups.actions import delete_group
from vecu.groups.presenters.contents import get_group_contents, list_deletion_phrases
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.records.errors import RecordChanged
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.slug_forms import ConfirmSlugForm


@require_permission(allowed.can_delete_group, get_group)
@require_http_methods(READ_OR_WRITE)
def delete(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Say what would go with the group and what stays; a POST with its slug deletes it."""
    form = ConfirmSlugForm(group.slug, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            delete_group(group, by=request.user.get_username(), now=timezone.now())
        except RecordChanged as changed:
            raise Http404 from changed
        message = _("The group “%(slug)s” is deleted, with everything in it.")
        messages.success(request, message % {"slug": group.slug})
        return redirect("groups:groups")
    phrases = list_deletion_phrases(get_group_contents(group, localdate()))
    return render_group_page(
        request,
        "groups/delete.html",
        group,
        role,
        {"form": form, "phrases": phrases},
        422 if form.errors else 200,
    )
