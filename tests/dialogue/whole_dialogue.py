"""A dialogue of which everything is noted, in both languages: what every page of it can show."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tests.dialogue.factories import (
    ACT,
    AGENDA,
    AGREEMENT,
    AVIS,
    CLAUSE,
    COMMITMENT,
    CONSULTATION,
    POSITION,
    STAFF_ACT,
    WITHDRAWN,
    WORKSHOP,
    note,
    note_signed,
    respond,
)
from vecu.dialogue.actions import add_dialogue_entry, end_dialogue_entry, note_avis
from vecu.dialogue.clause_monitor import fire_clauses
from vecu.dialogue.content import CollegePosition, PointContent
from vecu.dialogue.models import AgendaItem, StaffConsultation, Workshop, WorkshopPoint
from vecu.dialogue.rules import (
    College,
    DialogueKind,
    DossierItem,
    Ending,
    Stance,
    WatchedFigure,
)
from vecu.evidence.sources import Reference
from vecu.register.models import System

USERS = "Les agents des cinq bureaux"
COLLEGES = {
    College.USERS: USERS,
    College.MANAGEMENT: "Direction du service",
    College.REPRESENTATIVES: "Délégation du CST",
}
POSITIONS = {
    College.USERS: CollegePosition(
        Stance.SHARED,
        {
            "fr": "Chaque matin, il faut expliquer que le premier bus passe à 9 h 40.",
            "en": "Every morning we explain that the first bus comes at 9:40.",
        },
    ),
    College.MANAGEMENT: CollegePosition(
        Stance.SHARED, {"fr": "Une question coûte moins qu’une alerte.", "en": "It costs less."}
    ),
    College.REPRESENTATIVES: CollegePosition(Stance.SHARED),
}
OPPOSED = CollegePosition(
    Stance.NOT_SHARED,
    {
        "fr": "Deux heures par mois pour chaque bureau ne sont pas au budget de cette année.",
        "en": "Two hours a month for each office are not in this year’s budget.",
    },
)
MANDATE = CollegePosition(
    Stance.ON_MANDATE,
    {
        "fr": "La commission du syndicat se réunit en décembre.",
        "en": "The union’s committee meets in December.",
    },
)


def note_point(
    workshop: Workshop,
    statement: dict[str, str],
    answers: UUID | None = None,
    references: Sequence[Reference] = (),
    **positions: CollegePosition,
) -> WorkshopPoint:
    """Note a point; `positions` are those that differ, by college."""
    given = POSITIONS | {College(key): value for key, value in positions.items()}
    content = PointContent(workshop.pk, statement, given, answers, references)
    point = respond(add_dialogue_entry(workshop.dialogue.scope, content, **ACT))
    assert isinstance(point, WorkshopPoint)
    return point


def note_whole_dialogue(
    system: System, *references: Reference, fire_at: datetime | None = None
) -> WorkshopPoint:
    """Note one of everything, in each state; return the point that was shared."""
    item = note(
        system,
        AGENDA,
        day=date(2026, 9, 20),
        subject={"fr": "Les alertes « véhicule exigé »", "en": "Alerts on “car required”"},
        group="Agents de Sèvremont",
    )
    note(
        system,
        AGENDA,
        subject={"fr": "Les offres du samedi", "en": "Offers on Saturdays"},
        group="Équipe du samedi",
    )
    workshop = note(system, WORKSHOP, colleges=COLLEGES)
    shared = note_point(
        workshop,
        {
            "fr": "Demander d’abord si un bus arrive à l’heure de la prise de poste",
            "en": "Ask first whether a bus comes in time for the start of work",
        },
        item.pk,
        references,
    )
    note_point(
        workshop,
        {"fr": "Former chaque bureau deux heures par mois", "en": "Train each office each month"},
        management=OPPOSED,
    )
    note_point(
        workshop,
        {"fr": "Ne compter aucune alerte par personne", "en": "Count no alerts by person"},
        representatives=MANDATE,
    )
    _note_consultations(system)
    _note_what_was_agreed(system, shared)
    if fire_at:
        fire_clauses(fire_at)
    return shared


def _note_consultations(system: System) -> None:
    subject = {
        "fr": "L’usage du vérificateur d’offres",
        "en": "Use of the job-offers checker",
    }
    consultation = note(system, CONSULTATION, act=STAFF_ACT, subject=subject, dossier=DossierItem)
    assert isinstance(consultation, StaffConsultation)
    reasons = {"fr": "Le temps passé n’est pas compté.", "en": "The time it takes is not counted."}
    note_avis(consultation, replace(AVIS, avis_reasons=reasons), revision=1, **STAFF_ACT)
    note(
        system,
        CONSULTATION,
        day=date(2026, 9, 1),
        reference="Convocation 2026-09",
        subject={"fr": "Le passage à la version 2", "en": "The move to version 2"},
    )


def _note_what_was_agreed(system: System, shared: WorkshopPoint) -> None:
    agreement = note_signed(system, until=date(2027, 12, 31))
    gone = note(
        system,
        AGREEMENT,
        day=date(2026, 3, 1),
        subject={
            "fr": "le droit de désactiver les alertes",
            "en": "the right to switch alerts off",
        },
        terms={"fr": "Chacun peut les désactiver.", "en": "Everybody may switch them off."},
    )
    ending = replace(
        WITHDRAWN, ended_reason={"fr": "Repris dans un autre texte.", "en": "Part of another text."}
    )
    respond(end_dialogue_entry(gone, ending, revision=1, **ACT))
    origin: dict[str, Any] = {"origin_kind": DialogueKind.POINT, "origin": shared.pk}
    training = {"fr": "Donner une journée de formation", "en": "Give one day of training"}
    note(system, COMMITMENT, subject=training, **origin)
    late = {"fr": "Publier les horaires des bus", "en": "Publish the times of buses"}
    note(system, COMMITMENT, subject=late, due=date(2026, 11, 1), **origin)
    of_agreement: dict[str, Any] = {"origin_kind": DialogueKind.AGREEMENT, "origin": agreement.pk}
    review = {"fr": "Revoir les alertes", "en": "Review of the alerts"}
    note(system, CLAUSE, subject=review, **of_agreement)
    note(system, POSITION, act=STAFF_ACT)
    yearly = {"fr": "Bilan de l’année", "en": "Review of the year"}
    note(
        system,
        CLAUSE,
        subject=yearly,
        watched=WatchedFigure.DATE,
        most=None,
        due=date(2026, 11, 20),
    )


def answer_item(item: AgendaItem) -> None:
    """Have an item of the agenda answered."""
    content = replace(WITHDRAWN, ended=Ending.ANSWERED, ended_by="Direction du service")
    end_dialogue_entry(item, content, revision=item.revision, **ACT)
