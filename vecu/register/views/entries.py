"""Pages of the entries of one kind: the list with a form to add one, and the form of one."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.queries import list_mandates
from vecu.accounts.rules import Role
from vecu.evidence.sources import Audience
from vecu.records.actions import add_record, change_record, remove_record
from vecu.records.kinds import RecordKind
from vecu.records.submission import SEARCH, press_button, read_revision, submit_form
from vecu.register.forms.entries import SettingForm
from vecu.register.presenters import EntryDescription, describe_entries, get_title
from vecu.register.queries import (
    System,
    SystemEntry,
    SystemSetting,
    find_entry,
    get_system_detail,
)
from vecu.register.views.entry_evidence import build_entry_choice
from vecu.register.views.responses import find_response_addresses
from vecu.register.views.system_access import READ_OR_WRITE, get_system, render_system_page
from vecu.ui.content_forms import ContentForm
from vecu.ui.side_by_side import FormProblem


@require_permission(allowed.can_see_system, get_system)
@require_safe
def list_entries(
    request: StaffRequest, system: System, role: Role, kind: RecordKind
) -> HttpResponse:
    """List the entries of one kind; to those who may write there, with a form to add one."""
    form = kind.forms[0]() if allowed.can_edit_system(role) else None
    return _list_page(request, system, role, kind, form)


@require_permission(allowed.can_edit_system, get_system)
@require_http_methods(READ_OR_WRITE)
def add(request: StaffRequest, system: System, role: Role, kind: RecordKind) -> HttpResponse:
    """Add an entry; a new value for a setting is one that `replaces` another."""
    form_type = kind.forms[0]
    if request.method != "POST":
        return _list_page(request, system, role, kind, form_type(initial=_propose(request, system)))
    by, now = request.user.get_username(), timezone.now()
    sent = submit_form(
        request,
        form_type(request.POST),
        lambda content, _revision: add_record(system, content, by=by, now=now),
    )
    if sent.is_done:
        messages.success(request, _("Added."))
        return redirect(f"register:{kind.page.slug}", slug=system.slug)
    return _list_page(request, system, role, kind, sent.form)


@require_permission(allowed.can_edit_system, get_system)
@require_http_methods(READ_OR_WRITE)
def change(
    request: StaffRequest, system: System, role: Role, kind: RecordKind, entry: UUID
) -> HttpResponse:
    """Correct an entry."""
    row = find_entry(system, kind.model, entry)
    form_type = kind.forms[0]
    if request.method != "POST":
        if row is None:
            raise Http404
        form = form_type(initial=form_type.get_initial_values(row))
        return _entry_page(request, system, role, kind, form, row)
    form = form_type(request.POST)
    if row is None:
        return _page_of_removed(request, system, role, kind, form)
    by, now = request.user.get_username(), timezone.now()
    sent = submit_form(
        request,
        form,
        lambda content, revision: change_record(row, content, revision=revision, by=by, now=now),
    )
    if sent.is_removed:
        return _page_of_removed(request, system, role, kind, form)
    if sent.is_done:
        messages.success(request, _("Saved."))
        return redirect(f"register:{kind.page.slug}", slug=system.slug)
    return _entry_page(request, system, role, kind, sent.form, sent.row or row)


@require_permission(allowed.can_edit_system, get_system)
@require_POST
def remove(
    request: StaffRequest, system: System, role: Role, kind: RecordKind, entry: UUID
) -> HttpResponse:
    """Remove an entry; the history shows that it was, and can undo it."""
    row = find_entry(system, kind.model, entry)
    if row is None:
        raise Http404
    form_type, revision = kind.forms[0], read_revision(request)
    by, now = request.user.get_username(), timezone.now()
    if problem := press_button(lambda: remove_record(row, revision=revision, by=by, now=now)):
        current = find_entry(system, kind.model, entry)
        if current is None:
            raise Http404
        form = form_type(initial=form_type.get_initial_values(current))
        return _entry_page(request, system, role, kind, form, current, problem)
    messages.success(request, _("Removed. The history can undo it."))
    return redirect(f"register:{kind.page.slug}", slug=system.slug)


def _propose(request: StaffRequest, system: System) -> dict[str, Any]:
    """Return what a new value for a setting has in common with the one that it replaces."""
    replaced = _find_replaced(system, request.GET.get("replaces", ""))
    if replaced is None:
        return {}
    values = SettingForm.get_initial_values(replaced)
    names = ("name_fr", "name_en", "lean")
    return {name: values[name] for name in names} | {"replaces": replaced.pk}


def _find_replaced(system: System, sent: object) -> SystemSetting | None:
    try:
        return find_entry(system, SystemSetting, UUID(str(sent)))
    except ValueError:
        return None


def _list_page(
    request: StaffRequest,
    system: System,
    role: Role,
    kind: RecordKind,
    form: ContentForm[Any] | None,
) -> HttpResponse:
    """Show the list of entries, and the form below it; above it where the form has errors."""
    sent = form["replaces"].value() if form and "replaces" in form.fields else ""
    replaced = _find_replaced(system, sent)
    detail = get_system_detail(system, Audience.MEMBERS)
    context = {
        "entries": [
            _offer_responses(each, system, role, kind)
            for each in describe_entries(
                detail, detail.rows[kind.model], list_mandates(system.scope)
            )
        ],
        "replaced": get_title(replaced) if replaced else "",
        "action": reverse("register:add-entry", args=(system.slug, kind.page.slug)),
    }
    return _page(request, system, role, kind, form, context)


def _offer_responses(
    entry: EntryDescription, system: System, role: Role, kind: RecordKind
) -> EntryDescription:
    """Return an entry with where this role responds to it."""
    confirms, contests = find_response_addresses(system, role, kind, entry.row)
    return replace(entry, confirms=confirms, contests=contests)


def _entry_page(
    request: StaffRequest,
    system: System,
    role: Role,
    kind: RecordKind,
    form: ContentForm[Any],
    row: SystemEntry,
    refusal: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "title": get_title(row),
        "action": reverse("register:entry", args=(system.slug, kind.page.slug, row.pk)),
        "choice": build_entry_choice(request, system, form, row),
    }
    if refusal:
        context["problems"] = [FormProblem("main", refusal)]
    return _page(request, system, role, kind, form, context)


def _page_of_removed(
    request: StaffRequest, system: System, role: Role, kind: RecordKind, form: ContentForm[Any]
) -> HttpResponse:
    """Offer to add what was typed about an entry that somebody else removed meanwhile."""
    message = _(
        "Somebody else has removed this in the meantime. What you wrote is below: add it again."
    )
    form.is_valid()
    form.add_error(None, message)
    return _list_page(request, system, role, kind, form)


def _page(
    request: StaffRequest,
    system: System,
    role: Role,
    kind: RecordKind,
    form: ContentForm[Any] | None,
    context: dict[str, Any],
) -> HttpResponse:
    searches = SEARCH in request.POST
    problems = form.problems if form and form.is_bound and not searches else []
    shared: dict[str, Any] = {
        "kind": kind,
        "list_url": reverse(f"register:{kind.page.slug}", args=(system.slug,)),
        "heading": _(kind.page.heading),
        "lead": _(kind.page.lead),
        "add": _(kind.page.add),
        "none": _(kind.page.none),
        "notice": kind.page.notice and _(kind.page.notice),
        "form": form,
        "problems": problems,
        "choice": build_entry_choice(request, system, form, None),
    }
    context = shared | context
    template = "register/entry.html" if "row" in context else "register/entries.html"
    status = 422 if context["problems"] else 200
    return render_system_page(request, template, system, role, context, status)
