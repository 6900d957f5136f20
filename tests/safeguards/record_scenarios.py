"""Entries of safeguards for `check_record_kind`."""

from dataclasses import replace

from tests.records.record_checks import RecordScenario
from tests.register.factories import make_system
from tests.safeguards.factories import ROUTE, SERIES, SHEET, make_walk, make_walked
from tests.safeguards.second_looks.factories import LOOK_OFFICE

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
]
