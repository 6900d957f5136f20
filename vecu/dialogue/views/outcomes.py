"""Pages on which members note an avis, and say that something ended."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.dialogue.actions import end_dialogue_entry, note_avis
from vecu.dialogue.checks import list_avis_side_problems, list_ended_problems
from vecu.dialogue.entry_descriptions import get_title
from vecu.dialogue.forms.dialogue_form import DialogueForm
from vecu.dialogue.forms.outcomes import AvisForm, EndingForm
from vecu.dialogue.queries import (
    DialogueEntry,
    StaffConsultation,
    get_dialogue_detail,
)
from vecu.dialogue.rules import DialogueKind
from vecu.dialogue.views.dialogue_access import (
    get_act,
    get_entry,
    make_address,
    require_writer,
)
from vecu.dialogue.views.entry_acts import ENDING_ACTS, EntryAct
from vecu.dialogue.views.entry_pages import DialogueFormPage, render_entry, render_form
from vecu.dialogue.views.form_choices import build_choices
from vecu.evidence.sources import Audience
from vecu.records.rules import get_side
from vecu.records.submission import submit_form
from vecu.register.queries import System
from vecu.register.views.system_access import get_system
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.wording import pick_text

AVIS_LEAD = gettext_noop(
    "What the body answered, and where it can be read. What staff representatives note here,"
    " nobody else can correct."
)
ENDING_LEADS = {
    DialogueKind.AGREEMENT: gettext_noop(
        "It stays readable. What was withdrawn can no longer be cited; what was denounced can, and"
        " says so."
    ),
    DialogueKind.COMMITMENT: gettext_noop("It stays readable, with what came of it."),
    DialogueKind.CLAUSE: gettext_noop(
        "It will watch nothing any more. What it found stays readable."
    ),
    DialogueKind.AGENDA_ITEM: gettext_noop("It stays readable, with its answer."),
}


@require_permission(allowed.can_note_avis, get_system)
@require_http_methods(READ_OR_WRITE)
def write_avis(
    request: StaffRequest,
    system: System,
    role: Role,
    dialogue_kind: DialogueKind,
    dialogue_entry: UUID,
) -> HttpResponse:
    """Note what a body answered, or correct it."""
    row = get_entry(system, dialogue_kind, dialogue_entry)
    if not isinstance(row, StaffConsultation):
        raise Http404
    if problems := list_avis_side_problems(row, get_side(role)):
        return render_entry(request, system, role, row, list(problems.values()))
    return _edit(request, system, role, dialogue_kind, row, AvisForm, note_avis)


@require_writer
@require_http_methods(READ_OR_WRITE)
def end(
    request: StaffRequest,
    system: System,
    role: Role,
    dialogue_kind: DialogueKind,
    dialogue_entry: UUID,
) -> HttpResponse:
    """Say how something ended, who says so, and why."""
    if dialogue_kind not in ENDING_ACTS:
        raise Http404
    row = get_entry(system, dialogue_kind, dialogue_entry)
    if problems := list_ended_problems(row):
        return render_entry(request, system, role, row, list(problems.values()))
    return _edit(request, system, role, dialogue_kind, row, EndingForm, end_dialogue_entry)


def _edit(
    request: StaffRequest,
    system: System,
    role: Role,
    kind: DialogueKind,
    row: Any,
    form_type: type[DialogueForm[Any]],
    save: Callable[..., DialogueEntry],
) -> HttpResponse:
    noted = get_dialogue_detail(system.scope, Audience.MEMBERS, localdate())
    choices = build_choices(noted, kind, row, None)
    if request.method != "POST":
        form = form_type(initial=form_type.get_initial_values(row), choices=choices)
        return render_form(request, system, role, _make_page(system, kind, row), form)
    act = get_act(request, role)
    sent = submit_form(
        request,
        form_type(request.POST, choices=choices),
        lambda content, revision: save(row, content, revision=revision, **act),
        choices=choices,
    )
    if sent.is_removed:
        raise Http404
    if sent.is_done:
        messages.success(request, _("Saved."))
        return redirect(make_address(system, kind, row.pk))
    page = _make_page(system, kind, sent.row or row)
    return render_form(request, system, role, page, sent.form)


def _make_page(system: System, kind: DialogueKind, row: DialogueEntry) -> DialogueFormPage:
    avis = kind is DialogueKind.CONSULTATION
    heading = _("The opinion") if avis else _(ENDING_ACTS[kind])
    lead = _(AVIS_LEAD) if avis else _(ENDING_LEADS[kind])
    back = EntryAct(pick_text(get_title(row)), make_address(system, kind, row.pk))
    return DialogueFormPage(heading, lead, back, _("Save"), row)
