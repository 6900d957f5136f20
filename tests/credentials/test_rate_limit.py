"""Guessing is slowed for a whole inquiry, without knowing who guesses."""

from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.credentials import (
    ExponentialBackoff,
    LocalRateLimiter,
    TokenBucket,
    Tries,
    get_wait,
    per_process_limit,
    renew_tries,
)

RULES = [TokenBucket(20, 60), TokenBucket(10, 3600), ExponentialBackoff(10)]


def count_tries(allowed: float = 20, seconds: float = 60) -> LocalRateLimiter:
    """Return what counts tries by this rule, from none."""
    return LocalRateLimiter(TokenBucket(allowed, seconds))


def test_tries_within_the_limit_are_let_through_and_the_next_one_is_not():
    attempts = count_tries(3)

    assert [attempts.reserve("inquiry", now=0) for _ in range(4)] == [0, 0, 0, 20]


def test_the_limit_refills_evenly():
    attempts = count_tries(3)
    for _ in range(3):
        attempts.reserve("inquiry", now=0)

    assert not attempts.reserve("inquiry", now=20)  # 3 tries in 60 s: one comes back each 20
    assert attempts.reserve("inquiry", now=30) == 10  # and one beyond the limit costs nothing
    assert not attempts.reserve("inquiry", now=40)


def test_a_try_that_was_right_is_put_back():
    attempts = count_tries(1)

    for _ in range(5):
        assert not attempts.reserve("device", now=0)
        attempts.refund("device", now=0)
    assert not attempts.reserve("device", now=0)
    assert attempts.reserve("device", now=0) == 60


def test_guessing_at_one_inquiry_does_not_slow_another():
    attempts = count_tries(1)
    attempts.reserve("one", now=0)

    assert not attempts.reserve("another", now=0)


@pytest.mark.parametrize("pace", [0.0, 1.0])
def test_guessing_under_ever_new_names_does_not_fill_the_memory(pace):
    attempts = count_tries(1)
    for number in range(30_000):
        attempts.reserve(str(number), now=number * pace)

    assert len(attempts._tries) <= 10_000


@given(st.lists(st.floats(0, 30), max_size=200))
def test_however_guesses_arrive_no_more_pass_than_a_bucket_and_what_refills_it(gaps):
    """Of any window that ends now: 20, and one more for every three seconds of it."""
    attempts, now, passed = count_tries(20, 60), 0.0, []
    for gap in gaps:
        now += gap
        if not attempts.reserve("inquiry", now=now):
            passed.append(now)
    for first, begun in enumerate(passed):
        assert (
            len(passed) - first <= 20 + floor((passed[-1] - begun) / 3 + 1e-6) if passed else True
        )


@pytest.mark.parametrize("rule", RULES)
@given(ago=st.floats(-1e9, 1e9), number=st.floats(0, 1e6), pause=st.floats(0, 1e9))
def test_whatever_a_clock_that_was_set_back_left_nobody_waits_for_longer_than_the_rule(
    rule, ago, number, pause
):
    """`last` may be in the future and `until` in another century."""
    tries = renew_tries(rule, Tries(number, -ago, -ago + pause), now=0.0)

    assert 0 <= get_wait(rule, tries, now=0.0) <= rule.longest


def test_what_is_counted_by_each_process_for_itself_has_its_share_and_one_at_least():
    assert [per_process_limit(120, processes) for processes in (1, 4, 500)] == [120, 30, 1]
