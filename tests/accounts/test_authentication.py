"""Guesses at passwords: pauses, equal work for every name, one hash at a time, counts per day."""

from collections import Counter
from datetime import date
from threading import Thread

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, PBKDF2PasswordHasher
from django.db import OperationalError

from tests.surveys.factories import NOON, PASSWORD, make_member
from vecu.accounts import authentication
from vecu.accounts.account_changes import disable_account, remove_account
from vecu.accounts.authentication import SignInAttempts, SignInBusy
from vecu.accounts.failed_sign_ins import FailureTally, list_failed_sign_ins, purge_failed_sign_ins
from vecu.accounts.models import FailedSignIns
from vecu.accounts.views import sign_in as page
from vecu.rate_limits.models import CountedTries

pytestmark = [pytest.mark.django_db, pytest.mark.data]
SIGN_IN = "/en/sign-in/"


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    """The clock of the limits and of the counts, which begin anew."""
    clock = Clock()
    attempts = SignInAttempts(clock=clock)
    monkeypatch.setattr(authentication, "attempts", attempts)
    monkeypatch.setattr(page, "tally", FailureTally(clock))
    monkeypatch.setattr("vecu.accounts.failed_sign_ins.tally", page.tally)
    return clock


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """The passwords that were hashed, slowly as they must be."""
    passwords: list[str] = []

    def counting(hasher):
        def encode(self, password, *rest, **more):
            passwords.append(password)
            return hasher(self, password, *rest, **more)

        return encode

    for hasher in (PBKDF2PasswordHasher, MD5PasswordHasher):
        monkeypatch.setattr(hasher, "encode", counting(hasher.encode))
    return passwords


def sign_in(client, account="lea", password=PASSWORD):
    return client.post(SIGN_IN, {"account": account, "password": password})


def guess(client, times, account="lea"):
    return [
        sign_in(client, account, password=f"guess {number}").status_code for number in range(times)
    ]


def test_past_the_limit_neither_a_wrong_nor_the_right_password_is_hashed(client, clock, hashed):
    make_member("lea")
    hashed.clear()

    statuses = guess(client, 60)
    right = sign_in(client)

    assert Counter(statuses) == {422: 10, 429: 50}
    assert len(hashed) == 10
    assert right.status_code == 429


def test_the_page_says_how_long_to_wait_and_then_the_right_password_works(client, clock):
    make_member("lea")
    guess(client, 10)

    refused = sign_in(client)
    clock.now = float(refused.headers["Retry-After"])
    accepted = sign_in(client)

    assert refused.headers["Retry-After"] == "6"
    assert "Try again in 6 seconds" in refused.text
    assert "for a link: it works at once" in refused.text
    assert accepted.status_code == 302


def test_nobody_waits_for_more_than_a_minute_at_a_time(client, clock):
    make_member("lea")
    waits = []
    guess(client, 10)
    for _pause in range(7):
        waits.append(int(sign_in(client, password="guess").headers["Retry-After"]))
        clock.now += waits[-1]
        guess(client, 1)

    assert waits == [6, 12, 24, 48, 60, 60, 60]


def test_one_name_under_attack_keeps_no_other_waiting_nor_do_ever_new_names(client, clock):
    make_member("lea")
    guess(client, 20, account="tom")
    for number in range(80):
        guess(client, 1, account=f"name{number}")

    assert sign_in(client).status_code == 302


@pytest.fixture
def names():
    """One account name of each kind: what is known of them must show in nothing."""
    lea = make_member("lea")
    lea.may_manage_accounts = True
    lea.save()
    make_member("active")
    disable_account(make_member("disabled"), by="lea", now=NOON)
    remove_account(make_member("removed"), by="lea", now=NOON)
    without = make_member("without")
    without.set_unusable_password()
    without.save()
    return ["active", "disabled", "removed", "without", "nobody"]


def test_every_kind_of_name_gets_the_same_work_words_and_pauses(client, clock, hashed, names):
    work, words, statuses = {}, {}, {}
    for name in names:
        hashed.clear()
        answers = [sign_in(client, name, password="a wrong password") for _ in range(12)]
        work[name] = len(hashed)
        words[name] = [answer.text.replace(f'value="{name}"', "") for answer in answers]
        statuses[name] = [answer.status_code for answer in answers]

    assert set(work.values()) == {10}
    assert all(statuses[name] == [422] * 10 + [429] * 2 for name in names)
    assert all(words[name] == words["active"] for name in names)


def test_a_third_sign_in_at_the_same_moment_is_sent_away_at_once_and_not_counted(client, clock):
    """One is hashed and one waits, whoever they are; pages of respondents have other threads."""
    make_member("lea")
    attempts = authentication.attempts
    waiting = Thread(target=lambda: attempts.take_turn().__enter__())
    with attempts.take_turn():
        waiting.start()
        while attempts._line._value:
            pass
        busy = sign_in(client)
        with pytest.raises(SignInBusy), attempts.take_turn():
            pass
    waiting.join()

    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "2")
    assert "Many people are signing in" in busy.text
    assert not CountedTries.objects.exists()


def counted():
    return {(line.account, line.number) for line in FailedSignIns.objects.all()}


def test_failed_sign_ins_are_counted_by_day_and_account_without_the_invented_names(client, clock):
    make_member("lea")
    guess(client, 12)
    for secret in ("my secret password", "tom"):
        guess(client, 1, account=secret)
    sign_in(client, "lea")  # refused unread, so it counts, too

    lines = list_failed_sign_ins(date(2000, 1, 1))

    assert counted() == {("lea", 13), ("", 2)}
    assert [field.name for field in FailedSignIns._meta.fields] == [
        "id",
        "day",
        "account",
        "number",
    ]
    assert {line.account for line in lines} == {"lea", ""}


def test_a_flood_is_stored_once_a_minute(client, clock, django_assert_num_queries):
    make_member("lea")
    guess(client, 10)
    assert counted() == {("lea", 1)}

    with django_assert_num_queries(0):
        guess(client, 50)
    clock.now = 61
    guess(client, 1)

    assert counted() == {("lea", 61)}


def test_a_database_that_cannot_be_written_keeps_nobody_from_the_page(client, clock, monkeypatch):
    def refuse(counts):
        raise OperationalError("database or disk is full")

    make_member("lea")
    with monkeypatch.context() as full:
        full.setattr("vecu.accounts.failed_sign_ins._store", refuse)
        assert guess(client, 2) == [422, 422]
    clock.now = 61
    guess(client, 1)

    assert counted() == {("lea", 3)}


def test_counts_are_purged_with_the_audit_of_their_day(client, clock, settings):
    settings.AUDIT_DAYS = 365
    for day in (date(2025, 11, 23), date(2025, 11, 24)):
        FailedSignIns.objects.create(day=day, account="lea", number=1)

    assert purge_failed_sign_ins(date(2026, 11, 24)) == 1
    assert FailedSignIns.objects.get().day == date(2025, 11, 24)
