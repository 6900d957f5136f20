"""Cards: one answer each, and no link between the two."""

import logging
import os
import re
import secrets
import subprocess
import sys
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test import Client

from tests.surveys.cards import CARD, TAKE, TASK, TODAY, VISIT, draw, enter, send, totals
from tests.surveys.concurrency import crowd
from tests.surveys.factories import make_member, make_study
from tests.surveys.test_privacy import everything_stored
from vecu.accounts.rules import Role
from vecu.credentials import LocalRateLimiter, TokenBucket, generate_access_codes
from vecu.surveys import actions
from vecu.surveys.guess_limits import CodeGuessLimiter
from vecu.surveys.models import AccessCode, AccessCodeBatch, Answer, Draft
from vecu.surveys.queries import find_current_fielding, get_fingerprint
from vecu.surveys.queries.relays import list_batches
from vecu.surveys.rules import Mode
from vecu.surveys.views import card_entry

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def cards(testimonies) -> list[str]:
    """Twenty cards of one batch in an open study, in printing order."""
    return draw(testimonies)


# ── one card, one answer ──


def test_a_card_lets_one_person_answer_once(client, cards):
    begun = client.post(CARD, {"code": cards[0].lower()})
    assert begun.status_code == 303
    client.post(begun["Location"], {TASK: "Write a report"})
    assert "Thank you" in client.post(f"{TAKE}review/").text

    again = Client().post(CARD, {"code": cards[0]})

    assert again.status_code == 410
    assert "This card has been used" in again.text
    assert Answer.objects.get().fielding.mode == Mode.CARDS
    assert totals() == (1, 19)


def test_until_it_is_sent_a_card_leads_back_from_any_device(client, cards):
    phone, desk = Client(), Client()
    begun = phone.post(CARD, {"code": cards[0]})
    phone.post(begun["Location"], {TASK: "Half a report"})

    resumed = desk.post(CARD, {"code": cards[0]})

    assert Draft.objects.count() == 1
    assert "story.1.goal" in resumed["Location"]
    assert phone.get(f"{TAKE}review/").status_code == 410
    assert "Half a report" in desk.get(f"{TAKE}review/").text


def test_finishing_later_needs_no_other_code_than_the_card_s(client, cards):
    client.post(CARD, {"code": cards[0]})

    saved = client.post(f"{TAKE}save/?page={TASK}", {TASK: "Half"})

    assert "Keep your card" in saved.text
    assert 'class="code"' not in saved.text
    assert "“Leave at once” does not erase what you set aside, or what you add" in saved.text


def test_what_was_put_aside_with_a_card_stays_when_leaving_at_once_as_was_promised(client, cards):
    client.post(CARD, {"code": cards[0]})
    client.post(f"{TAKE}save/?page={TASK}", {TASK: "Half a report"})
    client.get(f"{TAKE}leave/")

    assert client.get(f"{TAKE}review/").status_code == 410  # this browser has forgotten it
    other = Client()
    other.post(CARD, {"code": cards[0]})
    assert "Half a report" in other.get(f"{TAKE}review/").text


def test_a_card_that_was_put_aside_is_mentioned_when_the_browser_forgets(client, cards):
    client.post(CARD, {"code": cards[0]})
    client.post(f"{TAKE}save/", {})
    forgotten = client.post(f"{TAKE}save/", {"forget": "yes"})

    assert "Your card takes you back to them" in forgotten.text


def test_the_promise_says_what_leaving_at_once_spares(client, cards):
    words = (
        "What you set aside with “Save and finish later”, and what you add when you come back, is "
        "kept until you send it or for two weeks. Anyone who has the {} can read it"
    )
    assert words.format("card") in client.get(CARD).text
    assert words.format("code") in client.get(TAKE).text
    assert "with a code or a card, stays on the server" in client.get("/en/your-data/").text


def test_beginning_anew_where_a_card_s_draft_is_held_threatens_no_erasure(client, cards):
    client.post(CARD, {"code": cards[0]})
    assert "what you have not sent is erased" not in client.get(TAKE).text


