"""Send decisions to a field log, with a queue for the hours without a network.

One file that needs nothing but Python 3.9's standard library: copy it beside the system that makes
proposals. It imports nothing of Vécu.

    log = FieldLogClient(
        "https://lab.example/log/events/", token, Path("log-queue.sqlite3"), secret=secret,
        source="https://offers.example",
    )
    log.record_decision(
        "marie.dupont", "offer-4711",
        {"system_version": "2.1", "outcome": "overridden", "reason": {"code": "facts_wrong"},
         "proposal": {"kind": "offer_check", "value": "reject"}},
        now=datetime.now().astimezone(),
    )
    log.send()  # every few minutes, from one thread or process at a time or from several

What leaves the machine: half-days instead of times, a code of the month instead of who decided, and
batches in random order. `secret` must be the same in all places where the system runs, since a
person with two codes would count as two; the laboratory never learns it.
"""

import hmac
import json
import sqlite3
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from random import SystemRandom
from typing import IO, Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

DECISION, TRUTH = "org.vecu.fieldlog.decision.v1", "org.vecu.fieldlog.truth.v1"
BATCH = 100
LONGEST = 10_000
"""Bytes of an event: a batch of them is short enough to be taken."""
SECONDS = 20
NOON = 12


@dataclass(frozen=True)
class SendReport:
    """What became of the queue: events taken, refusals as the laboratory words them, events left.

    What was refused has left the queue: it will never be taken. `trouble` says why events are left.
    """

    sent: int = 0
    refused: Sequence[Mapping[str, Any]] = ()
    left: int = 0
    trouble: str = ""


class _NoRedirects(HTTPRedirectHandler):
    """Follows no redirect, which would take the token to another address."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Return nothing: the response is an error."""


@dataclass(frozen=True)
class FieldLogClient:
    """One system's way to its log. Events wait in a SQLite file, which may be shared."""

    url: str
    token: str = field(repr=False)
    queue: Path
    secret: bytes = field(repr=False)
    source: str
    language: str = "en"
    """In which the laboratory words what it refuses: `fr` or `en`."""

    def record_decision(
        self, worker: str, subject: str, data: Mapping[str, Any], *, now: datetime
    ) -> None:
        """Queue what somebody decided; `now` is aware, `data` as in the schema without worker."""
        code = hmac.new(self.secret, f"{now:%Y-%m} {worker}".encode(), sha256).hexdigest()
        self._queue(DECISION, subject, {**data, "worker": code}, now)

    def record_truth(self, subject: str, value: str, *, decided_month: str, now: datetime) -> None:
        """Queue what was right in a case, decided in a month such as `2026-11`."""
        self._queue(TRUTH, subject, {"decided_month": decided_month, "value": value}, now)

    def send(self) -> SendReport:
        """Send all that waits, and say what became of it; without a network all of it stays."""
        sent, refused = 0, list[Mapping[str, Any]]()
        while batch := self._list_waiting():
            try:
                answer = self._post([event for _name, event in batch])
            except (OSError, HTTPException, ValueError) as error:
                return SendReport(sent, refused, self.count_waiting(), _describe(error))
            refused += answer["refused"]
            sent += len(batch) - len(answer["refused"])
            waiting = [(name,) for name, _event in batch]
            with self._open() as database:
                database.executemany("DELETE FROM queue WHERE id = ?", waiting)
        return SendReport(sent, refused)

    def count_waiting(self) -> int:
        """Return how many events wait."""
        with self._open() as database:
            return int(database.execute("SELECT count(*) FROM queue").fetchone()[0])

    def _queue(self, kind: str, subject: str, data: Mapping[str, Any], now: datetime) -> None:
        """Queue an event; raise `ValueError` for one that could never be sent."""
        if now.tzinfo is None:
            raise ValueError("now: must have a time zone, as datetime.now().astimezone() has.")
        half_day = now.replace(hour=NOON if now.hour >= NOON else 0, minute=0, second=0)
        event = {
            "specversion": "1.0",
            "id": str(uuid.uuid4()),
            "source": self.source,
            "type": kind,
            "subject": subject,
            "time": half_day.replace(microsecond=0).isoformat(),
            "data": data,
        }
        written = json.dumps(event, allow_nan=False)
        if len(written) > LONGEST:
            raise ValueError(
                f"data: an event has {LONGEST} bytes at most, not {len(written)}. Send what the"
                " schema names; the text of an explanation is not kept."
            )
        with self._open() as database:
            database.execute("INSERT INTO queue VALUES (?, ?)", (event["id"], written))

    def _list_waiting(self) -> list[tuple[str, str]]:
        with self._open() as database:
            rows = database.execute("SELECT id, event FROM queue LIMIT ?", (BATCH,)).fetchall()
        SystemRandom().shuffle(rows)
        return rows

    def _post(self, events: Sequence[str]) -> Mapping[str, Any]:
        """Send a batch; raise `OSError`, `HTTPException` or `ValueError` unless it was taken."""
        request = Request(  # noqa: S310 - the address is the integrator's own
            self.url,
            data=f"[{','.join(events)}]".encode(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/cloudevents-batch+json",
                "Accept-Language": self.language,
            },
        )
        with build_opener(_NoRedirects).open(request, timeout=SECONDS) as response:
            answer = json.load(response)
        if not isinstance(answer, dict) or not isinstance(answer.get("refused"), list):
            raise ValueError("the response is not that of a field log")
        return answer

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the queue for one transaction. Its key is random: it shows no order either."""
        database = sqlite3.connect(self.queue, timeout=SECONDS)
        try:
            database.execute("PRAGMA secure_delete = ON")
            with database:
                database.execute(
                    "CREATE TABLE IF NOT EXISTS queue"
                    " (id TEXT PRIMARY KEY, event TEXT NOT NULL) WITHOUT ROWID"
                )
                yield database
        finally:
            database.close()


def _describe(error: Exception) -> str:
    """Return what an integrator can act on; the laboratory's own words, if it has any."""
    if isinstance(error, HTTPError):
        with error:
            words = error.read(2_000).decode("utf-8", "replace").strip()
        return f"HTTP {error.code}: {words}"
    return f"{type(error).__name__}: {error}"
