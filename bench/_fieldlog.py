"""What `bench.fieldlog` runs inside its laboratory."""

import random
import time
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_bytes

from django.db import connection, transaction
from django.utils import timezone

from bench._survey_engines import memory
from tests.fieldlog.factories import make_log
from tests.register.factories import make_confirmed, make_public_system
from vecu.fieldlog.actions import agree_to_month, close_months, issue_token
from vecu.fieldlog.models import CaseTruth, ClosedMonth, FieldLog, LogDecision, OpenMonth
from vecu.fieldlog.rules import AgreementSide
from vecu.fieldlog.vocabulary import Outcome, OverrideReason

BATCH = 10_000


def begin_log() -> str:
    """Publish a system that keeps a log, and return a token for it."""
    system = make_public_system()
    make_confirmed(system)
    return issue_token(make_log(system), by="lea", now=timezone.now(), random_bytes=token_bytes)


def write_plainly(size: int, most: int) -> float:
    """Delete decisions, write them again, so many in a transaction; return how many a second."""
    fields = LogDecision._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(each.column) for each in fields)
    marks = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO fieldlog_logdecision ({columns}) VALUES ({marks})"  # noqa: S608 - ours
    rows = list(LogDecision.objects.all()[:most])
    LogDecision.objects.filter(pk__in=[row.pk for row in rows]).delete()
    values = [
        [each.get_db_prep_save(getattr(row, each.attname), connection) for each in fields]
        for row in rows
    ]
    began = time.monotonic()
    for start in range(0, len(values), size):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(insert, values[start : start + size])
    return len(values) / (time.monotonic() - began)


def fill_month(decisions: int, people: int, name: str = "2026-01") -> None:
    """Store decisions of one month, with the truth of each, in place of all others."""
    OpenMonth.objects.all().delete()
    month = OpenMonth.objects.create(log=FieldLog.objects.get(), month=name, key=b"k" * 32)
    rng = random.Random(1)
    values = [make_fingerprint(each) for each in ("accept", "reject")]
    persons = [make_fingerprint(f"w{number}") for number in range(people)]
    for start in range(0, decisions, BATCH):
        rows = [
            make_decision(rng, month, number, values, rng.choice(persons))
            for number in range(start, min(start + BATCH, decisions))
        ]
        LogDecision.objects.bulk_create(rows)
        CaseTruth.objects.bulk_create(
            CaseTruth(month=month, case=row.case, value=rng.choice(values)) for row in rows
        )


def make_decision(
    rng: random.Random, month: OpenMonth, number: int, values: list[str], worker: str
) -> LogDecision:
    outcome = rng.choices(list(Outcome), [60, 12, 14, 6, 5, 3])[0]
    return LogDecision(
        month=month,
        event=make_fingerprint(f"e{number}"),
        case=make_fingerprint(f"c{number}"),
        worker=worker,
        outcome=outcome,
        arm="proposal_first",
        system_version=rng.choice(("2.0", "2.1")),
        proposal_kind=rng.choice("abc"),
        proposal=rng.choice(values),
        own_judgement=rng.choice(values),
        reason=rng.choice(list(OverrideReason)) if outcome is Outcome.OVERRIDDEN else "",
        active_minutes=round(rng.expovariate(0.3), 1),
    )


def make_fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def read_plainly() -> float:
    """Return the seconds to read all decisions and truths by plain SELECTs."""
    began = time.monotonic()
    with connection.cursor() as cursor:
        for table in ("fieldlog_logdecision", "fieldlog_casetruth"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - ours
            while cursor.fetchmany(2000):
                pass
    return time.monotonic() - began


def close_month() -> tuple[float, float]:
    """Close the month; return the seconds, and the peak memory of this process in MB."""
    before = time.monotonic()
    assert close_months(datetime(2026, 2, 9, tzinfo=UTC)) == 1
    return time.monotonic() - before, memory()


def agree_to_figures() -> None:
    """Release the month's figures, as both sides do."""
    month, now = ClosedMonth.objects.get(), timezone.now()
    for side in AgreementSide:
        agree_to_month(month, side, group="The bench", by=side, now=now)
