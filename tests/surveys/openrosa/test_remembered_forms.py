"""A process remembers which forms an inquiry takes, and what is so outweighs what it remembers."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.surveys.openrosa.test_openrosa import WORKBOOK, filled, message, open_hours, send
from vecu.surveys import actions, openrosa
from vecu.surveys.actions.submit import delete_answers
from vecu.surveys.models import Answer, SubmissionReceipt
from vecu.surveys.openrosa import submissions

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def study(db, today, client):
    """An inquiry about hours, open, of which this process remembers the form."""
    study = open_hours(today)
    assert send(client, filled()).status_code == 201
    return study


def stored_counts() -> tuple[int, int]:
    return Answer.objects.count(), SubmissionReceipt.objects.count()


def test_what_is_remembered_is_not_read_again(client, study):
    with CaptureQueriesContext(connection) as asked:
        assert send(client, filled()).status_code == 201

    assert not [query for query in asked if "surveys_study" in query["sql"]]
    assert stored_counts() == (2, 2)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"state": "paused"}, 403),
        ({"state": "draft"}, 404),
        ({"state": "closed", "closes": None}, 410),
        ({"opens": date(2026, 12, 1)}, 403),
        ({"closes": date(2026, 10, 1)}, 410),
    ],
)
def test_what_another_process_changed_counts_at_once(client, study, change, status):
    was = study.fieldings.values(*change).get()
    study.fieldings.update(**change)
    assert send(client, filled()).status_code == status
    assert stored_counts() == (1, 1)

    study.fieldings.update(**was)
    assert send(client, filled()).status_code == 201
    assert stored_counts() == (2, 2)


def test_a_last_day_that_was_moved_changes_nothing_else(client, study):
    study.fieldings.update(closes=date(2026, 12, 1))
    assert send(client, filled()).status_code == 201
    assert stored_counts() == (2, 2)


def test_an_inquiry_that_is_gone_takes_nothing(client, study):
    delete_answers(Answer.objects.all())
    SubmissionReceipt.objects.all().delete()
    study.fieldings.all().delete()
    study.delete()

    assert send(client, filled()).status_code == 404
    assert stored_counts() == (0, 0)


def test_a_new_version_is_taken_as_soon_as_it_is_open(client, study, today):
    second = actions.publish_version(study, workbook=WORKBOOK.encode(), workbook_name="h.md")
    fielding = study.fieldings.create(version=second, wave=2, mode="open")
    assert send(client, filled(version="2")).status_code == 404

    actions.open_fielding(fielding, today=today)
    assert send(client, filled(version="2")).status_code == 201


def test_what_is_wrong_is_judged_by_the_inquiry_as_it_is_now(client, study):
    """Paused meanwhile: nobody is asked to correct what would not be taken anyway."""
    study.fieldings.update(state="paused")
    assert send(client, filled("-1")).status_code == 403


def test_the_same_again_is_known_although_the_inquiry_was_closed_meanwhile(client, study):
    form = filled()
    assert send(client, form).status_code == 201
    study.fieldings.update(state="closed")

    again = send(client, form)
    assert (again.status_code, stored_counts()) == (202, (2, 2))


def test_what_is_changed_between_reading_and_keeping_is_requested_again(
    client, study, today, monkeypatch
):
    stale = openrosa.list_client_forms("hours", today)
    study.fieldings.update(state="paused")
    monkeypatch.setattr(submissions, "list_client_forms", lambda *_asked: stale)

    refused = send(client, filled())

    assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    assert "send it again later" in message(refused)
    assert stored_counts() == (1, 1)
