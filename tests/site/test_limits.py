"""Requests that are too large, and a laboratory without room: what is refused, and what works."""

import io
from contextlib import contextmanager
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from defusedxml.ElementTree import fromstring
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from tests.surveys.conftest import TODAY
from tests.surveys.factories import PASSWORD, describe_study, make_member, make_study
from tests.surveys.full_database import EVERYTHING, chunk, png
from tests.surveys.openrosa.test_openrosa import BOUNDARY
from vecu.accounts.rules import Role
from vecu.site import limits
from vecu.site.disk_reserve import DiskReserve
from vecu.site.stored_files import FileQuota
from vecu.site.view_limits import BODY_LIMITS, PLAY_LIMITS, find_body_limit, may_use_reserve
from vecu.surveys.actions import accept_attachments, create_study, open_fielding
from vecu.surveys.models import Answer, AnswerFile, Draft

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TAKE = "/en/take/everything/"
MB = 1_000_000


@pytest.fixture
def begun(client, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    study = create_study(
        "everything",
        describe_study({"en": "Everything"}),
        workbook=EVERYTHING.encode(),
        workbook_name="everything.md",
        files=accept_attachments({"tea.png": png()}),
    )
    open_fielding(study.fieldings.get(), today=TODAY)
    client.post(TAKE)
    return client


@pytest.fixture
def full_disk(monkeypatch, tmp_path):
    """A disk on which nothing is free but the reserve."""
    reserve = DiskReserve(tmp_path / "reserve", MB)
    reserve.restore()
    usage = lambda _folder: SimpleNamespace(free=0 if reserve.path.exists() else MB)  # noqa: E731
    monkeypatch.setattr("vecu.site.disk_reserve.shutil.disk_usage", usage)
    monkeypatch.setattr(limits, "RESERVE", reserve)
    return reserve


# ── what an address takes ──


def iter_view_names(patterns, namespace=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from iter_view_names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_the_table_names_views_that_there_are():
    assert {*BODY_LIMITS, *PLAY_LIMITS} <= set(iter_view_names(get_resolver().url_patterns))


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/en/sign-in/", 10 * MB),
        ("/fr/take/hours/q/photo/", 15 * MB),
        ("/fr/take/hours/review/", 10 * MB),
        ("/openrosa/hours/submission", 15 * MB),
        ("/log/events/", 4 * MB),
        ("/en/studies/hours/questionnaire/", 60 * MB),
        ("/en/studies/hours/import/", 20_010_000),
        ("/fr/demonstrators/eliza/", 200_000),
        ("/en/demonstrators/generative-assistant/try/", 200_000),
        ("/nothing", 10 * MB),
    ],
)
def test_each_address_takes_what_its_page_says(address, most):
    """docs/reference/settings.md, “Fixed on purpose”."""
    assert find_body_limit(address) == most


@pytest.mark.parametrize("address", ["/en/sign-in/", "/en/take/hours/review/"])
@pytest.mark.parametrize("announced", [str(10 * MB + 1), "9" * 5000])
def test_a_form_that_is_announced_too_large_is_refused_before_its_body_is_read(
    client, address, announced
):
    class Unread(io.RawIOBase):
        def read(self, *_size):
            pytest.fail("The body was read.")

    response = client.post(address, CONTENT_LENGTH=announced, **{"wsgi.input": Unread()})

    assert response.status_code == 413
    assert "10 MB" in response.text


@pytest.mark.parametrize("name", ["eliza", "answering-bot"])
def test_a_page_to_play_with_takes_a_few_texts_and_no_books(client, name):
    """A million lines of an earlier conversation kept a processor busy for more than a second."""
    address = f"/fr/demonstrators/{name}/"
    response = client.post(address, {"earlier": "a\n" * 500_000, "phrase": "a"})
    assert response.status_code == 413
    assert "0,2 Mo" in response.text.replace("\xa0", " ").replace("\u202f", " ")
    longest = ("😀" * 500 + "\n") * 12
    typed = {"earlier": longest, "sentence": "a", "phrase": "a"}
    body = urlencode(typed)
    kind = "application/x-www-form-urlencoded"
    assert client.post(address, body, content_type=kind).status_code == 200


# ── a full disk ──


@pytest.mark.parametrize(
    ("view", "may"),
    [
        ("accounts:sign-in", True),
        ("accounts:sign-out", True),
        ("surveys:mine", True),
        ("surveys:leave", True),
        ("surveys:state", True),
        ("surveys:remove-member", True),
        ("surveys:revoke-cards", True),
        ("datasets:cancel", True),
        ("datasets:begin-cancel", True),
        ("datasets:take-back", True),
        ("reports:take-finding-back", True),
        ("fieldlog:suspension", True),
        ("fieldlog:revoke-token", True),
        ("fieldlog:take-agreement-back", True),
        ("fieldlog:connect", False),
        ("events:take", False),
        ("coding:take-out", False),
        ("surveys:question", False),
        ("surveys:review", False),
        ("surveys:welcome", False),
        ("surveys:questionnaire", False),
        ("openrosa:submission", False),
        ("datasets:upload", False),
    ],
)
def test_only_what_takes_away_and_signing_in_use_the_reserve(view, may):
    assert may_use_reserve(view) is may


