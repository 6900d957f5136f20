"""Events as a system would send them."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import count
from secrets import token_bytes
from typing import Any

from django.apps import apps
from django.db import connection

from tests.register.factories import NOW
from vecu.fieldlog.diary_codes import draw_codes
from vecu.fieldlog.events import DECISION, TRUTH
from vecu.fieldlog.models import FieldLog
from vecu.fieldlog.papers import respond_to_papers
from vecu.records.rules import ResponseVerb
from vecu.register.models import System

_numbers = count()


def make_log(system: System) -> FieldLog:
    """The log of a system, ready to begin once a consultation is confirmed."""
    log = FieldLog.objects.create(
        system=system.pk,
        impact_assessment="AIPD 7",
        charter="Charter 2026-09",
        charter_day=date(2026, 9, 10),
    )
    return respond_to_papers(log, ResponseVerb.CONFIRM, revision=1, by="rep", now=NOW)


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


def _make(
    kind: str, name: str, subject: str, data: dict[str, Any], changes: dict[str, Any]
) -> dict[str, Any]:
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


def draw_pile(log: FieldLog, count: int = 20) -> list[str]:
    """Draw diary codes and return them in the order in which they were printed."""
    printed: list[str] = []

    def printer(codes: Sequence[str]) -> bytes:
        printed.extend(codes)
        return b"%PDF"

    draw_codes(log, count, printer, by="lea", now=NOW, random_bytes=token_bytes)
    return printed


def list_all_rows() -> dict[str, list[str]]:
    """Return all rows of all tables, as they are stored."""
    tables = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608 our own names
            tables[model._meta.db_table] = sorted(map(repr, cursor.fetchall()))
    return tables
