"""All that is noted of a dialogue in words, and what led to what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vecu.dialogue.content import ByLanguage
from vecu.dialogue.entry_descriptions import (
    DialogueDescription,
    get_title,
    present_agreement,
    present_clause,
    present_commitment,
    present_consultation,
    present_item,
    present_point,
    present_workshop,
)
from vecu.dialogue.models import DialogueEntry
from vecu.dialogue.position_descriptions import present_position
from vecu.dialogue.queries import DialogueDetail
from vecu.dialogue.rules import DialogueKind
from vecu.records.descriptions import describe_claim
from vecu.records.two_sides import TwoSidedRecord
from vecu.ui.wording import lower_first


@dataclass(frozen=True, slots=True)
class WorkshopDescription:
    """A workshop in words, with its points."""

    workshop: DialogueDescription
    points: Sequence[DialogueDescription]


@dataclass(frozen=True, slots=True)
class DialogueInWords:
    """All that is noted of a dialogue, in words; the latest first, what is due soon first."""

    workshops: Sequence[WorkshopDescription]
    consultations: Sequence[DialogueDescription]
    agreements: Sequence[DialogueDescription]
    commitments: Sequence[DialogueDescription]
    clauses: Sequence[DialogueDescription]
    agenda: Sequence[DialogueDescription]
    positions: Sequence[DialogueDescription] = ()

    def iter_all(self) -> Iterator[DialogueDescription]:
        """Yield every entry, the points of a workshop after it."""
        for each in self.workshops:
            yield each.workshop
            yield from each.points
        yield from (*self.consultations, *self.agreements, *self.commitments)
        yield from (*self.clauses, *self.agenda, *self.positions)

    def list_kind(self, kind: DialogueKind) -> Sequence[DialogueDescription]:
        """Return the entries of one kind."""
        return [each for each in self.iter_all() if each.kind is kind]

    def find(self, entry: UUID) -> DialogueDescription | None:
        """Return one entry, None if it is not there."""
        return next((each for each in self.iter_all() if each.row.pk == entry), None)

    def list_related(self, entry: DialogueDescription) -> Sequence[DialogueDescription]:
        """Return what an entry comes from, and what comes from it; not the points of a workshop."""
        sources = _list_sources(entry.row)
        return [
            each
            for each in self.iter_all()
            if each.row.pk in sources
            or (entry.kind is not DialogueKind.WORKSHOP and entry.row.pk in _list_sources(each.row))
        ]


def describe_dialogue(detail: DialogueDetail) -> DialogueInWords:
    """Return all that is noted of a dialogue in the language of the page. It asks no database."""
    titles = _map_titles(detail)
    followed = {each.previous for each in detail.positions if each.is_in_force}
    return DialogueInWords(
        workshops=[
            WorkshopDescription(
                present_workshop(each),
                [present_point(one, titles, detail.mandates) for one in each.points],
            )
            for each in reversed(detail.workshops)
        ],
        consultations=[
            present_consultation(each, detail.mandates) for each in reversed(detail.consultations)
        ],
        agreements=[
            present_agreement(each, detail.mandates) for each in reversed(detail.agreements)
        ],
        commitments=[
            present_commitment(each, titles, detail.mandates) for each in detail.commitments
        ],
        clauses=[
            present_clause(each, detail.agenda, titles, detail.mandates)
            for each in reversed(detail.clauses)
        ],
        agenda=[present_item(each) for each in reversed(detail.agenda)],
        positions=[
            present_position(each, superseded=each.pk in followed, mandates=detail.mandates)
            for each in reversed(detail.positions)
        ],
    )


def _list_sources(row: DialogueEntry) -> set[UUID]:
    names = ("workshop_id", "answers", "origin", "clause_id", "previous", "debate")
    return {key for name in names if (key := getattr(row, name, None))}


def _map_titles(detail: DialogueDetail) -> Mapping[UUID | None, ByLanguage]:
    """Return the titles of what others come from, or take up."""
    rows: list[DialogueEntry] = [
        *(one.point for each in detail.workshops for one in each.points),
        *(each.consultation for each in detail.consultations),
        *detail.agreements,
        *(each.item for each in detail.agenda),
    ]
    return {row.pk: _name_source(row) for row in rows}


def _name_source(row: DialogueEntry) -> ByLanguage:
    """Return a title, with who claims it in brackets until the other side has confirmed it."""
    claim = describe_claim(row) if isinstance(row, TwoSidedRecord) else ""
    title = get_title(row)
    if not claim:
        return title
    return {language: f"{text} ({lower_first(claim)})" for language, text in title.items()}
