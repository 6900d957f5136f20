"""Entries of the register for `check_record_kind`."""

from dataclasses import replace
from datetime import date
from functools import partial

from tests.records.record_checks import RecordScenario
from tests.register.factories import (
    CHECKER,
    CONSULTED,
    EXPERIMENT,
    GAP,
    INVOLVEMENT,
    THRESHOLD,
    VERSION,
    make_system,
)

JULY = date(2026, 7, 1)
SCENARIOS = [
    RecordScenario("register", kind, make_system, content, replace(content, day=JULY))
    for kind, content in (
        ("stage", EXPERIMENT),
        ("version", VERSION),
        ("setting", THRESHOLD),
        ("involvement", INVOLVEMENT),
        ("consultation", CONSULTED),
        ("gap", GAP),
    )
]
SCENARIOS.append(
    RecordScenario(
        "register",
        "system",
        partial(make_system, supplier=""),
        CHECKER,
        replace(CHECKER, supplier="Somebody else", family=None),
    )
)
