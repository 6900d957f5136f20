"""Entries of safeguards for `check_record_kind`."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from tests.records.record_checks import NOW, RecordScenario
from tests.register.factories import make_system
from tests.safeguards.factories import ROUTE, SERIES, SHEET, make_walk, make_walked
from tests.safeguards.quarter_factories import COUNTS, DECLARATION, SITE, make_counted_site
from tests.safeguards.second_looks.factories import LOOK_OFFICE
from vecu.records.actions import add_record, change_record
from vecu.register.queries import System
from vecu.safeguards.quarter_counts.content import MonthCountContent, UpheldComplaintContent

WINTER = replace(DECLARATION, first=date(2027, 1, 1))
AUGUST = date(2026, 8, 1)
COMPLAINT = UpheldComplaintContent(date(2026, 11, 2))


def make_another_system() -> System:
    """Begin a system beside those that there are, with an owner of its own."""
    return make_system(f"owner-{uuid4()}")


def declare_winter(system: System) -> Any:
    """Declare in November what is compared from January on."""
    return add_record(system, WINTER, by="lea", now=NOW)


def correct_declaration(system: System) -> Any:
    """Declare it, and change from how many points on a gap matters."""
    row = declare_winter(system)
    narrow = replace(WINTER, margin=5)
    return change_record(row, narrow, revision=row.revision, by="lea", now=NOW)


def add_august(system: System) -> Any:
    """Type August of a site."""
    content = MonthCountContent(make_counted_site(system), AUGUST, False, COUNTS)
    return add_record(system, content, by="lea", now=NOW)


def correct_august(system: System) -> Any:
    """Type August of a site, and correct how many left without choosing."""
    row = add_august(system)
    content = MonthCountContent(row.site, AUGUST, False, COUNTS | {"left": 9})
    return change_record(row, content, revision=row.revision, by="lea", now=NOW)


_WALK = make_walk()

SCENARIOS = [
    RecordScenario("safeguards", "walk series", make_system, SERIES, replace(SERIES, group="B")),
    RecordScenario("safeguards", "walk", make_walked, _WALK, replace(_WALK, minutes=30)),
    RecordScenario("safeguards", "route", make_system, ROUTE, replace(ROUTE, days=8)),
    RecordScenario(
        "safeguards", "look office", make_system, LOOK_OFFICE, replace(LOOK_OFFICE, days=21)
    ),
    RecordScenario(
        "safeguards",
        "consent sheet",
        make_system,
        SHEET,
        replace(SHEET, retention={"fr": "Le son : 3 jours.", "en": "The sound: 3 days."}),
    ),
    RecordScenario(
        "safeguards", "counted site", make_system, SITE, replace(SITE, name="Pont-Sérin")
    ),
    RecordScenario(
        "safeguards",
        "upheld complaint",
        make_system,
        COMPLAINT,
        UpheldComplaintContent(date(2026, 11, 3)),
    ),
    RecordScenario(
        "safeguards",
        "quarter declaration",
        make_another_system,
        acts=[declare_winter, correct_declaration],
    ),
    RecordScenario(
        "safeguards", "month count", make_another_system, acts=[add_august, correct_august]
    ),
]
