"""Each thing that is wrong with a server makes its line, with what to do."""

import json
import smtplib
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests.surveys.factories import make_member, make_study
from vecu.accounts.actions import record_audit_event
from vecu.accounts.rules import Role
from vecu.last_runs.actions import record_run
from vecu.last_runs.rules import RegularTask
from vecu.site.commands.doctor import doctor
from vecu.site.doctor import Health, database, run_checks, services
from vecu.site.doctor.check_outcome import CheckOutcome
from vecu.site.key_fingerprint import check_keys
from vecu.site.key_sources import KeySource

pytestmark = [pytest.mark.django_db, pytest.mark.data]

NOW = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)
TODAY = date(2026, 11, 24)
LEGAL = ("LAB_CONTACT", "CONTROLLER", "DATA_PROTECTION_OFFICER", "HOSTING", "OPERATOR")


@pytest.fixture(autouse=True)
def home(settings, tmp_path, monkeypatch):
    """A laboratory in which all is well."""
    tmp_path.chmod(0o700)
    settings.HOME, settings.HTTPS, settings.ALLOWED_HOSTS = tmp_path, True, ["lab.example.org"]
    settings.KEY_SOURCE = KeySource(str(tmp_path / "secret_key"), file=tmp_path / "secret_key")
    for name in LEGAL:
        setattr(settings, name, "said")
    check_keys(TODAY)
    for task in RegularTask:
        record_run(task, TODAY)
    monkeypatch.setattr(services, "get_last_presence", lambda: NOW)
    monkeypatch.setattr("vecu.site.doctor.machine._find_latest_trace", lambda: NOW)
    return tmp_path


def examine(now: datetime = NOW) -> dict[str, CheckOutcome]:
    return dict(run_checks(now))


def test_a_laboratory_in_which_all_is_well_has_no_line_of_advice():
    found = examine()
    if connection.vendor == "postgresql":  # that of tests shares a server with nothing, unsafely
        for name in ("database", "log of the database", "copies of the database"):
            found.pop(name)
        found.pop("clock of the database")

    assert {name: each for name, each in found.items() if each.advice} == {}
    assert {each.health for each in found.values()} == {Health.GOOD}


def open_file(home, **_rest) -> None:
    (home / "secret_key").write_text("k" * 50)
    (home / "secret_key").chmod(0o644)


def fail_mail(settings, monkeypatch, **_rest) -> None:
    def refuse(*_arguments, **_options):
        raise smtplib.SMTPAuthenticationError(535, b"no")

    settings.HAS_MAIL, settings.EMAIL_HOST = True, "mail.example.org"
    monkeypatch.setattr(services, "get_connection", refuse)


def add_owner(**_rest) -> None:
    make_member("lea", make_study(), Role.OWNER)


def write_later(monkeypatch, **_rest) -> None:
    monkeypatch.undo()
    study = make_study()
    later = NOW + timedelta(days=400)
    record_audit_event("lea", "exported", study.scope, now=later)


WRONG = {
    "settings": [
        (lambda settings, **_: setattr(settings, "HTTPS", False), 2, "VECU_HTTPS is off"),
        (lambda settings, **_: setattr(settings, "HOSTING", ""), 1, "VECU_HOSTING"),
    ],
    "files": [(open_file, 2, "others can read")],
    "disk": [
        (
            lambda monkeypatch, **_: monkeypatch.setattr(
                "vecu.site.disk_reserve.DiskReserve.count_free_bytes", lambda _reserve: 1_000
            ),
            2,
            "0 MB free",
        )
    ],
    "migrations": [
        (
            lambda **_: MigrationRecorder(connection).record_unapplied("surveys", "0001_initial"),
            2,
            "1 migrations",
        )
    ],
    "keys": [
        (lambda settings, **_: setattr(settings, "KEY_RING", {2: "x" * 50}), 2, "key 1 is missing"),
        (lambda settings, **_: setattr(settings, "KEY_RING", {1: "x" * 50}), 2, "another one"),
        (
            lambda settings, **_: setattr(settings, "KEY_RING", {**settings.KEY_RING, 2: "x" * 50}),
            1,
            "key 2 was never served with",
        ),
    ],
    "clock": [
        (lambda **_: record_run(RegularTask.PURGE, date(2027, 12, 1)), 2, "2026-11-24"),
        (write_later, 2, "something was written at 2027-12-29"),
    ],
    "worker": [
        (
            lambda monkeypatch, **_: monkeypatch.setattr(
                services, "get_last_presence", lambda: None
            ),
            2,
            "no worker",
        ),
        (
            lambda monkeypatch, **_: monkeypatch.setattr(
                services, "get_last_presence", lambda: NOW - timedelta(minutes=3)
            ),
            2,
            "2026-11-24 14:17",
        ),
    ],
    "purge": [(lambda **_: record_run(RegularTask.PURGE, date(2026, 11, 20)), 2, "4 days ago")],
    "backup": [(lambda **_: record_run(RegularTask.BACKUP, date(2026, 11, 1)), 2, "23 days ago")],
    "mail": [(fail_mail, 2, "mail.example.org")],
    "second factor": [(add_owner, 1, "1 who read answers")],
}


@pytest.mark.parametrize(
    ("name", "spoil", "health", "says"),
    [(name, *case) for name, cases in WRONG.items() for case in cases],
)
def test_what_is_wrong_makes_its_line(home, settings, monkeypatch, name, spoil, health, says):
    spoil(home=home, settings=settings, monkeypatch=monkeypatch)

    found = examine()[name]

    assert (found.health, says in found.found) == (health, True), found
    assert found.advice


@pytest.mark.parametrize(
    ("check", "rows", "health", "says"),
    [
        ("check_log_settings", [("log_statement", "all")], 2, "log_statement is all"),
        ("check_log_settings", [("fsync", "off")], 2, "fsync is off"),
        ("check_copies", [("the slot lent",)], 2, "the slot lent"),
        ("check_neighbours", [("payroll",)], 1, "payroll"),
        ("check_extensions", [("pg_stat_statements",)], 1, "pg_stat_statements"),
        ("check_rights", [(False,)], 2, "write-ahead log"),
        ("check_connection", [(False, False)], 2, "without TLS"),
        ("check_database_clock", [(NOW - timedelta(days=400),)], 2, "2025-10-20"),
    ],
)
def test_what_postgresql_says_is_judged(monkeypatch, check, rows, health, says):
    monkeypatch.setattr(database, "_ask", lambda *_: rows)

    found = getattr(database, check)(NOW)

    assert (found.health, says in found.found) == (health, True), found
    assert found.advice


def test_a_statement_that_postgresql_would_log_is_found():
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET log_statement TO 'all'")

    assert "log_statement is all" in examine()["log of the database"].found


def test_the_exit_status_is_the_worst_and_programs_read_json(settings):
    settings.HTTPS = False

    done = CliRunner().invoke(doctor, ["--json"])

    assert done.exit_code == 2
    rows = json.loads(done.stdout)
    assert rows["settings"]["health"] == "wrong"
    assert "→" in CliRunner().invoke(doctor, []).stdout
