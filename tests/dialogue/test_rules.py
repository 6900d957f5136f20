"""What follows from positions and days."""

from datetime import date

import pytest

from vecu.accounts.rules import Role
from vecu.dialogue.rules import (
    CommitmentState,
    Ending,
    PointState,
    Stance,
    judge_commitment,
    judge_point,
)
from vecu.records.rules import Side, get_side

YES, NO, MANDATE = Stance.SHARED, Stance.NOT_SHARED, Stance.ON_MANDATE


@pytest.mark.parametrize(
    ("stances", "state"),
    [
        ([YES, YES], PointState.SHARED),
        ([YES, YES, YES, YES], PointState.SHARED),
        ([YES, NO], PointState.NOT_SHARED),
        ([MANDATE, NO], PointState.NOT_SHARED),
        ([YES, MANDATE], PointState.PENDING),
        ([YES], PointState.PENDING),
        ([NO], PointState.NOT_SHARED),
        ([], PointState.PENDING),
    ],
)
def test_a_point_is_shared_by_two_colleges_or_more_without_a_mandate_or_a_no(stances, state):
    assert judge_point(stances) is state


@pytest.mark.parametrize(
    ("today", "ending", "state"),
    [
        (date(2026, 12, 1), None, CommitmentState.OPEN),
        (date(2026, 12, 2), None, CommitmentState.LATE),
        (date(2027, 1, 1), Ending.DONE, CommitmentState.DONE),
        (date(2026, 1, 1), Ending.DROPPED, CommitmentState.DROPPED),
    ],
)
def test_a_commitment_is_late_after_its_day(today, ending, state):
    assert judge_commitment(date(2026, 12, 1), ending, today) is state


def test_only_representatives_note_for_the_staff():
    sides = {role: get_side(role) for role in Role}

    assert sides.pop(Role.REPRESENTATIVE) is Side.STAFF
    assert set(sides.values()) == {Side.SYSTEM}
