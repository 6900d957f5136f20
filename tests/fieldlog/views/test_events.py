"""Systems send events as CloudEvents 1.0 over HTTP, and read in JSON what became of each."""

import gzip
import io
import logging
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from tests.fieldlog.factories import make_decision, write
from tests.fieldlog.views.conftest import NOW
from vecu.accounts.models import AuditEvent
from vecu.fieldlog import client as client_module
from vecu.fieldlog.actions import revoke_token, suspend_log
from vecu.fieldlog.client import FieldLogClient
from vecu.fieldlog.events import DATA, MOST_BYTES, MOST_EVENTS
from vecu.fieldlog.http_binding import BATCH_TYPE, EVENT_TYPE
from vecu.fieldlog.models import CaseTruth, LogDecision, LogToken
from vecu.site.logs import DropRequestData

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ADDRESS = "/log/events/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    clock = SimpleNamespace(now=lambda: NOW)
    monkeypatch.setattr("vecu.fieldlog.views.events.timezone", clock)


def send(token: str, body: bytes, content_type: str = BATCH_TYPE, **headers: str):
    return Client(raise_request_exception=False).post(
        ADDRESS,
        body,
        content_type=content_type,
        headers={"Authorization": f"Bearer {token}", **headers},
    )


# ── what is taken ──


@pytest.mark.parametrize(
    "content_type", [BATCH_TYPE, f"{BATCH_TYPE}; charset=UTF-8", "application/json"]
)
def test_a_batch_is_answered_event_by_event(token, content_type):
    right, wrong = make_decision(), make_decision(id="seven", outcome="obeyed")

    response = send(token, write(right, right, wrong), content_type)

    assert response.status_code == 200
    answer = response.json()
    assert (answer["kept"], answer["repeated"]) == (1, 1)
    (refused,) = answer["refused"]
    assert (refused["index"], refused["id"]) == (2, "seven")
    (problem,) = refused["problems"]
    assert (problem["field"], problem["found"]) == ("data.outcome", "obeyed")
    assert (problem["rule"][:15], problem["do"]) == ("must be one of:", "Send one of these.")
    assert LogDecision.objects.count() == 1


# What the SDK of the standard (cloudevents 2.2.0 for Python) makes of one event.
SDK_STRUCTURED = (
    b'{"specversion": "1.0", "id": "e1", "source": "https://offers.example", "type":'
    b' "org.vecu.fieldlog.decision.v1", "subject": "c1", "time": "2026-11-10T00:00:00+01:00",'
    b' "datacontenttype": "application/json", "data": {"worker": "w1", "system_version": "2.1",'
    b' "proposal": {"kind": "offer_check", "value": "reject"}, "outcome": "accepted"}}'
)
SDK_BINARY = (
    b'{"worker": "w1", "system_version": "2.1", "proposal": {"kind": "offer_check", "value":'
    b' "reject"}, "outcome": "accepted"}'
)
SDK_HEADERS = {
    "ce-specversion": "1.0",
    "ce-id": "e1",
    "ce-source": "https://offers.example",
    "ce-type": "org.vecu.fieldlog.decision.v1",
    "ce-subject": "c1",
    "ce-time": "2026-11-10T00:00:00+01:00",
}


def test_structured_and_binary_content_of_the_standard_s_own_sdk_are_the_same_event(token):
    structured = send(token, SDK_STRUCTURED, EVENT_TYPE)
    binary = send(token, SDK_BINARY, "application/json", **SDK_HEADERS)

    assert structured.json() == {"kept": 1, "repeated": 0, "refused": []}
    assert binary.json() == {"kept": 0, "repeated": 1, "refused": []}


def test_attributes_in_headers_are_percent_encoded(token):
    headers = SDK_HEADERS | {"ce-subject": "c%20%251", "ce-id": "caf%C3%A9"}
    response = send(token, SDK_BINARY, "application/json", **headers)

    (problem,) = response.json()["refused"][0]["problems"]
    assert (problem["field"], problem["found"]) == ("id", "café")


def test_an_empty_batch_tries_the_token_and_keeps_nothing(token):
    assert send(token, b"[]").json() == {"kept": 0, "repeated": 0, "refused": []}
    assert send("f" * 64, b"[]").status_code == 401


def test_while_the_log_is_suspended_each_event_is_refused(token, log):
    suspend_log(log, by="lea", now=NOW)

    response = send(token, write(make_decision()))

    assert response.status_code == 200
    (refused,) = response.json()["refused"]
    assert "never kept" in refused["problems"][0]["rule"]
    assert not LogDecision.objects.exists()


# ── what is refused whole ──


