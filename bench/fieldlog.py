"""`./run bench fieldlog`: events kept a second, a month of a million decisions, a system's page.

`sqlite_batches`, `postgres_batches`: events durably kept a second, sent over HTTP in batches of 100
by four clients at once; `postgres_single`: one event in each request, by eight. `…_ratio`: that,
over the same rows written a second by plain INSERTs of one connection, as many in a transaction
as in a request, right afterwards.

`close_s`, `close_mb`: seconds, and the most memory of its process, to close a month of a million
decisions by a thousand people, with the truth of each; `close_ratio`: the seconds over those of
reading the same rows by a plain SELECT. `page_ms`: the system's public page afterwards, with the
figures of that month, the median of twenty; `page_ratio`: over the same page before, without any.
Another number of decisions can be named.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from uuid import uuid4

from bench._laboratory import Laboratory, laboratory, wait_for_workers
from bench._respondent import Wire
from tests.postgres import temporary_postgres
from vecu.fieldlog.events import DECISION

SECONDS = 10
DECISIONS = 1_000_000
PEOPLE = 1_000
PAGE = "/en/at-work/job-offers/"
BEGIN = """
from secrets import token_bytes
from django.utils import timezone
from tests.fieldlog.factories import make_log
from tests.register.factories import CONSULTED, make_entry, make_public_system
from vecu.fieldlog.actions import issue_token
system = make_public_system()
make_entry(system, CONSULTED)
print(issue_token(make_log(system), by="lea", now=timezone.now(), random_bytes=token_bytes))
"""
WRITE_PLAINLY = """
import json, time
from uuid import uuid4
from django.db import connection, transaction
from vecu.fieldlog.models import LogDecision
size, most = int(sys.argv[1]), int(sys.argv[2])
fields = LogDecision._meta.concrete_fields
columns = ", ".join(connection.ops.quote_name(each.column) for each in fields)
marks = ", ".join(["%s"] * len(fields))
insert = f"INSERT INTO fieldlog_logdecision ({columns}) VALUES ({marks})"
rows = list(LogDecision.objects.all()[:most])
LogDecision.objects.filter(pk__in=[row.pk for row in rows]).delete()
values = [[each.get_db_prep_save(getattr(row, each.attname), connection) for each in fields]
          for row in rows]
began = time.monotonic()
for start in range(0, len(values), size):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(insert, values[start : start + size])
print(len(values) / (time.monotonic() - began))
"""
FILL = """
import random
from hashlib import sha256
from vecu.fieldlog.models import CaseTruth, FieldLog, LogDecision, OpenMonth
from vecu.fieldlog.vocabulary import Outcome, OverrideReason
decisions, people = int(sys.argv[1]), int(sys.argv[2])
rng = random.Random(1)
def make_fingerprint(text): return sha256(text.encode()).hexdigest()
month = OpenMonth.objects.create(log=FieldLog.objects.get(), month="2026-01", key=b"k" * 32)
values = [make_fingerprint(each) for each in ("accept", "reject")]
persons = [make_fingerprint(f"w{number}") for number in range(people)]
outcomes, reasons = list(Outcome), list(OverrideReason)
for start in range(0, decisions, 10_000):
    numbers = range(start, min(start + 10_000, decisions))
    rows = []
    for number in numbers:
        outcome = rng.choices(outcomes, [60, 12, 14, 6, 5, 3])[0]
        rows.append(LogDecision(
            month=month, event=make_fingerprint(f"e{number}"), case=make_fingerprint(f"c{number}"),
            worker=rng.choice(persons), outcome=outcome, arm="proposal_first",
            system_version=rng.choice(("2.0", "2.1")), proposal_kind=rng.choice("abc"),
            proposal=rng.choice(values), own_judgement=rng.choice(values),
            reason=rng.choice(reasons) if outcome is Outcome.OVERRIDDEN else "",
            active_minutes=round(rng.expovariate(0.3), 1),
        ))
    LogDecision.objects.bulk_create(rows)
    CaseTruth.objects.bulk_create(
        CaseTruth(month=month, case=row.case, value=rng.choice(values)) for row in rows
    )
"""
READ_PLAINLY = """
import time
from django.db import connection
began = time.monotonic()
with connection.cursor() as cursor:
    for table in ("fieldlog_logdecision", "fieldlog_casetruth"):
        cursor.execute(f"SELECT * FROM {table}")
        while cursor.fetchmany(2000):
            pass
