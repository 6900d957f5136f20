"""The security log: acts of members and refusals, a line each, and nothing that is not needed."""

import json
import logging
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_used
from click.testing import CliRunner
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from tests.surveys.factories import PASSWORD, make_member, make_study
from vecu.accounts import failed_sign_ins
from vecu.accounts.account_changes import disable_account, record_account_event
from vecu.accounts.actions import give_role, record_audit_event, remove_role
from vecu.accounts.rules import Role, Scope, ScopeKind
from vecu.site.commands.key import rotate
from vecu.site.logs import SecurityLogFile, choose_security_handler
from vecu.site.security_log import listeners
from vecu.site.security_log.listeners import HourlyActs, write_start, write_stop

pytestmark = [pytest.mark.django_db]
NOW = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)
STUDY = Scope(ScopeKind.STUDY, uuid4())
ALLOWED = {
    "@timestamp", "ecs.version", "log.level", "message", "event.kind", "event.dataset",
    "event.category", "event.type", "event.action", "event.outcome", "service.name",
    "service.version", "user.name", "user.target.name", "labels",
}  # fmt: skip
EXPECTED_TYPES = {
    "authentication": {"start", "end", "info"},
    "configuration": {"access", "change", "creation", "deletion", "info"},
    "database": {"access", "change", "info", "error"},
    "iam": {"admin", "change", "creation", "deletion", "group", "info", "user"},
    "process": {"access", "change", "end", "info", "start"},
    "session": {"start", "end", "info"},
    "web": {"access", "error", "info"},
}
"""Of each category the types that ECS expects with it (elastic.co/docs/reference/ecs)."""


