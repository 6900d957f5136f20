"""Where those go who say no to a scribe, in a service of a county, and what people are asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from tests.register.factories import make_public_system, make_system
from vecu.records.actions import add_record
from vecu.records.rules import Side
from vecu.register.models import System
from vecu.safeguards.content import ConsentSheetContent, RefusalRouteContent
from vecu.safeguards.models import PersonCode, WalkSeries
from vecu.safeguards.person_codes import CodePile, print_person_codes
from vecu.safeguards.rules import ConsentKind, PersonCodeKind
from vecu.safeguards.walk_rules import ToolAnswer, WalkDoor, WalkEnd, WalkTask
from vecu.safeguards.walks.content import WalkContent, WalkSeriesContent
from vecu.surveys.consent.legal_bases import LegalBasis

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
ACT: dict[str, Any] = {"by": "lea", "side": Side.SYSTEM, "now": NOW}
STAFF_ACT: dict[str, Any] = {"by": "rep", "side": Side.STAFF, "now": NOW}

ROUTE = RefusalRouteContent(
    office={"fr": "Secrétariat social", "en": "Social office"},
    place={"fr": "Maison du département, porte 3", "en": "County house, door 3"},
    telephone="04 00 00 00 12",
    hours={"fr": "Du lundi au vendredi, de 9 h à 12 h", "en": "Monday to Friday, 9 to 12"},
    days=5,
)

TASKS = (WalkTask.CUT_OFF, WalkTask.SECOND_LOOK, WalkTask.NO_SMARTPHONE)
SERIES = WalkSeriesContent("Parole et Toit", True, "2026-Q3", TASKS, date(2026, 6, 20))
GIVEN = {"en": "Appointment given", "fr": "Rendez-vous donné"}


def agree(system: System, **changed: Any) -> WalkSeries:
    """Agree on walks of the third quarter of 2026."""
    row: WalkSeries = add_record(system, replace(SERIES, **changed), **ACT)
    return row


def make_walk(**changed: Any) -> WalkContent:
    """Return a walk of somebody whose electricity is about to be cut off."""
    content = WalkContent(
        "2026-Q3", TASKS[0], ToolAnswer.YES, WalkDoor.COUNTER, WalkEnd.DONE, 25, True, GIVEN
    )
    return replace(content, **changed)


def make_walked() -> System:
    """A system about which walks are agreed on."""
    system = make_system()
    agree(system)
    return system


SHEET = ConsentSheetContent(
    kind=ConsentKind.RECORDING,
    legal_basis=LegalBasis.PUBLIC_TASK,
    title={
        "fr": "Un outil peut écouter notre rendez-vous",
        "en": "A tool can listen to our meeting",
    },
    says={
        "fr": "Il enregistre votre voix.\nIl écrit un résumé.",
        "en": "It records your voice.\nIt writes a summary.",
    },
    with_tool={
        "fr": "Le résumé : l’outil l’écrit\nVotre aide : la même",
        "en": "The summary: the tool writes it\nYour help: the same",
    },
    without_tool={
        "fr": "Le résumé : je l’écris à la main\nVotre aide : la même",
        "en": "The summary: I write it by hand\nYour help: the same",
    },
    purpose={
        "fr": "Écrire le résumé d’un rendez-vous.",
        "en": "To write the summary of a meeting.",
    },
    retention={"fr": "Le son : 7 jours.", "en": "The sound: 7 days."},
    controller={"fr": "Département", "en": "County"},
)
PRINTED = datetime(2026, 11, 2, 9, tzinfo=UTC)
DEADLINE = date(2027, 3, 31)


def make_asking_system() -> System:
    """A published system, before whose use people are asked."""
    system = make_public_system()
    for content in (ROUTE, SHEET):
        add_record(system, content, by="lea", now=PRINTED)
    return system


def print_codes(
    system: System,
    *,
    kind: PersonCodeKind = PersonCodeKind.CONSENT,
    deadline: date = DEADLINE,
    count: int = 20,
    now: datetime = PRINTED,
) -> list[tuple[str, str]]:
    """Print a pile of twenty, and return the pairs that only the sheets would hold."""
    printed: list[tuple[str, str]] = []

    def keep(pairs: Sequence[tuple[str, str]]) -> bytes:
        printed.extend(pairs)
        return b""

    chance = Random(PersonCode.objects.count())  # noqa: S311 - the same codes each time
    pile = CodePile(kind, count, deadline)
    print_person_codes(system, pile, keep, by="lea", now=now, random_bytes=chance.randbytes)
    return printed
