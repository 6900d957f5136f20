"""Where those go who say no to a scribe, in a service of a county."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tests.register.factories import make_system
from vecu.records.actions import add_record
from vecu.records.rules import Side
from vecu.register.models import System
from vecu.safeguards.content import RefusalRouteContent
from vecu.safeguards.models import WalkSeries
from vecu.safeguards.walk_rules import ToolAnswer, WalkDoor, WalkEnd, WalkTask
from vecu.safeguards.walks.content import WalkContent, WalkSeriesContent

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
