"""Events as a system would send them."""

import json
from datetime import date
from itertools import count
from typing import Any

from vecu.fieldlog.events import DECISION, TRUTH
from vecu.fieldlog.models import FieldLog
from vecu.register.models import System

_numbers = count()


def make_log(system: System) -> FieldLog:
    """The log of a system, ready to begin once the register has its consultation."""
    return FieldLog.objects.create(
        system=system.pk,
        impact_assessment="AIPD 7",
        charter="Charter 2026-09",
        charter_day=date(2026, 9, 10),
    )


def make_decision(**changes: Any) -> dict[str, Any]:
    """A decision; changes of its data by name, of the envelope too."""
    number = next(_numbers)
    data = {
        "worker": "w1",
        "system_version": "2.1",
        "proposal": {"kind": "offer_check", "value": "reject"},
        "outcome": "accepted",
    }
    return _make(DECISION, f"d{number}", f"case{number}", data, changes)


def make_truth(subject: str, value: str, **changes: Any) -> dict[str, Any]:
    data = {"decided_month": "2026-11", "value": value}
    return _make(TRUTH, f"t{next(_numbers)}", subject, data, changes)


def _make(kind: str, name: str, subject: str, data: dict[str, Any], changes: dict[str, Any]):
    envelope = {
        "specversion": "1.0",
        "id": name,
        "source": "https://offers.example",
        "type": kind,
        "subject": subject,
        "time": "2026-11-10T00:00:00+01:00",
    }
    own = {name: changes[name] for name in envelope.keys() & changes.keys()}
    rest = {name: value for name, value in changes.items() if name not in envelope}
    return {**envelope, **own, "data": {**data, **rest}}


def write(*events: Any) -> bytes:
    return json.dumps(events).encode()
