"""What follows from positions, evidence and days: each value worked out by hand."""

from datetime import date, timedelta

import pytest

from vecu.recommendations.rules import (
    ALTERNATIVE_QUESTIONS,
    LIVE_STATES,
    AddressState,
    Alternative,
    AnswerDecision,
    ClaimState,
    FollowUpOutcome,
    RecommendationState,
    can_move,
    can_take_position,
    count_equal_space,
    judge_address,
    judge_claim,
)

DRAFT, OPEN, PUBLISHED, MERGED, SET_ASIDE, TAKEN_BACK = RecommendationState
ACCEPTED, PARTLY, DECLINED = AnswerDecision
UNDER_WAY, DONE, NOT_DONE = FollowUpOutcome
DUE, PROMISED = date(2027, 1, 31), date(2027, 6, 30)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (DRAFT, {OPEN, MERGED, SET_ASIDE}),
        (OPEN, {PUBLISHED, MERGED, SET_ASIDE}),
        (PUBLISHED, {PUBLISHED, MERGED, TAKEN_BACK}),
        (MERGED, set()),
        (SET_ASIDE, set()),
        (TAKEN_BACK, set()),
    ],
)
def test_nothing_is_published_before_positions_and_what_ended_goes_on_nowhere(state, following):
    assert {each for each in RecommendationState if can_move(state, each)} == following
    assert (state in LIVE_STATES) == bool(following)


def test_positions_are_taken_on_what_is_open_and_on_what_everybody_reads():
    assert [each for each in RecommendationState if can_take_position(each)] == [OPEN, PUBLISHED]


@pytest.mark.parametrize(
    ("cited", "standing", "state"),
    [
        (0, 0, ClaimState.WITHOUT_EVIDENCE),
        (1, 1, ClaimState.STANDING),
        (1, 0, ClaimState.ARGUE_AGAIN),
        (50, 50, ClaimState.STANDING),
        (50, 49, ClaimState.ARGUE_AGAIN),
    ],
)
def test_one_piece_of_evidence_that_is_gone_is_enough_to_argue_again(cited, standing, state):
    assert judge_claim(cited, standing) is state


@pytest.mark.parametrize(
    ("supporting", "opposing", "space"),
    [
        (12, 1, 1),  # the one against stands beside one for, the other eleven are folded
        (1, 12, 1),
        (7, 7, 7),
        (5, 3, 3),
        (9, 0, 9),  # nobody against: nothing to make room for
        (0, 2, 2),
        (0, 0, 0),
    ],
)
def test_dissent_has_as_much_space_as_support(supporting, opposing, space):
    assert count_equal_space(supporting, opposing) == space


@pytest.mark.parametrize(
    ("decision", "done_by", "outcome", "today", "state"),
    [
        (None, None, None, DUE, AddressState.AWAITED),
        (None, None, None, DUE + DAY, AddressState.OVERDUE),
        (DECLINED, None, None, DUE + DAY, AddressState.DECLINED),
        (ACCEPTED, PROMISED, None, PROMISED, AddressState.UNDER_WAY),
        (ACCEPTED, PROMISED, None, PROMISED + DAY, AddressState.LATE),
        (PARTLY, PROMISED, UNDER_WAY, PROMISED + DAY, AddressState.LATE),
        (PARTLY, PROMISED, DONE, PROMISED + DAY, AddressState.DONE),
        (ACCEPTED, PROMISED, NOT_DONE, DUE, AddressState.NOT_DONE),
        (DECLINED, None, DONE, PROMISED, AddressState.DECLINED),
    ],
)
def test_an_answer_is_awaited_then_overdue_and_what_was_promised_is_followed(
    decision, done_by, outcome, today, state
):
    assert judge_address(DUE, decision, done_by, outcome, today) is state


def test_every_alternative_has_its_question():
    assert list(ALTERNATIVE_QUESTIONS) == list(Alternative)
