"""What a press on “Undo it” brings back, what it never does, and alike acts that stand once."""

import re
from datetime import UTC, datetime

import pytest

from tests.groups.factories import (
    ACT,
    AGREE,
    FOURTEEN,
    OWN,
    STEP,
    WORKERS,
    get_hypothesis,
    make_members,
    open_on,
    run_round,
)
from tests.groups.whole_group import READ_BACK
from vecu.groups.actions import agree_notes, move_hypothesis, publish_group, withdraw_hypothesis
from vecu.groups.member_actions import add_group_member, leave_group
from vecu.records.actions import add_record

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HISTORY = "/en/groups/val-de-seve/history/"
REASON = {"en": "Badly put."}


def press_undo(browser):
    """Press the button of the page, and return the answer."""
    form = browser.get(HISTORY).text.partition('class="notice next-step"')[2]
    [move] = re.findall(r'type="hidden" name="move" value="([^"]+)"', form)
    return browser.post(f"{HISTORY}undo/", {"move": move})


def test_what_members_do_stands_after_what_can_be_undone_and_is_not(lea, group):
    members = make_members(group, FOURTEEN)
    step = add_record(group, STEP, **ACT)
    agree_notes(step, READ_BACK, revision=1, **ACT)
    move_hypothesis(get_hypothesis(group, 2), up=True, **ACT)
    publish_group(group, **ACT)
    add_group_member(group, "One more", WORKERS, **ACT)
    open_on(group)

    assert press_undo(lea).status_code == 302

    step.refresh_from_db()
    group.refresh_from_db()
    assert (step.agreed, step.present, step.objection, step.notes) == (None, None, {}, STEP.notes)
    assert group.published is not None
    assert group.members.count() == len(members) + 1
    assert group.rounds.count() == 1
    assert [each.origin for each in group.hypotheses.all()][:2] == ["core", "relief"]


def test_a_withdrawal_is_undone_though_members_took_position(lea, group):
    run_round(group, make_members(group, FOURTEEN), [AGREE] * 14)
    row = withdraw_hypothesis(get_hypothesis(group), REASON, revision=1, **ACT)

    assert press_undo(lea).status_code == 302

    row.refresh_from_db()
    assert (row.withdrawn, row.revision) == ({}, 3)


def test_a_hypothesis_that_a_round_is_on_stays_and_the_page_says_why(lea, group):
    own = add_record(group, OWN, **ACT)
    make_members(group, FOURTEEN)
    open_on(group, own.place)

    refused = press_undo(lea)

    assert refused.status_code == 422
    assert "Members were asked for their position on this since." in refused.text
    assert get_hypothesis(group, own.place) == own


def test_all_can_be_undone_but_the_beginning(lea, group):
    """Of a new group these are the six hypotheses of the hearing, the last one first."""
    for left in range(5, -1, -1):
        assert press_undo(lea).status_code == 302
        assert group.hypotheses.count() == left

    page = lea.get(HISTORY).text
    assert "Undo it" not in page
    refused = lea.post(f"{HISTORY}undo/", {})
    assert "There is nothing to undo." in refused.text
    group.refresh_from_db()


def test_members_let_in_on_one_day_stand_in_one_line_and_names_in_none(lea, group):
    make_members(group, FOURTEEN)
    later = datetime(2026, 11, 3, 9, tzinfo=UTC)
    add_group_member(group, "One more", WORKERS, by="lea", now=later)

    page = lea.get(HISTORY).text

    assert page.count("let a member in") == 2
    assert page.count("(14 times)") == 1
    assert "Member 1" not in page
    assert page.count("added a hypothesis") == 1 + 1  # the latest stands beside the button, too
    assert page.count("6 entries") == 1


def test_what_was_done_without_an_account_says_so(lea, group):
    lea_alone = lea.get(HISTORY).text
    member, _token = add_group_member(group, "Sam", WORKERS, **ACT)
    leave_group(member, erase_words=True, by="", now=ACT["now"])

    assert "without an account" not in lea_alone
    assert '<span class="hint">without an account</span>' in lea.get(HISTORY).text
