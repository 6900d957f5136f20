"""People who answer without pause, and keep a list of what the laboratory acknowledged to them."""

import json
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from urllib.parse import urlencode
from uuid import uuid4

import psycopg

from bench._laboratory import Laboratory
from bench._respondent import FormInputs, Response, Wire
from tests.releases.__main__ import url_for_libpq

STUDY = "faults"
WORKBOOK = """
| settings | |
| | form_title | form_id | default_language |
| | Faults | faults | en |

| survey |
| | type | name | label::en | label::fr |
| | text | name | What is this answer called? | Comment s’appelle cette réponse ? |
| | text | why | Why? | Pourquoi ? |
"""
URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
BOUNDARY = "a-boundary"
OPENROSA = {
    "X-OpenRosa-Version": "1.0",
    "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
}
SUBMISSION = f"/openrosa/{STUDY}/submission"
CODE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}")
PASSING = {408, 429, 503}
"""Statuses that ask to send the same again."""
PATIENCE = 120
"""Seconds in which an answer has to be acknowledged, faults included: many."""


def submission(name: str) -> bytes:
    """Return the body by which a program sends a form whose number is its name."""
    xml = (
        f'<data id="faults" version="1"><name>{name}</name><why>So.</why>'
        f"<meta><instanceID>uuid:{name}</instanceID></meta></data>"
    )
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="xml_submission_file"; '
        'filename="form.xml"\r\nContent-Type: text/xml\r\n\r\n'
    )
    return f"{head}{xml}\r\n--{BOUNDARY}--\r\n".encode()


def send_submission(wire: Wire, name: str) -> Response:
    """Send a form as a program does."""
    return wire.request("POST", SUBMISSION, OPENROSA, submission(name))


def ask_to_withdraw(wire: Wire, code: str) -> Response:
    """Withdraw the answer whose code this is."""
    typed = urlencode({"code": code, "withdraw": "yes"}).encode()
    return wire.request("POST", f"/en/take/{STUDY}/mine/", URLENCODED, typed)


def find_code(answered: Response) -> str:
    """Return the code of an answer, which came with its acknowledgement."""
    found = CODE.search(answered.body.decode())
    assert found, answered
    return found[0]


ANSWERS = """
    SELECT answer."values" FROM surveys_answer answer
    JOIN surveys_fielding fielding ON fielding.id = answer.fielding_id
    JOIN surveys_study study ON study.id = fielding.study_id
    WHERE study.slug = 'faults'
"""


def list_stored(lab: Laboratory) -> Counter[str]:
    """Return the names of all stored answers, each with how often it is there."""
    if url := lab.environment.get("VECU_DATABASE_URL"):
        with psycopg.connect(url_for_libpq(url)) as database:
            return Counter(held["name"] for (held,) in database.execute(ANSWERS))
    file = Path(lab.environment["VECU_HOME"]) / "lab.sqlite3"
    with closing(sqlite3.connect(file, timeout=30)) as database:
        return Counter(json.loads(held)["name"] for (held,) in database.execute(ANSWERS))


class AnswerNotTaken(AssertionError):
    """The laboratory refused for good, or did not answer again after a fault."""


@dataclass
class Load:
    """Those who answer, by forms that programs send and on pages; one in three withdraws."""

    lab: Laboratory
    port: int
    kept: list[str] = field(default_factory=list)
    """Names of answers whose storage was acknowledged, and which nobody withdrew."""
    withdrawn: list[str] = field(default_factory=list)
    refusals: Counter[int] = field(default_factory=Counter)
    """What was answered instead of an acknowledgement, by status; 0 for a broken connection."""
    _over: Event = field(default_factory=Event)
    _runs: list[Future[None]] = field(default_factory=list)

    @property
    def senders(self) -> int:
        """How many answer at the same time."""
        return len(self._runs)

    def count(self) -> int:
        """Return how much was acknowledged until now."""
        return len(self.kept) + len(self.withdrawn)

    def wait_for(self, more: int) -> None:
        """Wait until so much more is acknowledged: the laboratory works, or works again."""
        wanted, end = self.count() + more, time.monotonic() + PATIENCE
        while self.count() < wanted:
            assert time.monotonic() < end, f"Nobody is answered any more: {self.refusals}"
            time.sleep(0.02)

    def begin(self, pool: ThreadPoolExecutor, forms: int, pages: int) -> None:
        """Let so many programs send forms, and so many people answer on pages."""
        self._runs += [pool.submit(self.send_forms) for _each in range(forms)]
        self._runs += [pool.submit(self.answer_pages) for _each in range(pages)]

    def stop(self) -> None:
        """Let everybody finish what they are at; raise what went wrong with any."""
        self._over.set()
        for run in self._runs:
            run.result()

    def send_forms(self) -> None:
        """Send forms as a program does: each until it is acknowledged, the same until then."""
        while not self._over.is_set():
            name = str(uuid4())
            self._keep(name, self._insist(partial(send_submission, name=name), {201, 202}))

    def answer_pages(self) -> None:
        """Answer page by page; each request is sent again until it is acknowledged."""
        while not self._over.is_set():
            name = str(uuid4())
            started = self._press(f"/en/take/{STUDY}/", {}, b"")
            cookie = {"Cookie": started.cookies}
            page = started.header("Location")
            while not page.endswith("/review/"):
                fields = FormInputs(self._press(page, cookie).body.decode()).fields
                typed = urlencode(dict.fromkeys(fields, name)).encode()
                page = self._press(page, cookie, typed).header("Location")
            self._keep(name, self._press(page, cookie, b""))

    def _press(self, address: str, cookie: dict[str, str], typed: bytes | None = None) -> Response:
        method = "GET" if typed is None else "POST"
        return self._insist(
            lambda wire: wire.request(method, address, URLENCODED | cookie, typed), {200, 303}
        )

    def _keep(self, name: str, answered: Response) -> None:
        """Note what was acknowledged; withdraw every third, which is acknowledged as well."""
        if int(name[0], 16) % 3:
            self.kept.append(name)
            return
        code = find_code(answered)
        # Of an answer that is withdrawn already, the code opens nothing.
        self._insist(lambda wire: ask_to_withdraw(wire, code), {200, 403})
        self.withdrawn.append(name)

    def _insist(self, send: Callable[[Wire], Response], acknowledged: set[int]) -> Response:
        """Send over new connections until it is acknowledged; return the acknowledgement."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                wire = Wire(self.port)
                with closing(wire.socket):
                    answered = send(wire)
            except OSError:  # refused, cut, or silent for too long
                self.refusals[0] += 1
            else:
                if answered.status in acknowledged:
                    return answered
                self.refusals[answered.status] += 1
                if answered.status not in PASSING:
                    raise AnswerNotTaken(answered)
            time.sleep(0.05)
        raise AnswerNotTaken(f"Not answered in {PATIENCE} s: {self.refusals}")


@contextmanager
def answering(lab: Laboratory, *, port: int = 0, forms: int = 3, pages: int = 2) -> Iterator[Load]:
    """Let people answer during a block, at another port if named; check then what is stored.

    Of what was acknowledged nothing is missing, nothing is there twice, and what was withdrawn
    stays away. Everybody has been answered in the end, so that nothing else is there.
    """
    before = list_stored(lab)
    load = Load(lab, port or lab.port)
    with ThreadPoolExecutor(forms + pages) as pool:
        load.begin(pool, forms, pages)
        try:
            load.wait_for(10)
            yield load
        finally:
            load.stop()
    assert list_stored(lab) - before == Counter(load.kept)
    assert not set(load.withdrawn) & set(list_stored(lab))
