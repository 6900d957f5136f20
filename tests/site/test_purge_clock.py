"""A clock that jumped deletes nothing."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.utils import timezone

from tests.surveys.factories import DAY, answer, make_study
from vecu.errors import VecuError
from vecu.site.commands import maintenance
from vecu.site.commands.maintenance import purge
from vecu.site.purge_clock import ClockDoubted, check_clock, record_purge
from vecu.surveys.models import Answer


def after(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(("days", "believed"), [(-2, False), (-1, True), (60, True), (61, False)])
def test_the_last_purge_says_what_day_it_may_be(tmp_path, days, believed):
    path = tmp_path / "last_purge"
    record_purge(path, DAY)
    if believed:
        check_clock(path, after(900), after(days))
    else:
        with pytest.raises(ClockDoubted, match="--the-clock-is-right"):
            check_clock(path, after(days), after(days))


@pytest.mark.parametrize(("days", "believed"), [(-2, False), (0, True), (60, True), (61, False)])
def test_before_the_first_purge_the_newest_answer_does(tmp_path, days, believed):
    path = tmp_path / "last_purge"
    if believed:
        check_clock(path, DAY, after(days))
    else:
        with pytest.raises(ClockDoubted, match=str(DAY)):
            check_clock(path, DAY, after(days))


def test_an_empty_laboratory_has_nothing_to_lose(tmp_path):
    check_clock(tmp_path / "last_purge", None, DAY)


def test_a_file_that_holds_no_day_is_named(tmp_path):
    path = tmp_path / "last_purge"
    path.write_text("yesterday")
    with pytest.raises(VecuError, match="last_purge holds no day"):
        check_clock(path, None, DAY)


@pytest.mark.django_db(transaction=True)
@pytest.mark.data
def test_a_clock_years_ahead_deletes_no_answer_unless_it_is_confirmed(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "HOME", tmp_path)
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


def test_a_purge_makes_room_before_it_opens_the_database(monkeypatch, tmp_path):
    """SQLite writes a file to open one, so that on a full disk it could not even begin."""
    order = []
    reserve = SimpleNamespace(make_room=lambda: order.append("room"))
    monkeypatch.setattr(maintenance, "RESERVE", reserve)
    monkeypatch.setattr(
        maintenance.surveys_queries,
        "get_newest_answer_day",
        lambda: order.append("database") or date(2000, 1, 1),
    )
    monkeypatch.setattr(settings, "HOME", tmp_path)

    assert isinstance(CliRunner().invoke(purge).exception, ClockDoubted)
    assert order == ["room", "database"]
