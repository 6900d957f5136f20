"""Pages of rounds: sealed while open, counted once, in sentences afterwards."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from tests.groups.factories import (
    ACT,
    AGREE,
    DISAGREE,
    FOURTEEN,
    UNSURE,
    WORKERS,
    get_hypothesis,
    make_members,
    take,
)
from tests.groups.test_round_actions import AFTER, BEFORE
from vecu.accounts.models import AuditEvent
from vecu.datasets.models import Released
from vecu.groups.actions import publish_group
from vecu.groups.content import RoundOpening
from vecu.groups.member_actions import agree_public_totals
from vecu.groups.models import PositionRound
from vecu.groups.round_actions import close_round, open_round
from vecu.records.models import Act

pytestmark = [pytest.mark.django_db, pytest.mark.data]
GROUP = "/en/groups/val-de-seve/"
ROUNDS = f"{GROUP}rounds/"
TOTALS = f"{ROUNDS}totals/"


def opening(group, *places, days=10):
    """What the form of a round sends."""
    chosen = [str(get_hypothesis(group, each).pk) for each in places or (1,)]
    return {"hypotheses": chosen, "last_day": (localdate() + timedelta(days)).isoformat()}


def open_now(group, *places):
    """Open a round until the end of today."""
    chosen = [get_hypothesis(group, each).pk for each in places or (1,)]
    return open_round(group, RoundOpening(chosen, localdate()), by="lea", now=now())


def run(group, members, stances, *places, named=()):
    """Open a round, take these positions in it, close it."""
    sealed = open_now(group, *places)
    for number, (member, stance) in enumerate(zip(members, stances, strict=True)):
        for place in places or (1,):
            words = f"Reason {number}." if number % 2 else ""
            take(member, sealed, stance, words, place=place, named=number in named, now=now())
    return close_round(sealed, by="lea", now=now())


def read(browser, address):
    """The text of a page, in one line."""
    page = browser.get(address).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.partition("<main")[2]))


@pytest.fixture
def members(group):
    """Fourteen members, who agree that totals may be public."""
    found = make_members(group, FOURTEEN, public=True)
    publish_group(group, **ACT)
    return found


def test_a_group_of_three_is_warned_before_it_can_do_anything(lea, group):
    make_members(group, [WORKERS] * 3)

    for page in (ROUNDS, f"{ROUNDS}new/", f"{GROUP}hypotheses/"):
        assert "This group has 3 members; 5 are needed." in read(lea, page)
    assert lea.post(f"{ROUNDS}new/", opening(group)).status_code == 422
    assert not PositionRound.objects.exists()


def test_a_round_opens_on_chosen_hypotheses_and_says_what_members_will_read(lea, group, members):
    asked = read(lea, f"{ROUNDS}new/")
    assert "Until the round closes, only you can read your position here" in asked

    response = lea.post(f"{ROUNDS}new/", opening(group, 1, 3))

    assert response["Location"] == f"{ROUNDS}1/"
    sealed = PositionRound.objects.get()
    assert {each.place for each in sealed.hypotheses.all()} == {1, 3}
    assert lea.post(f"{ROUNDS}new/", opening(group)).status_code == 422


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"hypotheses": []}, "Choose at least one hypothesis."),
        ({"hypotheses": ["3f333df6-90a4-4fda-8dd3-9485d27cee36"]}, "no longer exists"),
        ({"last_day": "2020-01-01"}, "This day is past."),
        ({"last_day": ""}, "Give the day, such as 02/03/2026."),
        ({"last_day": "2999-01-01"}, "At most 90 days"),
    ],
)
def test_what_does_not_fit_opens_nothing(lea, group, members, changed, message):
    response = lea.post(f"{ROUNDS}new/", opening(group) | changed)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not PositionRound.objects.exists()


def test_while_it_is_open_pages_do_not_depend_on_who_has_answered(lea, group, members):
    sealed = open_now(group)
    pages = [ROUNDS, f"{ROUNDS}1/", f"{ROUNDS}1/close/", f"{GROUP}hypotheses/", f"{GROUP}members/"]
    before = [read(lea, each) for each in pages]
    for member, stance in zip(members, BEFORE, strict=True):
        take(member, sealed, stance, "Because.", named=True, now=now())

    assert [read(lea, each) for each in pages] == before
    assert "no page says who has answered, nor how many" in before[1]


def test_an_early_close_asks_first_and_counts_once(lea, group, members):
    open_now(group)
    assert "it cannot be opened again" in read(lea, f"{ROUNDS}1/close/")
    assert PositionRound.objects.get().closed is None

    assert lea.post(f"{ROUNDS}1/close/").status_code == 302
    again = lea.post(f"{ROUNDS}1/close/")

    assert again.status_code == 422
    assert "This round has already closed." in again.content.decode()
    assert "Fewer than five members answered" in read(lea, f"{ROUNDS}1/")


def test_a_closed_round_is_read_in_sentences(lea, group, members):
    run(group, members, BEFORE, named={8, 9, 10})
    first = read(lea, f"{ROUNDS}1/")
    run(group, members, AFTER, named={8, 9, 10})
    second = read(lea, f"{ROUNDS}2/")

    assert "Of 14 members: 5 agree, 4 disagree, 5 are not sure." in first
    assert "Social workers, 5 members: 2 agree, 1 disagrees, 2 are not sure." in first
    assert (
        "3 members show both positions: Member 10: “I disagree”, then “I disagree”; Member 11:"
        " “I disagree”, then “I agree”; Member 9: “I disagree”, then “I disagree”."
    ) in second
    assert "9 of 14 members changed their position." in second
    assert "Why they changed their position" in second
    assert "Why they did not change it" in second
    assert "%" not in first + second


def test_names_stand_only_beside_positions_of_those_who_show_theirs(lea, group, members):
    """Three managers want theirs to stand in both rounds, a social worker in the first alone."""
    run(group, members, BEFORE, named={3, 8, 9, 10})
    assert not re.findall(r"Member \d+", read(lea, f"{ROUNDS}1/"))
    run(group, members, AFTER, named={8, 9, 10})
    page = read(lea, f"{ROUNDS}2/")

    assert set(re.findall(r"Member \d+", page)) == {"Member 9", "Member 10", "Member 11"}


def test_a_second_round_offers_the_hypotheses_of_the_first(lea, group, members):
    run(group, members, BEFORE, 1, 2)
    page = lea.get(f"{ROUNDS}new/").content.decode()

    offered = re.findall(r'name="hypotheses" value="([0-9a-f-]+)"', page)
    assert offered == [str(get_hypothesis(group, each).pk) for each in (1, 2)]
    assert lea.post(f"{ROUNDS}new/", opening(group, 3)).status_code == 422


def test_totals_are_released_and_taken_back(lea, group, members):
    run(group, members, BEFORE)
    assert "once both rounds have closed" in read(lea, TOTALS)
    second = [*[AGREE] * 7, *[DISAGREE] * 4, *[UNSURE] * 3]
    run(group, members, second)
    hypothesis = get_hypothesis(group).pk
    assert "First round: Of 14 members: 5 agree, 4 disagree, 5 are not sure" in read(lea, TOTALS)

    sent = {"hypotheses": [str(hypothesis)], "name": "The group of the Val-de-Sève"}
    assert lea.post(TOTALS, sent).status_code == 302
    assert Released.objects.get().stands
    assert "The group of the Val-de-Sève answers for it." in read(lea, TOTALS)
    assert lea.post(TOTALS, sent).status_code == 422

    assert lea.post(f"{TOTALS}{hypothesis}/take-back/").status_code == 302

    assert not Released.objects.get().stands
    assert AuditEvent.objects.filter(verb="took release back", actor="lea").count() == 1
    assert Act.objects.first().verb == "take totals back"
    assert lea.post(f"{TOTALS}{hypothesis}/take-back/").status_code == 422
    assert lea.post(TOTALS, sent).status_code == 302
    assert Released.objects.filter(edition=2).count() == 1


def test_totals_on_which_all_agree_cannot_be_public_and_the_page_says_why(lea, group, members):
    run(group, members, BEFORE)
    run(group, members, [AGREE] * 14)

    assert "a line would hold fewer than three members" in read(lea, TOTALS)
    sent = {"hypotheses": [str(get_hypothesis(group).pk)], "name": "The group"}
    assert lea.post(TOTALS, sent).status_code == 422


@pytest.mark.parametrize("number", [0, 13])
def test_why_totals_are_not_public_names_nobody(lea, group, members, number):
    run(group, members, BEFORE)
    run(group, members, AFTER)
    agree_public_totals(members[number], agreed=False)
    page = read(lea, TOTALS)

    assert "not every member had agreed" in page
    assert "Member" not in page.replace("Members", "")
    sent = {"hypotheses": [str(get_hypothesis(group).pk)], "name": "The group"}
    assert lea.post(TOTALS, sent).status_code == 422


def test_a_reader_reads_results_and_can_do_nothing(noor, group, members):
    run(group, members, BEFORE)
    page = noor.get(ROUNDS).content.decode() + noor.get(f"{ROUNDS}1/").content.decode()

    assert "Of 14 members" in page
    for address in ("rounds/new/", "/close/", "/totals/"):
        assert address not in page


def test_more_hypotheses_make_no_more_queries(lea, group, members):
    run(group, members, BEFORE, 1)
    with CaptureQueriesContext(connection) as for_one:
        lea.get(f"{ROUNDS}1/")
    group.rounds.all().delete()
    run(group, members, BEFORE, 1, 2, 3, 4, 5, 6)
    with CaptureQueriesContext(connection) as for_six:
        lea.get(f"{ROUNDS}1/")
    assert len(for_six) == len(for_one)
