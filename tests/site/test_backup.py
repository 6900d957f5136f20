"""Backups: whole or absent, private, and restored only where they belong."""

import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from secrets import token_bytes

import pytest
from allauth.usersessions.models import UserSession
from click.testing import CliRunner
from django.contrib.sessions.models import Session
from django.db import connection

from tests.fieldlog.factories import write
from tests.fieldlog.full_log import NOVEMBER, at, make_full_log, make_month
from tests.register.factories import make_system
from tests.surveys.factories import answer, make_member, make_study
from vecu.accounts.laboratory_keys import list_noted_keys
from vecu.accounts.models import User
from vecu.fieldlog.event_intake import take_batch
from vecu.fieldlog.models import ClosedMonth, DiaryCode, LogDecision, LogToken, OpenMonth
from vecu.site.backup import BackupFailed, RestoreRefused, make_backup, restore_backup
from vecu.site.backup import postgresql as postgresql_backup
from vecu.site.commands.backup import accept_key, backup, restore
from vecu.site.commands.serve import make_ready
from vecu.site.key_fingerprint import KeyMismatch, adopt_keys, check_keys
from vecu.surveys.models import Answer, Study

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]
DAY = date(2026, 11, 24)
ENDING = {"sqlite": "sqlite3", "postgresql": "dump"}


@pytest.fixture(autouse=True)
def unmarked() -> Iterator[None]:
    """Leave the key of no test behind: no other table holds it."""
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA user_version = 0")
        else:
            cursor.execute("COMMENT ON TABLE surveys_study IS NULL")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A backup of a laboratory with one answer, whose key is known."""
    check_keys(DAY)
    answer(make_study(), {"story": [{"task": "A report"}]})
    return make_backup(tmp_path, DAY)


def test_a_backup_replaces_no_other_and_only_its_owner_reads_it(tmp_path):
    ending = ENDING[connection.vendor]
    first = make_backup(tmp_path / "new", DAY)
    content = first.read_bytes()

    second = make_backup(tmp_path / "new", DAY)

    assert [first.name, second.name] == [f"lab-2026-11-24.{ending}", f"lab-2026-11-24-2.{ending}"]
    assert first.read_bytes() == content
    assert {stat.S_IMODE(path.stat().st_mode) for path in (first, second)} == {0o600}
    assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700
    assert {path.name for path in first.parent.iterdir()} == {first.name, second.name}


def test_a_backup_that_fails_leaves_no_file(tmp_path, monkeypatch):
    def fill_the_disk(_target: Path, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    for database in ("sqlite", "postgresql"):
        monkeypatch.setattr(f"vecu.site.backup.{database}.copy_database", fill_the_disk)

    with pytest.raises(BackupFailed, match="No space left"):
        make_backup(tmp_path, DAY)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()

    done = CliRunner().invoke(backup, [str(tmp_path / "file")])

    assert isinstance(done.exception, BackupFailed)
    assert "Nothing can be written in" in str(done.exception)


def test_a_laboratory_that_is_not_empty_is_replaced_only_on_request(made):
    Study.objects.update(slug="changed")

    with pytest.raises(RestoreRefused, match="add --replace"):
        restore_backup(made, today=DAY)
    assert Study.objects.get().slug == "changed"

    restore_backup(made, today=DAY, replace=True)
    assert Study.objects.get().slug == "small"
    assert Answer.objects.get().values == {"story": [{"task": "A report"}]}


def test_an_old_backup_is_restored_without_deleting_anything_if_the_clock_is_doubted(
    tmp_path, settings
):
    settings.HOME = tmp_path  # nothing was ever purged there
    answer(make_study(), {"story": [{"task": "Long ago"}]}, day=date(2020, 1, 1))
    made = make_backup(tmp_path / "backups", DAY)

    done = CliRunner().invoke(restore, [str(made), "--replace"], catch_exceptions=False)

    assert done.exit_code == 0
    assert "Nothing was deleted" in done.output
    assert "are there again" in done.output
    assert Answer.objects.count() == 1


def test_a_damaged_or_foreign_file_is_refused_and_nothing_changes(made, tmp_path):
    content = made.read_bytes()
    broken = tmp_path / "broken"
    for bad in (b"", b"PK\x03\x04 a workbook", content[: len(content) // 2]):
        broken.write_bytes(bad)
        with pytest.raises(RestoreRefused):
            restore_backup(broken, today=DAY, replace=True)
    with pytest.raises(RestoreRefused, match="There is no file"):
        restore_backup(tmp_path / "absent", today=DAY, replace=True)

    assert Answer.objects.count() == 1


def test_a_backup_of_a_later_release_is_refused(made, tmp_path):
    add = "INSERT INTO django_migrations (app, name, applied) VALUES ('surveys', '9999_later', %s)"
    with connection.cursor() as cursor:
        cursor.execute(add, ["2030-01-01 00:00:00+00"])
        try:
            later = make_backup(tmp_path, DAY)
        finally:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")

    with pytest.raises(RestoreRefused, match="surveys 9999_later"):
        restore_backup(later, today=DAY, replace=True)


# ── what is in none ──


def read_backup(path: Path) -> bytes:
    """Return all that a backup holds; PostgreSQL's is compressed."""
    if connection.vendor == "sqlite":
        return path.read_bytes()
    return postgresql_backup._print_backup(path).encode()


