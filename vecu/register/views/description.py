"""Pages on which members write what a system is, and who answers for it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_edit_system
from vecu.records.submission import FormOutcome, press_button, read_revision
from vecu.records.views import WRITE
from vecu.register.actions import (
    remove_contact,
    set_contact,
)
from vecu.register.forms.systems import ContactForm, DescriptionForm
from vecu.register.views.system_access import SystemVisit, get_system, system_page
from vecu.ui.requests import READ_OR_WRITE

CONTACT = "register/contact.html"


@system_page(can_edit_system, READ_OR_WRITE)
def describe(visit: SystemVisit) -> HttpResponse:
    """Write what a system is."""
    sent = visit.submit(DescriptionForm, visit.system)
    return _answer(visit, "register/description.html", sent)


@system_page(can_edit_system, READ_OR_WRITE)
def name_contact(visit: SystemVisit) -> HttpResponse:
    """Name the person who answers for a system."""
    return _answer(visit, CONTACT, visit.submit(ContactForm, visit.system, set_contact))


@system_page(can_edit_system, WRITE)
def unname_contact(visit: SystemVisit) -> HttpResponse:
    """Remove the name of somebody who does not agree any more."""
    revision = read_revision(visit.request)
    if press_button(lambda: remove_contact(visit.system, revision=revision, **visit.act)):
        form = ContactForm(initial=ContactForm.get_initial_values(get_system(visit.system.slug)))
        message = _("Somebody else has changed this in the meantime. Look at it, then remove it.")
        return visit.render(CONTACT, {"form": form}, [message])
    return visit.go_on(_("The name is removed. No history holds it."), "register:system")


def _answer(visit: SystemVisit, template: str, sent: FormOutcome[Any]) -> HttpResponse:
    if sent.is_removed:
        raise Http404
    if sent.is_done:
        return visit.go_on(_("Saved."), "register:system")
    return visit.render(template, {"form": sent.form, "problems": sent.form.problems})
