"""What one side says of the other is claimed until the other confirms it: the rules alone."""

from datetime import date

import pytest

from vecu.records.rules import (
    ResponseVerb,
    Side,
    SideResponse,
    Standing,
    judge_standing,
    list_awaited,
    read_responses,
)

DAY = date(2026, 11, 28)
BOTH = frozenset(Side)
STAFF, SYSTEM = Side.STAFF, Side.SYSTEM


def say(verdict: ResponseVerb, revision: int = 1) -> SideResponse:
    return SideResponse(verdict, DAY, revision)


CONFIRM, CONTEST = ResponseVerb.CONFIRM, ResponseVerb.CONTEST


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ({}, Standing.CLAIMED),
        ({STAFF: say(CONFIRM)}, Standing.CONFIRMED),
        ({STAFF: say(CONFIRM, 0)}, Standing.CLAIMED),  # it was changed since
        ({SYSTEM: say(CONFIRM)}, Standing.CLAIMED),  # who noted it confirms nothing of the other
        ({STAFF: say(CONTEST)}, Standing.CONTESTED),
        ({STAFF: say(CONTEST, 0)}, Standing.CONTESTED),  # a change takes no contest away
        ({STAFF: say(CONFIRM), SYSTEM: say(CONTEST)}, Standing.CONTESTED),
        ({STAFF: say(CONTEST), SYSTEM: say(CONTEST)}, Standing.CONTESTED),
    ],
)
def test_an_agreement_that_management_noted_is_signed_once_the_staff_confirms_it(said, standing):
    assert judge_standing(said, 1, {SYSTEM}, BOTH) is standing


@pytest.mark.parametrize(
    ("author", "standing"), [(SYSTEM, Standing.CLAIMED), (STAFF, Standing.CONFIRMED)]
)
def test_what_speaks_of_the_staff_alone_is_claimed_by_management_only(author, standing):
    """Of its own consultation the staff notes nothing that management must confirm."""
    assert judge_standing({}, 1, {author}, {STAFF}) is standing


def test_whoever_contests_is_not_waited_for_and_whoever_confirmed_an_earlier_state_is():
    assert list_awaited({}, 1, {SYSTEM}, BOTH) == [STAFF]
    assert list_awaited({STAFF: say(CONTEST, 0)}, 1, {SYSTEM}, BOTH) == []
    assert list_awaited({STAFF: say(CONFIRM, 0)}, 1, {SYSTEM}, BOTH) == [STAFF]


def test_a_response_is_stored_with_its_day_its_reason_and_the_mandate_of_its_account():
    response = SideResponse(CONTEST, DAY, 3, {"fr": "Non."}, "a key")
    stored = response.to_json()

    assert stored == {
        "verdict": "contest",
        "day": "2026-11-28",
        "revision": 3,
        "reason": {"fr": "Non."},
        "mandate": "a key",
    }
    assert read_responses({"representatives": stored}) == {STAFF: response}
