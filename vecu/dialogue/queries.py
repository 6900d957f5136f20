"""Read a dialogue: what is noted of it, and how it stands."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from vecu.accounts.queries import Mandates, list_mandates
from vecu.accounts.rules import Scope
from vecu.dialogue.avis_clock import AvisStanding, AvisState, judge_avis
from vecu.dialogue.models import (
    ENTRY_MODELS,
    AgendaItem,
    Commitment,
    Dialogue,
    DialogueEntry,
    ReviewClause,
    StaffAgreement,
    StaffConsultation,
    Workshop,
    WorkshopPoint,
    WritingPosition,
    list_in_force,
    list_versions,
)
from vecu.dialogue.rules import (
    CommitmentState,
    DialogueKind,
    judge_commitment,
)
from vecu.evidence.sources import Audience, Evidence, list_evidence, list_public_evidence
from vecu.records.citations import DatedCitation
from vecu.register.content import ConsultationContent
from vecu.register.queries import System, find_system_by_slug, list_published_standings
from vecu.register.rules import ConsultationKind, ConsultationOutcome
from vecu.ui.wording import pick_text
from vecu.writings import WritingLimit

__all__ = [
    "AgendaDetail",
    "AgendaItem",
    "Commitment",
    "CommitmentDetail",
    "ConsultationDetail",
    "Dialogue",
    "DialogueDetail",
    "DialogueEntry",
    "DialogueSummary",
    "PointDetail",
    "ReviewClause",
    "StaffAgreement",
    "StaffConsultation",
    "Workshop",
    "WorkshopDetail",
    "WorkshopPoint",
    "WritingPosition",
    "find_debates",
    "find_dialogue",
    "find_dialogue_entry",
    "get_dialogue_detail",
    "get_dialogue_summary",
    "has_public_dialogue",
    "iter_citations",
    "list_limits_in_force",
    "list_public_positions",
    "list_register_offer",
]


@dataclass(frozen=True, slots=True)
class PointDetail:
    """A point with what it stands on, as an audience may see it now."""

    point: WorkshopPoint
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class WorkshopDetail:
    """A workshop with its points."""

    workshop: Workshop
    points: Sequence[PointDetail]


@dataclass(frozen=True, slots=True)
class ConsultationDetail:
    """A consultation, and where it stands today."""

    consultation: StaffConsultation
    standing: AvisStanding


@dataclass(frozen=True, slots=True)
class CommitmentDetail:
    """A commitment, and where it stands today."""

    commitment: Commitment
    state: CommitmentState


@dataclass(frozen=True, slots=True)
class AgendaDetail:
    """An item of the agenda, what it stands on now, and the points that took it up."""

    item: AgendaItem
    evidence: Sequence[Evidence]
    points: Sequence[WorkshopPoint]

    @property
    def is_open(self) -> bool:
        """Whether nobody has taken it up or answered it yet."""
        return not self.points and self.item.ending is None


@dataclass(frozen=True, slots=True)
class DialogueDetail:
    """All that is noted of a dialogue. Workshops, consultations and agreements stay apart.

    `mandates` are those of the accounts of representatives that there were.
    """

    workshops: Sequence[WorkshopDetail]
    consultations: Sequence[ConsultationDetail]
    agreements: Sequence[StaffAgreement]
    commitments: Sequence[CommitmentDetail]
    clauses: Sequence[ReviewClause]
    agenda: Sequence[AgendaDetail]
    positions: Sequence[WritingPosition] = ()
    mandates: Mandates = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DialogueSummary:
    """A dialogue in brief: the point that was shared last, and the open items of the agenda."""

    shared: WorkshopPoint | None
    open_items: Sequence[AgendaItem]


def find_dialogue(scope: Scope) -> Dialogue | None:
    """Return the dialogue of a scope, None if nothing was noted of it yet."""
    return Dialogue.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id).first()


def find_dialogue_entry(scope: Scope, kind: DialogueKind, entry: UUID) -> DialogueEntry | None:
    """Return one entry of the dialogue in a scope, None if there is none."""
    found = ENTRY_MODELS[kind]._default_manager.select_related("dialogue").filter(pk=entry)
    row = found.first()
    return row if row and row.dialogue.scope == scope else None


def get_dialogue_detail(scope: Scope, audience: Audience, today: date) -> DialogueDetail:
    """Return all that is noted of a dialogue. Who may see it is checked elsewhere.

    Its evidence is asked for at once: more of it makes no more queries.
    """
    dialogue = find_dialogue(scope)
    if dialogue is None:
        return DialogueDetail((), (), (), (), (), ())
    points, items = (
        list(dialogue.workshoppoints.select_related("workshop")),
        list(dialogue.agendaitems.select_related("clause")),
    )
    cited = [each for row in (*points, *items) for each in row.cited]
    everybody = audience is Audience.EVERYBODY
    shown = list_public_evidence(cited) if everybody else list_evidence(cited, audience)
    evidence = dict(zip(cited, shown, strict=True))
    details = [PointDetail(each, [evidence[one] for one in each.cited]) for each in points]
    return DialogueDetail(
        workshops=[
            WorkshopDetail(each, [one for one in details if one.point.workshop_id == each.pk])
            for each in dialogue.workshops.all()
        ],
        consultations=[
            ConsultationDetail(each, judge_avis(each.dates, today))
            for each in dialogue.staffconsultations.all()
        ],
        agreements=list(dialogue.staffagreements.all()),
        commitments=[
            CommitmentDetail(each, judge_commitment(each.due, each.ending, today))
            for each in dialogue.commitments.all()
        ],
        clauses=list(dialogue.reviewclauses.all()),
        agenda=[
            AgendaDetail(
                each,
                [evidence[one] for one in each.cited],
                [one for one in points if one.answers == each.pk],
            )
            for each in items
        ],
        positions=list(dialogue.writingpositions.all()),
        mandates=list_mandates(scope),
    )


def get_dialogue_summary(scope: Scope) -> DialogueSummary | None:
    """Return a dialogue in brief, None while nothing is noted of it."""
    dialogue = _find_noted_dialogue(scope)
    if dialogue is None:
        return None
    points = list(dialogue.workshoppoints.select_related("workshop"))
    shared = [each for each in points if each.is_shared]
    taken_up = {each.answers for each in points}
    items = dialogue.agendaitems.filter(ended="").select_related("clause")
    return DialogueSummary(
        shared=shared[-1] if shared else None,
        open_items=[each for each in items if each.pk not in taken_up],
    )


def list_public_positions() -> list[tuple[WritingPosition, System]]:
    """Return all positions noted about published systems, those that are not in force too."""
    systems = {each.system.pk: each.system for each in list_published_standings()}
    rows = WritingPosition.objects.filter(dialogue__scope_uuid__in=systems)
    return [(each, systems[each.dialogue.scope_uuid]) for each in rows.select_related("dialogue")]


def find_debates(positions: Collection[WritingPosition]) -> dict[UUID | None, Workshop]:
    """Return the workshops after which these positions moved, by key."""
    keys = {each.debate for each in positions if each.debate}
    return {each.pk: each for each in Workshop.objects.filter(pk__in=keys)}


def list_limits_in_force(system: UUID, writing: str, today: date) -> list[WritingLimit]:
    """Return the positions in force on a writing for the forms of a system, the latest first."""
    of_system = WritingPosition.objects.filter(dialogue__scope_uuid=system, writing=writing)
    rows = list(of_system)
    return [
        WritingLimit(
            kind=writing,
            organisation=each.organisation,
            version=len(list_versions(each, rows)),
            day=each.first_day,
            parts=each.limits,
            never=each.never,
            lifts=each.lifts,
        )
        for each in sorted(list_in_force(rows, today), key=lambda one: one.first_day, reverse=True)
    ]


def iter_citations(entries: Collection[UUID]) -> Iterator[DatedCitation]:
    """Yield what stands on these entries in any dialogue, or comes from them."""
    wanted = set(entries)
    for point in WorkshopPoint.objects.select_related("workshop"):
        if any(each.id in wanted for each in point.cited):
            yield DatedCitation(pick_text(point.statement), point.workshop.day)
    for item in AgendaItem.objects.select_related("clause"):
        if any(each.id in wanted for each in item.cited):
            subject = item.clause.subject if item.clause else item.subject
            yield DatedCitation(pick_text(subject), item.day)
    for model in (Commitment, ReviewClause):
        for row in model._default_manager.filter(origin__in=wanted):
            yield DatedCitation(pick_text(row.subject), row.day)
    for position in WritingPosition.objects.filter(debate__in=wanted):
        yield DatedCitation(pick_text(position.statement), position.day)


def has_public_dialogue(slug: str) -> bool:
    """Return whether everybody reads something of the dialogue about a system."""
    system = find_system_by_slug(slug)
    if system is None or system.published is None:
        return False
    return _find_noted_dialogue(system.scope) is not None


def _find_noted_dialogue(scope: Scope) -> Dialogue | None:
    """Return the dialogue of a scope if an entry is there: what was removed is history only."""
    entries = (
        Exists(model._default_manager.filter(dialogue=OuterRef("pk")))
        for model in ENTRY_MODELS.values()
    )
    noted = Dialogue.objects.filter(reduce(or_, map(Q, entries)))
    return noted.filter(scope_kind=scope.kind, scope_uuid=scope.id).first()


_OUTCOMES = {
    AvisState.FAVOURABLE: ConsultationOutcome.FAVOURABLE,
    AvisState.UNFAVOURABLE: ConsultationOutcome.UNFAVOURABLE,
    AvisState.EQUAL_VOTE: ConsultationOutcome.DIVIDED,
    AvisState.SILENT: ConsultationOutcome.NONE_GIVEN,
}


def list_register_offer(consultation: StaffConsultation, today: date) -> list[ConsultationContent]:
    """Return what a member may note of a settled consultation in the register, nothing before.

    The register's entry stays the fact that logs and stages are judged by: this only fills its
    form. It is never written from here, and neither follows when the other changes.
    """
    standing = judge_avis(consultation.dates, today)
    if standing.state in {AvisState.AWAITED, AvisState.OVERDUE}:
        return []
    silent = standing.state is AvisState.SILENT
    day = standing.last_day if silent else consultation.avis_day
    reference = "" if silent else consultation.avis_reference
    return [
        ConsultationContent(
            ConsultationKind.HELD,
            day or consultation.day,
            body=consultation.body,
            reference=reference or consultation.reference,
            outcome=_OUTCOMES[standing.state],
        )
    ]
