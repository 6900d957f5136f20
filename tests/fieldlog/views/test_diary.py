"""The diary on a phone: a code opens it, notes are kept, nothing noted earlier is shown."""

import re
from datetime import date
from secrets import token_bytes

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tests.fieldlog.factories import draw_pile, list_all_rows, make_log
from tests.register.factories import make_confirmed, make_system
from vecu.credentials import LocalRateLimiter, TokenBucket, generate_access_codes
from vecu.datasets.release_actions import add_log_month
from vecu.fieldlog.actions import resume_log, suspend_log
from vecu.fieldlog.diary_codes import void_codes
from vecu.fieldlog.models import ClosedMonth, FieldLog, LogDecision
from vecu.fieldlog.views import diary_session
from vecu.surveys.guess_limits import CodeGuessLimiter

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ADDRESS = "/en/at-work/job-offers/diary/"
CHOSEN = {"kind": "alert", "outcome": "overridden", "reason": "facts_wrong", "right": "no"}


@pytest.fixture
def log() -> FieldLog:
    system = make_system()
    make_confirmed(system)
    return make_log(system)


@pytest.fixture
def codes(log) -> list[str]:
    return draw_pile(log)


@pytest.fixture(autouse=True)
def limiter(monkeypatch):
    """Wrong codes of one test do not slow another, and no test sleeps."""
    fresh = CodeGuessLimiter(LocalRateLimiter(TokenBucket(allowed=3)), sleep=lambda _seconds: None)
    monkeypatch.setattr(diary_session, "guesses", fresh)


@pytest.fixture
def worker(client, codes):
    """Somebody who has opened the diary with the first code."""
    client.post(ADDRESS, {"code": codes[0]})
    return client


def read_note(response) -> str:
    """Return the random id of the form, not of the note just made."""
    form = response.text.partition('id="typed"')[2]
    return re.search(r'name="note" value="([0-9a-f]{32})"', form)[1]


def send(worker, **changed):
    note = read_note(worker.get(ADDRESS))
    return worker.post(ADDRESS, {"note": note, **CHOSEN, **changed})


