"""Guessing is slowed for a whole inquiry, without knowing who guesses."""

import pytest

from vecu.credentials import Attempts, share_of


def test_tries_within_the_limit_are_let_through_and_the_next_one_is_not():
    attempts = Attempts(allowed=3, seconds=60)

    assert [attempts.wrong("inquiry", now=0) for _ in range(4)] == [True, True, True, False]


def test_the_limit_refills_evenly():
    attempts = Attempts(allowed=3, seconds=60)
    for _ in range(3):
        attempts.wrong("inquiry", now=0)

    assert attempts.wrong("inquiry", now=20)  # 3 tries in 60 seconds: one comes back each 20
    assert not attempts.wrong("inquiry", now=30)  # and one beyond the limit costs nothing
    assert attempts.wrong("inquiry", now=40)


def test_guessing_at_one_inquiry_does_not_slow_another():
    attempts = Attempts(allowed=1, seconds=60)
    attempts.wrong("one", now=0)

    assert attempts.wrong("another", now=0)


def test_guessing_under_ever_new_names_does_not_fill_the_memory():
    attempts = Attempts(allowed=1, seconds=60)
    for number in range(30_000):
        attempts.wrong(str(number), now=float(number))

    assert len(attempts._left) <= 10_000


def test_whether_the_limit_is_reached_can_be_asked_without_counting():
    attempts = Attempts(allowed=1, seconds=60)

    assert not attempts.spent("inquiry", now=0)
    assert not attempts.spent("inquiry", now=0)
    attempts.wrong("inquiry", now=0)
    assert attempts.spent("inquiry", now=0)
    assert not attempts.spent("inquiry", now=60)


@pytest.mark.parametrize("processes", [1, 2, 3, 7, 20])
def test_several_processes_together_keep_to_one_limit(processes):
    """Each has its share and knows nothing of the others, however guesses fall on them."""
    each = [Attempts(allowed=share_of(20, processes), seconds=60) for _ in range(processes)]

    let_through = sum(attempts.wrong("inquiry", now=0) for attempts in each for _guess in range(30))

    assert 20 - processes < let_through <= 20


def test_one_of_very_many_processes_still_allows_a_slip():
    assert Attempts(allowed=share_of(20, 64)).wrong("inquiry", now=0)
