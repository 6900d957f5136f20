"""`./run bench collect`: validated submissions stored per second, as OpenRosa clients send them.

A submission counts when it came over HTTP as multipart, was read, validated in full against its
form, is on disk (fsync on; SQLite with `synchronous=FULL`) and was answered 201. Each is sent once,
by 1, 8 or 16 connections without pauses, with the server, the database and the senders on the same
machine. Every run ends by counting the stored submissions.

`sqlite` and `postgres` each have, by the number of connections, submissions a second (`at_1`,
`at_8`, `at_16`) and the 99th percentile in milliseconds (`p99_1_ms`, `p99_8_ms`, `p99_16_ms`);
`form250_at_8`, those with 250 questions; `worker_mb`, the memory of the largest worker; and
`on_top`: speed and 99th percentile at 16 on top of 10,000 and 100,000 stored answers, with
`--growth` also 1,000,000. `reply_ms` and `reply_p99_ms` are milliseconds in which a reply to a
finding is stored, without its page, on one connection and below the rate at which a burst is held
back. `export_parquet_s` and `export_sav_s` are exports of 100,000 answers of 30 columns on SQLite,
`export_mb` the peak memory of the larger process, Django included.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode
from uuid import uuid4

from bench._benchmark import ARGUMENTS, find_p99, report, say, size
from bench._laboratory import DATABASES, Laboratory, laboratory, laboratory_on
from bench._respondent import Wire

CONNECTIONS, SECONDS, WARMING = (1, 8, 16), *size((10, 1), (0, 0))
PEOPLE = size(100_000, 20)
BYTES = 900
"""Of a small submission, the size with which other servers were measured."""
REPLIES, REPLY = size(40, 3), "here"
BOUNDARY = "bench"
STORED = size((10_000, 100_000, 1_000_000), (10, 20, 30))


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


FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


def send(lab: Laboratory, form: SubmissionForm, until: float) -> list[float]:
    """Send without pause until a given time; return the milliseconds of each submission."""
    wire, took = lab.connect(), []
    while (before := time.perf_counter()) < until or not took:
        response = wire.request(
            "POST", f"/openrosa/{form.name}/submission", HEADERS, form.envelope()
        )
        took.append((time.perf_counter() - before) * 1000)
        assert response.status == 201, (response.status, response.body[:2000])
    return took


def per_second(lab: Laboratory, form: SubmissionForm, connections: int) -> tuple[int, float]:
    """Return submissions a second and the 99th percentile in milliseconds; count stored ones."""
    send(lab, form, time.perf_counter() + WARMING)
    stored = count(lab, form)
    before = time.perf_counter()
    until = before + SECONDS
    with ThreadPoolExecutor(connections) as pool:
        runs = pool.map(lambda _: send(lab, form, until), range(connections))
        took = [one for run in runs for one in run]
    passed = time.perf_counter() - before
    assert count(lab, form) - stored == len(took), "an answer is missing, or there twice"
    return round(len(took) / passed), round(find_p99(took), 1)


def time_replies(lab: Laboratory, study: str) -> dict[str, float]:
    """Reply to a finding from page after page; return median and 99th percentile of storing."""
    lab.call("_collect.publish_finding", study)
    wire, start = Wire(lab.port), f"/en/take/{study}/replies/?go=1"
    took: list[float] = []
    for _reply in range(REPLIES):
        page = wire.request("GET", start, {}).header("Location")
        shown = wire.request("GET", page, {}).body.decode()
        token = shown.partition('name="page" value="')[2].partition('"')[0]
        body = urlencode({"page": token, "reply": REPLY}).encode()
        before = time.perf_counter()
        response = wire.request("POST", page, FORM_HEADERS, body)
        took.append((time.perf_counter() - before) * 1000)
        assert response.status == 303, (response.status, response.body[:2000])
    assert lab.call("_collect.count_replies") == REPLIES, "a reply is missing, or there twice"
    return {"reply_ms": round(median(took), 1), "reply_p99_ms": round(find_p99(took), 1)}


def count(lab: Laboratory, form: SubmissionForm) -> int:
    return int(lab.call("_studies.count_answers", form.name))


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


def measure(lab: Laboratory) -> dict[str, object]:
    result: dict[str, object] = {}
    for form in (small(), large()):
        lab.call("_studies.open_study", form.name, workbook(form.name, form.rows))
    for connections in CONNECTIONS:
        say(f"{len(small().xml())} bytes, {connections} at once, {SECONDS} s")
        speed, p99 = per_second(lab, small(), connections)
        result |= {f"at_{connections}": speed, f"p99_{connections}_ms": p99}
    say(f"{REPLIES} replies to a finding")
    result |= time_replies(lab, small().name)
    say(f"250 questions, {len(large().xml())} bytes, 8 at once")
    result["form250_at_8"], _p99 = per_second(lab, large(), 8)
    return {**result, "worker_mb": worker_mb(lab), "on_top": dict(growth(lab))}


def growth(lab: Laboratory) -> Iterator[tuple[str, tuple[int, float]]]:
    """Yield speed and 99th percentile with more and more stored answers."""
    for stored in STORED if "--growth" in ARGUMENTS else STORED[:2]:
        say(f"On top of {stored:,} answers")
        lab.call("_collect.store_answers", small().name, stored - count(lab, small()))
        yield str(stored), per_second(lab, small(), 16)


def exports(lab: Laboratory) -> dict[str, float]:
    say("Exports")
    lab.call("_exports.make_answers", "exports", PEOPLE)
    parquet, sav = (lab.call("_exports.export", "exports", name) for name in ("parquet", "sav"))
    return {
        "export_parquet_s": round(parquet[0], 1),
        "export_sav_s": round(sav[0], 1),
        "export_mb": round(max(parquet[1], sav[1])),
    }


def main() -> None:
    result: dict[str, object] = {}
    for name in DATABASES:
        say(name)
        with laboratory_on(name) as lab:
            result[name] = measure(lab)
    with laboratory() as lab:
        report({"postgres": None, **result, **exports(lab)})


if __name__ == "__main__":
    main()