def test_no_backup_holds_a_key_or_pseudonym_of_an_open_month(tmp_path):
    """In a backup they would outlive the closing of their month."""
    log, token = make_full_log(make_system())
    [month] = log.open_months.all()
    decision, truth = month.decisions.first(), month.truths.first()
    traces = [decision.worker, decision.event, decision.case, truth.value, bytes(month.key).hex()]

    content = read_backup(make_backup(tmp_path, DAY))

    assert LogToken.objects.get().fingerprint.encode() in content, "this shows nothing"
    assert [each for each in traces if each.encode() in content] == []
    assert bytes(month.key) not in content

    restore_backup(next(tmp_path.iterdir()), today=DAY, replace=True)
    assert [OpenMonth.objects.count(), LogDecision.objects.count()] == [0, 0]
    assert (ClosedMonth.objects.count(), DiaryCode.objects.count()) == (1, 1)
    again = write(*make_month(NOVEMBER))
    assert take_batch(token, again, now=at(21), random_bytes=token_bytes).kept == 192


# ── the key ──


def test_no_backup_signs_anybody_in(tmp_path, client):
    client.force_login(make_member("researcher"))
    UserSession.objects.create_from_request(client.get("/").wsgi_request)
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)

    restore_backup(make_backup(tmp_path, DAY), today=DAY, replace=True)

    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)
    assert User.objects.filter(username="researcher").exists()


def test_a_key_is_noted_once_and_another_is_refused(settings):
    assert list_noted_keys() == {}
    check_keys(DAY)
    check_keys(DAY)
    settings.KEY_RING = {1: "another"}

    with pytest.raises(KeyMismatch, match="run “vecu accept-key”"):
        check_keys(DAY)


def test_nothing_is_served_with_a_key_that_does_not_belong_to_the_data(settings, monkeypatch):
    monkeypatch.setitem(
        make_ready.__globals__, "call_command", lambda *_arguments, **_options: None
    )
    make_ready()
    settings.KEY_RING = {1: "another"}

    with pytest.raises(KeyMismatch):
        make_ready()


def test_a_backup_of_another_key_is_restored_on_request_only(made, settings):
    settings.KEY_RING = {1: "another"}
    with pytest.raises(KeyMismatch, match="--accept-key"):
        restore_backup(made, today=DAY, replace=True)

    restore_backup(made, today=DAY, replace=True, accept_key=True)

    check_keys(DAY)


def test_who_has_lost_the_key_can_go_on_without_it(settings):
    adopt_keys(DAY)
    settings.KEY_RING = {1: "another"}

    done = CliRunner().invoke(accept_key, input="y\n", catch_exceptions=False)

    assert "will open nothing" in done.output
    check_keys(DAY)


def test_the_fingerprint_of_the_key_does_not_contain_it(settings):
    """31 bits: two billion keys have the same."""
    check_keys(DAY)

    assert 0 < list_noted_keys()[1] < 2**31


# ── PostgreSQL's programs ──


def test_a_program_that_is_missing_or_too_old_is_named(tmp_path, monkeypatch):
    if connection.vendor == "sqlite":
        return
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed, match="The program pg_dump is missing"):
        make_backup(tmp_path / "backups", DAY)

    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    (tmp_path / "pg_dump").chmod(0o755)
    with pytest.raises(BackupFailed, match="pg_dump is of version 9, and the server of"):
        make_backup(tmp_path / "backups", DAY)


def test_the_password_is_no_argument_that_others_on_the_machine_could_see(monkeypatch):
    if connection.vendor == "sqlite":
        return
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "open sesame")

    assert not any("sesame" in argument for argument in postgresql_backup._get_address())
