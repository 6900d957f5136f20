"""A clock that jumped deletes nothing."""

from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from tests.surveys.factories import DAY, answer, make_study
from vecu.last_runs.queries import get_last_run
from vecu.last_runs.rules import RegularTask
from vecu.site.commands import maintenance
from vecu.site.commands.maintenance import purge
from vecu.site.purge_clock import ClockDoubted, check_clock
from vecu.surveys.models import Answer


def after(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(("days", "believed"), [(-2, False), (-1, True), (60, True), (61, False)])
def test_the_last_purge_says_what_day_it_may_be(days, believed):
    if believed:
        check_clock(DAY, after(900), after(days))
    else:
        with pytest.raises(ClockDoubted, match="--the-clock-is-right"):
            check_clock(DAY, after(days), after(days))


@pytest.mark.parametrize(("days", "believed"), [(-2, False), (0, True), (60, True), (61, False)])
def test_before_the_first_purge_the_newest_answer_does(days, believed):
    if believed:
        check_clock(None, DAY, after(days))
    else:
        with pytest.raises(ClockDoubted, match=str(DAY)):
            check_clock(None, DAY, after(days))


def test_an_empty_laboratory_has_nothing_to_lose():
    check_clock(None, None, DAY)


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "day"), [("2026-11-24\n", DAY), ("yesterday", None)])
def test_the_day_that_earlier_releases_wrote_into_a_file_counts_on(
    monkeypatch, tmp_path, text, day
):
    monkeypatch.setattr(settings, "HOME", tmp_path)
    (tmp_path / "last_purge").write_text(text)
    migration = import_module("vecu.last_runs.migrations.0001_initial")
    migration.take_over_the_last_purge(apps, None)

    assert get_last_run(RegularTask.PURGE) == day


@pytest.mark.django_db(transaction=True)
@pytest.mark.data
def test_a_clock_years_ahead_deletes_no_answer_unless_it_is_confirmed(monkeypatch):
    study = make_study()
    study.retained_until = after(365)
    study.save()
    answer(study, {})
    days = [after(1), after(1000)]
    monkeypatch.setattr(timezone, "localdate", lambda *_at: days[0])
    assert CliRunner().invoke(purge, catch_exceptions=False).exit_code == 0

    del days[0]
    refused = CliRunner().invoke(purge)
    assert isinstance(refused.exception, ClockDoubted)
    assert Answer.objects.count() == 1

    done = CliRunner().invoke(purge, ["--the-clock-is-right"], catch_exceptions=False)
    assert "1 answer" in done.output
    assert CliRunner().invoke(purge, catch_exceptions=False).exit_code == 0


def test_a_purge_makes_room_before_it_opens_the_database(monkeypatch):
    """SQLite writes a file to open one, so that on a full disk it could not even begin."""
    order = []
    reserve = SimpleNamespace(make_room=lambda: order.append("room"))
    monkeypatch.setattr(maintenance, "RESERVE", reserve)
    monkeypatch.setattr(
        maintenance.surveys_queries,
        "get_newest_answer_day",
        lambda: order.append("database") or date(2000, 1, 1),
    )
    monkeypatch.setattr(maintenance, "get_last_run", lambda _task: None)

    assert isinstance(CliRunner().invoke(purge).exception, ClockDoubted)
    assert order == ["room", "database"]
