"""Pages of the entries of one kind: the list with a form to add one, and the form of one."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.accounts.queries import list_mandates
from vecu.evidence.sources import Audience
from vecu.records.kinds import RecordKind
from vecu.records.submission import SEARCH
from vecu.records.views import WRITE
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
from vecu.register.views.system_access import SystemVisit, system_page
from vecu.ui.content_forms import ContentForm
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem


@system_page(allowed.can_see_system)
def list_entries(visit: SystemVisit, kind: RecordKind) -> HttpResponse:
    """List the entries of one kind; to those who may write there, with a form to add one."""
    form = kind.forms[0]() if allowed.can_edit_system(visit.role) else None
    return _list_page(visit, kind, form)


@system_page(allowed.can_edit_system, READ_OR_WRITE)
def add(visit: SystemVisit, kind: RecordKind) -> HttpResponse:
    """Add an entry; a new value for a setting is one that `replaces` another."""
    if visit.sent is None:
        return _list_page(visit, kind, kind.forms[0](initial=_propose(visit)))
    sent = visit.submit(kind.forms[0])
    if sent.is_done:
        return visit.go_on(_("Added."), f"register:{kind.page.slug}")
    return _list_page(visit, kind, sent.form)


@system_page(allowed.can_edit_system, READ_OR_WRITE)
def change(visit: SystemVisit, kind: RecordKind, entry: UUID) -> HttpResponse:
    """Correct an entry."""
    row = find_entry(visit.system, kind.model, entry)
    if row is None:
        return _list_page(visit, kind, visit.begin_again(kind.forms[0]))
    sent = visit.submit(kind.forms[0], row)
    if sent.is_removed:
        return _list_page(visit, kind, visit.begin_again(kind.forms[0]))
    if sent.is_done:
        return visit.go_on(_("Saved."), f"register:{kind.page.slug}")
    return _entry_page(visit, kind, sent.form, sent.row or row)


@system_page(allowed.can_edit_system, WRITE)
def remove(visit: SystemVisit, kind: RecordKind, entry: UUID) -> HttpResponse:
    """Remove an entry; the history shows that it was, and can undo it."""
    row = find_entry(visit.system, kind.model, entry)
    if row is None:
        raise Http404
    if problem := visit.remove(row):
        current = find_entry(visit.system, kind.model, entry)
        if current is None:
            raise Http404
        form = kind.forms[0](initial=kind.forms[0].get_initial_values(current))
        return _entry_page(visit, kind, form, current, problem)
    return visit.go_on(_("Removed. The history can undo it."), f"register:{kind.page.slug}")


def _propose(visit: SystemVisit) -> dict[str, Any]:
    """Return what a new value for a setting has in common with the one that it replaces."""
    replaced = _find_replaced(visit.system, visit.request.GET.get("replaces", ""))
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


def _list_page(visit: SystemVisit, kind: RecordKind, form: ContentForm[Any] | None) -> HttpResponse:
    """Show the list of entries, and the form below it; above it where the form has errors."""
    sent = form["replaces"].value() if form and "replaces" in form.fields else ""
    replaced = _find_replaced(visit.system, sent)
    detail = get_system_detail(visit.system, Audience.MEMBERS)
    context = {
        "entries": [
            _offer_responses(each, visit, kind)
            for each in describe_entries(
                detail, detail.rows[kind.model], list_mandates(visit.system.scope)
            )
        ],
        "replaced": get_title(replaced) if replaced else "",
        "action": visit.make_address("register:add-entry", kind.page.slug),
    }
    return _page(visit, kind, form, context)


def _offer_responses(
    entry: EntryDescription, visit: SystemVisit, kind: RecordKind
) -> EntryDescription:
    """Return an entry with where this role responds to it."""
    confirms, contests = find_response_addresses(visit.system, visit.role, kind, entry.row)
    return replace(entry, confirms=confirms, contests=contests)


def _entry_page(
    visit: SystemVisit,
    kind: RecordKind,
    form: ContentForm[Any],
    row: SystemEntry,
    refusal: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "title": get_title(row),
        "action": visit.make_address("register:entry", kind.page.slug, row.pk),
        "choice": build_entry_choice(visit, form, row),
    }
    if refusal:
        context["problems"] = [FormProblem("main", refusal)]
    return _page(visit, kind, form, context)


def _page(
    visit: SystemVisit, kind: RecordKind, form: ContentForm[Any] | None, context: dict[str, Any]
) -> HttpResponse:
    shared: dict[str, Any] = {
        "kind": kind,
        "list_url": visit.make_address(f"register:{kind.page.slug}"),
        "heading": _(kind.page.heading),
        "lead": _(kind.page.lead),
        "add": _(kind.page.add),
        "none": _(kind.page.none),
        "notice": kind.page.notice and _(kind.page.notice),
        "form": form,
        "problems": form.problems if form and SEARCH not in visit.request.POST else [],
        "choice": build_entry_choice(visit, form, None),
    }
    template = "register/entry.html" if "row" in context else "register/entries.html"
    return visit.render(template, shared | context)