def test_a_right_code_opens_the_diary_however_it_is_typed(client, codes):
    response = client.post(ADDRESS, {"code": f" {codes[1].lower().replace('-', ' ')}"})

    assert (response.status_code, response["Location"]) == (303, ADDRESS)
    cookie = response.cookies[settings.DIARY_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""  # it ends with the browser
    assert codes[1] not in cookie.value
    assert "What did the machine propose?" in client.get(ADDRESS).text


def test_it_stays_open_on_a_phone_for_those_who_want_that(client, codes):
    response = client.post(ADDRESS, {"code": codes[0], "keep": "yes"})

    assert response.cookies[settings.DIARY_COOKIE_NAME]["max-age"] == 30 * 86_400


def test_used_and_fresh_codes_are_answered_alike(client, codes, log):
    def open_diary(code):
        client.cookies.clear()
        entered = client.post(ADDRESS, {"code": code})
        page = re.sub(r"[0-9a-f]{32}", "", client.get(ADDRESS).text)
        figures = client.get(f"{ADDRESS}figures/").text
        return entered.status_code, entered["Location"], page, figures

    fresh = open_diary(codes[1])
    used = open_diary(codes[0])
    send(client)
    assert open_diary(codes[0]) == used == fresh


def test_opening_reading_and_closing_write_nothing(client, codes):
    before = list_all_rows()
    client.post(ADDRESS, {"code": codes[0], "keep": "yes"})
    for page in ("", "figures/"):
        client.get(f"{ADDRESS}{page}")
    client.post(ADDRESS, {"code": codes[1][:-1]})
    client.post(f"{ADDRESS}close/")

    assert list_all_rows() == before


def test_a_typing_error_is_no_guess(client, codes):
    wrong = codes[0][:-1] + ("B" if codes[0][-1] != "B" else "C")
    for _again in range(9):
        response = client.post(ADDRESS, {"code": wrong})

    assert response.status_code == 422
    assert f'value="{wrong}"' in response.text


def test_wrong_codes_are_slowed_for_all_and_a_right_one_never(client, codes):
    wrong = generate_access_codes(4, token_bytes)
    answers = [client.post(ADDRESS, {"code": code}).status_code for code in wrong]
    assert answers == [403, 403, 403, 429]

    assert client.post(ADDRESS, {"code": codes[0]}).status_code == 303


def test_a_note_is_stored_and_stands_on_no_page(worker):
    response = send(worker, minutes="5", saved="0", explanation="helped")

    assert "Nothing you noted earlier is shown here." in response.text
    assert " checked" not in response.text
    stored = LogDecision.objects.get()
    assert (stored.proposal_kind, stored.outcome, stored.reason) == (
        "alert",
        "overridden",
        "facts_wrong",
    )
    assert (stored.told_minutes, stored.told_saved_minutes) == (5.0, 0.0)
    assert stored.explanation == "helped"
    assert " checked" not in worker.get(ADDRESS).text


def test_a_page_sent_twice_counts_once_and_looks_the_same(worker):
    note = read_note(worker.get(ADDRESS))
    pages = [worker.post(ADDRESS, {"note": note, **CHOSEN}) for _again in range(2)]

    assert ["Noted." in page.text for page in pages] == [True, True]
    assert LogDecision.objects.count() == 1


def test_what_is_missing_is_named_and_what_was_chosen_stays(worker):
    response = send(worker, outcome="", kind="", minutes="7")

    assert response.status_code == 422
    assert "Choose what the machine proposed." in response.text
    assert "Choose what you did with it." in response.text
    assert "Choose one of these answers." in response.text
    assert 'value="facts_wrong" checked' in response.text
    assert not LogDecision.objects.exists()


def test_another_language_keeps_what_was_chosen(worker):
    note = read_note(worker.get(ADDRESS))
    response = worker.post(ADDRESS, {"note": note, **CHOSEN, "speak": "fr"})

    assert response.status_code == 200
    assert 'lang="fr"' in response.text
    assert 'value="facts_wrong" checked' in response.text
    assert read_note(response) == note
    assert not LogDecision.objects.exists()


def test_the_note_just_made_can_be_removed_from_its_page(worker):
    note = read_note(worker.get(ADDRESS))
    page = worker.post(ADDRESS, {"note": note, **CHOSEN})
    assert page.text.count(note) == 1

    response = worker.post(ADDRESS, {"note": note, "remove": "yes"})
    assert "The note is removed." in response.text
    assert not LogDecision.objects.exists()


def test_a_suspended_log_notes_nothing_and_says_so(worker, log):
    suspend_log(log, by="rep", now=timezone.now())

    assert "The log is suspended" in worker.get(ADDRESS).text
    response = worker.post(ADDRESS, {"note": "a" * 32, **CHOSEN})
    assert (response.status_code, LogDecision.objects.count()) == (409, 0)
    assert "What is decided meanwhile is never kept" in response.text

    resume_log(log, by="rep", now=timezone.now())  # its half-day is over later
    page = worker.get(ADDRESS).text
    assert "The log is suspended" not in page
    assert "The log has resumed. Decisions are recorded again from the next half-day." in page


@pytest.mark.parametrize("leaving", ["close", "leave"])
def test_closing_and_leaving_delete_the_cookie(worker, leaving):
    response = getattr(worker, "post" if leaving == "close" else "get")(f"{ADDRESS}{leaving}/")

    assert response.cookies[settings.DIARY_COOKIE_NAME]["max-age"] == 0
    assert "The code that you drew" in worker.get(ADDRESS).text


def test_another_site_cannot_make_somebody_leave(worker):
    response = worker.get(f"{ADDRESS}leave/", headers={"Sec-Fetch-Site": "cross-site"})

    assert settings.DIARY_COOKIE_NAME not in response.cookies


def test_codes_made_void_close_every_diary(worker, log):
    void_codes(log, by="lea", now=timezone.now())

    assert "The code that you drew" in worker.get(ADDRESS).text
    assert worker.get(f"{ADDRESS}figures/")["Location"] == ADDRESS


def test_figures_are_for_those_with_a_code(client, codes, log):
    ClosedMonth.objects.create(log=log, month="2026-07")
    add_log_month(log.scope, "2026-07", {}, today=date(2026, 8, 8))
    assert client.get(f"{ADDRESS}figures/")["Location"] == ADDRESS

    client.post(ADDRESS, {"code": codes[0]})
    page = client.get(f"{ADDRESS}figures/").text
    assert "July 2026" in page
    assert "Too few decisions by too few people" in page
    assert "A month closes on the 8th of the next." in page


def test_codes_may_be_for_figures_only(client, codes, log):
    FieldLog.objects.update(diary_open=False)

    client.post(ADDRESS, {"code": codes[0]})
    assert client.get(ADDRESS)["Location"] == f"{ADDRESS}figures/"
    assert client.post(ADDRESS, {"note": "a" * 32, **CHOSEN}).status_code == 303
    assert "No month has closed yet." in client.get(f"{ADDRESS}figures/").text
    assert not LogDecision.objects.exists()


@pytest.mark.parametrize("page", ["", "figures/"])
def test_no_page_stays_in_a_cache_or_leads_elsewhere(worker, page):
    response = worker.get(f"{ADDRESS}{page}")

    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response["X-Robots-Tag"]
    assert settings.SESSION_COOKIE_NAME not in response.cookies
    assert not re.findall(r'(?:href|src|action)="https?:', response.text)


def test_there_is_no_diary_without_a_log(client):
    make_system()

    assert client.get(ADDRESS).status_code == 404
    assert client.get("/en/at-work/nowhere/diary/").status_code == 404
    assert reverse("fieldlog:diary", args=("job-offers",)).endswith("/at-work/job-offers/diary/")
