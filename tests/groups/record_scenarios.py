"""Entries of groups for `check_record_kind`."""

from dataclasses import replace
from datetime import date

from tests.groups.factories import MANDATE, OWN, STEP, make_group
from tests.records.record_checks import RecordScenario

SCENARIOS = [
    RecordScenario("group", kind, make_group, first, second)
    for kind, first, second in (
        ("mandate", replace(MANDATE, childcare={"en": "Paid"}), MANDATE),
        ("step", STEP, replace(STEP, day=date(2026, 10, 7), effect={"en": "None."})),
        ("hypothesis", OWN, replace(OWN, source={"en": "The group"})),
    )
]
