"""Guessing is slowed for a whole inquiry, without knowing who guesses."""

import pytest

from vecu.credentials import TokenBucket, per_process_limit


def test_tries_within_the_limit_are_let_through_and_the_next_one_is_not():
    attempts = TokenBucket(allowed=3, seconds=60)

    assert [attempts.consume("inquiry", now=0) for _ in range(4)] == [True, True, True, False]


def test_the_limit_refills_evenly():
    attempts = TokenBucket(allowed=3, seconds=60)
    for _ in range(3):
        attempts.consume("inquiry", now=0)

    assert attempts.consume("inquiry", now=20)  # 3 tries in 60 seconds: one comes back each 20
    assert not attempts.consume("inquiry", now=30)  # and one beyond the limit costs nothing
    assert attempts.consume("inquiry", now=40)


def test_guessing_at_one_inquiry_does_not_slow_another():
    attempts = TokenBucket(allowed=1, seconds=60)
    attempts.consume("one", now=0)

    assert attempts.consume("another", now=0)


def test_guessing_under_ever_new_names_does_not_fill_the_memory():
    attempts = TokenBucket(allowed=1, seconds=60)
    for number in range(30_000):
        attempts.consume(str(number), now=float(number))

    assert len(attempts._left) <= 10_000


def test_whether_the_limit_is_reached_can_be_checked_without_counting():
    attempts = TokenBucket(allowed=1, seconds=60)

    assert not attempts.is_exhausted("inquiry", now=0)
    assert not attempts.is_exhausted("inquiry", now=0)
    attempts.consume("inquiry", now=0)
    assert attempts.is_exhausted("inquiry", now=0)
    assert not attempts.is_exhausted("inquiry", now=60)


@pytest.mark.parametrize("processes", [1, 2, 3, 7, 20])
def test_several_processes_together_keep_to_one_limit(processes):
    """Each has its share and knows nothing of the others, however guesses fall on them."""
    each = [
        TokenBucket(allowed=per_process_limit(20, processes), seconds=60) for _ in range(processes)
    ]

    let_through = sum(
        attempts.consume("inquiry", now=0) for attempts in each for _guess in range(30)
    )

    assert 20 - processes < let_through <= 20


def test_one_of_very_many_processes_still_allows_a_slip():
    assert TokenBucket(allowed=per_process_limit(20, 64)).consume("inquiry", now=0)
