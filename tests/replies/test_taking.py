"""A person says of up to ten findings whether they hold where they work; nothing tells who."""

import re
from dataclasses import replace
from random import Random
from uuid import uuid4

import pytest
from django.test import Client

from tests.evidence.factories import NOW, make_content, make_published_finding
from tests.surveys.factories import answer, make_study
from vecu.credentials import LocalRateLimiter, TokenBucket
from vecu.evidence.actions import edit_finding, publish_finding, take_finding_back
from vecu.replies.actions import choose_sectors, store_reason
from vecu.replies.burst_limits import BurstLimiter
from vecu.replies.models import Reason, Reply, ReplyBurst
from vecu.replies.rules import MOST_CARDS, CardDeck, draw_deck, read_deck
from vecu.replies.views import taking
from vecu.surveys.models import Answer
from vecu.surveys.queries import get_fingerprint

OTHERS_CODE = "CCCC-DDDD-FFFF"
START = "/en/take/testimonies/replies/"
CARD = f"{START}card/"


def ask(client: Client, deck: CardDeck) -> tuple[str, str]:
    """Return the address of a finding's page, and what its form sends back."""
    address = f"{CARD}?{deck.to_query()}"
    page = client.get(address).content.decode()
    return address, re.search(r'name="page" value="([^"]+)"', page)[1]


def reply(client: Client, deck: CardDeck, choice: str = "here"):
    address, token = ask(client, deck)
    return client.post(address, {"page": token, "reply": choice})


@pytest.fixture
def deck(findings) -> CardDeck:
    return CardDeck(tuple(each.pk for each in findings))


# --- The whole way ---


def test_what_is_promised_stands_before_the_first_finding(client, findings):
    page = client.get(START).content.decode()

    assert "cannot be withdrawn" in page
    assert "Finding 1" not in page
    first = client.get(START, {"go": "1"})
    assert first["Location"].startswith(CARD)
    page = client.get(first["Location"]).content.decode()
    assert re.search(r"Finding [123]", page)
    assert re.findall(r'name="reply" value="([^"]+)"', page) == ["here", "not here", "unknown"]


def test_each_tap_stores_one_reply_and_leads_to_the_next_finding(client, findings, deck):
    first = reply(client, deck, "not here")
    second = client.get(first["Location"]).content.decode()

    assert "2 of 3" in second
    assert "Your reply is stored." in second
    stored = Reply.objects.get()
    assert (stored.card, stored.version, stored.reply) == (findings[0].pk, 1, "not here")
    assert (stored.month, stored.sector) == ("2026-11", "")
    assert reply(client, deck.move(2))["Location"].startswith(f"{START}end/")


def test_a_reply_can_be_skipped_taken_up_again_and_left(client, deck):
    page = client.get(f"{CARD}?{deck.move(1).to_query()}").content.decode()

    for name, place in (("Previous", "at=1"), ("Skip", "at=3")):
        assert place in re.search(rf'<a href="([^"]+)">{name}', page)[1]
    assert not Reply.objects.exists()


def test_nothing_is_set_in_the_browser_nor_counted_before_the_reply(client, deck):
    response = client.get(f"{CARD}?{deck.to_query()}")

    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert "<svg" not in response.content.decode()


def test_who_has_just_sent_answers_and_who_reads_a_finding_are_led_there(client, findings):
    alone = client.get(START, {"go": "1", "card": str(findings[1].pk)})

    assert f"cards={findings[1].pk.hex}&at=1" in alone["Location"]


# --- Words, apart ---


def test_why_is_an_answer_of_its_own_that_its_code_reads_and_withdraws(client, findings):
    address = f"{START}{findings[0].pk}/why/"
    page = client.get(address).content.decode()
    assert page.index("Nobody reads this text right away") < page.index("<textarea")
    token = re.search(r'name="page" value="([^"]+)"', page)[1]
    sent = {"page": token, "words": "Chez nous, l’outil vient de l’employeur.", "promise": "6"}

    twice = [client.post(address, sent).content.decode() for _time in range(2)]

    reason = Reason.objects.get()
    assert reason.promise == 6
    code = re.search(r'class="code">([^<]+)', twice[0])[1]
    assert code in twice[1]
    mine = f"{START}mine/"
    assert "vient de l’employeur" in client.post(mine, {"code": code}).content.decode()
    client.post(mine, {"code": code, "withdraw": "yes"})
    assert not Reason.objects.exists()
    assert client.post(mine, {"code": code}).status_code == 403


@pytest.mark.parametrize("words", ["", " \u202e ", "a" * 1_001])
def test_words_that_cannot_be_stored_stay_in_their_field(client, findings, words):
    address = f"{START}{findings[0].pk}/why/"
    page = client.get(address).content.decode()
    token = re.search(r'name="page" value="([^"]+)"', page)[1]

    response = client.post(address, {"page": token, "words": words})

    assert response.status_code == 422
    assert words.strip("\u202e ") in response.content.decode()
    assert not Reason.objects.exists()


# --- Bad input ---


def test_the_same_form_sent_forty_times_is_one_reply(client, deck):
    address, token = ask(client, deck)

    for choice in ["here", "not here"] * 20:
        client.post(address, {"page": token, "reply": choice})

    assert Reply.objects.get().reply == "here"


@pytest.mark.parametrize("sent", [{}, {"page": "x.y"}, {"reply": "maybe"}])
def test_a_robot_without_a_page_stores_nothing(client, deck, sent):
    address, _token = ask(client, deck)

    response = client.post(address, {"page": "", "reply": "here"} | sent)

    assert response.status_code == 422
    assert "three buttons" in response.content.decode()
    assert not Reply.objects.exists()


