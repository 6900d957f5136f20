"""To whom a recommendation goes on the staff's pages: addressed, handed over, followed."""

import re

import pytest
from django.urls import reverse

from tests.evidence.toy_source import Note
from tests.recommendations.factories import (
    ACT,
    ANSWER,
    LANDMARK,
    NOW,
    amend,
    draft,
    make_open,
)
from vecu.evidence.choice import format_reference
from vecu.recommendations.answers import answer_recommendation, make_answer_link
from vecu.recommendations.models import (
    AddresseeAnswer,
    AnswerFollowUp,
    RecommendationAddress,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]

TYPED = {"addressee": "Department’s council", "due": "2030-01-31"}
SEEN = {"outcome": "under way", "observed_en": "Two offices ask first.", "revision": "0"}


def address(name, *rest):
    return reverse(f"recommendations:{name}", args=("val-de-seve", *rest))


def read_token(page) -> str:
    return re.search("/recommended/answer/([0-9a-f]{64})/", page)[1]


def give(token):
    return answer_recommendation(token, ANSWER, answers_read=0, now=NOW)


def test_a_recommendation_is_addressed_and_its_link_is_seen_once(lea, published, client):
    page = lea.get(address("answers", published.pk)).text
    assert "It is addressed to nobody yet." in page

    where = address("address-recommendation", published.pk)
    response = lea.post(where, TYPED | {"revision": published.revision})
    token = read_token(response.text)
    assert "It is shown this once: copy it now." in response.text
    assert "no-store" in response["Cache-Control"]
    page = lea.get(address("answers", published.pk)).text
    assert "Department’s council" in page
    assert "Answer awaited" in page
    assert token not in page
    assert (
        client.get(reverse("recommendations:answer-recommendation", args=(token,))).status_code
        == 200
    )


def test_without_a_link_the_page_says_that_nobody_can_answer(lea, published, addressed):
    assert "No link has been created yet" in lea.get(address("answers", published.pk)).text


def test_a_page_of_a_link_that_is_loaded_again_does_not_replace_it_silently(
    lea, published, addressed
):
    where = address("renew-answer-link", published.pk, addressed.pk)
    token = read_token(lea.post(where, {"revision": "1"}).text)

    again = lea.post(where, {"revision": "1"})

    assert again.status_code == 422
    assert "A link was created meanwhile" in again.text
    assert (
        lea.get(reverse("recommendations:answer-recommendation", args=(token,))).status_code == 200
    )


def test_a_replaced_link_leads_nowhere_and_the_answer_stays(lea, published, addressed, token):
    give(token)

    page = lea.post(
        address("renew-answer-link", published.pk, addressed.pk), {"revision": "2"}
    ).text

    assert "The link before it no longer works." in page
    old = lea.get(reverse("recommendations:answer-recommendation", args=(token,)))
    assert old.status_code == 410
    assert "Ask the group that gave it to you for a new one." in old.text
    new = lea.get(reverse("recommendations:answer-recommendation", args=(read_token(page),)))
    assert "For rural offers, from the summer on." in new.text


def test_it_goes_to_a_function_by_a_day_to_come_and_never_to_one_person(lea, published):
    typed = {"addressee": "Léa", "due": "2020-01-31", "revision": published.revision}

    response = lea.post(address("address-recommendation", published.pk), typed)

    assert response.status_code == 422
    assert "Give a day that is still to come" in response.text
    assert 'value="Léa"' in response.text
    assert not RecommendationAddress.objects.exists()
    named = lea.post(
        address("address-recommendation", published.pk),
        TYPED | {"addressee": "lea", "revision": published.revision},
    )
    assert "is one member. Name the function or the group." in named.text


def test_a_double_tap_addresses_it_once(lea, published):
    typed = TYPED | {"revision": published.revision}
    lea.post(address("address-recommendation", published.pk), typed)

    again = lea.post(
        address("address-recommendation", published.pk),
        typed | {"addressee": "DEPARTMENT’S council"},
    )

    assert again.status_code == 422
    assert "has not been answered yet" in again.text
    assert RecommendationAddress.objects.count() == 1


def test_what_is_not_published_and_what_asks_nobody_is_not_addressed(lea, group):
    for name in ("answers", "address-recommendation"):
        landmark = draft(group.scope, LANDMARK)
        assert lea.get(address(name, landmark.pk)).status_code == 404
    drafted = make_open(group.scope)
    assert "Publish it first" in lea.get(address("answers", drafted.pk)).text
    page = lea.post(address("address-recommendation", drafted.pk), TYPED)
    assert page.status_code == 422
    assert not RecommendationAddress.objects.exists()


def test_what_changed_meanwhile_is_read_before_it_is_addressed(lea, published):
    read = published.revision
    amend(published)

    response = lea.post(address("address-recommendation", published.pk), TYPED | {"revision": read})

    assert response.status_code == 422
    assert "has changed meanwhile" in response.text
    assert "Department’s council" in response.text


def test_what_was_seen_of_an_answer_is_noted_with_evidence(lea, published, addressed, token, walls):
    give(token)
    figure = walls["log-figure"].pin(Note(addressed.scope, "3 of 40 alerts"))
    where = address("follow-answer", published.pk, addressed.pk)
    assert "3 of 40 alerts" in lea.get(where).text

    page = lea.post(where, SEEN | {"evidence": [format_reference(figure)]}, follow=True).text
    assert "Two offices ask first." in page
    assert "3 of 40 alerts" in page

    walls["log-figure"].take_down(figure)
    page = lea.get(address("answers", published.pk)).text
    assert "3 of 40 alerts" not in page
    assert "1 piece of evidence is no longer available." in page


def test_two_who_note_at_once_see_both(lea, published, addressed, token):
    give(token)
    where = address("follow-answer", published.pk, addressed.pk)
    lea.post(where, SEEN)

    response = lea.post(where, SEEN | {"observed_en": "One office."})

    assert response.status_code == 422
    assert "Two offices ask first." in response.text
    assert "One office." in response.text
    lea.post(where, SEEN | {"observed_en": "One office.", "revision": "1"})
    assert AnswerFollowUp.objects.count() == 2


def test_without_an_answer_there_is_nothing_to_follow(lea, published, addressed):
    response = lea.post(address("follow-answer", published.pk, addressed.pk), SEEN)

    assert response.status_code == 422
    assert "There is no answer yet" in response.text


def test_of_another_group_nothing_is_found(lea, published, addressed, group):
    other = make_open(group.scope)

    where = address("follow-answer", other.pk, addressed.pk)

    assert lea.get(where).status_code == 404
    make_answer_link(addressed, revision=1, **ACT)


def test_the_first_page_of_the_group_says_who_answered_and_who_has_not(
    lea, published, addressed, token
):
    first_page = reverse("groups:group", args=("val-de-seve",))
    assert "Direction of the service" not in lea.get(first_page).text
    RecommendationAddress.objects.update(due="2026-01-31")
    assert "No answer from: Direction of the service." in lea.get(first_page).text

    give(token)
    assert "Direction of the service answered on 28 November 2026." in lea.get(first_page).text

    AddresseeAnswer.objects.update(done_by="2026-02-28")
    page = lea.get(first_page).text
    assert "what was accepted was to be done by 28 February 2026." in page
    assert address("answers", published.pk) in page