def test_on_a_full_disk_an_answer_waits_in_words_of_its_reader(begun, full_disk):
    response = begun.post("/fr/take/everything/q/sure/", {"sure": "7"})

    assert (response.status_code, response["Retry-After"]) == (503, "600")
    assert '<html lang="fr">' in response.text
    assert "Rechargez cette page dans un instant" in response.text
    assert "sure" not in Draft.objects.get().values
    assert full_disk.path.exists()


def test_on_a_full_disk_a_device_keeps_its_form(begun, full_disk):
    response = begun.post(
        "/openrosa/everything/submission",
        b"",
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
        headers={"X-OpenRosa-Version": "1.0"},
    )

    assert (response.status_code, response["Retry-After"]) == (503, "600")
    message = fromstring(response.content)[0].text
    assert "no room" in message
    assert message.endswith("Please send it again later.")


def test_on_a_full_disk_a_system_keeps_its_events(client, full_disk):
    response = client.post("/log/events/", b"[]", content_type="application/json")

    assert (response.status_code, response["Retry-After"]) == (503, "600")
    assert response.json()["error"].endswith("Please send it again later.")


def test_on_a_full_disk_a_respondent_withdraws_with_the_reserve(begun, full_disk):
    full_disk.path.touch()
    response = begun.post(f"{TAKE}mine/", {"code": "KD7M-3XQP-TR9B"})

    assert response.status_code == 403  # a code that is nobody's
    assert not full_disk.path.exists()


def test_on_a_full_disk_leaving_erases_the_draft(begun, full_disk):
    assert begun.get(f"{TAKE}leave/").status_code == 302

    assert not Draft.objects.exists()
    assert not full_disk.path.exists()


def test_on_a_full_disk_a_member_signs_in_and_pauses_a_study(client, full_disk):
    study = make_study()
    make_member("lea", study, Role.OWNER)
    signed_in = client.post("/en/sign-in/", {"account": "lea", "password": PASSWORD})
    paused = client.post(
        "/en/studies/small/state/", {"fielding": study.fieldings.get().id, "to": "paused"}
    )

    assert (signed_in.status_code, paused.status_code) == (302, 302)


def test_reading_needs_no_room(begun, full_disk):
    assert begun.get(f"{TAKE}q/sure/").status_code == 200
    assert full_disk.path.exists()


# ── a quota of files ──


def test_past_the_quota_of_files_events_are_still_taken(client, monkeypatch):
    monkeypatch.setattr(limits, "QUOTA", FileQuota(0))
    response = client.post("/log/events/", b" " * 200_000, content_type="application/json")

    assert response.status_code == 401


def test_past_the_quota_a_file_is_refused_and_an_answer_in_words_is_not(begun, monkeypatch):
    monkeypatch.setattr(limits, "QUOTA", FileQuota(200_000))
    picture = png(chunk(b"tEXt", b"x" * 150_000))
    send = lambda: begun.post(  # noqa: E731
        f"{TAKE}q/photo/", {"photo": SimpleUploadedFile("a.png", picture)}
    )
    assert send().status_code == 303
    refused = send()

    assert refused.status_code == 507
    assert "no room for more files" in refused.text
    assert AnswerFile.objects.count() == 1
    assert begun.post(f"{TAKE}q/sure/", {"sure": "7"}).status_code == 303


# ── a database that does not work ──


@contextmanager
def read_only_database():
    """Let the database refuse to write, as when its disk is full."""
    savepoint = transaction.savepoint()
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if is_sqlite else "SET TRANSACTION READ ONLY")
    try:
        yield
    finally:
        transaction.set_rollback(False)
        if is_sqlite:
            connection.connection.execute("PRAGMA query_only = OFF")
        transaction.savepoint_rollback(savepoint)


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        (f"{TAKE}q/sure/", {"sure": "7"}),
        ("/fr/sign-in/", {"account": "lea", "password": PASSWORD}),
    ],
)
def test_a_database_that_cannot_write_is_503_and_says_how_to_send_again(begun, address, typed):
    make_member("lea")
    browser = Client(raise_request_exception=False)
    browser.cookies = begun.cookies
    with read_only_database():
        response = browser.post(address, typed)

    assert response.status_code == 503, response.text
    assert response["Retry-After"] == "60"
    assert "<h1>" in response.text
    assert f'<html lang="{address[1:3]}">' in response.text


def test_a_body_of_which_only_a_part_came_is_408_and_nothing_is_stored(begun):
    class Broken(io.RawIOBase):
        def read(self, *_size):
            raise OSError

    browser = Client(raise_request_exception=False)
    browser.cookies = begun.cookies
    response = browser.post(f"{TAKE}q/sure/", {"sure": "7"}, **{"wsgi.input": Broken()})

    assert response.status_code == 408
    assert "Reload this page in a moment" in response.text
    assert not Answer.objects.exists()
