"""A member takes position on their phone, and reads what came of it once the round was counted."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.groups.factories import (
    AGREE,
    DISAGREE,
    LATER,
    NONE,
    NOW,
    UNSURE,
    get_hypothesis,
    open_on,
    take,
)
from tests.groups.views.members.conftest import open_phone
from vecu.groups.actions import withdraw_hypothesis
from vecu.groups.member_actions import leave_group, renew_member_link
from vecu.groups.models import HypothesisPosition
from vecu.groups.round_actions import close_round

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HOME = "/en/my-group/"
POSITIONS = f"{HOME}positions/"
SENT = {"group": "val-de-seve", "round": "1", "revision": "0", "stance": "agree"}
FIRST = [AGREE, *[AGREE] * 5, *[DISAGREE] * 5, UNSURE, NONE, DISAGREE]
SECOND = [DISAGREE, *[AGREE] * 3, *[DISAGREE] * 8, NONE, DISAGREE]


@pytest.fixture
def opened(group, today):
    """A round on two hypotheses that is open today."""
    return open_on(group, 1, 2)


def address(opened, place=1):
    return f"{POSITIONS}{get_hypothesis(opened.group, place).pk}/"


def take_all(members, opened, stances, reason="", **changed):
    """All members take position on the first hypothesis, each with a reason of their own."""
    for number, (member, stance) in enumerate(zip(members, stances, strict=True), start=1):
        take(member, opened, stance, reason and f"{reason} {number}", **changed)


def test_each_hypothesis_has_its_page_and_saving_leads_to_the_next(phone, opened):
    first, second = address(opened), address(opened, 2)
    page = phone.get(first)
    assert "First round, hypothesis 1 of 2" in page.text

    response = phone.post(first, SENT | {"reason": "Less typing.", "named": "yes"})

    assert (response.status_code, response["Location"]) == (303, f"{second}?saved=yes")
    position = HypothesisPosition.objects.get()
    assert (position.stance, position.reason, position.named) == ("agree", "Less typing.", True)
    assert "You have taken position on 1 of 2." in phone.get(POSITIONS).text
    response = phone.post(second, SENT | {"stance": "pass"})
    assert response["Location"] == f"{POSITIONS}?saved=yes"
    assert "Saved." in phone.get(response["Location"]).text


def test_who_reads_it_stands_before_the_fields_with_the_counter_argument(phone, opened):
    page = phone.get(address(opened)).text
    order = [
        page.index(text)
        for text in (
            "Who says so",
            "What speaks against it",
            "Until the round closes, only you can read your position here",
            'name="stance"',
            'href="tel:3114"',
            'name="reason"',
            'name="would_change"',
            'name="named"',
        )
    ]

    assert order == sorted(order)


def test_ones_own_position_can_be_read_and_changed_until_the_close(phone, opened):
    phone.post(address(opened), SENT | {"reason": "Less typing.", "would_change": "A trial."})
    page = phone.get(address(opened)).text

    assert 'value="agree" checked' in page
    assert "Less typing.</textarea>" in page
    assert "A trial.</textarea>" in page
    phone.post(address(opened), SENT | {"stance": "disagree", "revision": "1"})
    assert HypothesisPosition.objects.get().stance == "disagree"


def test_without_an_answer_what_was_typed_stays(phone, opened):
    response = phone.post(address(opened), SENT | {"stance": "", "reason": "Long thought."})

    assert response.status_code == 422
    assert "Choose one of the four answers." in response.text
    assert "Long thought.</textarea>" in response.text
    assert not HypothesisPosition.objects.exists()


@pytest.mark.parametrize("reason", ["x" * 4001, "a\x00b", "\ud800"])
def test_a_reason_that_cannot_be_stored_stays_on_the_page(phone, opened, reason):
    sent = SENT | {"reason": reason.encode("utf-8", "replace").decode()}
    response = phone.post(address(opened), sent)

    assert response.status_code in {303, 422}
    assert (response.status_code == 422) is not HypothesisPosition.objects.exists()


def test_the_other_language_keeps_what_was_typed(phone, opened):
    response = phone.post(address(opened), SENT | {"reason": "Pas encore.", "speak": "fr"})

    assert response.status_code == 200
    assert "Votre position" in response.text
    assert "Pas encore.</textarea>" in response.text
    assert not HypothesisPosition.objects.exists()


def test_of_two_devices_the_last_one_counts_and_both_say_so(phone, token, opened):
    tablet = open_phone(token)
    phone.post(address(opened), SENT | {"reason": "On the phone."})
    assert "Another device" in tablet.get(address(opened)).text
    assert "Another device" not in phone.get(address(opened)).text
    response = tablet.post(address(opened), SENT | {"stance": "unsure"})

    assert response["Location"].endswith("?saved=replaced")
    assert "yours took its place" in tablet.get(response["Location"]).text
    assert HypothesisPosition.objects.get().stance == "unsure"
    assert "Another device" in phone.get(address(opened)).text


def test_after_the_close_nothing_is_saved_and_nothing_typed_is_lost(phone, members, opened):
    phone.post(address(opened), SENT)
    close_round(opened, by="lea", now=NOW)
    sent = SENT | {"stance": "disagree", "reason": "I thought again.", "would_change": "Time."}
    response = phone.post(address(opened), sent)

    assert response.status_code == 409
    assert "Round 1 has closed. What you have just written was not saved." in response.text
    assert "Your position from before counts: “I agree”." in response.text
    assert "I thought again.</blockquote>" in response.text
    assert "Time.</blockquote>" in response.text
    assert HypothesisPosition.objects.get().stance == "agree"


def test_a_form_of_the_first_round_is_not_saved_in_the_second(phone, members, opened):
    close_round(opened, by="lea", now=NOW)
    open_on(opened.group, 1)
    response = phone.post(address(opened), SENT | {"reason": "From an old page."})

    assert response.status_code == 409
    assert "From an old page.</blockquote>" in response.text
    assert not HypothesisPosition.objects.exists()


def test_when_the_last_day_is_over_the_page_says_that_it_is_counted(phone, opened, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)

    assert "The count is under way" in phone.get(POSITIONS).text
    assert phone.post(address(opened), SENT).status_code == 409


@pytest.mark.parametrize("place", [3, None])
def test_a_hypothesis_that_no_round_is_on_says_so(phone, opened, place):
    key = get_hypothesis(opened.group, place).pk if place else opened.pk
    for response in (
        phone.get(f"{POSITIONS}{key}/"),
        phone.post(f"{POSITIONS}{key}/", SENT | {"reason": "Kept."}),
    ):
        assert response.status_code == 404
        assert "Nothing to take a position on here" in response.text
    assert "Kept.</blockquote>" in response.text


def test_who_has_left_saves_nothing_more_and_reads_what_they_typed(phone, members, opened):
    leave_group(members[0], erase_words=True, by="", now=NOW)
    response = phone.post(address(opened), SENT | {"reason": "Too late."})

    assert response.status_code == 403
    assert "Too late.</blockquote>" in response.text
    assert not HypothesisPosition.objects.exists()


def read_pages(phone, opened):
    """Return all that a member and nobody else reads while a round is open, byte by byte."""
    pages = ("", "positions/", "recommendations/", "calendar/", "place/")
    found = [phone.get(f"{HOME}{page}") for page in pages]
    found.append(phone.get(address(opened)))
    return [(each.status_code, dict(each.headers), each.content) for each in found]


def test_no_page_depends_on_what_others_answer_before_the_count(phone, members, opened):
    phone.post(address(opened), SENT)
    before = read_pages(phone, opened)
    take_all(members[1:], opened, FIRST[1:], "Seen at work:", named=True)

    assert read_pages(phone, opened) == before
    assert phone.post(address(opened), SENT | {"revision": "1"}).status_code == 303


def test_no_position_of_others_is_even_read_before_the_count(phone, members, opened, monkeypatch):
    """So that not even the time that a page takes depends on how many have answered."""
    phone.post(address(opened), SENT)
    take_all(members[1:], opened, FIRST[1:], "Seen at work:")
    read = []
    make = HypothesisPosition.from_db.__func__

    def spy(cls, *row):
        made = make(cls, *row)
        read.append(made.member_id)
        return made

    monkeypatch.setattr(HypothesisPosition, "from_db", classmethod(spy))
    read_pages(phone, opened)

    assert set(read) == {members[0].pk}


def test_results_show_ones_own_change_the_totals_and_who_moved_and_why(phone, members, opened):
    take_all(members, opened, FIRST, "First:", named=False)
    close_round(opened, by="lea", now=NOW)
    page = phone.get(address(opened)).text
    assert "Your position: “I agree”." in page
    assert "Of 14 members: 6 agree, 6 disagree, 1 is not sure, 1 takes no position." in page
    assert "Accompanied people, 3 members:" in page
    second = open_on(opened.group, 1)
    take_all(members, second, SECOND, "Second:", named=False)
    close_round(second, by="lea", now=NOW)
    page = phone.get(address(opened)).text

    assert "Your position, first: “I agree”. Then: “I disagree”." in page
    assert "4 of 14 members changed their position." in page
    moved, stayed = page.index("Why they changed"), page.index("Why they did not change it")
    assert moved < page.index("Second: 12") < stayed < page.index("Second: 2<")
    assert "Second: 2</p>" in page
    assert "Member 2" not in page
    assert "Second round: the results are in." in phone.get(HOME).text


def test_a_name_stands_only_beside_both_positions_of_who_shows_it(phone, members, opened):
    """Three managers, and one worker of five: three of the four others agreed at first."""
    take_named(members, opened, FIRST)
    assert not re.findall(r"Member \d+", phone.get(address(opened)).text)
    take_named(members, open_on(opened.group, 1), SECOND)
    page = phone.get(address(opened)).text

    assert "3 members show both positions: Member 10: “I disagree”, then “I disagree”;" in page
    assert set(re.findall(r"Member \d+", page)) == {"Member 9", "Member 10", "Member 11"}
    assert page.count("· Member") == 3, "beside what they wrote in the second round"


def take_named(members, sealed, stances):
    take_all(members[:7], sealed, stances[:7], "Mine:", named=False)
    take_all(members[7:11], sealed, stances[7:11], "Theirs:", named=True)
    take_all(members[11:], sealed, stances[11:], "Ours:", named=False)
    close_round(sealed, by="lea", now=NOW)


def test_of_too_few_answers_a_page_says_why_it_shows_none(phone, members, opened):
    take(members[1], opened, AGREE, "Alone.")
    close_round(opened, by="lea", now=NOW)
    page = phone.get(address(opened)).text

    assert "Fewer than five members answered" in page
    assert "Alone." not in page
    assert "No position of yours is shown here" in page


def test_a_renewed_link_does_not_show_what_was_written_before(phone, members, opened):
    phone.post(address(opened), SENT | {"reason": "Between us."})
    page = open_phone(renew_member_link(members[0], by="lea", now=NOW)).get(address(opened)).text

    assert "Between us." not in page
    assert "checked" not in page


def test_a_hypothesis_that_was_withdrawn_says_why(phone, members, opened):
    take_all(members, opened, FIRST)
    close_round(opened, by="lea", now=NOW)
    withdraw_hypothesis(
        get_hypothesis(opened.group), {"en": "Badly put."}, revision=1, by="lea", now=NOW
    )

    assert "Badly put." in phone.get(address(opened)).text


def test_a_page_makes_as_many_queries_for_one_answer_as_for_all(phone, members, opened):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            phone.get(POSITIONS)
            phone.get(address(opened))
        return len(queries)

    few = count()
    take_all(members, opened, FIRST, "Seen:")
    close_round(opened, by="lea", now=NOW + timedelta(hours=1))

    assert count() == few
