"""Pages on which members write what a system is, and who answers for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_edit_system
from vecu.records.actions import change_record
from vecu.records.submission import press_button, read_revision, submit_form
from vecu.register.actions import (
    remove_contact,
    set_contact,
)
from vecu.register.forms.systems import ContactForm, DescriptionForm
from vecu.register.queries import System
from vecu.register.views.system_access import (
    get_system,
    render_system_page,
)
from vecu.ui.content_forms import ContentForm
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem


@dataclass(frozen=True, slots=True)
class _RegisterPage:
    template: str
    form: type[ContentForm[Any]]
    save: Callable[..., System]


@require_permission(can_edit_system, get_system)
@require_http_methods(READ_OR_WRITE)
def describe(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Write what a system is."""
    page = _RegisterPage("register/description.html", DescriptionForm, change_record)
    return _edit(request, system, role, page)


@require_permission(can_edit_system, get_system)
@require_http_methods(READ_OR_WRITE)
def name_contact(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Name the person who answers for a system."""
    page = _RegisterPage("register/contact.html", ContactForm, set_contact)
    return _edit(request, system, role, page)


@require_permission(can_edit_system, get_system)
@require_POST
def unname_contact(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Remove the name of somebody who does not agree any more."""
    by, now = request.user.get_username(), timezone.now()
    if press_button(
        lambda: remove_contact(system, revision=read_revision(request), by=by, now=now)
    ):
        form = _open_form(ContactForm, get_system(system.slug))
        message = _("Somebody else has changed this in the meantime. Look at it, then remove it.")
        return _page(request, "register/contact.html", system, role, form, message)
    messages.success(request, _("The name is removed. No history holds it."))
    return redirect("register:system", slug=system.slug)


def _edit(request: StaffRequest, system: System, role: Role, page: _RegisterPage) -> HttpResponse:
    if request.method != "POST":
        return _page(request, page.template, system, role, _open_form(page.form, system))
    by, now = request.user.get_username(), timezone.now()
    sent = submit_form(
        request,
        page.form(request.POST),
        lambda content, revision: page.save(system, content, revision=revision, by=by, now=now),
    )
    if sent.is_removed:
        raise Http404
    if sent.is_done:
        messages.success(request, _("Saved."))
        return redirect("register:system", slug=system.slug)
    return _page(request, page.template, system, role, sent.form)


def _open_form(form: type[ContentForm[Any]], system: System) -> ContentForm[Any]:
    return form(initial=form.get_initial_values(system))


def _page(
    request: StaffRequest,
    template: str,
    system: System,
    role: Role,
    form: ContentForm[Any],
    message: str = "",
) -> HttpResponse:
    problems = [FormProblem("main", message)] if message else form.problems
    context = {"form": form, "problems": problems}
    return render_system_page(request, template, system, role, context, 422 if problems else 200)
