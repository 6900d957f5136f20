"""`./run bench fieldlog`: events kept a second, a month of a million decisions, a system's page.

On each of `sqlite` and `postgres`: `batches`, events durably kept a second, sent over HTTP in
batches of 100 by four clients at once; `single`, one event in each request, by eight.
`batches_plain` and `single_plain` are the same rows written a second by plain INSERTs of one
connection, as many in a transaction as in a request, right afterwards; `batches_ratio` and
`single_ratio` the former over the latter.

`close_s`, `close_mb`: seconds, and the most memory of its process, to close a month of a million
decisions by a thousand people, with the truth of each; `close_ratio`: the seconds over those of
reading the same rows by a plain SELECT. `page_ms`: the system's public page afterwards, with the
figures of that month, the median of twenty; `page_ratio`: over the same page before, without any.
Another number of decisions can be named.
"""

import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

from bench._benchmark import ARGUMENTS, report, say, size
from bench._laboratory import DATABASES, Laboratory, laboratory_on
from bench._respondent import Wire
from vecu.fieldlog.events import DECISION

SECONDS, DECISIONS, PEOPLE, PAGES = size((10, 1_000_000, 1_000, 20), (0, 50, 10, 1))
BATCH, CLIENTS, SINGLE_CLIENTS = size((100, 4, 8), (2, 1, 1))
PAGE = "/en/at-work/job-offers/"


def main() -> None:
    decisions = int(ARGUMENTS[0]) if ARGUMENTS else DECISIONS
    result: dict[str, object] = {}
    for name in DATABASES:
        say(name)
        with laboratory_on(name) as lab:
            token = lab.call("_fieldlog.begin_log")
            result[name] = {
                **measure_intake(lab, "batches", token, size=BATCH, clients=CLIENTS),
                **measure_intake(lab, "single", token, size=1, clients=SINGLE_CLIENTS),
                **measure_month(lab, decisions),
            }
        say(json.dumps(result))
    report({"postgres": None, **result})


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
    plain = lab.call("_fieldlog.write_plainly", size, 20_000 if size > 1 else 2_000)
    return {name: round(speed), f"{name}_plain": round(plain), f"{name}_ratio": ratio(speed, plain)}


def send_events(port: int, token: str, size: int, until: float) -> int:
    """Send requests one after the other; return how many events were kept."""
    wire, kept = Wire(port), 0
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/cloudevents-batch+json",
    }
    while not kept or time.monotonic() < until:
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
    lab.call("_fieldlog.fill_month", decisions, PEOPLE)
    say("closing")
    plain = lab.call("_fieldlog.read_plainly")
    seconds, megabytes = lab.call("_fieldlog.close_month")
    lab.call("_fieldlog.agree_to_figures")
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
    for _ in range(PAGES):
        began = time.monotonic()
        assert wire.request("GET", PAGE, {}).status == 200
        seconds.append(time.monotonic() - began)
    return statistics.median(seconds)


def ratio(number: float, other: float) -> float:
    return float(f"{number / other:.2g}")


if __name__ == "__main__":
    main()