class Lines(logging.Handler):
    """What is written, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.raw: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.raw.append(record.getMessage())

    def read(self) -> list[dict]:
        """Commit, and return the lines since the last time, each checked against ECS."""
        waiting, connection.run_on_commit = connection.run_on_commit, []
        for _savepoints, write, _robust in waiting:
            write()
        lines, self.raw = [json.loads(line) for line in self.raw], []
        for line in lines:
            (category,), (kind,) = line["event.category"], line["event.type"]
            assert set(line) <= ALLOWED
            assert kind in EXPECTED_TYPES[category]
        return lines


@pytest.fixture
def written(settings, monkeypatch):
    settings.SECURITY_LOG = "stderr"
    monkeypatch.setattr(listeners, "_hourly", HourlyActs())
    monkeypatch.setattr(failed_sign_ins.tally, "_stored", float("-inf"))
    monkeypatch.setattr(failed_sign_ins.tally, "_counts", Counter())
    lines = Lines()
    logging.getLogger("vecu.security").addHandler(lines)
    yield lines
    logging.getLogger("vecu.security").removeHandler(lines)


def act(verb: str, target: str = "", detail: dict | None = None, *, now: datetime = NOW) -> None:
    record_audit_event("anna", verb, STUDY, target, detail, now=now)


@pytest.mark.parametrize(
    ("verb", "category", "kind"),
    [
        ("read answer", "database", "access"),
        ("took data out", "database", "access"),
        ("released figure", "database", "change"),
        ("deleted study", "database", "change"),
        ("invited", "iam", "change"),
    ],
)
def test_an_act_is_a_line_without_its_target_or_detail(written, verb, category, kind):
    act(verb, "" if verb == "invited" else "b2f7-of-an-answer", {"words": "my manager"})
    (line,) = written.read()

    assert line["@timestamp"] == "2026-11-24T14:20:00.000+00:00"
    assert (line["event.category"], line["event.type"]) == ([category], [kind])
    assert (line["event.action"], line["user.name"]) == (verb.replace(" ", "-"), "anna")
    assert line["labels"] == {"scope": "study", "scope_id": str(STUDY.id)}


def test_what_is_taken_back_was_never_done(written):
    with transaction.atomic():
        act("deleted study")
        transaction.set_rollback(True)

    assert written.read() == []


def test_reading_is_one_line_an_hour_so_that_nobody_sees_how_fast_somebody_works(written):
    for minutes in (0, 5, 39):  # until 14:59
        act("read to code", now=NOW + timedelta(minutes=minutes))
    assert len(written.read()) == 1

    act("read answer")
    act("read to code", now=NOW + timedelta(minutes=40))
    assert [line["message"] for line in written.read()] == ["read answer", "read to code"]


def test_accounts_and_roles_name_both_accounts_once(written):
    study, ben = make_study(), make_member("ben")
    give_role(ben, study.scope, Role.CODER, by="anna", now=NOW)
    disable_account(ben, by="anna", now=NOW)  # the audit notes it in the study, too
    remove_role(ben, study.scope, by="anna", now=NOW)
    given, disabled, removed = written.read()

    assert given["labels"]["role"] == "coder"
    assert "labels" not in disabled
    assert removed["event.action"] == "removed-role"
    for line in (given, disabled, removed):
        assert (line["user.name"], line["user.target.name"]) == ("anna", "ben")


def test_signing_in_and_out_and_what_failed_before(client, written):
    make_member("anna")
    for account, password in [("anna", "wrong"), ("my password", "x"), ("anna", "wrong again")]:
        client.post("/en/sign-in/", {"account": account, "password": password})
    client.post("/en/sign-in/", {"account": "anna", "password": PASSWORD})
    client.post("/en/sign-out/")
    lines = written.read()

    found = [
        (line["message"], line.get("user.name"), line.get("labels", {}).get("tries"))
        for line in lines
    ]
    assert found == [
        ("failed sign-in", "anna", "1"),
        ("failed sign-in", None, "1"),  # people type passwords there
        ("failed sign-in", "anna", "1"),
        ("signed in", "anna", None),
        ("signed out", "anna", None),
    ]
    assert [line["event.outcome"] for line in lines] == ["failure"] * 3 + ["success"] * 2
    assert "127.0.0.1" not in json.dumps(lines)


def test_a_second_factor_that_was_used_or_was_wrong(written):
    anna = make_member("anna")
    factor = Authenticator(user=anna, type=Authenticator.Type.TOTP)
    authenticator_used.send(Authenticator, user=anna, authenticator=factor, request=None)
    authentication_failed.send(Authenticator, user=anna, authenticator=factor, request=None)
    used, failed = written.read()

    assert (used["event.action"], used["labels"]) == ("used-second-factor", {"factor": "totp"})
    assert (failed["user.name"], failed["event.outcome"]) == ("anna", "failure")


def test_a_page_that_a_role_does_not_open_is_a_refusal(client, written):
    client.force_login(make_member("rita", make_study(), Role.READER))
    written.read()
    assert client.get("/en/studies/small/members/").status_code == 403
    (line,) = written.read()

    assert (line["user.name"], line["event.outcome"]) == ("rita", "failure")
    assert line["labels"] == {"page": "surveys:members"}


def test_seeking_a_study_without_a_role_is_one_refusal_an_hour(client, written):
    study = make_study()
    client.force_login(make_member("rita"))
    written.read()
    pages = [f"/en/studies/{slug}/members/" for slug in ("absent", study.slug, study.slug)]
    absent, *foreign = [client.get(page) for page in pages]
    (line,) = written.read()

    assert {absent.status_code, *(each.status_code for each in foreign)} == {404}
    assert (line["user.name"], line["event.outcome"]) == ("rita", "failure")
    assert line["labels"] == {"page": "surveys:members"}


def test_an_interviewer_comes_and_goes_without_a_line(client, written):
    """The hour of an interviewer is the hour of who called."""
    ines = make_member("ines", make_study(), Role.INTERVIEWER)
    written.read()
    client.force_login(ines)
    assert client.get("/en/studies/small/members/").status_code == 403
    record_account_event("ines", "used recovery code", ines, now=NOW)
    client.post("/en/sign-out/")
    failed_sign_ins.tally.count("ines", today=NOW.date())
    failed_sign_ins.tally.store()

    assert written.read() == []


def test_a_server_says_with_which_settings_it_starts_and_when_it_stops(written):
    write_start(NOW)
    write_stop(NOW)
    started, stopped = written.read()

    assert set(started["labels"]) == {
        "https", "audit_days", "lab_fictional", "has_mail", "second_factor", "database",
    }  # fmt: skip
    assert started["labels"]["audit_days"] == "365"
    assert (started["event.type"], stopped["event.type"]) == (["start"], ["end"])


def test_a_key_that_is_rotated_is_a_line_with_its_number(written, monkeypatch):
    monkeypatch.setattr(import_module("vecu.site.commands.key"), "store_ring", lambda _ring: None)
    CliRunner().invoke(rotate, catch_exceptions=False)
    (line,) = written.read()

    assert (line["event.action"], line["event.category"]) == ("rotated-key", ["configuration"])
    assert line["labels"] == {"key": str(max(settings.KEY_RING) + 1)}


def test_without_the_setting_nothing_is_written(settings, written):
    settings.SECURITY_LOG = ""
    act("took data out")

    assert written.read() == []


def test_a_file_that_was_moved_away_is_begun_anew(tmp_path):
    path = tmp_path / "security.json"
    handler = SecurityLogFile(path, delay=True)
    for text in ("first", "second"):
        handler.emit(logging.makeLogRecord({"msg": text}))
        path.rename(tmp_path / text)
    handler.close()

    assert [(tmp_path / text).read_text() for text in ("first", "second")] == [
        "first\n",
        "second\n",
    ]


@pytest.mark.parametrize("place", ["security.json", "/nowhere/security.json"])
def test_a_place_where_nothing_can_be_written_stops_the_start(place):
    with pytest.raises(ImproperlyConfigured, match=r"VECU_SECURITY_LOG: .*written"):
        choose_security_handler(place)