def test_a_card_left_at_once_or_never_sent_can_be_used_again(client, cards):
    client.post(CARD, {"code": cards[0]})
    client.get(f"{TAKE}leave/")
    assert totals() == (0, 20)

    enter(cards[0])
    later = enter(cards[0], today=TODAY + timedelta(days=15))

    assert Draft.objects.count() == 1
    assert actions.discard_drafts([later.token]) is None


def test_a_second_person_at_the_same_browser_does_not_erase_the_first_one_s_draft(client, cards):
    client.post(CARD, {"code": cards[0]})
    client.post(CARD, {"code": cards[1]})
    client.post(TAKE)

    assert Draft.objects.count() == 3


def test_a_revoked_card_says_so_and_one_that_was_begun_may_still_be_sent(client, cards):
    begun = enter(cards[1])
    actions.revoke_unused(AccessCodeBatch.objects.get())

    refused = client.post(CARD, {"code": cards[0]})

    assert refused.status_code == 410
    assert "no longer valid" in refused.text
    actions.save_page(begun, TASK, {TASK: ["A report"]})
    assert actions.submit_draft(begun)


def test_a_card_given_back_after_its_batch_was_revoked_is_revoked_too(cards):
    visit = enter(cards[0])
    actions.revoke_unused(AccessCodeBatch.objects.get())
    actions.discard_drafts([visit.token])

    with pytest.raises(actions.CardRevoked):
        enter(cards[0])


def test_a_card_of_another_inquiry_leads_to_the_promise_of_its_own(client, cards):
    draw(make_study("other"), 11)

    response = client.post("/en/take/other/card/", {"code": cards[0]})

    assert "Your card is for this inquiry." in response.text
    assert "AI and your work" in response.text
    assert f'value="{cards[0]}"' in response.text
    assert f'action="{CARD}"' in response.text
    assert not Draft.objects.exists()


# ── the short address on paper ──


ANY = "/en/card/"


def test_one_short_address_takes_the_code_of_every_card(client, cards):
    other = draw(make_study("other"), 11)
    assert client.get("/card", follow=True).redirect_chain[-1][0] == ANY
    assert client.get("/en/card")["Location"] == ANY

    for code, title, slug in ((cards[0], "AI and your work", "testimonies"),
                              (other[0], "A small study", "other")):  # fmt: skip
        response = client.post(ANY, {"code": code.lower()})
        assert title in response.text
        assert "What we promise" in response.text
        assert f'action="/en/take/{slug}/card/"' in response.text
        assert f'value="{code.lower()}"' in response.text
        assert "no-store" in response["Cache-Control"]
    assert not Draft.objects.exists()
    assert totals() == (0, 31)


def test_wrong_codes_at_the_short_address_are_limited_and_a_right_one_never(
    client, cards, monkeypatch
):
    monkeypatch.setattr(
        card_entry,
        "guesses",
        CodeGuessLimiter(LocalRateLimiter(TokenBucket()), clock=lambda: 0.0, sleep=lambda _: None),
    )

    found = [
        client.post(ANY, {"code": each}).status_code
        for each in generate_access_codes(25, secrets.token_bytes)
    ]

    assert found == [403] * 20 + [429] * 5
    assert client.post(ANY, {"code": "KD7M"}).status_code == 422
    assert client.post(ANY, {"code": cards[0]}).status_code == 200


def test_changing_the_language_there_keeps_the_code_and_tries_nothing(client, cards):
    response = client.post(ANY, {"code": cards[0], "speak": "fr"})

    assert "J’ai une carte" in response.text
    assert f'value="{cards[0]}"' in response.text
    assert 'action="/fr/card/"' in response.text


def test_the_first_page_leads_there_while_cards_can_be_used(client, cards):
    for page in ("/en/", "/en/take/"):
        assert f'href="{ANY}"' in client.get(page).text
    actions.close_fielding(AccessCodeBatch.objects.get().fielding, today=TODAY)
    for page in ("/en/", "/en/take/"):
        assert f'href="{ANY}"' not in client.get(page).text


def test_a_card_handed_out_before_the_inquiry_opens_is_to_be_saved(client, drafted):
    printed: list[str] = []
    actions.draw_batch(
        drafted, 11, lambda _batch, codes: printed.extend(codes) or b"", relay=None,
        random_bytes=secrets.token_bytes,
    )  # fmt: skip

    for response in (client.get(CARD), client.post(CARD, {"code": printed[0]}),
                     client.post(ANY, {"code": printed[0]})):  # fmt: skip
        assert response.status_code == 403
        assert "This inquiry is not open yet" in response.text
        assert "Keep your card" in response.text


