"""The page of one entry, and the page of a form about it: what stands on them, by who reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.decorators import StaffRequest
from vecu.accounts.rules import Role, can_edit_system
from vecu.dialogue.entry_descriptions import DialogueDescription
from vecu.dialogue.presenters.overview import describe_dialogue
from vecu.dialogue.queries import (
    AgendaItem,
    DialogueEntry,
    StaffConsultation,
    get_dialogue_detail,
    list_register_offer,
)
from vecu.dialogue.views.entry_acts import (
    EntryAct,
    explain_lock,
    find_correction,
    find_response_addresses,
    list_entry_acts,
)
from vecu.dialogue.views.form_choices import build_dialogue_evidence
from vecu.evidence.sources import Audience
from vecu.records.submission import SEARCH
from vecu.register.content import ConsultationContent
from vecu.register.queries import System, get_system_detail
from vecu.register.views.system_access import render_system_page
from vecu.ui.content_forms import ContentForm
from vecu.ui.side_by_side import FormProblem


@dataclass(frozen=True, slots=True)
class DialogueFormPage:
    """What a page with a form says beside it; `back` is where its reader came from.

    `removes` is the address that removes the entry, '' where nothing can.
    """

    heading: str
    lead: str
    back: EntryAct
    save: str
    row: DialogueEntry | None = None
    removes: str = ""


def render_entry(
    request: StaffRequest,
    system: System,
    role: Role,
    row: DialogueEntry,
    refusals: Sequence[str] = (),
) -> HttpResponse:
    """Show an entry with all that can be done about it, or why something cannot."""
    noted = get_dialogue_detail(system.scope, Audience.MEMBERS, localdate())
    words = describe_dialogue(noted)
    entry = words.find(row.pk)
    if entry is None:
        raise Http404
    points: Sequence[DialogueDescription] = next(
        (each.points for each in words.workshops if each.workshop is entry), ()
    )
    items = [
        each
        for each in words.agenda
        if isinstance(each.row, AgendaItem) and each.row.clause_id == row.pk
    ]
    context = {
        "entry": entry,
        "label": _(entry.kind.label),
        "points": points,
        "items": items,
        "acts": list_entry_acts(system, role, entry, noted),
        "correction": find_correction(system, role, entry),
        "locked": explain_lock(role, entry),
        **find_response_addresses(system, role, entry),
        "related": [each for each in words.list_related(entry) if each not in items],
        "offers": _list_offers(system, role, entry),
        "register": reverse("register:add-entry", args=(system.slug, "consultation")),
        "problems": [FormProblem("main", text) for text in refusals],
    }
    status = 422 if refusals else 200
    return render_system_page(request, "dialogue/entry.html", system, role, context, status)


def render_form(
    request: StaffRequest,
    system: System,
    role: Role,
    page: DialogueFormPage,
    form: ContentForm[Any],
) -> HttpResponse:
    """Show a form; above it where it has errors."""
    problems = form.problems if form.is_bound and SEARCH not in request.POST else []
    context = {
        "page": page,
        "form": form,
        "problems": problems,
        "choice": build_dialogue_evidence(request, system, form, page.row),
    }
    status = 422 if problems else 200
    return render_system_page(request, "dialogue/form.html", system, role, context, status)


def make_overview_link(system: System) -> EntryAct:
    """Return the way back to all that is noted."""
    return EntryAct(_("Dialogue"), reverse("dialogue:dialogue", args=(system.slug,)))


def _list_offers(
    system: System, role: Role, entry: DialogueDescription
) -> list[ConsultationContent]:
    """Return what the register’s form can be opened with, unless it is noted there already."""
    if not isinstance(entry.row, StaffConsultation) or not can_edit_system(role):
        return []
    noted = {
        (each.day, each.body) for each in get_system_detail(system, Audience.MEMBERS).consultations
    }
    offers = list_register_offer(entry.row, localdate())
    return [each for each in offers if (each.day, each.body) not in noted]
