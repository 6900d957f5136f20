"""Lay out a dialogue for everybody: what is new, who was there and who was not, what led to what.

Groups and functions speak. Neither accounts nor the history of a dialogue stand on public pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from vecu.dialogue.addresses import make_anchor
from vecu.dialogue.content import ByLanguage
from vecu.dialogue.entry_descriptions import (
    NOTED_BY,
    DialogueDescription,
    describe_agenda_cause,
)
from vecu.dialogue.models import (
    ReviewClause,
    StaffConsultation,
    Workshop,
    WorkshopPoint,
)
from vecu.dialogue.presenters.overview import describe_dialogue
from vecu.dialogue.presenters.summary import describe_news
from vecu.dialogue.queries import (
    AgendaDetail,
    DialogueDetail,
)
from vecu.dialogue.rules import (
    ClauseCause,
    College,
    DossierItem,
    PointState,
)
from vecu.dialogue.sentences import describe_watch
from vecu.dialogue.version_links import EntryLink
from vecu.evidence.chips import list_evidence_chips
from vecu.ui.chips import EvidenceChip
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import lower_first, pick_text

STATE_ORDER = (PointState.SHARED, PointState.PENDING, PointState.NOT_SHARED)
"""In which order a workshop shows its points."""
UNREADABLE = frozenset({ClauseCause.HIDDEN, ClauseCause.MISSING})
"""Causes that are no figure: everybody reads that there is none, and nobody why."""


@dataclass(frozen=True, slots=True)
class CollegeCell:
    """What a college says of a point, or that it was not `present`.

    Each has as much space. `stance` is a closed word, `label` the same in the page’s language.
    """

    college: str
    present: bool
    group: str = ""
    stance: str = ""
    label: str = ""
    reason: ByLanguage | None = None


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """An entry with its evidence, what it comes from and led to.

    `versions` are those of the system that stand on it. `cells` are those of a point; `given` and
    `lacking` what a dossier held and did not, and `avis_noted_by` the side that noted what a body
    answered; an agreement has `expired` after the day until which it was signed.
    """

    words: DialogueDescription
    anchor: str
    chips: Sequence[EvidenceChip] = ()
    origin: EntryLink | None = None
    links: Sequence[EntryLink] = ()
    versions: Sequence[EntryLink] = ()
    cells: Sequence[CollegeCell] = ()
    given: Sequence[str] = ()
    lacking: Sequence[str] = ()
    avis_noted_by: str = ""
    expired: bool = False


@dataclass(frozen=True, slots=True)
class PublicWorkshop:
    """A workshop with its points, those that were shared first."""

    entry: PublicEntry
    present: Sequence[CollegeCell]
    absent: Sequence[str]
    points: Sequence[PublicEntry]


@dataclass(frozen=True, slots=True)
class PublicDialogue:
    """A dialogue as everybody reads it, the latest first; `news` is '' while nothing is noted.

    `unheard`: some college was not at a workshop; `unreadable`: some figure was not public.
    """

    news: str
    workshops: Sequence[PublicWorkshop]
    consultations: Sequence[PublicEntry]
    agreements: Sequence[PublicEntry]
    commitments: Sequence[PublicEntry]
    clauses: Sequence[PublicEntry]
    open_items: Sequence[PublicEntry]
    settled_items: Sequence[PublicEntry]
    unheard: bool
    unreadable: bool


def lay_out_dialogue(
    detail: DialogueDetail, today: date, versions: Mapping[UUID, Sequence[EntryLink]]
) -> PublicDialogue:
    """Return a dialogue as everybody reads it today.

    `versions` are those of the system that stand on a point or an agreement, by its key.
    """
    words = describe_dialogue(detail)
    by_id = {each.row.pk: each for each in words.iter_all()}
    links: Mapping[UUID | None, EntryLink] = {key: _link(each) for key, each in by_id.items()}
    agenda = [_lay_out_item(by_id[each.item.pk], each, links) for each in reversed(detail.agenda)]
    settled = {each.item.pk for each in detail.agenda if not each.is_open}
    return PublicDialogue(
        news=describe_news(detail, words),
        workshops=[
            _lay_out_workshop(
                by_id, each.workshop, [one.point for one in each.points], links, versions
            )
            for each in reversed(detail.workshops)
        ],
        consultations=[
            _lay_out_consultation(by_id[each.consultation.pk], each.consultation)
            for each in reversed(detail.consultations)
        ],
        agreements=[
            replace(
                _lay_out(by_id[each.pk]),
                expired=each.until is not None and each.until < today,
                versions=versions.get(each.pk, ()),
            )
            for each in reversed(detail.agreements)
        ],
        commitments=[_lay_out(each, links) for each in words.commitments],
        clauses=[
            _lay_out_clause(by_id[each.pk], each, detail.agenda, links)
            for each in reversed(detail.clauses)
        ],
        open_items=[each for each in agenda if each.words.row.pk not in settled],
        settled_items=[each for each in agenda if each.words.row.pk in settled],
        unheard=any(each.workshop.absent for each in detail.workshops),
        unreadable=any(each.item.cause in UNREADABLE for each in detail.agenda),
    )


def _link(words: DialogueDescription) -> EntryLink:
    text = f"{pick_text(words.title)} ({lower_first(words.state)})"
    return EntryLink(text, f"#{make_anchor(words.row.pk)}")


def _lay_out(
    words: DialogueDescription, links: Mapping[UUID | None, EntryLink] | None = None
) -> PublicEntry:
    """Return an entry; `links` lead to what commitments and clauses come from."""
    origin = (links or {}).get(getattr(words.row, "origin", None))
    chips = list_evidence_chips(words.evidence)
    return PublicEntry(words, make_anchor(words.row.pk), chips, origin)


def _lay_out_workshop(
    by_id: Mapping[UUID, DialogueDescription],
    workshop: Workshop,
    points: Sequence[WorkshopPoint],
    links: Mapping[UUID | None, EntryLink],
    versions: Mapping[UUID, Sequence[EntryLink]],
) -> PublicWorkshop:
    ordered = sorted(points, key=lambda point: STATE_ORDER.index(point.state))
    return PublicWorkshop(
        _lay_out(by_id[workshop.pk]),
        present=[
            CollegeCell(_(each.label), present=True, group=workshop.colleges[each])
            for each in workshop.present
        ],
        absent=[_(each.label) for each in workshop.absent],
        points=[
            replace(
                _lay_out(by_id[each.pk]),
                cells=_list_cells(each),
                links=[links[each.answers]] if each.answers in links else [],
                versions=versions.get(each.pk, ()),
            )
            for each in ordered
        ],
    )


def _list_cells(point: WorkshopPoint) -> list[CollegeCell]:
    """Return a cell for every college, those that were not there too."""
    groups: Mapping[str, str] = point.workshop.colleges
    cells = []
    for college in College:
        cell = CollegeCell(_(college.label), college.value in groups)
        if (position := point.stances.get(college)) is not None:
            cell = replace(
                cell,
                group=groups.get(college.value, ""),
                stance=position.stance.value,
                label=_(position.stance.label),
                reason=position.reason,
            )
        cells.append(cell)
    return cells


def _lay_out_consultation(words: DialogueDescription, row: StaffConsultation) -> PublicEntry:
    return replace(
        _lay_out(words),
        given=[_(each.label) for each in DossierItem if each.value in row.dossier],
        lacking=[_(each.label) for each in row.absent_items],
        avis_noted_by=_(NOTED_BY[row.avis_side]) if row.avis else "",
    )


def _lay_out_clause(
    words: DialogueDescription,
    clause: ReviewClause,
    agenda: Sequence[AgendaDetail],
    links: Mapping[UUID | None, EntryLink],
) -> PublicEntry:
    """Return a clause with each time that it was triggered, the latest first."""
    fired = [
        EntryLink(
            f"{format_day(each.item.day)} – {describe_agenda_cause(each)}",
            f"#{make_anchor(each.item.pk)}",
        )
        for each in reversed(agenda)
        if each.item.clause_id == clause.pk
    ]
    words = replace(words, sentence=describe_watch(clause))
    return replace(_lay_out(words, links), links=fired)


def _lay_out_item(
    words: DialogueDescription, detail: AgendaDetail, links: Mapping[UUID | None, EntryLink]
) -> PublicEntry:
    return replace(_lay_out(words), links=[links[each.pk] for each in detail.points])
