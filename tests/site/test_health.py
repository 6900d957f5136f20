"""The health address: one word for a program that watches the laboratory."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from vecu.site import health

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def test_a_laboratory_that_works_is_ok_without_a_cookie(client):
    response = client.get("/health/")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert not response.cookies
    assert client.head("/health/").status_code == 200


@override_settings(ALLOWED_HOSTS=["enquete.example"], SECURE_SSL_REDIRECT=True)
def test_it_answers_on_the_machine_itself_by_any_name_and_without_https(client):
    response = client.get("/health/", headers={"Host": "127.0.0.1:8000"})

    assert response.status_code == 200


def test_a_database_that_does_not_answer_is_named(client, monkeypatch):
    def gone(*_arguments):
        raise OperationalError

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", gone)
    response = client.get("/health/")

    assert (response.status_code, response.content) == (503, b"database\n")


def test_a_database_of_an_earlier_release_is_named(client):
    MigrationRecorder(connection).record_unapplied("surveys", "0001_initial")
    response = client.get("/health/")

    assert (response.status_code, response.content) == (503, b"migrations\n")


def test_a_full_disk_is_named(client, monkeypatch):
    monkeypatch.setattr(health, "RESERVE", SimpleNamespace(has_room=lambda: False))
    response = client.get("/health/")

    assert (response.status_code, response.content) == (503, b"disk\n")


def test_nothing_but_reading_is_answered(client):
    assert client.post("/health/").status_code != 200