def test_an_unknown_and_a_revoked_token_are_refused_in_the_same_words(token):
    revoke_token(LogToken.objects.get(), by="lea", now=NOW)
    revoked = send(token, write(make_decision()))
    unknown = send("f" * 64, b"not read")
    absent = Client().post(ADDRESS, write(make_decision()), content_type=BATCH_TYPE)

    assert revoked.status_code == unknown.status_code == absent.status_code == 401
    assert revoked.content == unknown.content == absent.content
    assert revoked["WWW-Authenticate"] == "Bearer"
    assert "keep the events until then" in revoked.json()["error"]


def test_who_has_no_token_makes_nobody_wait(token, django_assert_num_queries):
    """One look-up, outside any transaction: on SQLite one that begins waits for all writers."""
    with django_assert_num_queries(1):
        assert send("f" * 64, write(make_decision())).status_code == 401


@pytest.mark.parametrize(
    ("body", "content_type", "status", "words"),
    [
        (b"{", BATCH_TYPE, 400, "must be JSON in UTF-8"),
        (b"7", "application/json", 400, "an object"),
        (b"{", "text/plain", 415, "Found: text/plain"),
        (b"a=b", "application/x-www-form-urlencoded", 415, BATCH_TYPE),
        (b"[" + b"1," * MOST_EVENTS + b"1]", BATCH_TYPE, 413, "1000 events at most"),
        (b" " * (MOST_BYTES + 1), BATCH_TYPE, 413, "Send it in parts"),
    ],
)
def test_what_is_no_batch_is_refused_with_what_to_do(token, body, content_type, status, words):
    response = send(token, body, content_type)

    assert response.status_code == status
    assert words in response.json()["error"]


def test_data_in_binary_content_are_json(token):
    response = send(token, b"{", "application/json", **SDK_HEADERS)

    assert (response.status_code, "JSON" in response.json()["error"]) == (400, True)


def test_one_of_a_megabyte_is_refused_alone(token):
    response = send(token, write(make_decision(), make_decision(explanation_text="x" * 1_000_000)))

    answer = response.json()
    assert answer["kept"] == 1
    assert answer["refused"][0]["problems"][0]["found"] == "explanation_text"


def test_what_is_announced_too_large_is_refused_before_it_is_read(token):
    class Unread(io.RawIOBase):
        def read(self, *_size):
            pytest.fail("The body was read.")

    response = Client().post(
        ADDRESS,
        content_type=BATCH_TYPE,
        CONTENT_LENGTH=str(MOST_BYTES + 1),
        **{"wsgi.input": Unread()},
    )
    assert response.status_code == 413
    assert str(MOST_BYTES) in response.json()["error"]


def test_a_body_of_which_only_a_part_came_keeps_nothing(token):
    class Broken(io.RawIOBase):
        def read(self, *_size):
            raise OSError

    response = Client(raise_request_exception=False).post(
        ADDRESS, b"[]", content_type=BATCH_TYPE, **{"wsgi.input": Broken()}
    )
    assert response.status_code == 408
    assert response.json()["error"].endswith("Please send it again later.")


def test_only_posts_are_taken(client):
    response = client.get(ADDRESS)

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "error" in response.json()


def test_a_page_of_another_site_sends_nothing(token):
    response = send(token, write(make_decision()), **{"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403
    assert "another site" in response.json()["error"]


def test_refusals_are_in_french_for_who_asks_for_it(token):
    french = {"Accept-Language": "fr"}
    wrong = make_decision(outcome="obeyed", worker="é", active_minutes=-1, extra=1)
    problems = send(token, write(wrong), **french).json()["refused"][0]["problems"]

    words = " ".join(each["rule"] + each["do"] for each in problems)
    assert "must" not in words
    assert "minutes" in words
    refused = send("f", b"[]", **french)
    assert "révoqué" in refused.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b'[{"id": ' + b"9" * 5_000 + b"}]",
        b'[{"data": {"told_minutes": 1e999}}]',
        b'[{"id": "a", "type": "\\ud800", "\\udfff": 1, "data": {"\\udfff": "\\u0000"}}]',
        b'["\xff\xfe"]',
        b"\xef\xbb\xbf[]",
        gzip.compress(b"[]"),
        b'{"a": ' * 900 + b"1" + b"}" * 900,
    ],
    ids=["deep", "huge", "infinite", "surrogates", "no utf-8", "mark", "gzip", "nested"],
)
@pytest.mark.parametrize("content_type", [BATCH_TYPE, "application/json"])
def test_what_nobody_sends_by_mistake_is_refused_in_words(token, body, content_type):
    response = send(token, body, content_type)

    assert response.status_code in {200, 400}
    answer = response.json()
    assert answer.get("error") or answer["refused"][0]["problems"]
    assert not LogDecision.objects.exists()


def test_a_size_of_too_many_digits_is_too_large(token):
    assert send(token, b"[]", **{"Content-Length": "9" * 5_000}).status_code == 413


# ── what is kept of requests ──


