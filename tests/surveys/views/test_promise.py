"""Each answer keeps the number of the promise that its person read, and staff can read that one."""

import re
from html import unescape
from types import MappingProxyType

import pytest
from django.urls import reverse

from tests.surveys.actions.test_cards import cards  # noqa: F401 a fixture
from tests.surveys.cards import CARD, TASK
from tests.surveys.factories import answer, make_member, make_study
from vecu.accounts.rules import Role
from vecu.surveys.consent import versions
from vecu.surveys.models import Answer, Draft
from vecu.surveys.views import promise_versions

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TAKE = "/en/take/testimonies/"


@pytest.fixture
def two(monkeypatch):
    """A laboratory whose promise had another number before, or has a new one."""
    numbers = MappingProxyType({1: "", 2: ""})
    monkeypatch.setattr(versions, "PROMISE_NUMBERS", numbers)


def number_on(response) -> str:
    return re.search(r'name="promise" value="(\d+)"', response.text)[1]


def send(client) -> Answer:
    address = client.post(f"{TAKE}q/{TASK}/", {TASK: "Write a report"})
    assert address.status_code == 303
    assert "Thank you" in client.post(f"{TAKE}review/").text
    return Answer.objects.get()


def test_an_answer_keeps_the_number_of_the_promise_on_its_first_page(client, testimonies):
    number = number_on(client.get(TAKE))
    client.post(TAKE, {"promise": number})

    assert number == str(versions.PROMISE_NUMBER)
    assert Draft.objects.get().promise == versions.PROMISE_NUMBER
    assert send(client).promise == versions.PROMISE_NUMBER


def test_all_that_is_promised_stands_on_the_first_page(client, testimonies):
    """A block of the texts that the template forgot would have a number, and no reader."""
    response = client.get(TAKE)
    page = re.sub(r"\s+", " ", unescape(response.text))

    sentences = [
        each for block in response.context["promise"].blocks.values() for each in block.sentences
    ]
    assert [each for each in sentences if each not in page] == []
    assert any("at least 11 people" in each for each in sentences)


def test_who_read_a_promise_before_an_upgrade_keeps_its_number(client, testimonies, two):
    client.post(TAKE, {"promise": "2"})

    assert send(client).promise == 2


@pytest.mark.parametrize("sent", [{}, {"promise": "9"}, {"promise": "me"}, {"promise": "\x00"}])
def test_what_is_no_number_of_a_promise_counts_as_that_of_now(client, testimonies, sent):
    client.post(TAKE, sent)

    assert Draft.objects.get().promise == versions.PROMISE_NUMBER


def test_taking_a_draft_up_again_leaves_its_number_and_beginning_again_does_not(
    client, testimonies, two
):
    client.post(TAKE, {"promise": "2"})
    client.get(TAKE)
    code = re.search(r'class="code">([^<]+)<', client.post(f"{TAKE}save/?page={TASK}").text)[1]
    client.post(f"{TAKE}resume/", {"code": code, "promise": "1"})
    assert Draft.objects.get().promise == 2

    client.post(TAKE, {"promise": "1"})

    assert sorted(Draft.objects.values_list("promise", flat=True)) == [1, 2]


def test_a_card_keeps_the_number_with_which_it_began(client, cards, two):  # noqa: F811
    assert number_on(client.get(CARD)) == str(versions.PROMISE_NUMBER)
    client.post(CARD, {"code": cards[0], "promise": "2"})
    client.post(CARD, {"code": cards[0], "promise": "1"})

    assert Draft.objects.get().promise == 2
    assert send(client).promise == 2


def page_of(client, study, given) -> str:
    make_member("coder", study, Role.CODER)
    client.login(username="coder", password="a long enough password")
    return client.get(f"/en/studies/{study.slug}/stories/{given.id}/").text


def test_the_page_of_a_person_leads_to_what_was_promised(client, monkeypatch):
    study = make_study()
    number = versions.PROMISE_NUMBER
    given = answer(study, {"story": [{"task": "Write"}]}, promise=number)
    address = reverse("surveys:promise", args=(study.slug, number))
    assert address in page_of(client, study, given)

    shown = client.get(address).text

    assert "People who start now read this version." in shown
    assert "Your card lets you answer once." in shown
    assert "(with a card)" in shown
    assert "(with a card or by a relay’s link)" in shown
    assert "This card works once." in shown
    assert "Answers are kept until …." in shown
    assert "Responsible for your data: …. <span" in shown
    assert "(where the legal basis is consent)" in shown
    assert "Votre carte vous permet" in client.get(address.replace("/en/", "/fr/")).text
    monkeypatch.setattr(promise_versions, "PROMISE_NUMBER", number + 1)
    assert "People who start now read a later version." in client.get(address).text


def test_the_page_of_a_person_says_when_it_is_not_known_which_promise_was_read(client):
    study = make_study()
    given = answer(study, {"story": [{"task": "Write"}]})

    assert "It is not known which promise was read" in page_of(client, study, given)


def test_a_number_that_the_promise_never_had_has_no_page(client):
    study = make_study()
    page_of(client, study, answer(study, {}))

    assert client.get(reverse("surveys:promise", args=(study.slug, 99))).status_code == 404