@pytest.mark.parametrize(
    ("move", "said"),
    [(actions.pause_fielding, "paused"), (partial(actions.close_fielding, today=TODAY), "410")],
)
def test_a_closed_door_keeps_new_cards_out_and_lets_begun_ones_finish(client, cards, move, said):
    begun = Client()
    begun.post(CARD, {"code": cards[0]})
    move(Draft.objects.get().fielding)

    assert client.post(CARD, {"code": cards[1]}).status_code in {403, 410}
    assert begun.post(CARD, {"code": cards[0]}).status_code == 303
    assert (client.get(CARD).status_code == 200) == (said == "410")


def test_a_paused_card_is_to_be_saved_and_what_was_sent_can_still_be_read_and_withdrawn(
    client, cards, testimonies
):
    actions.pause_fielding(AccessCodeBatch.objects.get().fielding)
    actions.pause_fielding(find_current_fielding(testimonies, TODAY))

    for shown in (client.get(CARD), client.post(CARD, {"code": cards[0]})):
        assert shown.status_code == 403
        assert "Keep your card, and come back later." in shown.text
        assert f'href="{TAKE}mine/"' in shown.text
    by_link = client.get(TAKE)
    assert "This inquiry is paused" in by_link.text
    assert f'href="{TAKE}mine/"' in by_link.text
    assert f'href="{CARD}"' in by_link.text


@pytest.mark.parametrize(
    "move", [actions.pause_fielding, partial(actions.close_fielding, today=TODAY)]
)
def test_where_the_link_is_shut_and_cards_are_open_the_page_leads_to_cards(
    client, cards, testimonies, move
):
    move(find_current_fielding(testimonies, TODAY))

    shown = client.get(TAKE)

    assert "Only cards are accepted at the moment" in shown.text
    assert "This inquiry is" not in shown.text
    assert f'href="{CARD}"' in shown.text
    assert client.post(CARD, {"code": cards[0]}).status_code == 303


@pytest.mark.parametrize(
    "move", [actions.pause_fielding, partial(actions.close_fielding, today=TODAY)]
)
def test_where_cards_are_shut_and_the_link_is_open_the_page_leads_to_it(client, cards, move):
    move(AccessCodeBatch.objects.get().fielding)

    for shown in (client.get(CARD), client.post(CARD, {"code": cards[0]})):
        assert "This inquiry is" not in shown.text
        assert "no longer accepts new answers" not in shown.text
        assert f'href="{TAKE}"' in shown.text
        assert "Answer without a card" in shown.text


def test_members_learn_which_door_is_shut_and_which_is_open(client, cards, testimonies):
    client.force_login(make_member("lea", testimonies, Role.OWNER))
    staff = "/en/studies/testimonies/"
    by_link = find_current_fielding(testimonies, TODAY)
    closing = {"fielding": str(by_link.id), "to": "closed"}

    told = client.post(f"{staff}state/", closing, follow=True).text

    assert "Nobody can start by the link now. Cards are still accepted." in told
    assert "Nobody new can start by the link." in told
    assert told.count("Cards are still accepted.") == 2
    assert "nobody new can start." not in told


def test_where_only_cards_are_open_the_public_link_leads_to_their_page(client, drafted):
    draw(drafted)

    assert client.get(TAKE)["Location"] == CARD


# ── what is promised ──


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["we do not know who has which card", "The person who gave you the card", "used"]),
        (
            "fr",
            [
                "nous ne savons pas qui a quelle carte",
                "La personne qui vous a remis la carte",
                "servi",
            ],
        ),
    ],
)
def test_the_page_for_cards_says_what_they_protect_and_what_not(client, cards, language, said):
    page = client.get(CARD.replace("/en/", f"/{language}/")).text

    assert [words for words in said if words not in page] == []
    assert "Anyone who has the link" not in page


# ── guessing ──


