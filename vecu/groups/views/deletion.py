"""Deleting a group: what goes, what stays, and its address typed again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.accounts.views.fresh_sign_in import require_fresh_sign_in
from vecu.groups.actions import delete_group
from vecu.groups.presenters.contents import get_group_contents, list_deletion_phrases
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.records.errors import RecordChanged
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.slug_forms import ConfirmSlugForm


@group_page(allowed.can_delete_group, READ_OR_WRITE)
def delete(visit: GroupVisit) -> HttpResponse:
    """Say what would go with the group and what stays; a POST with its slug deletes it."""
    form = ConfirmSlugForm(visit.group.slug, visit.sent)
    if form.is_valid():
        require_fresh_sign_in(visit.request)
        try:
            delete_group(visit.group, **visit.act)
        except RecordChanged as changed:
            raise Http404 from changed
        message = _("The group “%(slug)s” is deleted, with everything in it.")
        messages.success(visit.request, message % {"slug": visit.group.slug})
        return redirect("groups:groups")
    phrases = list_deletion_phrases(get_group_contents(visit.group, localdate()))
    context = {"form": form, "phrases": phrases}
    return visit.render("groups/delete.html", context, status=422 if form.errors else 200)
