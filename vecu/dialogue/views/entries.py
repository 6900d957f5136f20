"""Pages of entries: read one, add one, correct it, remove it. Nothing typed is lost."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.dialogue.actions import add_dialogue_entry
from vecu.dialogue.checks import list_ended_problems, list_removal_problems, list_side_problems
from vecu.dialogue.entry_descriptions import get_title
from vecu.dialogue.forms.dialogue_form import DialogueChoices, DialogueForm
from vecu.dialogue.forms.entries import DIALOGUE_FORMS
from vecu.dialogue.queries import (
    DialogueEntry,
    Workshop,
    WorkshopPoint,
    find_dialogue_entry,
    get_dialogue_detail,
)
from vecu.dialogue.rules import College, DialogueKind
from vecu.dialogue.sections import CLAUSE_EFFECT, SECTIONS
from vecu.dialogue.views.dialogue_access import (
    get_act,
    get_entry,
    make_address,
    require_writer,
)
from vecu.dialogue.views.entry_acts import EntryAct
from vecu.dialogue.views.entry_pages import (
    DialogueFormPage,
    make_overview_link,
    render_entry,
    render_form,
)
from vecu.dialogue.views.form_choices import build_choices
from vecu.evidence.sources import Audience
from vecu.records.actions import change_record, remove_record
from vecu.records.rules import get_side
from vecu.records.submission import press_button, read_revision, submit_form
from vecu.register.queries import System
from vecu.register.views.system_access import get_system, render_system_page
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.wording import pick_text
from vecu.writings import list_writing_kinds

ADD_BUTTONS: Mapping[DialogueKind, str] = {
    DialogueKind.WORKSHOP: gettext_noop("Add a workshop"),
    DialogueKind.POINT: gettext_noop("Add a point"),
    DialogueKind.CONSULTATION: gettext_noop("Add a consultation"),
    DialogueKind.AGREEMENT: gettext_noop("Add an agreement"),
    DialogueKind.COMMITMENT: gettext_noop("Add a commitment"),
    DialogueKind.CLAUSE: gettext_noop("Add a review clause"),
    DialogueKind.AGENDA_ITEM: gettext_noop("Put something on the agenda"),
    DialogueKind.POSITION: gettext_noop("Add a position on a writing"),
}
"""What the form that adds an entry is called."""
POINT_LEAD = gettext_noop(
    "Each college that was there says whether it shares the point. One that must first consult"
    " those it speaks for is on mandate: complete its position later."
)


@require_permission(allowed.can_see_system, get_system)
@require_safe
def show_entry(
    request: StaffRequest,
    system: System,
    role: Role,
    dialogue_kind: DialogueKind,
    dialogue_entry: UUID,
) -> HttpResponse:
    """Show an entry, who noted it, and what can be done about it."""
    row = get_entry(system, dialogue_kind, dialogue_entry)
    return render_entry(request, system, role, row)


@require_writer
@require_http_methods(READ_OR_WRITE)
def add(
    request: StaffRequest, system: System, role: Role, dialogue_kind: DialogueKind
) -> HttpResponse:
    """Note an entry; a point is one of the workshop that the address or the form names."""
    workshop = _find_workshop(request, system) if dialogue_kind is DialogueKind.POINT else None
    form_type = DIALOGUE_FORMS[dialogue_kind]
    choices = _build_choices(request, system, dialogue_kind, None, workshop)
    if request.method != "POST":
        if dialogue_kind is DialogueKind.POINT and workshop is None:
            raise Http404
        if dialogue_kind is DialogueKind.POSITION and "writing" not in request.GET:
            context = {"kinds": list_writing_kinds(), "back": make_overview_link(system)}
            return render_system_page(
                request, "dialogue/choose_writing.html", system, role, context
            )
        form = form_type(initial=_list_proposed(request, system), choices=choices)
        return _adding_page(request, system, role, dialogue_kind, form, workshop)
    act = get_act(request, role)
    sent = submit_form(
        request,
        form_type(request.POST, choices=choices),
        lambda content, _revision: add_dialogue_entry(system.scope, content, **act),
    )
    if sent.is_removed:
        raise Http404
    if sent.is_done:
        messages.success(request, _("Added."))
        return redirect(make_address(system, dialogue_kind, sent.row.pk))
    return _adding_page(request, system, role, dialogue_kind, sent.form, workshop)


@require_writer
@require_http_methods(READ_OR_WRITE)
def change(
    request: StaffRequest,
    system: System,
    role: Role,
    dialogue_kind: DialogueKind,
    dialogue_entry: UUID,
) -> HttpResponse:
    """Correct an entry that one’s own side noted."""
    row = find_dialogue_entry(system.scope, dialogue_kind, dialogue_entry)
    if row is None:
        return _page_of_removed(request, system, role, dialogue_kind)
    if problems := list_side_problems(row, get_side(role)) or list_ended_problems(row):
        return render_entry(request, system, role, row, list(problems.values()))
    form_type = DIALOGUE_FORMS[dialogue_kind]
    workshop = row.workshop if isinstance(row, WorkshopPoint) else None
    choices = _build_choices(request, system, dialogue_kind, row, workshop)
    if request.method != "POST":
        form = form_type(initial=form_type.get_initial_values(row), choices=choices)
        return _changing_page(request, system, role, dialogue_kind, form, row)
    act = get_act(request, role)
    sent = submit_form(
        request,
        form_type(request.POST, choices=choices),
        lambda content, revision: change_record(row, content, revision=revision, **act),
        choices=choices,
    )
    if sent.is_removed:
        return _page_of_removed(request, system, role, dialogue_kind)
    if sent.is_done:
        messages.success(request, _("Saved."))
        return redirect(make_address(system, dialogue_kind, row.pk))
    return _changing_page(request, system, role, dialogue_kind, sent.form, sent.row or row)


@require_writer
@require_POST
def remove(
    request: StaffRequest,
    system: System,
    role: Role,
    dialogue_kind: DialogueKind,
    dialogue_entry: UUID,
) -> HttpResponse:
    """Remove an entry; the history shows that it was, and can undo it."""
    row = get_entry(system, dialogue_kind, dialogue_entry)
    revision, act = read_revision(request), get_act(request, role)
    if problem := press_button(lambda: remove_record(row, revision=revision, **act)):
        current = get_entry(system, dialogue_kind, dialogue_entry)
        return render_entry(request, system, role, current, [problem])
    messages.success(request, _("Removed. The history can undo it."))
    return redirect("dialogue:dialogue", slug=system.slug)


def _list_proposed(request: StaffRequest, system: System) -> dict[str, Any]:
    """Return what a link to the form of a new entry already says; a version begins as the last."""
    names = ("workshop", "answers", "origin", "writing", "previous")
    said: dict[str, Any] = {name: request.GET[name] for name in names if name in request.GET}
    try:
        previous = UUID(said.get("previous", ""))
    except ValueError:
        return said
    row = find_dialogue_entry(system.scope, DialogueKind.POSITION, previous)
    if row is None:
        return said
    before = DIALOGUE_FORMS[DialogueKind.POSITION].get_initial_values(row)
    changed = ("revision", "day", "mandate_fr", "mandate_en", "in_favour", "against", "abstained")
    kept = {name: value for name, value in before.items() if name not in changed}
    return kept | {"previous": row.pk, "debate": ""}


def _find_workshop(request: StaffRequest, system: System) -> Workshop | None:
    """Return the workshop that the form or the address names, None if there is none such."""
    sent = request.POST.get("workshop") or request.GET.get("workshop") or ""
    try:
        found = find_dialogue_entry(system.scope, DialogueKind.WORKSHOP, UUID(sent))
    except ValueError:
        return None
    return found if isinstance(found, Workshop) else None


def _build_choices(
    request: StaffRequest,
    system: System,
    kind: DialogueKind,
    row: DialogueEntry | None,
    workshop: Workshop | None,
) -> DialogueChoices:
    noted = get_dialogue_detail(system.scope, Audience.MEMBERS, localdate())
    posted = [each for each in College if f"position_{each}" in request.POST]
    return build_choices(noted, kind, row, workshop, posted)


def _page_of_removed(
    request: StaffRequest, system: System, role: Role, kind: DialogueKind
) -> HttpResponse:
    """Offer to add what was typed about an entry that somebody else removed meanwhile."""
    if request.method != "POST":
        raise Http404
    workshop = _find_workshop(request, system) if kind is DialogueKind.POINT else None
    choices = _build_choices(request, system, kind, None, workshop)
    form = DIALOGUE_FORMS[kind](request.POST, choices=choices)
    form.is_valid()
    message = _(
        "Somebody else has removed this in the meantime. What you wrote is below: add it again."
    )
    form.add_error(None, message)
    return _adding_page(request, system, role, kind, form, workshop)


def _adding_page(
    request: StaffRequest,
    system: System,
    role: Role,
    kind: DialogueKind,
    form: DialogueForm[Any],
    workshop: Workshop | None,
) -> HttpResponse:
    back = make_overview_link(system)
    if workshop:
        address = make_address(system, DialogueKind.WORKSHOP, workshop.pk)
        back = EntryAct(pick_text(workshop.subject), address)
    page = DialogueFormPage(_(ADD_BUTTONS[kind]), _get_lead(kind), back, _("Add"))
    return render_form(request, system, role, page, form)


def _changing_page(
    request: StaffRequest,
    system: System,
    role: Role,
    kind: DialogueKind,
    form: DialogueForm[Any],
    row: DialogueEntry,
) -> HttpResponse:
    title = pick_text(get_title(row))
    back = EntryAct(title, make_address(system, kind, row.pk))
    stays = list_removal_problems(row, get_side(role))
    removes = "" if stays else make_address(system, kind, row.pk, "remove")
    page = DialogueFormPage(title, _get_lead(kind), back, _("Save"), row, removes)
    return render_form(request, system, role, page, form)


def _get_lead(kind: DialogueKind) -> str:
    """Return what holds of a kind: what it is, and what it is not."""
    if kind is DialogueKind.POINT:
        return _(POINT_LEAD)
    return _(CLAUSE_EFFECT) if kind is DialogueKind.CLAUSE else _(SECTIONS[kind].lead)
