"""What follows from the dates of a system, worked by hand."""

from datetime import date

import pytest

from vecu.register.rules import (
    ConsultationKind,
    ConsultationState,
    Stage,
    find_first_use,
    judge_consultation,
)

HELD, NOT_DUE = ConsultationKind.HELD, ConsultationKind.NOT_DUE
BEFORE, BEGIN, AFTER = date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)


@pytest.mark.parametrize(
    ("stages", "first"),
    [
        ([], None),
        ([(Stage.IDEA, BEFORE), (Stage.ABANDONED, AFTER)], None),
        ([(Stage.DESIGN, BEFORE), (Stage.EXPERIMENT, BEGIN), (Stage.PRODUCTION, AFTER)], BEGIN),
        ([(Stage.PRODUCTION, AFTER), (Stage.EVALUATION, BEGIN)], BEGIN),  # in whatever order
        ([(Stage.PRODUCTION, BEGIN)], BEGIN),  # a system that skipped its experiment
    ],
)
def test_use_begins_when_the_work_of_somebody_first_depends_on_it(stages, first):
    assert find_first_use(stages) == first


@pytest.mark.parametrize(
    ("noted", "first_use", "state"),
    [
        ([], None, ConsultationState.NOT_NOTED),
        ([], BEGIN, ConsultationState.NOT_NOTED),
        ([(NOT_DUE, AFTER)], BEGIN, ConsultationState.NOT_DUE),
        ([(HELD, BEFORE)], None, ConsultationState.BEFORE_USE),
        ([(HELD, BEFORE)], BEGIN, ConsultationState.BEFORE_USE),
        ([(HELD, BEGIN)], BEGIN, ConsultationState.TOO_LATE),  # the day itself is no time to weigh
        ([(HELD, AFTER)], BEGIN, ConsultationState.TOO_LATE),
        ([(HELD, AFTER), (HELD, BEFORE)], BEGIN, ConsultationState.BEFORE_USE),
        ([(NOT_DUE, BEFORE), (HELD, AFTER)], BEGIN, ConsultationState.TOO_LATE),
    ],
)
def test_a_consultation_is_in_time_before_the_first_use_only(noted, first_use, state):
    assert judge_consultation(noted, first_use) is state