@pytest.mark.parametrize("typed", ["", "KD7M", "KD7M-3XQP-TR9B", "\x00", "é" * 5000])
def test_a_slip_is_distinguished_from_a_guess_and_preserved_in_its_field(client, cards, typed):
    for _ in range(30):
        assert client.post(CARD, {"code": typed}).status_code == 422


def test_guessed_cards_are_limited_for_all_and_a_right_one_never(client, cards, monkeypatch):
    waits: list[float] = []
    monkeypatch.setattr(
        card_entry,
        "guesses",
        CodeGuessLimiter(LocalRateLimiter(TokenBucket()), clock=lambda: 0.0, sleep=waits.append),
    )
    guesses = generate_access_codes(60, secrets.token_bytes)

    found = [client.post(CARD, {"code": guess}).status_code for guess in guesses]

    assert found == [403] * 20 + [429] * 40
    assert len(waits) == 40
    assert client.post(CARD, {"code": cards[0]}).status_code == 303


def test_thousands_of_different_guesses_find_nothing_change_nothing_and_fill_nothing(cards):
    before, limits = (
        everything_stored(),
        CodeGuessLimiter(LocalRateLimiter(TokenBucket()), clock=lambda: 0.0, sleep=lambda _: None),
    )
    within = 0
    for guess in generate_access_codes(2_000, secrets.token_bytes):
        with pytest.raises(actions.UnknownCode):
            actions.enter_with_card(VISIT, guess)
        within += limits.record_failure("cards of one study")

    assert within == TokenBucket().allowed
    assert len(limits.attempts._tries) == 1
    assert everything_stored() == before
    assert enter(cards[0]).token


# ── nothing joins a card to an answer ──


def test_a_dump_and_the_log_after_a_whole_run_join_no_answer_to_a_card(testimonies, caplog):
    """Whoever holds the database, the log and every card with the name of its holder."""
    caplog.set_level(logging.DEBUG)
    codes = draw(testimonies)
    dealt = codes[::-1]
    for number, code in enumerate(dealt[:15]):
        client = Client()
        begun = client.post(CARD, {"code": code})
        client.post(begun["Location"], {TASK: f"task {number}"})
        client.post(f"{TAKE}review/")
    tables = everything_stored()
    stored = repr(tables)
    known = {code: get_fingerprint(code) for code in codes}

    assert Answer.objects.count() == 15
    assert not Draft.objects.exists()
    for code in codes:
        assert code not in stored
        assert stored.count(known[code]) == 1, "a card stands in one row only: its own"
        assert code not in caplog.text
        assert known[code] not in {str(record.args) for record in caplog.records}
    answers = {value for row in tables["surveys_answer"] for value in row}
    batches = {
        value for row in tables["surveys_accesscode"] for value in row if value not in (0, 1)
    }
    assert not answers & batches


def test_cards_lie_in_the_order_of_their_fingerprints_whatever_the_order_of_use(testimonies):
    """Neither that of printing nor that of use can be read from the table as it lies."""
    codes = draw(testimonies)
    for code in (codes[7], codes[3], codes[11]):
        send(code)

    with connection.cursor() as cursor:
        cursor.execute("SELECT fingerprint FROM surveys_accesscode")
        lying = [row[0] for row in cursor.fetchall()]

    stored = sorted(get_fingerprint(code) for code in codes)
    printed = [get_fingerprint(code) for code in codes]
    assert lying == stored or connection.vendor == "postgresql"
    assert lying != printed


def test_sending_writes_an_answer_erases_a_draft_and_touches_nothing_else(
    testimonies, django_assert_max_num_queries
):
    """So no transaction number of PostgreSQL and no count joins card and answer.

    What is written besides is the answer's own: its words for search, its files.
    """
    relay = actions.add_relay(testimonies, "Union")
    visit = enter(draw(testimonies, relay=relay)[0])
    actions.save_page(visit, TASK, {TASK: ["A report"]})

    with django_assert_max_num_queries(20) as asked:
        actions.submit_draft(visit)

    writes = [
        query["sql"]
        for query in asked.captured_queries
        if re.match(r"(\d+ times: )?(INSERT|UPDATE|DELETE)", query["sql"])
    ]
    words = [] if connection.vendor == "postgresql" else ["surveys_words"]  # SQLite's index
    assert [re.search(r"surveys_\w+", sql)[0] for sql in writes] == [
        "surveys_answer",
        "surveys_searchentry",
        *words,
        "surveys_answerfile",
        "surveys_draft",
    ]


