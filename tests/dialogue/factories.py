"""The dialogue about the job-offers checker: a workshop, a consultation, an agreement, a clause."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.utils.timezone import now

from vecu.dialogue.actions import add_dialogue_entry
from vecu.dialogue.content import (
    AgendaContent,
    AgreementContent,
    AvisContent,
    ClauseContent,
    CollegePosition,
    CommitmentContent,
    ConsultationProcess,
    EndingContent,
    PointContent,
    WorkshopContent,
    WritingPositionContent,
)
from vecu.dialogue.models import DialogueEntry, Workshop
from vecu.dialogue.rules import (
    Avis,
    College,
    DossierItem,
    Ending,
    PositionHolder,
    StaffBody,
    Stance,
    WatchedFigure,
)
from vecu.records.actions import respond_to_record
from vecu.records.rules import ResponseVerb, Side
from vecu.register.models import System
from vecu.writings import ClosedType, PartLimit, WritingSort

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
SYSTEM, STAFF = Side.SYSTEM, Side.STAFF
ACT: dict[str, Any] = {"side": SYSTEM, "by": "lea", "now": NOW}
STAFF_ACT: dict[str, Any] = {"side": STAFF, "by": "rep", "now": NOW}

WORKSHOP = WorkshopContent(
    date(2026, 10, 6),
    {"en": "What to do with required cars", "fr": "Que faire des véhicules exigés"},
    {College.USERS: "Six agents of Sèvremont", College.MANAGEMENT: "Head of the service"},
)
SHARED = CollegePosition(Stance.SHARED, {"en": "It is what happens every morning."})
OPPOSED = CollegePosition(Stance.NOT_SHARED, {"en": "It would cost a day a month."})
MANDATE = CollegePosition(Stance.ON_MANDATE, {"en": "The union’s committee meets in December."})
STATEMENT = {
    "en": "Ask first whether a bus comes in time",
    "fr": "Demander d’abord si un bus arrive à l’heure",
}
CONSULTATION = ConsultationProcess(
    day=date(2026, 1, 31),
    body_kind=StaffBody.CSE,
    body="CSE of the employment service",
    reference="Convocation 2026-02",
    subject={"en": "Use of the job-offers checker"},
    dossier=[DossierItem.PROBLEM, DossierItem.TRIAL],
)
AVIS = AvisContent(Avis.UNFAVOURABLE, date(2026, 2, 20), "Minutes 2026-02, item 4")
AGREEMENT = AgreementContent(
    day=date(2026, 9, 15),
    subject={"en": "the time that alerts take", "fr": "le temps que prennent les alertes"},
    terms={"en": "No target counts alerts.", "fr": "Aucun objectif ne compte les alertes."},
    employer="Direction of the service",
    unions=["Union A", "Union B"],
)
COMMITMENT = CommitmentContent(
    day=date(2026, 10, 6),
    subject={"en": "Give one day of training"},
    group="Direction of the service",
    due=date(2026, 12, 1),
)
CLAUSE = ClauseContent(
    day=date(2026, 9, 15),
    subject={"en": "Review of the alerts"},
    watched=WatchedFigure.OVERRIDES,
    most=30,
)
AGENDA = AgendaContent(date(2026, 11, 2), {"en": "Alerts on Saturdays"}, "Agents of Saturday")
POSITION = WritingPositionContent(
    day=date(2026, 3, 12),
    writing="financial_aid",
    organisation="Collectif des assistantes sociales de la Sève",
    holder=PositionHolder.PROFESSIONALS,
    mandate={"en": "Assembly of 12 March, for its members only"},
    in_favour=9,
    against=8,
    abstained=2,
    statement={"en": "A number, a paper, a rule: the machine may copy it."},
    dissent={"en": "While copying we see what the person did not say."},
    parts={
        "bills": PartLimit(
            WritingSort.COLD,
            {"en": "Figures of a bill."},
            ClosedType.AMOUNT,
            "Bill",
            "Rules 2026-03",
        ),
        "opinion": PartLimit(
            WritingSort.COLD,
            {"en": "Five lines of one form."},
            ClosedType.CHOICE,
            "Form of the fund",
            "Copied as it stands",
        ),
    },
)
WITHDRAWN = EndingContent(
    Ending.WITHDRAWN, date(2026, 11, 20), "Both who signed", {"en": "Replaced by another text."}
)


def note(system: System, content: Any, *, act: dict[str, Any] | None = None, **changed: Any) -> Any:
    """Note something of the dialogue about a system."""
    return add_dialogue_entry(system.scope, replace(content, **changed), **(act or ACT))


def respond(
    row: Any,
    verdict: ResponseVerb = ResponseVerb.CONFIRM,
    *,
    reason: dict[str, str] | None = None,
    act: dict[str, Any] | None = None,
) -> Any:
    """Respond to an entry as it is now, for the representatives by default."""
    row.refresh_from_db()
    act = act or STAFF_ACT
    return respond_to_record(row, verdict, revision=row.revision, reason=reason, **act)


def note_signed(system: System, **changed: Any) -> Any:
    """Note an agreement that both sides confirmed."""
    return respond(note(system, AGREEMENT, **changed))


def note_now(system: System, content: Any, **changed: Any) -> Any:
    """Note something at this hour: for pages that count from today."""
    return note(system, content, act=ACT | {"now": now()}, **changed)


def make_point(
    workshop: Workshop,
    users: CollegePosition = SHARED,
    management: CollegePosition = SHARED,
    **changed: Any,
) -> PointContent:
    """A point of a workshop at which users and management were."""
    positions = {College.USERS: users, College.MANAGEMENT: management}
    return replace(PointContent(workshop.pk, STATEMENT, positions), **changed)


def note_point(
    system: System, workshop: Workshop, *positions: CollegePosition, **changed: Any
) -> DialogueEntry:
    """Note a point with the positions of users and of management."""
    return add_dialogue_entry(system.scope, make_point(workshop, *positions, **changed), **ACT)
