"""Entries of safeguards for `check_record_kind`."""

from dataclasses import replace

from tests.records.record_checks import RecordScenario
from tests.register.factories import make_system
from tests.safeguards.factories import ROUTE

SCENARIOS = [
    RecordScenario("safeguards", "route", make_system, ROUTE, replace(ROUTE, days=8)),
]
