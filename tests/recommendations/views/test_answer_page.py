"""The page of an addressee: read and answered through a link, without an account."""

import logging
from dataclasses import replace
from html import unescape

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.evidence.toy_source import Note
from tests.recommendations.factories import (
    ACT,
    ADDRESS,
    CLAIM,
    FOR,
    SALOME,
    amend,
    speak,
)
from vecu.recommendations.actions import (
    publish_recommendation,
    take_recommendation_back,
)
from vecu.recommendations.answers import (
    address_recommendation,
    make_answer_link,
)
from vecu.recommendations.content import EndReason
from vecu.recommendations.models import AddresseeAnswer
from vecu.recommendations.positions import take_position
from vecu.site.logs import DropRequestData

pytestmark = [pytest.mark.django_db, pytest.mark.data]

TYPED = {
    "decision": "partly",
    "reasons": "For rural offers, from the summer on.",
    "signed_by": "Head of the service",
    "done_by": "2030-06-30",
    "language": "en",
    "read": "0",
}
PUBLISH = {"publish": "yes"}
WRONG = "f" * 64


@pytest.fixture
def where(token) -> str:
    return reverse("recommendations:answer-recommendation", args=(token,))


@pytest.fixture
def browser() -> Client:
    """The phone of somebody without an account."""
    return Client()


def test_one_page_says_who_asks_what_why_and_what_divides(browser, where):
    page = unescape(browser.get(where).text)

    for text in (
        "Group of the Val-de-Sève",
        "Ask first whether a bus comes.",
        "Direction of the service",
        "31 January 2027",
        "Your answer is public at once",
        "Alerts on cars take time.",
        "Nothing is cited for this: it is what the group holds.",
        "1 supports it, 0 oppose it, 0 take no side.",
        "Two days of work a year.",
        "A tenth of a post at the desk of Sèvremont.",
        "What other offices do.",
        "represents only itself",
    ):
        assert text in page
    assert 'name="signed_by" value="Direction of the service"' in page
    assert page.index("Go to the answer") < page.index("Alerts on cars") < page.index("<form")


def test_an_answer_is_seen_before_it_is_public_and_then_given_once(browser, where):
    preview = browser.post(where, TYPED)
    assert preview.status_code == 200
    assert "Everybody will read this:" in preview.text
    assert "Accepted in part" in preview.text
    assert "To be done by 30 June 2030." in preview.text
    assert not AddresseeAnswer.objects.exists()

    for _tap in range(2):
        response = browser.post(where, TYPED | PUBLISH)
        assert (response.status_code, response["Location"]) == (303, f"{where}#answered")
    [answer] = AddresseeAnswer.objects.all()
    assert (answer.decision, answer.reasons) == ("partly", {"en": TYPED["reasons"]})
    page = browser.get(where).text
    assert "Your answer is public" in page
    assert "Head of the service" in page


def test_going_back_from_the_preview_keeps_what_was_typed(browser, where):
    page = browser.post(where, TYPED | {"change": "yes"})

    assert page.status_code == 200
    assert TYPED["reasons"] in page.text
    assert 'value="Head of the service"' in page.text
    assert not AddresseeAnswer.objects.exists()


def test_what_is_missing_is_named_and_what_was_typed_stays(browser, where):
    response = browser.post(where, TYPED | {"decision": "", "done_by": "soon"})
    assert response.status_code == 422
    assert "Choose one of the three." in response.text
    response = browser.post(where, {"language": "en", "read": "0"})
    assert "Choose one of the three." in response.text
    assert "Give your reasons" in response.text
    assert "Say which function or body answers." in response.text

    response = browser.post(
        where, TYPED | PUBLISH | {"signed_by": "", "reasons": " ", "done_by": ""}
    )
    assert response.status_code == 422
    page = unescape(response.text)
    assert "Give your reasons: the group reads them, and so does everybody." in page
    assert "Say which function or body answers." in page
    assert "Say by which day it will be done." in page
    declined = browser.post(where, TYPED | {"decision": "declined"})
    assert "What is declined has no day." in declined.text
    assert not AddresseeAnswer.objects.exists()


def test_a_correction_says_why_and_both_answers_stay(browser, where):
    browser.post(where, TYPED | PUBLISH)
    page = browser.get(where).text
    assert "Correct this answer" in page
    assert TYPED["reasons"] in page

    corrected = TYPED | {"decision": "accepted", "reasons": "All offers.", "read": "1"}
    response = browser.post(where, corrected | PUBLISH)
    assert response.status_code == 422
    assert "Say why you correct your answer" in response.text
    browser.post(where, corrected | PUBLISH | {"correction": "The budget came."})

    page = browser.get(where).text
    assert page.index("All offers.") < page.index("Earlier answers, which stay readable")
    assert "The budget came." in page
    assert TYPED["reasons"] in page
    assert AddresseeAnswer.objects.count() == 2


def test_two_who_answer_with_one_link_see_what_the_other_wrote(browser, where):
    browser.post(where, TYPED | PUBLISH)

    response = browser.post(where, TYPED | PUBLISH | {"reasons": "Mine.", "decision": "accepted"})

    assert response.status_code == 422
    assert "An answer was given with this link meanwhile" in response.text
    assert TYPED["reasons"] in response.text
    assert "Mine." in response.text
    assert AddresseeAnswer.objects.count() == 1


