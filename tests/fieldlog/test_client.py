"""The client that others copy: offline for a week, nothing lost, nobody named."""

import ast
import json
import sys
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from vecu.fieldlog import client, events
from vecu.fieldlog.client import FieldLogClient

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 10, 14, 37, 21, 5, tzinfo=PARIS)
DATA = {
    "system_version": "2.1",
    "proposal": {"kind": "offer_check", "value": "reject"},
    "outcome": "overridden",
    "reason": {"code": "facts_wrong"},
}


class Laboratory(BaseHTTPRequestHandler):
    """Answers as the log does, by its parser; `status` is what it does instead."""

    bodies: list[bytes]
    status = 200

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append(body)
        self.server.tokens.append(self.headers["Authorization"])
        parsed = events.parse_batch(body, PARIS)
        refused = [
            {"id": each.id, "problems": [str(p) for p in each.problems]} for each in parsed.refusals
        ]
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()
        self.wfile.write(json.dumps({"kept": len(parsed.events), "refused": refused}).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def laboratory():
    server = HTTPServer(("127.0.0.1", 0), Laboratory)
    server.bodies, server.tokens, server.status = [], [], 200
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def log(laboratory, tmp_path) -> FieldLogClient:
    url = f"http://127.0.0.1:{laboratory.server_port}/log/events/"
    return FieldLogClient(
        url, "token", tmp_path / "q", secret=b"s" * 32, source="https://o.example"
    )


def test_it_needs_nothing_but_the_standard_library():
    tree = ast.parse(Path(client.__file__).read_text())
    modules = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "?"]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert modules <= set(sys.stdlib_module_names)
    assert (client.DECISION, client.TRUTH) == (events.DECISION, events.TRUTH)


def test_what_waited_is_sent_once_in_batches(log, laboratory):
    for number in range(250):
        log.record_decision("marie.dupont", f"case{number}", DATA, now=NOW)
    log.record_truth("case1", "accept", decided_month="2026-11", now=NOW)

    report = log.send()

    assert (report.sent, report.refused, report.left) == (251, [], 0)
    assert [len(json.loads(body)) for body in laboratory.bodies] == [100, 100, 51]
    assert set(laboratory.tokens) == {"Bearer token"}
    assert log.send().sent == 0


def test_neither_the_person_nor_the_hour_leaves_the_machine(log, laboratory):
    log.record_decision("marie.dupont", "case1", DATA, now=NOW)
    log.record_decision("marie.dupont", "case2", DATA, now=NOW)
    log.record_decision("marie.dupont", "case3", DATA, now=NOW.replace(month=12))
    log.record_decision("jean.martin", "case4", DATA, now=NOW)
    assert b"marie" not in log.queue.read_bytes()
    log.send()

    sent = {each["subject"]: each for each in json.loads(laboratory.bodies[0])}
    workers = [sent[f"case{number}"]["data"]["worker"] for number in (1, 2, 3, 4)]
    assert workers[0] == workers[1]
    assert len(set(workers)) == 3
    assert sent["case1"]["time"] == "2026-11-10T12:00:00+01:00"
    assert b"case1" not in log.queue.read_bytes()


@pytest.mark.parametrize("status", [302, 401, 413, 500, 503])
def test_what_was_not_taken_stays_until_it_is(log, laboratory, status):
    log.record_decision("marie.dupont", "case1", DATA, now=NOW)
    laboratory.status = status
    report = log.send()
    assert (report.sent, report.left) == (0, 1)
    assert str(status) in report.trouble

    laboratory.status = 200
    assert log.send().sent == 1


def test_without_a_network_all_of_it_stays(log, tmp_path):
    offline = FieldLogClient("http://127.0.0.1:9/", "t", log.queue, secret=b"s", source="o")
    offline.record_decision("marie.dupont", "case1", DATA, now=NOW)
    report = offline.send()
    assert (report.left, "refused" in report.trouble) == (1, True)


def test_what_is_refused_leaves_the_queue_and_is_reported(log):
    log.record_decision("marie.dupont", "case1", {**DATA, "outcome": "obeyed"}, now=NOW)
    log.record_decision("marie.dupont", "case2", DATA, now=NOW)
    report = log.send()
    assert (report.sent, report.left) == (1, 0)
    assert "data.outcome" in str(report.refused)


def test_a_time_without_zone_is_refused_at_once(log):
    with pytest.raises(ValueError, match="time zone"):
        log.record_decision("m", "case1", DATA, now=NOW.replace(tzinfo=None))