def test_a_page_of_one_finding_replies_to_no_other(client, deck):
    _address, token = ask(client, deck)
    other, _token = ask(client, deck.move(1))

    assert client.post(other, {"page": token, "reply": "here"}).status_code == 422


def test_a_burst_is_held_back_and_noted_once(client, deck, monkeypatch):
    monkeypatch.setattr(
        taking, "bursts", BurstLimiter(LocalRateLimiter(TokenBucket(allowed=2)), clock=lambda: 0.0)
    )

    statuses = [reply(client, deck).status_code for _time in range(5)]

    assert statuses == [303, 303, 429, 429, 429]
    assert Reply.objects.count() == 2
    assert ReplyBurst.objects.get().month == "2026-11"


def test_a_finding_taken_back_while_its_page_is_open_takes_no_reply(client, findings, deck):
    address, token = ask(client, deck)
    take_finding_back(findings[0], by="lea", now=NOW)

    response = client.post(address, {"page": token, "reply": "here"})

    assert response.status_code == 409
    assert "taken back" in response.content.decode()
    assert "not stored" in response.content.decode()
    assert not Reply.objects.exists()


def test_who_replies_to_a_version_that_was_amended_reads_the_new_one(client, findings, deck):
    address, token = ask(client, deck)
    content = make_content(sentence={"fr": "Constat neuf", "en": "New finding"})
    newer = edit_finding(findings[0], content, revision=1, by="lea", now=NOW)
    publish_finding(newer, by="lea", now=NOW)

    page = client.post(address, {"page": token, "reply": "here"}).content.decode()

    assert "New finding" in page
    assert newer.pk.hex in page
    assert not Reply.objects.exists()


def test_words_to_a_finding_that_was_taken_back_stay_on_the_page(client, findings):
    address = f"{START}{findings[0].pk}/why/"
    page = client.get(address).content.decode()
    token = re.search(r'name="page" value="([^"]+)"', page)[1]
    take_finding_back(findings[0], by="lea", now=NOW)

    response = client.post(address, {"page": token, "words": "Chez nous, non."})

    assert response.status_code == 409
    assert "Chez nous, non.</textarea>" in response.content.decode()
    assert not Reason.objects.exists()


def test_a_code_of_another_study_or_of_an_answer_says_no_more_than_a_wrong_one(client, findings):
    study = make_study()
    make_published_finding(study.scope)
    given = answer(study, {"story": [{"task": "mine"}]})
    Answer.objects.filter(pk=given.pk).update(receipt=get_fingerprint(OTHERS_CODE))
    act = {"language": "fr", "promise": 6, "nonce": "1-x", "today": NOW.date()}
    mine = store_reason(findings[0], "Chez nous, non.", **act)

    for address in (f"{START}mine/", f"/en/take/{study.slug}/replies/mine/"):
        wrong = client.post(address, {"code": "BBBB-BBBB-BBBB"})
        assert wrong.status_code == 403
        for code in (OTHERS_CODE, mine)[: 1 if address.startswith(START) else 2]:
            response = client.post(address, {"code": code})
            assert response.status_code == 403
            said = [each.content.decode().split("<main")[1] for each in (wrong, response)]
            assert said[0].replace("BBBB-BBBB-BBBB", code) == said[1]
    assert client.post(f"/en/take/{study.slug}/mine/", {"code": mine}).status_code == 403


def test_a_sector_that_an_address_brought_along_is_read_and_left_out(client, testimonies, deck):
    """Whoever hands out an address with a sector of its own would tell its readers apart."""
    choose_sectors(testimonies, [{"fr": "Mairies", "en": "Town halls"}], by="lea", now=NOW)
    page = client.get(f"{CARD}?{replace(deck, sector='1').to_query()}").content.decode()

    assert re.search(r"reply will name this sector:\s*<strong[^>]*>Town halls", page)
    without = re.search(r'<a href="([^"]+)">Leave it out', page)[1].replace("&amp;", "&")
    assert "will name this sector" not in client.get(without).content.decode()


@pytest.mark.parametrize(
    "query", ["", "cards=x&at=1", "cards={}&at=0", "cards={}&at=2", "cards={}&at=²", "at=1"]
)
def test_an_address_without_findings_leads_to_the_first_page(client, findings, query):
    response = client.get(f"{CARD}?{query.format(findings[0].pk.hex)}")

    assert response["Location"] == START


def test_a_finding_of_another_study_takes_no_reply_here(client, findings, deck):
    stranger = CardDeck((uuid4(),))

    assert client.get(f"{CARD}?{stranger.to_query()}")["Location"] == START


def test_a_closed_inquiry_takes_no_reply(client, testimonies, deck):
    address, token = ask(client, deck)
    testimonies.fieldings.update(state="closed")

    assert client.post(address, {"page": token, "reply": "here"}).status_code == 410
    assert client.get(START).status_code == 410


# --- What is drawn ---


def test_ten_are_drawn_at_most_and_each_is_first_sometimes():
    cards = [uuid4() for _card in range(14)]
    decks = [draw_deck(cards, Random(seed)) for seed in range(400)]  # noqa: S311

    assert {len(set(each.cards)) for each in decks} == {MOST_CARDS}
    assert {each.card for each in decks} == set(cards)


def test_an_address_holds_the_whole_deck():
    deck = CardDeck(tuple(uuid4() for _card in range(10)), at=6, sector="2")
    names = dict(part.split("=") for part in deck.to_query().split("&"))

    assert read_deck(names["cards"], names["at"], names["sector"], ["1", "2"]) == deck
    assert read_deck(names["cards"], names["at"], "6", ["1", "2"]).sector == ""


def test_a_study_without_findings_offers_nothing(client, testimonies):
    assert client.get(START).status_code == 410
    make_published_finding(testimonies.scope)
    assert client.get(START).status_code == 200