def test_the_answer_has_the_language_that_it_was_written_in(browser, where):
    french = where.replace("/en/", "/fr/")
    browser.post(french, TYPED | PUBLISH | {"language": "fr", "reasons": "Les offres rurales."})

    assert AddresseeAnswer.objects.get().reasons == {"fr": "Les offres rurales."}
    assert 'lang="fr" data-in="in French">Les offres rurales.' in browser.get(where).text
    assert "Votre réponse est publique" in browser.get(french).text


def test_the_version_that_was_addressed_is_read_even_if_a_later_one_is_public(
    browser, where, published
):
    row = amend(published, statement={"en": "Ask, then flag.", "fr": "Demander, puis signaler."})
    take_position(row, row.latest, speak(row, SALOME), FOR)
    row.refresh_from_db()
    publish_recommendation(row, revision=row.revision, **ACT)

    page = browser.get(where).text

    assert "Ask first whether a bus comes." in page
    assert "Ask, then flag." not in page
    assert "This is version 1, which was addressed to you. Version 2 has been" in page


def test_what_was_taken_back_since_says_so_and_why_and_can_still_be_answered(
    browser, where, published
):
    published.refresh_from_db()
    reason = EndReason({"en": "The bus line closed."})
    take_recommendation_back(published, reason, revision=published.revision, **ACT)

    page = browser.get(where).text
    assert "has taken this recommendation back" in page
    assert "The bus line closed." in page
    assert browser.post(where, TYPED | PUBLISH).status_code == 303


def test_evidence_stands_below_its_claim_and_goes_with_its_source(browser, group, published, walls):
    figure = walls["log-figure"].pin(Note(group.scope, "3 of 40 alerts"))
    row = amend(published, claims=[replace(CLAIM, references=[figure])])
    take_position(row, row.latest, speak(row, SALOME), FOR)
    row.refresh_from_db()
    row = publish_recommendation(row, revision=row.revision, **ACT)
    address = address_recommendation(row, ADDRESS, revision=row.revision, **ACT)
    where = reverse(
        "recommendations:answer-recommendation",
        args=(make_answer_link(address, revision=1, **ACT),),
    )
    assert "3 of 40 alerts" in browser.get(where).text

    walls["log-figure"].take_down(figure)
    page = browser.get(where).text
    assert "3 of 40 alerts" not in page
    assert "To be discussed again." in page
    assert "Alerts on cars take time." in page


def test_a_wrong_link_says_whom_to_ask_and_nobody_answers_without_one(lea, where):
    for wrong in (WRONG, "x", "%00", "é"):
        address = f"/en/recommended/answer/{wrong}/"
        for response in (lea.get(address), lea.post(address, TYPED | PUBLISH)):
            assert response.status_code == 410
            assert "Ask the group that gave it to you for a new one." in response.text
            assert response["Cache-Control"] == "no-store"
    assert not AddresseeAnswer.objects.exists()


def test_guesses_are_slowed_and_a_right_link_works_all_the_time(browser, where, guesses):
    pauses: list[float] = []
    guesses.sleep = pauses.append
    answers = [browser.get(f"/en/recommended/answer/{n:064x}/") for n in range(30)]

    assert answers[0].status_code == 410
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"]
    assert pauses
    assert browser.get(where).status_code == 200


def test_no_cache_no_search_engine_and_no_other_page_learns_the_link(browser, where, token):
    for response in (
        browser.get(where),
        browser.post(where, TYPED),
        browser.post(where, TYPED | PUBLISH),
    ):
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex, noarchive"
        assert response["Referrer-Policy"] == "strict-origin"
        assert not response.cookies
    assert "<script" not in browser.get(where).text


def test_the_token_is_stored_nowhere_and_in_no_log(browser, where, token, caplog):
    caplog.set_level(logging.DEBUG)
    browser.get(where)
    browser.post(where, TYPED | PUBLISH)
    assert browser.get(where.replace(token, WRONG)).status_code == 410

    stored = [
        str(row) for model in apps.get_models() for row in model._default_manager.values_list()
    ]
    assert any(TYPED["reasons"] in row for row in stored), "this finds nothing"
    assert not [row for row in stored if token in row]
    logged = [each.getMessage() for each in caplog.records if DropRequestData().filter(each)]
    assert not [line for line in logged if token in line or WRONG in line]


def test_a_page_with_fifty_pieces_of_evidence_makes_no_more_queries(
    browser, group, published, walls
):
    def count(number):
        references = [
            walls["log-figure"].pin(Note(group.scope, f"Figure {number} {n}"))
            for n in range(number)
        ]
        row = amend(published, claims=[replace(CLAIM, references=references)])
        take_position(row, row.latest, speak(row, SALOME), FOR)
        row.refresh_from_db()
        row = publish_recommendation(row, revision=row.revision, **ACT)
        address = address_recommendation(row, ADDRESS, revision=row.revision, **ACT)
        token = make_answer_link(address, revision=1, **ACT)
        where = reverse("recommendations:answer-recommendation", args=(token,))
        with CaptureQueriesContext(connection) as queries:
            assert f"Figure {number} 0" in browser.get(where).text
        return len(queries)

    assert count(5) == count(50)


@pytest.mark.parametrize(
    "typed",
    [
        {"reasons": "a\x00b"},
        {"reasons": "é" * 4001},
        {"signed_by": "x" * 201},
        {"done_by": "0001-01-01"},
        {"done_by": "31/02/2030"},
        {"read": "9" * 40},
        {"read": "-1"},
        {"read": "first"},
        {"language": "xx"},
        {"decision": "perhaps"},
    ],
)
def test_bad_input_stores_nothing_and_is_explained(browser, where, typed):
    response = browser.post(where, TYPED | PUBLISH | typed)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert not AddresseeAnswer.objects.exists()
