"""Figures for Prometheus: of what runs the laboratory, for who holds the token, and of nobody."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis.strategies import integers
from prometheus_client.parser import text_string_to_metric_families

from vecu import __version__
from vecu.coding.tasks import queue_run
from vecu.last_runs.actions import record_run
from vecu.last_runs.rules import RegularTask
from vecu.site import metrics
from vecu.site.metrics import round_down_to_power_of_two, write_metrics

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ROOT = Path(__file__).resolve().parents[2]
TOKEN = "b3c1" * 16
NOW = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)
SEEN = datetime(2026, 11, 24, 14, 19, 58, tzinfo=UTC)


def read(text: bytes) -> dict[str, float]:
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


@override_settings(METRICS_TOKEN="")
def test_without_a_token_in_the_settings_there_is_no_such_page(client):
    asked = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})

    assert asked.status_code == client.get("/nowhere").status_code == 404


@override_settings(METRICS_TOKEN=TOKEN)
@pytest.mark.parametrize(
    "sent", ["", "Bearer", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", "Bearer é"]
)
def test_a_stranger_reads_what_to_send_and_no_figure(client, sent):
    response = client.get("/metrics", headers={"Authorization": sent} if sent else {})

    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert b"VECU_METRICS_TOKEN" in response.content
    assert b"vecu_" not in response.content


@override_settings(METRICS_TOKEN=TOKEN, ALLOWED_HOSTS=["enquete.example"], SECURE_SSL_REDIRECT=True)
def test_who_holds_the_token_reads_every_figure_without_a_cookie(client, monkeypatch, tmp_path):
    monkeypatch.setattr(metrics, "get_last_presence", lambda: SEEN)
    record_run(RegularTask.PURGE, date(2026, 11, 23))
    sent = {"Authorization": f"Bearer {TOKEN}", "Host": "127.0.0.1:8000"}
    response = client.get("/metrics", headers=sent)
    figures = read(response.content)

    assert response.status_code == 200
    assert not response.cookies
    begun = datetime(2026, 11, 23, tzinfo=ZoneInfo(settings.TIME_ZONE))
    assert figures["vecu_last_purge_timestamp_seconds"] == begun.timestamp()
    assert figures["vecu_last_backup_timestamp_seconds"] == 0
    assert figures["vecu_worker_last_seen_timestamp_seconds"] == SEEN.timestamp()
    assert figures["vecu_migrations_pending"] == 0
    assert figures["vecu_database_up"] == figures["vecu_disk_has_room"] == 1
    assert f'version="{__version__}"'.encode() in response.content


def test_a_migration_that_the_database_lacks_is_counted():
    MigrationRecorder(connection).record_unapplied("surveys", "0001_initial")

    assert read(write_metrics(NOW))["vecu_migrations_pending"] == 1


def test_without_a_database_the_system_still_answers(monkeypatch):
    def gone(*_arguments):
        raise OperationalError

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", gone)
    figures = read(write_metrics(NOW))

    assert set(figures) == {
        "vecu_info", "vecu_disk_has_room", "vecu_disk_free_bytes", "vecu_database_up",
    }  # fmt: skip
    assert figures["vecu_database_up"] == 0


@pytest.mark.parametrize(
    ("status", "since", "overdue", "failed"),
    [
        ("READY", timedelta(hours=1, minutes=19), 0, 0),  # at 13:01: no full hour before 14:00
        ("READY", timedelta(hours=1, minutes=21), 1, 0),  # at 12:59
        ("RUNNING", timedelta(hours=3), 0, 0),
        ("FAILED", timedelta(minutes=19), 0, 0),  # at 14:01
        ("FAILED", timedelta(minutes=21), 0, 1),  # at 13:59
    ],
)
def test_tasks_are_counted_by_full_hours(status, since, overdue, failed):
    """What a member began is not seen at the moment at which they did."""
    queue_run(uuid4())
    times = {"enqueued_at": NOW - since, "finished_at": NOW - since}
    DBTaskResult.objects.update(status=status, **times)
    figures = read(write_metrics(NOW))

    assert (figures["vecu_tasks_overdue"], figures["vecu_tasks_failed"]) == (overdue, failed)


@given(integers(min_value=1, max_value=1 << 60))
def test_free_disk_is_rounded_down_by_less_than_half(free):
    rounded = round_down_to_power_of_two(free)

    assert rounded <= free < 2 * rounded
    assert rounded.bit_count() == 1


def test_the_guide_and_the_rules_name_the_figures_that_there_are():
    figures = set(read(write_metrics(NOW)))
    guide = (ROOT / "docs/how-to/watch-a-laboratory.md").read_text()
    rules = (ROOT / "deploy/prometheus/alerts.yaml").read_text()

    assert set(re.findall(r"^\| `(vecu_\w+)`", guide, re.MULTILINE)) == figures
    assert set(re.findall(r"vecu_\w+", rules)) == figures - {"vecu_info"}