def test_a_request_leaves_no_cookie_no_line_in_a_log_and_no_audit_event(token, caplog):
    before = AuditEvent.objects.count()
    with caplog.at_level(logging.DEBUG, "vecu"):
        taken = send(token, write(make_decision(id="secret-id"), make_decision(outcome="no")))
        refused = send("f" * 64, write(make_decision()))

    assert not taken.cookies
    assert "Vary" not in taken.headers or "Cookie" not in taken["Vary"]
    assert taken["Cache-Control"] == refused["Cache-Control"] == "no-store"
    assert not [each for each in caplog.records if DropRequestData().filter(each)]
    assert AuditEvent.objects.count() == before


# ── what suppliers fetch ──


def test_the_schema_is_published(client):
    response = client.get("/log/schema.json")

    assert response["Content-Type"] == "application/schema+json"
    Draft202012Validator.check_schema(response.json())
    assert Draft202012Validator(response.json()).is_valid(make_decision())
    assert set(DATA) == set(response.json()["properties"]["type"]["enum"])


def test_the_client_is_one_file_to_download(client):
    response = client.get("/log/client.py")

    assert "attachment" in response["Content-Disposition"]
    assert response.content == Path(client_module.__file__).read_bytes()


# ── the client, over a real network ──


@pytest.fixture
def make_client(live_server, tmp_path):
    def make(token: str) -> FieldLogClient:
        url, queue = f"{live_server.url}{ADDRESS}", tmp_path / "queue.sqlite3"
        return FieldLogClient(url, token, queue, secret=b"s" * 32, source="https://o.example")

    return make


DECISION = {
    "system_version": "2.1",
    "proposal": {"kind": "offer_check", "value": "reject"},
    "outcome": "overridden",
    "reason": {"code": "facts_wrong"},
}


@pytest.mark.django_db(transaction=True)
def test_a_client_that_was_offline_for_a_week_loses_nothing(make_client, token):
    offline = FieldLogClient(
        "http://127.0.0.1:9/", token, make_client(token).queue, secret=b"s" * 32, source="https://o"
    )
    for number in range(7):
        when = NOW - timedelta(days=7 - number)
        offline.record_decision("marie.dupont", f"offer-{number}", DECISION, now=when)
    offline.record_truth("offer-3", "accept", decided_month="2026-11", now=NOW)
    assert offline.send().left == 8

    report = make_client(token).send()

    assert (report.sent, report.refused, report.left) == (8, [], 0)
    assert (LogDecision.objects.count(), CaseTruth.objects.count()) == (7, 1)
    assert len(set(LogDecision.objects.values_list("worker", flat=True))) == 1


@pytest.mark.django_db(transaction=True)
def test_with_a_revoked_token_events_wait_for_the_next_one(make_client, token, log):
    log_client = make_client(token)
    log_client.record_decision("marie.dupont", "offer-1", DECISION, now=NOW)
    revoke_token(LogToken.objects.get(), by="lea", now=NOW)

    report = log_client.send()

    assert (report.sent, report.left) == (0, 1)
    assert "HTTP 401" in report.trouble
    assert "keep the events until then" in report.trouble


@pytest.mark.django_db(transaction=True)
def test_of_a_queue_that_is_half_wrong_the_rest_is_taken(make_client, token):
    """Out of order, sent twice, from the future, of a closed month, with an unknown field."""
    log_client = make_client(token)
    log_client.record_truth("offer-1", "accept", decided_month="2026-11", now=NOW)
    log_client.record_decision("marie.dupont", "offer-1", DECISION, now=NOW)
    log_client.record_decision("marie.dupont", "offer-2", DECISION, now=NOW + timedelta(days=1))
    log_client.record_decision("marie.dupont", "offer-3", DECISION, now=NOW - timedelta(days=40))
    log_client.record_decision("marie.dupont", "offer-4", {**DECISION, "name": "x"}, now=NOW)

    report = log_client.send()

    assert (report.sent, report.left) == (2, 0)
    rules = " ".join(each["problems"][0]["rule"] for each in report.refused)
    assert all(words in rules for words in ("in the future", "open month", "keeps nothing else"))
    assert (LogDecision.objects.count(), CaseTruth.objects.count()) == (1, 1)


def test_what_could_never_be_sent_is_refused_as_it_is_recorded(tmp_path):
    """Else it would stand at the head of the queue for ever."""
    queue = tmp_path / "q"
    log_client = FieldLogClient("http://127.0.0.1:9/", "t", queue, secret=b"s", source="o")
    for value in ("x" * 1_000_000, float("nan")):
        with pytest.raises(ValueError, match=r"data|JSON"):
            log_client.record_decision("m", "offer-1", {**DECISION, "note": value}, now=NOW)
    assert log_client.count_waiting() == 0
    assert client_module.BATCH * client_module.LONGEST < MOST_BYTES
