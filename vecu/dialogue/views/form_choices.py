"""What the forms of a dialogue offer, from what is noted already: origins, items, evidence."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from vecu.accounts.decorators import StaffRequest
from vecu.dialogue.entry_descriptions import get_title
from vecu.dialogue.evidence_sources import SharedPoints, StandingAgreements
from vecu.dialogue.forms.dialogue_form import Choice, DialogueChoices, format_origin
from vecu.dialogue.queries import (
    AgendaItem,
    DialogueDetail,
    DialogueEntry,
    StaffConsultation,
    Workshop,
    WorkshopPoint,
)
from vecu.dialogue.rules import ENDINGS, Avis, College, DialogueKind, StaffBody
from vecu.evidence.choice import EvidenceChoice, build_evidence_choice
from vecu.evidence.forms import EvidenceForm
from vecu.evidence.queries import list_citable, list_public_references
from vecu.evidence.sources import Audience, list_evidence
from vecu.records.descriptions import describe_claim
from vecu.records.two_sides import TwoSidedRecord
from vecu.register.evidence_sources import SettingSource, VersionSource
from vecu.register.queries import System, list_words_for_situations
from vecu.ui.content_forms import ContentForm
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import lower_first, pick_text

SYSTEM_SOURCES = frozenset(
    {VersionSource.name, SettingSource.name, SharedPoints.name, StandingAgreements.name}
)
"""Evidence that everybody reads as soon as they read the system."""
LONGEST_LABEL = 90


def build_choices(
    noted: DialogueDetail,
    kind: DialogueKind,
    row: DialogueEntry | None = None,
    workshop: Workshop | None = None,
    posted: Iterable[College] = College,
) -> DialogueChoices:
    """Return what can be chosen in a form about `row`, or about a new entry.

    Of a point whose workshop is gone, the form still has the positions that were `posted`.
    """
    taken_up = row.answers if isinstance(row, WorkshopPoint) else None
    colleges = dict.fromkeys(posted, "")
    if workshop:
        colleges = {each: workshop.colleges[each] for each in workshop.present}
    votes_can_be_equal = isinstance(row, StaffConsultation) and row.body_kind == StaffBody.CST
    return DialogueChoices(
        colleges=colleges,
        agenda=[
            (str(each.item.pk), _shorten(each.item))
            for each in noted.agenda
            if each.item.ending is None or each.item.pk == taken_up
        ],
        origins=list(_iter_origins(noted)),
        workshops=_list_workshops(noted),
        endings=ENDINGS.get(kind, ()),
        avis=[each for each in Avis if votes_can_be_equal or each is not Avis.EQUAL_VOTE],
    )


def build_history_choices(noted: DialogueDetail) -> DialogueChoices:
    """Return what could be chosen in any form, for acts in words."""
    return DialogueChoices(
        agenda=[(str(each.item.pk), _shorten(each.item)) for each in noted.agenda],
        origins=list(_iter_origins(noted)),
        workshops=_list_workshops(noted),
    )


def build_dialogue_evidence(
    request: StaffRequest, system: System, form: ContentForm[Any], row: DialogueEntry | None
) -> EvidenceChoice | None:
    """Return what an entry can cite, but not itself; None if its kind cites nothing.

    Beside what is about the system, that is what everybody may read of inquiries.
    """
    if not isinstance(form, EvidenceForm):
        return None
    cited = row.cited if isinstance(row, WorkshopPoint | AgendaItem) else []
    own = row.pk if row else None
    words = list_words_for_situations()
    citable = [
        replace(each, evidence=[one for one in each.evidence if one.reference.id != own])
        for each in list_citable(system.scope)
    ]
    return build_evidence_choice(
        [each for each in (*citable, *words) if each.evidence],
        list_evidence(cited, Audience.MEMBERS),
        form.references,
        public=list_public_references(system.scope)
        | {one.reference for each in words for one in each.evidence}
        | {
            one.reference
            for each in citable
            if each.source.name in SYSTEM_SOURCES
            for one in each.evidence
        },
        search=request.POST.get("words", ""),
    )


def _iter_origins(noted: DialogueDetail) -> Iterator[Choice]:
    groups: list[tuple[DialogueKind, str, list[DialogueEntry]]] = [
        (
            DialogueKind.POINT,
            _("Point: %(title)s"),
            [one.point for each in noted.workshops for one in each.points],
        ),
        (
            DialogueKind.CONSULTATION,
            _("Consultation: %(title)s"),
            [each.consultation for each in noted.consultations],
        ),
        (DialogueKind.AGREEMENT, _("Agreement: %(title)s"), list(noted.agreements)),
    ]
    for kind, label, rows in groups:
        yield from (
            (format_origin(kind, row.pk), label % {"title": _shorten(row)} + _get_claim(row))
            for row in rows
        )


def _list_workshops(noted: DialogueDetail) -> list[Choice]:
    rows = [each.workshop for each in noted.workshops]
    return [(str(row.pk), f"{format_day(row.day)} – {_shorten(row)}") for row in rows]


def _get_claim(row: DialogueEntry) -> str:
    """Return who claims or contests an entry, in brackets."""
    claim = describe_claim(row) if isinstance(row, TwoSidedRecord) else ""
    return f" ({lower_first(claim)})" if claim else ""


def _shorten(row: DialogueEntry) -> str:
    title = pick_text(get_title(row))
    return title if len(title) <= LONGEST_LABEL else f"{title[: LONGEST_LABEL - 1].rstrip()}…"
