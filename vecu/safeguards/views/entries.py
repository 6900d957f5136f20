"""Members' pages of safeguards: all of a system, the entries of one kind, one, the history."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.records.history import HistoryPage, build_history
from vecu.records.kinds import RecordKind
from vecu.records.views import WRITE
from vecu.register.views.system_access import SystemVisit, system_page
from vecu.safeguards.converters import list_page_kinds
from vecu.safeguards.queries import find_safeguard, list_safeguards
from vecu.safeguards.record_kinds import SAFEGUARDS
from vecu.ui.content_forms import ContentForm
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem
from vecu.ui.templatetags.ui import current_language


@system_page(allowed.can_see_system)
def list_all(visit: SystemVisit) -> HttpResponse:
    """Show what the safeguards of a system are, and what is missing."""
    kinds = [
        {
            "heading": _(kind.page.heading),
            "none": _(kind.page.none),
            "address": visit.make_address("safeguards:entries", kind.page.slug),
            "titles": [get_title(kind, row) for row in list_safeguards(visit.system, kind.model)],
        }
        for kind in list_page_kinds()
    ]
    return visit.render("safeguards/safeguards.html", {"kinds": kinds})


@system_page(allowed.can_see_system)
def list_entries(visit: SystemVisit, kind: RecordKind) -> HttpResponse:
    """List the entries of one kind; to those who may write there, with a form to add one."""
    form = kind.forms[0]() if allowed.can_edit_system(visit.role) else None
    return _list_page(visit, kind, form)


@system_page(allowed.can_edit_system, READ_OR_WRITE)
def add(visit: SystemVisit, kind: RecordKind) -> HttpResponse:
    """Add an entry."""
    sent = visit.submit(kind.forms[0])
    if sent.is_done:
        return visit.go_on(_("Added."), "safeguards:entries", kind.page.slug)
    return _list_page(visit, kind, sent.form)


@system_page(allowed.can_edit_system, READ_OR_WRITE)
def change(visit: SystemVisit, kind: RecordKind, entry: UUID) -> HttpResponse:
    """Correct an entry."""
    row = find_safeguard(visit.system, kind.model, entry)
    if row is None:
        return _list_page(visit, kind, visit.begin_again(kind.forms[0]))
    sent = visit.submit(kind.forms[0], row)
    if sent.is_removed:
        return _list_page(visit, kind, visit.begin_again(kind.forms[0]))
    if sent.is_done:
        return visit.go_on(_("Saved."), "safeguards:entries", kind.page.slug)
    return _entry_page(visit, kind, sent.form, sent.row or row)


@system_page(allowed.can_edit_system, WRITE)
def remove(visit: SystemVisit, kind: RecordKind, entry: UUID) -> HttpResponse:
    """Remove an entry; the history shows that it was, and can undo it."""
    row = find_safeguard(visit.system, kind.model, entry)
    if row is None:
        raise Http404
    if problem := visit.remove(row):
        current = find_safeguard(visit.system, kind.model, entry)
        if current is None:
            raise Http404
        form = kind.forms[0](initial=kind.forms[0].get_initial_values(current))
        return _entry_page(visit, kind, form, current, [problem])
    message = _("Removed. The history can undo it.")
    return visit.go_on(message, "safeguards:entries", kind.page.slug)


def get_title(kind: RecordKind, row: Any) -> Mapping[str, str]:
    """Return a row in a few words, by language: those that members wrote, or those of the page."""
    title: Mapping[str, str] | str = kind.title(row)
    return {current_language(): title} if isinstance(title, str) else title


def _list_page(visit: SystemVisit, kind: RecordKind, form: ContentForm[Any] | None) -> HttpResponse:
    rows = list_safeguards(visit.system, kind.model)
    context = {
        "entries": [
            {
                "title": get_title(kind, row),
                "facts": kind.facts(row),
                "address": visit.make_address("safeguards:entry", kind.page.slug, row.pk),
            }
            for row in rows
        ],
        "action": visit.make_address("safeguards:add-entry", kind.page.slug),
    }
    return _page(visit, "safeguards/entries.html", kind, form, context)


def _entry_page(
    visit: SystemVisit, kind: RecordKind, form: ContentForm[Any], row: Any, refusals: Any = ()
) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "title": get_title(kind, row),
        "back": visit.make_address("safeguards:entries", kind.page.slug),
        "removes": visit.make_address("safeguards:remove-entry", kind.page.slug, row.pk),
    }
    if refusals:
        context["problems"] = [FormProblem("main", each) for each in refusals]
    return _page(visit, "safeguards/entry.html", kind, form, context)


def _page(
    visit: SystemVisit,
    template: str,
    kind: RecordKind,
    form: ContentForm[Any] | None,
    context: dict[str, Any],
) -> HttpResponse:
    shared: dict[str, Any] = {
        "heading": _(kind.page.heading),
        "lead": _(kind.page.lead),
        "add": _(kind.page.add),
        "none": _(kind.page.none),
        "notice": kind.page.notice and _(kind.page.notice),
        "form": form,
        "problems": form.problems if form else [],
    }
    return visit.render(template, shared | context)


@system_page(allowed.can_see_system)
def show_history(visit: SystemVisit) -> HttpResponse:
    """List what members did with the safeguards of a system, the latest first."""
    return _show_history(visit)


@system_page(allowed.can_edit_system, WRITE)
def undo(visit: SystemVisit) -> HttpResponse:
    """Undo the act that was shown as the latest."""
    if problem := visit.undo(SAFEGUARDS):
        return _show_history(visit, [problem])
    return visit.go_on(_("Undone."), "safeguards:history")


def _show_history(visit: SystemVisit, problems: Sequence[str] = ()) -> HttpResponse:
    page = HistoryPage(
        "register/system.html",
        _("History of those who say no"),
        _("Who noted what, the latest first. Nothing of a code or of a person is in it."),
        visit.make_address("safeguards:undo"),
        (_("Those who say no"), visit.make_address("safeguards:safeguards")),
    )
    context = build_history(
        visit.request,
        visit.system,
        SAFEGUARDS,
        page,
        may_undo=allowed.can_edit_system(visit.role),
        problems=problems,
    )
    return visit.render("records/history.html", context)
