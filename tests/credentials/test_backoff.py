"""Tries under one name are slowed by pauses that grow up to a minute."""

from vecu.credentials import ExponentialBackoff, LocalRateLimiter


def count_tries(allowed: int) -> LocalRateLimiter:
    """Return what counts tries by this rule, from none."""
    return LocalRateLimiter(ExponentialBackoff(allowed))


def wait(attempts, name="lea", now=0.0):
    """Try once and return the seconds that one is asked to wait."""
    return attempts.reserve(name, now=now)


def test_ten_tries_pass_and_each_further_one_begins_a_longer_pause_of_a_minute_at_most():
    attempts, now, pauses = count_tries(10), 0.0, []
    tried = [wait(attempts) for _ in range(10)]
    for _further in range(6):
        pauses.append(wait(attempts, now=now))
        now += pauses[-1]
        assert wait(attempts, now=now) == 0  # the pause ends when it was promised to

    assert tried == [0] * 10
    assert pauses == [6, 12, 24, 48, 60, 60]


def test_trying_during_a_pause_does_not_lengthen_it():
    attempts = count_tries(10)
    for _ in range(10):
        wait(attempts)

    assert [wait(attempts, now=now) for now in (0, 2, 4, 5, 6)] == [6, 4, 2, 1, 0]


def test_whenever_one_looks_ten_and_ten_a_minute_at_most_were_let_through():
    attempts, tried = count_tries(10), 0
    for second in range(1200):
        tried += sum(wait(attempts, now=second) == 0 for _ in range(3))
        assert tried <= 10 + second * 10 / 60


def test_a_right_try_is_uncounted_with_the_pause_that_it_would_have_begun():
    attempts = count_tries(2)
    for _ in range(20):
        assert wait(attempts) == 0
        attempts.refund("lea", now=0)

    assert [wait(attempts) for _ in range(3)] == [0, 0, 30]


def test_ten_minutes_without_a_try_begin_anew_and_names_are_counted_apart():
    attempts = count_tries(2)
    tried = [wait(attempts, now=now) for now in (0, 0, 1)]

    assert tried == [0, 0, 29]
    assert wait(attempts, "tom") == 0
    assert [wait(attempts, now=now) for now in (600, 600, 600)] == [0, 0, 30]
