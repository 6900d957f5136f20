"""`./run bench collect`: validated submissions stored per second, as OpenRosa clients send them.

A submission counts when it came over HTTP as multipart, was read, validated in full against its
form, is on disk (fsync on; SQLite with `synchronous=FULL`) and was answered 201. Each is sent once,
by 1, 8 or 16 connections without pauses, with the server, the database and the senders on the same
machine. Every run ends by counting the stored submissions.

`--growth` sends to databases with 10,000, 100,000 and 1,000,000 stored answers; without it the last
is left out. The three `export_` figures come from `bench._exports`.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from bench._exports import exports
from bench._laboratory import Laboratory, laboratory
from bench._respondent import Wire
from tests.postgres import temporary_postgres

SECONDS = 10
KEYS = (
    *("postgres_1", "postgres_8", "postgres_16", "postgres_16_p99_ms", "form250_8", "sqlite_16"),
    *("worker_mb", "export_parquet_s", "export_sav_s", "export_mb"),
)
BYTES = 900
"""Of a small submission, the size with which other servers were measured."""
BOUNDARY = "bench"
STORED = (10_000, 100_000, 1_000_000)

OPEN_FORM = """
from datetime import date
from vecu.surveys import actions, queries
slug, workbook = sys.argv[1], sys.stdin.read()
study = actions.create_study(slug, actions.StudyInfo(title={"en": slug}, contact="us@example.org",
    retained_until=date(2099, 12, 31), controller="Bench", legal_basis="consent"),
    workbook=workbook.encode(), workbook_name=slug + ".md")
