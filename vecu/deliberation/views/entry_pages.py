"""The page of one entry, and the page of a form about it: what stands on them, by who reads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.decorators import StaffRequest
from vecu.accounts.rules import Role, can_edit_system, can_note_avis
from vecu.deliberation.checks import (
    list_avis_side_problems,
    list_ended_problems,
    list_side_problems,
)
from vecu.deliberation.entry_descriptions import KIND_LABELS, DialogueDescription, DialogueTone
from vecu.deliberation.presenters import describe_dialogue
from vecu.deliberation.queries import (
    AgendaItem,
    DialogueDetail,
    DialogueEntry,
    StaffConsultation,
    get_dialogue_detail,
    list_register_offer,
)
from vecu.deliberation.rules import ENDINGS, ORIGINS, DialogueKind, can_write_kind, get_side
from vecu.deliberation.views.dialogue_access import (
    SEARCH,
    make_adding_address,
    make_address,
)
from vecu.deliberation.views.form_choices import build_dialogue_evidence
from vecu.evidence.sources import Audience
from vecu.register.content import ConsultationContent
from vecu.register.queries import System, get_system_detail
from vecu.register.rules import EntryKind
from vecu.register.views.system_access import render_system_page
from vecu.translation import gettext_noop
from vecu.ui.content_forms import ContentForm
from vecu.ui.side_by_side import FormProblem

ENDING_ACTS: Mapping[DialogueKind, str] = {
    DialogueKind.AGREEMENT: gettext_noop("Say that it no longer holds"),
    DialogueKind.COMMITMENT: gettext_noop("Say what became of it"),
    DialogueKind.CLAUSE: gettext_noop("End this clause"),
    DialogueKind.AGENDA_ITEM: gettext_noop("Answer it"),
}
"""What a link to the form of an end says."""


@dataclass(frozen=True, slots=True)
class EntryAct:
    """Something that can be done about an entry; `waits`: it is what the entry waits for."""

    label: str
    address: str
    waits: bool = False


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
        "label": _(KIND_LABELS[entry.kind]),
        "points": points,
        "items": items,
        "acts": list(_iter_acts(system, role, entry, noted)),
        "correction": _get_correction(system, role, entry),
        "locked": _explain_lock(role, entry),
        "related": [each for each in words.list_related(entry) if each not in items],
        "offers": _list_offers(system, role, entry),
        "register": reverse("register:add-entry", args=(system.slug, EntryKind.CONSULTATION)),
        "problems": [FormProblem("main", text) for text in refusals],
    }
    status = 422 if refusals else 200
    return render_system_page(request, "deliberation/entry.html", system, role, context, status)


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
    return render_system_page(request, "deliberation/form.html", system, role, context, status)


def make_overview_link(system: System) -> EntryAct:
    """Return the way back to all that is noted."""
    return EntryAct(_("Dialogue"), reverse("deliberation:dialogue", args=(system.slug,)))


def _iter_acts(
    system: System, role: Role, entry: DialogueDescription, noted: DialogueDetail
) -> Iterator[EntryAct]:
    """Yield what this role can do about an entry, what is usual first."""
    kind, row = entry.kind, entry.row
    if isinstance(row, StaffConsultation) and can_note_avis(role):
        label = _("Correct the opinion") if row.avis else _("Note the opinion")
        if not list_avis_side_problems(row, get_side(role)):
            yield EntryAct(label, make_address(system, kind, row.pk, "avis"), not row.avis)
    if not can_write_kind(role, kind):
        return
    if kind is DialogueKind.WORKSHOP:
        address = make_adding_address(system, DialogueKind.POINT, workshop=row.pk)
        yield EntryAct(_("Add a point"), address, waits=True)
    pending = kind is DialogueKind.POINT and entry.tone is DialogueTone.WAITING
    if pending and (address := _get_correction(system, role, entry)):
        yield EntryAct(_("Complete the position"), address, waits=True)
    ended = bool(list_ended_problems(row))
    if kind is DialogueKind.AGENDA_ITEM and not ended:
        yield from _iter_workshops_for(system, role, row, noted)
    if kind in ENDINGS and not ended:
        address = make_address(system, kind, row.pk, "end")
        waits = kind in {DialogueKind.COMMITMENT, DialogueKind.AGENDA_ITEM}
        yield EntryAct(_(ENDING_ACTS[kind]), address, waits)
    if kind in ORIGINS:
        origin = f"{kind}:{row.pk}"
        for derived, label in (
            (DialogueKind.COMMITMENT, _("Add a commitment that comes from it")),
            (DialogueKind.CLAUSE, _("Add a review clause that comes from it")),
        ):
            yield EntryAct(label, make_adding_address(system, derived, origin=origin))


def _iter_workshops_for(
    system: System, role: Role, item: DialogueEntry, noted: DialogueDetail
) -> Iterator[EntryAct]:
    """Yield how an item can be taken up: at the latest workshop, or at a new one."""
    if not can_write_kind(role, DialogueKind.WORKSHOP):
        return
    if noted.workshops:
        latest = noted.workshops[-1].workshop
        address = make_adding_address(
            system, DialogueKind.POINT, workshop=latest.pk, answers=item.pk
        )
        yield EntryAct(_("Take it up with a point of the latest workshop"), address)
    else:
        yield EntryAct(_("Add a workshop"), make_adding_address(system, DialogueKind.WORKSHOP))


def _get_correction(system: System, role: Role, entry: DialogueDescription) -> str:
    """Return the address of the form that corrects an entry, '' where this role cannot."""
    if not can_write_kind(role, entry.kind) or _explain_lock(role, entry):
        return ""
    return make_address(system, entry.kind, entry.row.pk, "change")


def _explain_lock(role: Role, entry: DialogueDescription) -> str:
    """Return why somebody who may write cannot change an entry, '' if they can."""
    if not can_write_kind(role, entry.kind):
        return ""
    problems = list_ended_problems(entry.row) or list_side_problems(entry.row, get_side(role))
    return " ".join(problems.values())


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
