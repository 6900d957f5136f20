"""All processes and machines share one limit; a flood writes nothing, and rows say little."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connections

from vecu.credentials import ExponentialBackoff, LocalRateLimiter, TokenBucket
from vecu.rate_limits.models import CountedTries
from vecu.rate_limits.shared_limiter import SharedRateLimiter, remove_expired_tries
from vecu.site.backup.copies import _list_excluded_tables

pytestmark = pytest.mark.data
MINUTE = 60.0
START = 29_000_000 * MINUTE
"""A whole minute of May 2025, in seconds since 1970."""


def open_processes(number: int, *, step: float = 1.0) -> list[SharedRateLimiter]:
    """Return what each of several processes has of one limit: twenty a minute."""
    return [SharedRateLimiter(TokenBucket(20, MINUTE), "codes", step) for _ in range(number)]


@pytest.mark.django_db
def test_guesses_that_fall_on_five_processes_have_twenty_a_minute_together():
    processes = open_processes(5)

    passed = sum(not each.reserve("study", now=START) for _ in range(20) for each in processes)

    assert passed == 20


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_never_both_take_the_last():
    """Eight threads with a connection each take all that is left of one name, again and again."""
    processes = open_processes(8)

    def guess(limiter: SharedRateLimiter) -> int:
        try:
            return sum(not limiter.reserve("study", now=START) for _ in range(6))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        passed = sum(pool.map(guess, processes))

    assert passed == 20
    assert CountedTries.objects.get().number == 20


@pytest.mark.django_db
def test_a_flood_writes_nothing_and_does_not_even_ask_the_database(django_assert_num_queries):
    first, second = open_processes(2)
    for _ in range(20):
        first.reserve("study", now=START)
    stored = CountedTries.objects.values().get()

    with django_assert_num_queries(0):
        first.reserve("study", now=START)
    with django_assert_num_queries(1):  # it reads that the bucket is empty, and remembers
        second.reserve("study", now=START)
    with django_assert_num_queries(0):
        assert all(second.reserve("study", now=START + 1) for _ in range(1000))
    assert CountedTries.objects.values().get() == stored
    assert not second.reserve("study", now=START + 3)


@pytest.mark.django_db
def test_a_right_password_leaves_no_row_and_ends_its_pause_in_every_process():
    here, there = (SharedRateLimiter(ExponentialBackoff(1), "passwords") for _ in range(2))
    assert not here.reserve("lea", now=START)
    here.refund("lea", now=START)

    assert not CountedTries.objects.exists()
    assert not there.reserve("lea", now=START)


@pytest.mark.django_db
def test_a_row_names_nobody_and_its_moments_are_whole_minutes():
    limiter = SharedRateLimiter(TokenBucket(20, MINUTE), "codes", step=MINUTE)
    for _ in range(20):
        limiter.reserve("study 7", now=START + 43.21)
    row = CountedTries.objects.get()

    assert len(row.name) == 64
    assert "study" not in row.name
    assert (row.last, row.expires) == (START, START + MINUTE)
    assert limiter.reserve("study 7", now=START + 50) == 10, "it refills with the next minute"
    assert not limiter.reserve("study 7", now=START + 60)


@pytest.mark.django_db
def test_rows_are_deleted_when_they_count_no_more_and_reach_no_backup():
    limiter = SharedRateLimiter(TokenBucket(20, MINUTE), "codes")
    limiter.reserve("one", now=START)
    limiter.reserve("another", now=START + 61)  # removes what expired, at most once a minute
    assert CountedTries.objects.count() == 1

    assert remove_expired_tries(START + 130) == 1
    assert CountedTries._meta.db_table in _list_excluded_tables()


@pytest.mark.django_db
def test_where_nothing_can_be_written_a_process_counts_for_itself(monkeypatch):
    def refuse(*_args):
        raise OperationalError("database or disk is full")

    limiter = SharedRateLimiter(TokenBucket(3, MINUTE), "codes")
    monkeypatch.setattr(limiter, "_reserve", refuse)

    assert [limiter.reserve("study", now=START) for _ in range(4)] == [0, 0, 0, 20]


@pytest.mark.django_db
@pytest.mark.parametrize("rule", [TokenBucket(3, MINUTE), ExponentialBackoff(3)])
def test_one_process_decides_as_the_rule_does(rule):
    """The database changes where tries are counted, not which are let through."""
    shared, local = SharedRateLimiter(rule, "codes"), LocalRateLimiter(rule)
    moments = [START + step for step in (0, 0, 1, 2, 5, 21, 22, 40, 41, 90, 700, 700, 701, 702, 60)]

    waits = [shared.reserve("study", now=now) for now in moments]

    assert waits == pytest.approx([local.reserve("study", now=now) for now in moments])
