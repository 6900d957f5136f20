"""The same thing twice at the same moment, and a clock that goes back."""

import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import pytest

from bench._laboratory import laboratory
from bench._respondent import FormInputs, Wire
from tests.site.commands.test_processes import children, health, is_worker, wait_until
from tests.site.faults.load import (
    STUDY,
    URLENCODED,
    WORKBOOK,
    answering,
    find_code,
    list_stored,
)

pytestmark = pytest.mark.slow
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")


def fill_in(lab, name: str) -> dict[str, str]:
    """Answer all pages of a draft; return the cookie that sends it."""
    wire = Wire(lab.port)
    with wire.socket:
        started = wire.request("POST", f"/en/take/{STUDY}/", URLENCODED, b"")
        cookie, page = URLENCODED | {"Cookie": started.cookies}, started.header("Location")
        while not page.endswith("/review/"):
            fields = FormInputs(wire.request("GET", page, cookie).body.decode()).fields
            typed = urlencode(dict.fromkeys(fields, name)).encode()
            page = wire.request("POST", page, cookie, typed).header("Location")
    return cookie


def test_a_draft_sent_twice_at_once_is_one_answer_with_one_code(site):
    drafts = {f"draft-{number}": fill_in(site.lab, f"draft-{number}") for number in range(8)}
    start = Barrier(3 * len(drafts))

    def send(cookie: dict[str, str]) -> tuple[str, int, bytes]:
        wire = Wire(site.lab.port)
        with wire.socket:
            start.wait()
            answered = wire.request("POST", f"/en/take/{STUDY}/review/", cookie, b"")
        return cookie["Cookie"], answered.status, find_code(answered)

    with ThreadPoolExecutor(3 * len(drafts)) as pool:
        answers = list(pool.map(send, [*drafts.values()] * 3))

    assert {status for _draft, status, _code in answers} == {200}
    assert len({(draft, code) for draft, _status, code in answers}) == len(drafts)
    assert list_stored(site.lab) == Counter(drafts.keys())


def test_a_month_closed_by_two_processes_at_once_has_its_figures_once(site):
    site.lab.call("_fieldlog.begin_log")
    site.lab.call("_fieldlog.fill_month", 20_000, 50, "2099-01")  # not over for the worker
    with answering(site.lab), ThreadPoolExecutor(2) as pool:
        closings = [pool.submit(site.lab.call, "_faults.close_months") for _each in range(2)]
        assert sum(each.result() for each in closings) >= 1
    assert site.lab.call("_faults.count_months") == {
        "open": 0, "closed": 1, "figures": 1, "decisions": 0, "truths": 0
    }  # fmt: skip


# ── the clock ──


@pytest.fixture
def clock(tmp_path, monkeypatch) -> Path:
    """Return the file that sets the clock of what is started from now on (libfaketime)."""
    assert FAKETIME.exists(), "libfaketime is not installed (Debian: sudo apt install faketime)."
    file = tmp_path / "clock"
    file.write_text("+0")
    monkeypatch.setenv("LD_PRELOAD", str(FAKETIME))
    monkeypatch.setenv("FAKETIME_TIMESTAMP_FILE", str(file))
    monkeypatch.setenv("FAKETIME_NO_CACHE", "1")
    monkeypatch.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
    monkeypatch.setenv("FAKETIME_DONT_RESET", "1")
    return file


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("days", [1, 400])
def test_a_clock_set_back_stops_neither_answers_nor_work(clock, database, days):
    with laboratory() as lab:
        wait_until(lambda: len(children(lab)) == 3 and health(lab) == (200, b"ok\n"))
        lab.call("_studies.open_study", STUDY, WORKBOOK)
        run = lab.call("_faults.request_training", 1_000)
        today = datetime.now(UTC).date()
        with answering(lab) as load:
            wait_until(lambda: lab.call("_faults.read_run", run)["state"] == "running")
            clock.write_text(f"-{days}d")
            wait_until(lambda: lab.call("_faults.read_day") == str(today - timedelta(days)))
            (worker,) = [pid for pid, command in children(lab).items() if is_worker(command)]
            os.kill(worker, signal.SIGKILL)
            load.wait_for(30)
            wait_until(lambda: lab.call("_faults.read_run", run)["state"] == "done", 400)
        assert lab.call("_faults.read_run", run)["judged"] == 1_000