print(time.monotonic() - began)
"""
CLOSE = """
import json, resource, time
from datetime import datetime, UTC
from vecu.fieldlog.actions import close_months
before, now = time.monotonic(), datetime(2026, 2, 9, tzinfo=UTC)
assert close_months(now) == 1
seconds = time.monotonic() - before
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000]))
"""
AGREE = """
from django.utils import timezone
from vecu.fieldlog.actions import agree_to_month
from vecu.fieldlog.models import ClosedMonth
from vecu.fieldlog.rules import AgreementSide
for side in AgreementSide:
    agree_to_month(ClosedMonth.objects.get(), side, group="The bench", by=side, now=timezone.now())
"""
EMPTY = """
from vecu.fieldlog.models import OpenMonth
OpenMonth.objects.all().delete()
"""


def main() -> None:
    decisions = int(sys.argv[1]) if len(sys.argv) > 1 else DECISIONS
    measured: dict[str, float] = {}
    for name in ("sqlite", "postgres"):
        with open_laboratory(name) as lab:
            token = lab.python(BEGIN).strip()
            measured |= measure_intake(lab, f"{name}_batches", token, size=100, clients=4)
            if name == "postgres":
                measured |= measure_intake(lab, f"{name}_single", token, size=1, clients=8)
            lab.python(EMPTY)
            found = measure_month(lab, decisions)
            measured |= {f"{name}_{key}": value for key, value in found.items()}
        say(json.dumps(measured))
    print(json.dumps(measured, indent=2))


@contextmanager
def open_laboratory(database: str) -> Iterator[Laboratory]:
    server = temporary_postgres() if database == "postgres" else nullcontext()
    with server as url, laboratory(url) as lab:
        wait_for_workers(lab.pid, 2)
        yield lab


# ── events ──


def measure_intake(
    lab: Laboratory, name: str, token: str, *, size: int, clients: int
) -> dict[str, float]:
    """Send events for some seconds; then write the same rows plainly, a request a transaction."""
    say(f"{name}: {clients} clients, {SECONDS} s")
    with ThreadPoolExecutor(clients) as pool:
        began = time.monotonic()
        sent = [
            pool.submit(send_events, lab.port, token, size, began + SECONDS) for _ in range(clients)
        ]
        events = sum(each.result() for each in sent)
        speed = events / (time.monotonic() - began)
    plain = float(lab.python(WRITE_PLAINLY, str(size), str(20_000 if size > 1 else 2_000)))
    return {name: round(speed), f"{name}_plain": round(plain), f"{name}_ratio": ratio(speed, plain)}


def send_events(port: int, token: str, size: int, until: float) -> int:
    """Send requests one after the other; return how many events were kept."""
    wire, kept = Wire(port), 0
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/cloudevents-batch+json",
    }
    while time.monotonic() < until:
        body = json.dumps([make_event() for _ in range(size)]).encode()
        response = wire.request("POST", "/log/events/", headers, body)
        answer = json.loads(response.body)
        assert (response.status, answer["kept"]) == (200, size), str(answer)[:500]
        kept += size
    return kept


def make_event() -> dict[str, object]:
    number = uuid4()
    return {
        "specversion": "1.0",
        "id": str(number),
        "source": "https://offers.example",
        "type": DECISION,
        "subject": f"offer-{number}",
        "time": datetime.now(UTC).isoformat(),
        "data": {
            "worker": f"agent-{number.int % 40}",
            "system_version": "2.1",
            "proposal": {"kind": "offer_check", "value": "reject"},
            "outcome": "overridden",
            "reason": {"code": "facts_wrong"},
            "active_minutes": 2.5,
        },
    }


# ── a month ──


def measure_month(lab: Laboratory, decisions: int) -> dict[str, float]:
    before = time_page(lab)
    say(f"{decisions:,} decisions")
    lab.python(FILL, str(decisions), str(PEOPLE))
    say("closing")
    plain = float(lab.python(READ_PLAINLY))
    seconds, megabytes = json.loads(lab.python(CLOSE))
    lab.python(AGREE)
    after = time_page(lab)
    return {
        "close_s": round(seconds, 1),
        "close_ratio": ratio(seconds, plain),
        "close_mb": round(megabytes),
        "page_ms": round(after * 1000, 1),
        "page_ratio": ratio(after, before),
    }


def time_page(lab: Laboratory) -> float:
    wire, seconds = Wire(lab.port), []
    for _ in range(20):
        began = time.monotonic()
        assert wire.request("GET", PAGE, {}).status == 200
        seconds.append(time.monotonic() - began)
    return statistics.median(seconds)


def ratio(number: float, other: float) -> float:
    return float(f"{number / other:.2g}")


def say(words: str) -> None:
    print(f"{words} …", file=sys.stderr)


if __name__ == "__main__":
    main()
