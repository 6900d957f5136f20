"""When a study accepts forms filled in other programs, before and after closing."""

from datetime import date

import pytest
from django.utils import timezone

from tests.surveys.conftest import TODAY
from tests.surveys.openrosa.test_openrosa import (
    SERVER,
    VERSIONED,
    WORKBOOK,
    filled,
    message,
    open_hours,
    send,
)
from vecu.surveys import actions
from vecu.surveys.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def study(db, today):
    """A study about hours, open."""
    return open_hours(today)


def on(monkeypatch, day: date) -> None:
    """Set the current day."""
    monkeypatch.setattr(timezone, "localdate", lambda: day)


def test_what_was_filled_before_the_closing_may_come_for_fourteen_days(client, study, monkeypatch):
    """Closed on 24 November 2026: the fourteenth day after is 8 December."""
    actions.close_fielding(study.fieldings.get(), today=TODAY)
    assert client.get(f"{SERVER}/formList", headers=VERSIONED).status_code == 410

    on(monkeypatch, date(2026, 12, 8))
    assert client.head(f"{SERVER}/submission").status_code == 204
    assert send(client, filled()).status_code == 201
    assert Answer.objects.get().day == date(2026, 12, 8)

    on(monkeypatch, date(2026, 12, 9))
    late = send(client, filled())
    assert (late.status_code, client.head(f"{SERVER}/submission").status_code) == (410, 410)
    assert "taken until 8 December 2026" in message(late)
    assert Answer.objects.count() == 1


def test_the_days_count_from_the_last_day_that_was_set(client, study, monkeypatch):
    study.fieldings.update(closes=date(2026, 11, 20))

    assert send(client, filled()).status_code == 201
    on(monkeypatch, date(2026, 12, 4))
    assert send(client, filled()).status_code == 201
    on(monkeypatch, date(2026, 12, 5))
    assert send(client, filled()).status_code == 410


def test_a_form_of_the_version_before_may_still_come(client, study, monkeypatch):
    second = actions.publish_version(study, workbook=WORKBOOK.encode(), workbook_name="h.md")
    fielding = study.fieldings.create(version=second, wave=2, mode="open")
    actions.open_fielding(fielding, today=TODAY)

    assert send(client, filled(version="1")).status_code == 201
    on(monkeypatch, date(2026, 12, 9))
    assert send(client, filled(version="1")).status_code == 410
    assert send(client, filled(version="2")).status_code == 201
    assert list(Answer.objects.values_list("fielding__wave", flat=True).order_by("day")) == [1, 2]


def test_nothing_comes_while_it_is_paused_and_what_is_opened_again_takes_everything(
    client, study, monkeypatch
):
    fielding = study.fieldings.get()
    actions.pause_fielding(fielding)
    assert send(client, filled()).status_code == 403
    actions.close_fielding(fielding, today=TODAY)
    on(monkeypatch, date(2027, 1, 1))
    actions.open_fielding(fielding, today=date(2027, 1, 1))
    assert send(client, filled()).status_code == 201
