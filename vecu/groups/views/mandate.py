"""The mandate sheet of a group: read with its gaps, and written."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.groups.forms.mandate_and_steps import MandateForm
from vecu.groups.presenters.mandate import describe_mandate, list_one_language_items
from vecu.groups.queries import get_mandate_sheet
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.ui.requests import READ_OR_WRITE


@group_page(allowed.can_see_group)
def show_mandate(visit: GroupVisit) -> HttpResponse:
    """Show the mandate sheet with what it does not say."""
    sheet = get_mandate_sheet(visit.group)
    context = {
        "sheet": sheet,
        "items": describe_mandate(sheet.mandate),
        "untranslated": list_one_language_items(sheet.mandate),
    }
    return visit.render("groups/mandate.html", context)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def change_mandate(visit: GroupVisit) -> HttpResponse:
    """Write the mandate sheet; two people who do so at once see both."""
    sent = visit.submit(MandateForm, visit.group)
    if sent.is_removed:
        raise Http404
    if sent.is_done:
        return visit.go_on(_("Saved."), "groups:mandate")
    context = {"form": sent.form, "problems": sent.form.problems}
    return visit.render("groups/mandate_form.html", context)