@pytest.mark.django_db(transaction=True)
def test_postgres_marks_all_cards_of_a_batch_alike(testimonies):
    """Its hidden column xmin, the transaction that wrote a row, tells used cards from no others."""
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"  # has no such column
        return
    for code in draw(testimonies)[:4]:
        send(code)

    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text FROM surveys_accesscode")
        cards = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT xmin::text FROM surveys_answer")
        answers = {row[0] for row in cursor.fetchall()}

    assert len(cards) == 1
    assert not cards & answers


# ── many at once ──


@pytest.mark.django_db(transaction=True)
def test_32_at_once_leave_one_answer_for_each_card_and_never_two(testimonies, tmp_path):
    if connection.vendor == "postgresql":
        crowd(testimonies)
        return
    environment = {**os.environ, "VECU_HOME": str(tmp_path)}
    environment.pop("VECU_DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.surveys.concurrency"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.stdout == "as it should be", done.stderr


def test_a_second_tab_that_sends_the_same_card_gets_the_same_receipt(client, cards):
    begun = client.post(CARD, {"code": cards[0]})
    client.post(begun["Location"], {TASK: "Write a report"})
    token = re.search(r'name="token" value="(\w+)"', client.get(f"{TAKE}review/").text)[1]

    first, second = (client.post(f"{TAKE}review/", {"token": token}).text for _tab in "ab")

    assert re.search(r'class="code">([^<]+)<', first)[1] in second
    assert Answer.objects.count() == 1


# ── batches ──


@pytest.mark.parametrize("count", [-1, 0, 10, 1_001])
def test_a_batch_that_would_point_at_people_or_is_too_large_is_not_drawn(testimonies, count):
    with pytest.raises(actions.CardsRefused, match="11 to 1000"):
        actions.draw_batch(
            testimonies, count, lambda *_: b"", relay=None, random_bytes=secrets.token_bytes
        )
    assert not AccessCodeBatch.objects.exists()


def test_nothing_is_stored_when_printing_fails(testimonies):
    def torn(_batch, _codes) -> bytes:
        raise OSError("no paper")

    with pytest.raises(OSError, match="no paper"):
        actions.draw_batch(testimonies, 20, torn, relay=None, random_bytes=secrets.token_bytes)
    assert not AccessCode.objects.exists()


def test_two_members_who_draw_at_once_do_not_print_one_number_twice(testimonies):
    def overtaken(_batch, _codes) -> bytes:
        draw(testimonies)
        return b""

    with pytest.raises(actions.CardsRefused, match="try again"):
        actions.draw_batch(testimonies, 11, overtaken, relay=None, random_bytes=secrets.token_bytes)
    assert [(batch.number, batch.cards.count()) for batch in AccessCodeBatch.objects.all()] == [
        (1, 20)
    ]


def test_a_batch_tells_totals_roughly_and_few_not_at_all(testimonies):
    codes = draw(testimonies, 40)
    for code in codes[:10]:
        send(code)
    assert [(line.drawn, line.begun, line.used) for line in list_batches(testimonies)] == [
        (40, None, None)
    ]

    enter(codes[10])
    assert [(line.begun, line.used) for line in list_batches(testimonies)] == [(11, None)]
    send(codes[11])
    assert [(line.begun, line.used) for line in list_batches(testimonies)] == [(11, 11)]


@pytest.mark.parametrize("drawn", [11, 12, 20, 21, 100, 105])
def test_the_line_of_a_batch_moves_with_the_eleventh_person_and_then_with_full_tens(
    testimonies, drawn
):
    """What was drawn is exact: a number of cards that are left would move with the very first."""
    draw(testimonies, drawn)
    shown, moved = list_batches(testimonies), []
    for people, card in enumerate(AccessCode.objects.all(), start=1):
        AccessCode.objects.filter(pk=card.pk).update(taken=True)
        before, shown = shown, list_batches(testimonies)
        if shown != before:
            moved.append(people)

    assert moved == [11, *range(20, drawn + 1, 10)]
