"""Entries of safeguards for `check_record_kind`."""

from dataclasses import replace

from tests.records.record_checks import RecordScenario
from tests.register.factories import make_system
from tests.safeguards.factories import ROUTE
from tests.safeguards.second_looks.factories import LOOK_OFFICE

SCENARIOS = [
    RecordScenario("safeguards", "route", make_system, ROUTE, replace(ROUTE, days=8)),
    RecordScenario(
        "safeguards", "look office", make_system, LOOK_OFFICE, replace(LOOK_OFFICE, days=21)
    ),
]
