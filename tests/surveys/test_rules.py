"""When a study takes answers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.surveys.rules import (
    NEXT_STATES,
    AvailabilityStatus,
    FieldingState,
    Mode,
    allows_population_shares,
    availability,
    draft_expiry,
    last_closing,
    last_day,
    late_submission_deadline,
    summarise_availability,
    takes_answers,
    takes_begun_answers,
    takes_filled_forms,
)

DAY = date(2026, 11, 24)
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)


@pytest.mark.parametrize(
    ("state", "opens", "closes", "met"),
    [
        (FieldingState.DRAFT, None, None, AvailabilityStatus.UNPUBLISHED),
        (FieldingState.DRAFT, BEFORE, AFTER, AvailabilityStatus.UNPUBLISHED),
        (FieldingState.OPEN, None, None, AvailabilityStatus.OPEN),
        (FieldingState.OPEN, DAY, DAY, AvailabilityStatus.OPEN),
        (FieldingState.OPEN, AFTER, None, AvailabilityStatus.NOT_YET),
        (FieldingState.OPEN, None, BEFORE, AvailabilityStatus.CLOSED),
        (FieldingState.PAUSED, None, None, AvailabilityStatus.PAUSED),
        (FieldingState.PAUSED, None, BEFORE, AvailabilityStatus.CLOSED),
        (FieldingState.CLOSED, None, None, AvailabilityStatus.CLOSED),
        (FieldingState.CLOSED, AFTER, None, AvailabilityStatus.CLOSED),
    ],
)
def test_the_door_follows_from_the_state_and_the_day_both_dates_included(state, opens, closes, met):
    assert availability(state, opens, closes, DAY) is met


days = st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1))


@given(st.sampled_from(FieldingState), days, days, st.dates(date(2026, 1, 1), date(2027, 1, 1)))
def test_whoever_may_begin_may_also_send(state, opens, closes, today):
    if takes_answers(state, opens, closes, today):
        assert takes_begun_answers(state, opens, closes, today)


def test_a_closed_inquiry_takes_what_was_begun_and_a_paused_one_takes_nothing():
    assert takes_begun_answers(FieldingState.CLOSED, None, None, DAY)
    assert not takes_begun_answers(FieldingState.PAUSED, None, None, DAY)


def test_a_draft_is_stored_for_fourteen_days():
    assert draft_expiry(DAY) == date(2026, 12, 8)


@pytest.mark.parametrize(
    ("state", "closes", "until"),
    [
        (FieldingState.CLOSED, DAY, date(2026, 12, 8)),
        (FieldingState.CLOSED, date(2026, 11, 1), date(2026, 11, 15)),
        (FieldingState.OPEN, BEFORE, date(2026, 12, 7)),
        (FieldingState.PAUSED, BEFORE, date(2026, 12, 7)),
        (FieldingState.CLOSED, None, None),
        (FieldingState.OPEN, DAY, None),
        (FieldingState.PAUSED, None, None),
        (FieldingState.DRAFT, BEFORE, None),
    ],
)
def test_forms_filled_elsewhere_come_for_fourteen_days_after_the_last_one(state, closes, until):
    assert late_submission_deadline(state, None, closes, DAY) == until


@given(st.sampled_from(FieldingState), days, days, st.dates(date(2026, 1, 1), date(2027, 1, 1)))
def test_a_form_may_come_when_one_may_begin_and_only_while_a_begun_one_may_be_sent(
    state, opens, closes, today
):
    comes = takes_filled_forms(state, opens, closes, today)
    assert comes >= takes_answers(state, opens, closes, today)
    assert comes <= takes_begun_answers(state, opens, closes, today)


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 400))
def test_forms_come_as_long_as_a_draft_that_was_begun_on_the_last_day(closes, later):
    today = closes + timedelta(later)
    assert takes_filled_forms(FieldingState.CLOSED, None, closes, today) == (
        draft_expiry(closes) >= today
    )


@given(st.dates())
def test_what_was_begun_on_the_last_day_can_be_sent_while_answers_are_stored(retained_until):
    assert draft_expiry(last_closing(retained_until)) == max(retained_until, draft_expiry(date.min))


@pytest.mark.parametrize(
    ("opens", "closes", "last"),
    [
        (None, None, DAY),
        (None, AFTER, DAY),
        (None, BEFORE, BEFORE),
        (AFTER, None, None),
        (DAY, None, DAY),
    ],
    ids=["no day set", "before its time", "over already", "never open", "on its first day"],
)
def test_what_is_closed_today_has_had_its_last_day(opens, closes, last):
    assert last_day(opens, closes, DAY) == last


def test_no_state_leads_back_to_preparation():
    assert all(FieldingState.DRAFT not in targets for targets in NEXT_STATES.values())


@pytest.mark.parametrize("mode", list(Mode))
def test_neither_an_open_poll_nor_an_import_allows_a_share_of_a_population(mode):
    assert not allows_population_shares(mode)


@pytest.mark.parametrize(
    ("fieldings", "state"),
    [
        ({Mode.OPEN: "open", Mode.CARDS: "unpublished"}, "open"),
        ({Mode.OPEN: "unpublished", Mode.CARDS: "open"}, "open"),
        ({Mode.OPEN: "closed", Mode.CARDS: "paused"}, "paused"),
        ({Mode.OPEN: "closed", Mode.CARDS: "unpublished"}, "closed"),
        ({Mode.OPEN: "unpublished", Mode.IMPORTED: "closed"}, "unpublished"),
        ({Mode.IMPORTED: "closed"}, "closed"),
        ({}, "unpublished"),
    ],
)
def test_a_study_is_in_the_state_of_the_fielding_that_takes_most(fieldings, state):
    found = [(mode, AvailabilityStatus(each)) for mode, each in fieldings.items()]
    assert summarise_availability(found) == state
    assert summarise_availability(reversed(found)) == state
