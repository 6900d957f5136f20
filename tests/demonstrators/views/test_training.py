"""Pages of a session in 90 minutes: choices in the address, words in the form, nothing stored."""

import re
from logging import DEBUG

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.demonstrators.test_counts_and_record import typed
from vecu.demonstrators.counts import Occasion
from vecu.demonstrators.session import make_usual_session

WORDS = "Qui relit ce que la machine écrit"
QUERY = make_usual_session().query
RECORD = f"/fr/training/record/?{QUERY}"


def whole_form(**others):
    return typed() | {"question-1": f"{WORDS} ?"} | others


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "cards/", "screens/1/", "record/"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_its_pages_need_no_account_and_set_no_cookie(client, language, page):
    response = client.get(f"/{language}/training/{page}?{QUERY}")

    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "cards/", "screens/1/", "record/"])
def test_choices_that_make_no_session_show_the_form_with_what_was_ticked(client, page):
    response = client.get(f"/fr/training/{page}?statement=core&demonstrator=mail-triage")

    text = response.content.decode()
    assert response.status_code == 422
    assert "Il faut deux ou trois phrases" in text or "Une séance essaie" in text
    assert re.search(r'value="core" checked', text)
    assert not re.search(r'value="relief" checked', text)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 99, 10**30])
def test_there_is_no_screen_before_the_first_or_after_the_last(client, number):
    assert client.get(f"/fr/training/screens/{number}/").status_code == 404


@pytest.mark.django_db
def test_the_record_keeps_nothing_anywhere(client, caplog):
    caplog.set_level(DEBUG)
    with CaptureQueriesContext(connection) as queries:
        page = client.post(RECORD, whole_form(go="record"))

    assert page.status_code == 200
    assert WORDS in page.content.decode()
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"
    assert WORDS not in caplog.text
    assert all(each["sql"].startswith("SELECT") or "SAVEPOINT" in each["sql"] for each in queries)
    assert WORDS not in client.get(RECORD).content.decode()
    assert WORDS not in client.get(f"{RECORD}&question-1={WORDS}&go=questions").content.decode()


@pytest.mark.django_db
def test_a_bad_count_sends_back_to_its_stage_with_all_that_was_typed(client):
    page = client.post(RECORD, whole_form(go="record") | {"before-core-agree": "sept"})

    text = page.content.decode()
    assert page.status_code == 422
    assert 'href="#before-core-agree"' in text
    assert re.search(r'id="before-core-agree" value="sept" aria-invalid="true"', text)
    assert f'name="question-1" value="{WORDS} ?"' in text
    assert re.search(r'type="hidden" name="after-core-agree" value="5"', text)


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["before", "after", "questions"])
def test_one_can_go_back_to_correct_without_losing_a_word(client, stage):
    page = client.post(RECORD, whole_form(go=stage))

    assert page.status_code == 200
    assert WORDS in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("go", ["", "nonsense", "\x00"])
def test_an_unknown_stage_is_the_first(client, go):
    page = client.post(RECORD, whole_form(go=go))

    assert page.status_code == 200
    assert f'name="{Occasion.BEFORE}-core-agree" id=' in page.content.decode()


@pytest.mark.django_db
def test_the_record_can_be_taken_as_a_file(client):
    response = client.post(RECORD, whole_form(go="file"))

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert f"1. {WORDS}\u00a0?" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cards", "telling"),
    [("2111", False), ("2110", True), ("1000", True), ("9000", True), ("9001", False)],
)
def test_counts_that_tell_who_took_which_position_are_warned_of(client, cards, telling):
    """Fewer than five, as in the groups of members; or everybody's, however many they were."""
    page = client.post(RECORD, whole_form(**typed(cards)) | {"go": "record"})

    assert ("qui a levé quelle carte" in page.content.decode()) is telling


@pytest.mark.django_db
def test_what_is_typed_is_text_not_markup(client):
    page = client.post(RECORD, whole_form(go="record", group="<script>alert(1)</script>"))

    assert "<script>alert" not in page.content.decode()


@pytest.mark.django_db
def test_everybody_finds_the_way_from_first_page_to_machines_to_session(client):
    assert 'href="/fr/demonstrators/"' in client.get("/fr/at-work/").content.decode()
    assert 'href="/fr/training/"' in client.get("/fr/demonstrators/").content.decode()