actions.open_fielding(queries.find_current_fielding(study, date.today()), today=date.today())
"""
COUNT = "from vecu.surveys.models import Answer; print(Answer.objects.count())"
STORE = """
from datetime import date
from uuid import uuid4
from vecu.surveys.models import Answer, Fielding, SubmissionReceipt
from vecu.surveys.queries import get_instance_fingerprint as mark, get_fingerprint
fielding = Fielding.objects.get(study__slug="small")
values = {f"q{n}": "x" * 60 for n in range(1, 8)}
for _ in range(int(sys.argv[1]) // 1000):
    ids = [str(uuid4()) for _ in range(1000)]
    Answer.objects.bulk_create([Answer(fielding=fielding, day=date(2026, 1, 1), language="en",
        values=values, receipt=get_fingerprint("receipt " + i)) for i in ids])
    SubmissionReceipt.objects.bulk_create([SubmissionReceipt(instance=mark("small", i),
        xml=mark("xml", i), fielding=fielding) for i in ids])
"""


def workbook(name: str, rows: list[str]) -> str:
    head = "| settings |\n| | form_title | form_id | default_language |\n"
    survey = "| survey |\n| | type | name | label::en | label::fr | constraint | relevant |\n"
    return f"{head}| | {name} | {name} | en |\n\n{survey}" + "\n".join(rows) + CHOICES


CHOICES = """

| choices |
| | list_name | name | label::en | label::fr |
| | often | never | Never | Jamais |
| | often | weekly | Weekly | Chaque semaine |
| | often | daily | Daily | Chaque jour |
"""
SMALL = [
    "| | integer | hours | Hours? | Heures ? | . >= 0 and . <= 168 | |",
    "| | select_one often | often | How often? | Combien ? | | ${hours} > 0 |",
    *(f"| | text | q{n} | Question {n}? | Question {n} ? | | |" for n in range(1, 8)),
]
LARGE = [
    row.format(n=n)
    for n in range(1, 126)
    for row in (
        "| | integer | n{n} | Number {n}? | Nombre {n} ? | . >= 0 and . <= 1000 | |",
        "| | select_one often | c{n} | Choice {n}? | Choix {n} ? | | ${{n{n}}} > 0 |",
    )
]


@dataclass(frozen=True)
class SubmissionForm:
    """A form of the benchmark and the answers in every submission to it."""

    name: str
    rows: list[str]
    answers: str

    def xml(self) -> bytes:
        meta = f"<meta><instanceID>uuid:{uuid4()}</instanceID></meta>"
        return f'<data id="{self.name}" version="1">{self.answers}{meta}</data>'.encode()

    def envelope(self) -> bytes:
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="xml_submission_file"; '
            'filename="submission.xml"\r\nContent-Type: text/xml\r\n\r\n'
        )
        return head.encode() + self.xml() + f"\r\n--{BOUNDARY}--\r\n".encode()


def small() -> SubmissionForm:
    fixed = "<hours>35</hours><often>daily</often>"
    bare = SubmissionForm("small", SMALL, fixed + "".join(f"<q{n}></q{n}>" for n in range(1, 8)))
    words = "x" * ((BYTES - len(bare.xml())) // 7)
    return SubmissionForm(
        "small", SMALL, fixed + "".join(f"<q{n}>{words}</q{n}>" for n in range(1, 8))
    )


def large() -> SubmissionForm:
    answers = "".join(f"<n{n}>{n}</n{n}><c{n}>weekly</c{n}>" for n in range(1, 126))
    return SubmissionForm("large", LARGE, answers)


HEADERS = {
    "X-OpenRosa-Version": "1.0",
    "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
}


def send(lab: Laboratory, form: SubmissionForm, until: float) -> list[float]:
    """Send without pause until a given time; return the milliseconds of each submission."""
    wire, took = Wire(lab.port), []
    while (before := time.perf_counter()) < until:
        response = wire.request(
            "POST", f"/openrosa/{form.name}/submission", HEADERS, form.envelope()
        )
        took.append((time.perf_counter() - before) * 1000)
        assert response.status == 201, (response.status, response.body[:2000])
    return took


def per_second(lab: Laboratory, form: SubmissionForm, connections: int) -> tuple[int, float]:
    """Return submissions a second and the 99th percentile in milliseconds; count stored ones."""
    send(lab, form, time.perf_counter() + 1)
    stored = int(lab.python(COUNT))
    before = time.perf_counter()
    until = before + SECONDS
    with ThreadPoolExecutor(connections) as pool:
        runs = pool.map(lambda _: send(lab, form, until), range(connections))
        took = [one for run in runs for one in run]
    passed = time.perf_counter() - before
    assert int(lab.python(COUNT)) - stored == len(took), "an answer is missing, or there twice"
    return round(len(took) / passed), round(statistics.quantiles(took, n=100)[98], 1)


def open_forms(lab: Laboratory) -> None:
    for form in (small(), large()):
        lab.python(OPEN_FORM, form.name, typed=workbook(form.name, form.rows))


def worker_mb(lab: Laboratory) -> int:
    """Return the memory of the largest worker process (resident set), in megabytes."""
    sizes = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(
                line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
            )
        except OSError:
            continue
        if told.get("PPid", "").strip() == str(lab.pid) and "VmRSS" in told:
            sizes.append(int(told["VmRSS"].split()[0]) // 1000)
    return max(sizes, default=0)


def growth(lab: Laboratory, sizes: tuple[int, ...]) -> Iterator[tuple[int, int, float]]:
    """Yield speed and 99th percentile at 16 connections with more and more stored answers."""
    for size in sizes:
        lab.python(STORE, str(size - int(lab.python(COUNT))))
        yield (size, *per_second(lab, small(), 16))


def say(words: str) -> None:
    print(f"{words} …", file=sys.stderr)


def main() -> None:
    sizes = STORED if "--growth" in sys.argv else STORED[:2]
    result: dict[str, float | None] = dict.fromkeys(KEYS)
    with temporary_postgres() as url, laboratory(url) as lab:
        open_forms(lab)
        for connections in (1, 8, 16):
            say(f"PostgreSQL, {len(small().xml())} bytes, {connections} at once, {SECONDS} s")
            speed, p99 = per_second(lab, small(), connections)
            result[f"postgres_{connections}"] = speed
        result["postgres_16_p99_ms"] = p99
        say(f"PostgreSQL, 250 questions, {len(large().xml())} bytes, 8 at once")
        result["form250_8"], _p99 = per_second(lab, large(), 8)
        result["worker_mb"] = worker_mb(lab)
        for size, speed, p99 in growth(lab, sizes):
            print(f"on top of {size:>9,} answers: {speed:>5} a second at 16, p99 {p99} ms")
    with laboratory() as lab:
        open_forms(lab)
        say("SQLite, synchronous=FULL, 16 at once")
        result["sqlite_16"], _p99 = per_second(lab, small(), 16)
    say("Exports")
    result |= exports()
    for name, value in result.items():
        print(f"{name:24} {'–' if value is None else value:>10}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
