"""Pages of hypotheses: who says so, what speaks against it; nothing typed is lost."""

import pytest

from tests.groups.factories import (
    ACT,
    AGREE,
    FOURTEEN,
    OWN,
    get_hypothesis,
    make_members,
    open_on,
    run_round,
)
from tests.groups.views.test_rounds import read
from tests.records.undo import undo_latest
from vecu.groups.record_kinds import GROUP
from vecu.records.actions import add_record, change_record, remove_record

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LIST = "/en/groups/val-de-seve/hypotheses/"
TYPED = {
    "statement_en": "It takes as long to check a text as to write it.",
    "source_en": "A social worker of the group",
    "counter_argument_en": "Of long files, reading is quicker than writing.",
}


def test_the_six_of_the_hearing_stand_with_their_source_and_what_speaks_against_them(lea, group):
    page = read(lea, LIST)

    assert page.count("Who says so") == page.count("What speaks against it") == 6
    assert "(a hypothesis of the group)" not in page
    assert page.count("The laboratory that runs these pages; not said at the hearing.") == 3


def test_one_s_own_is_added_beside_them(lea, group):
    assert lea.post(f"{LIST}new/", TYPED)["Location"] == LIST

    own = get_hypothesis(group, 7)
    assert (own.statement, own.origin) == ({"en": TYPED["statement_en"]}, "")
    assert "(a hypothesis of the group)" in read(lea, LIST)


def test_one_without_a_counter_argument_is_refused_and_what_was_typed_stays(lea, group):
    response = lea.post(f"{LIST}new/", TYPED | {"counter_argument_en": " "})

    assert response.status_code == 422
    assert "Write what speaks against it: each hypothesis has one." in response.content.decode()
    assert TYPED["statement_en"] in response.content.decode()
    assert group.hypotheses.count() == 6


def test_one_of_the_hearing_with_other_words_is_the_group_s(lea, group):
    row = get_hypothesis(group)
    same = {
        f"{name}_{language}": text
        for name in ("statement", "plain", "source", "counter_argument")
        for language, text in getattr(row, name).items()
    }
    lea.post(f"{LIST}{row.pk}/", same | {"revision": 1})
    assert get_hypothesis(group).origin == "relief"
    lea.post(f"{LIST}{row.pk}/", same | {"revision": 2, "statement_en": "AI relieves nobody."})
    assert get_hypothesis(group).origin == ""


def test_its_plain_words_are_twenty_at_most_and_what_was_typed_stays(lea, group):
    """Punctuation between spaces, as French has it, is no word."""
    twenty = " ; ".join(["mot"] * 20)
    typed = TYPED | {"plain_fr": f"{twenty} et un"}
    response = lea.post(f"{LIST}new/", typed)
    assert response.status_code == 422
    assert "At most 20 words in plain words. Found: 22." in response.text
    assert "et un" in response.text

    lea.post(f"{LIST}new/", typed | {"plain_fr": twenty})
    row = group.hypotheses.last()
    assert row.plain == {"fr": twenty}
    assert row.heading == {"fr": twenty, "en": TYPED["statement_en"]}


def test_two_who_change_one_see_both(lea, group):
    row = add_record(group, OWN, **ACT)
    theirs = OWN.statement | {"en": "Their words."}
    content = type(OWN)(theirs, OWN.source, OWN.counter_argument)
    change_record(row, content, revision=1, by="omar", now=ACT["now"])

    response = lea.post(f"{LIST}{row.pk}/", TYPED | {"revision": 1})

    assert response.status_code == 422
    for words in ("Their words.", TYPED["statement_en"], "Somebody else has changed this"):
        assert words in response.content.decode()


def test_words_about_one_that_was_removed_meanwhile_can_be_added_again(lea, group):
    row = add_record(group, OWN, **ACT)
    page = f"{LIST}{row.pk}/"
    remove_record(row, revision=1, **ACT)
    response = lea.post(page, TYPED | {"revision": 1})

    assert response.status_code == 422
    assert TYPED["statement_en"] in response.content.decode()
    assert f'action="{LIST}new/"' in response.content.decode()
    assert lea.get(page).status_code == 404


def test_they_are_put_in_order_and_undoing_a_change_does_not_undo_that(lea, group):
    own = add_record(group, OWN, **ACT)
    own = change_record(
        own, type(OWN)({"en": "Other."}, OWN.source, OWN.counter_argument), revision=1, **ACT
    )
    for _number in range(2):
        lea.post(f"{LIST}{own.pk}/move/", {"to": "up"})
    assert get_hypothesis(group, 5) == own

    undo_latest(group, GROUP, **ACT)

    assert get_hypothesis(group, 5).statement == OWN.statement
    first = get_hypothesis(group, 1)
    assert lea.post(f"{LIST}{first.pk}/move/", {"to": "up"}).status_code == 302
    assert get_hypothesis(group, 1) == first


def test_one_that_members_answered_is_withdrawn_with_a_reason_and_stays(lea, group):
    members = make_members(group, FOURTEEN)
    run_round(group, members, [AGREE] * 14)
    row = get_hypothesis(group)
    assert lea.post(f"{LIST}{row.pk}/remove/", {"revision": 1}).status_code == 422
    withdraw = f"{LIST}{row.pk}/withdraw/"
    assert lea.post(withdraw, {"revision": 1}).status_code == 422

    assert lea.post(withdraw, {"revision": 1, "reason_en": "Badly put."})["Location"] == LIST

    page = read(lea, LIST)
    assert "Withdrawn Badly put." in page
    assert page.index("Badly put.") > page.index("having fewer of them")


def test_one_on_which_a_round_is_open_is_not_withdrawn(lea, group):
    make_members(group, FOURTEEN)
    open_on(group)
    row = get_hypothesis(group)
    response = lea.post(f"{LIST}{row.pk}/withdraw/", {"revision": 1, "reason_en": "Badly put."})

    assert response.status_code == 422
    assert "It can be withdrawn once that has closed." in response.content.decode()
    assert "A round is open on it" in read(lea, LIST)


def test_a_reader_reads_and_can_do_nothing(noor, group):
    page = noor.get(LIST).content.decode()

    for address in ("/new/", "/move/", "/remove/", "/withdraw/"):
        assert address not in page
