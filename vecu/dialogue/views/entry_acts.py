"""What a role can do about an entry, and what the entry waits for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vecu.accounts.rules import Role, can_note_avis, can_respond
from vecu.dialogue.checks import (
    list_avis_side_problems,
    list_ended_problems,
    list_side_problems,
)
from vecu.dialogue.entry_descriptions import DialogueDescription, DialogueTone
from vecu.dialogue.queries import DialogueDetail, StaffConsultation, WritingPosition
from vecu.dialogue.rules import ENDINGS, ORIGINS, DialogueKind, can_write_kind
from vecu.dialogue.views.dialogue_access import make_adding_address, make_address
from vecu.records.rules import get_side
from vecu.records.two_sides import TwoSidedRecord
from vecu.register.queries import System
from vecu.translation import gettext_noop

WAITING = frozenset({DialogueTone.WAITING, DialogueTone.DUE})
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


def list_entry_acts(
    system: System, role: Role, entry: DialogueDescription, noted: DialogueDetail
) -> list[EntryAct]:
    """Return what this role can do about an entry, what is usual first; not to correct it."""
    acts = list(_iter_avis_acts(system, role, entry))
    if can_write_kind(role, entry.kind):
        acts += _iter_point_acts(system, role, entry)
        acts += _iter_ending_acts(system, role, entry, noted)
        acts += _iter_derived_acts(system, entry)
        acts += _iter_version_acts(system, entry)
    return acts


def find_correction(system: System, role: Role, entry: DialogueDescription) -> str:
    """Return the address of the form that corrects an entry, '' where this role cannot."""
    if not can_write_kind(role, entry.kind) or explain_lock(role, entry):
        return ""
    return make_address(system, entry.kind, entry.row.pk, "change")


def find_response_addresses(
    system: System, role: Role, entry: DialogueDescription
) -> Mapping[str, str]:
    """Return where this role confirms and contests an entry, none where it can do neither."""
    row = entry.row
    if not isinstance(row, TwoSidedRecord) or not can_respond(role):
        return {}
    side = get_side(role)
    return {
        "confirms": make_address(system, entry.kind, row.pk, "confirm")
        if row.can_confirm(side)
        else "",
        "contests": make_address(system, entry.kind, row.pk, "contest")
        if row.can_contest(side)
        else "",
    }


def explain_lock(role: Role, entry: DialogueDescription) -> str:
    """Return why somebody who may write cannot change an entry, '' if they can."""
    if not can_write_kind(role, entry.kind):
        return ""
    problems = list_ended_problems(entry.row) or list_side_problems(entry.row, get_side(role))
    return " ".join(problems.values())


def _iter_avis_acts(system: System, role: Role, entry: DialogueDescription) -> Iterator[EntryAct]:
    row = entry.row
    if not isinstance(row, StaffConsultation) or not can_note_avis(role):
        return
    if not list_avis_side_problems(row, get_side(role)):
        label = _("Correct the opinion") if row.avis else _("Note the opinion")
        address = make_address(system, entry.kind, row.pk, "avis")
        yield EntryAct(label, address, waits=entry.tone in WAITING)


def _iter_point_acts(system: System, role: Role, entry: DialogueDescription) -> Iterator[EntryAct]:
    if entry.kind is DialogueKind.WORKSHOP:
        address = make_adding_address(system, DialogueKind.POINT, workshop=entry.row.pk)
        yield EntryAct(_("Add a point"), address, waits=True)
    pending = entry.kind is DialogueKind.POINT and entry.tone is DialogueTone.WAITING
    if pending and (address := find_correction(system, role, entry)):
        yield EntryAct(_("Complete the position"), address, waits=True)


def _iter_ending_acts(
    system: System, role: Role, entry: DialogueDescription, noted: DialogueDetail
) -> Iterator[EntryAct]:
    """Yield how it can end; an item of the agenda waits to be taken up first, by who may do so."""
    kind, row = entry.kind, entry.row
    if kind not in ENDINGS or list_ended_problems(row):
        return
    waits = kind is DialogueKind.COMMITMENT
    if kind is DialogueKind.AGENDA_ITEM:
        waits = True
        if can_write_kind(role, DialogueKind.WORKSHOP):
            waits = entry.tone is not DialogueTone.DUE
            yield _take_up(system, entry, noted)
    yield EntryAct(_(ENDING_ACTS[kind]), make_address(system, kind, row.pk, "end"), waits)


def _take_up(system: System, item: DialogueDescription, noted: DialogueDetail) -> EntryAct:
    """Return how an item can be taken up: at the latest workshop, or at a first one."""
    waits = item.tone is DialogueTone.DUE
    if not noted.workshops:
        address = make_adding_address(system, DialogueKind.WORKSHOP)
        return EntryAct(_("Add a workshop"), address, waits)
    latest = noted.workshops[-1].workshop
    address = make_adding_address(
        system, DialogueKind.POINT, workshop=latest.pk, answers=item.row.pk
    )
    return EntryAct(_("Take it up with a point of the latest workshop"), address, waits)


def _iter_version_acts(system: System, entry: DialogueDescription) -> Iterator[EntryAct]:
    row = entry.row
    if isinstance(row, WritingPosition) and entry.tone is DialogueTone.AGREED:
        kind = DialogueKind.POSITION
        address = make_adding_address(system, kind, writing=row.writing, previous=row.pk)
        yield EntryAct(_("Note a new version, after a debate"), address)


def _iter_derived_acts(system: System, entry: DialogueDescription) -> Iterator[EntryAct]:
    if entry.kind not in ORIGINS:
        return
    origin = f"{entry.kind}:{entry.row.pk}"
    for derived, label in (
        (DialogueKind.COMMITMENT, _("Add a commitment that comes from it")),
        (DialogueKind.CLAUSE, _("Add a review clause that comes from it")),
    ):
        yield EntryAct(label, make_adding_address(system, derived, origin=origin))
