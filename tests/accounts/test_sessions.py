"""Sessions end twelve hours after signing in, with a new password, and with the account."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.surveys.factories import NOON, PASSWORD, make_member, make_study
from vecu.accounts import authentication
from vecu.accounts.account_changes import disable_account, enable_account, remove_account
from vecu.accounts.authentication import SignInAttempts
from vecu.accounts.rules import Role
from vecu.site.commands import purge

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NEW = "seven wooden spoons"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The hours since noon, as a list of one, which a test changes."""
    hours = [0.0]
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(hours=hours[0]))
    monkeypatch.setattr(authentication, "attempts", SignInAttempts())
    return hours


def sign_in(account="lea", password=PASSWORD):
    client = Client()
    client.post("/en/sign-in/", {"account": account, "password": password})
    return client


def is_signed_in(client):
    return client.get("/en/studies/").status_code == 200


def test_a_session_ends_after_twelve_hours_whatever_happens_in_it(clock):
    make_member("lea", make_study(), Role.OWNER)
    lea = sign_in()

    clock[0] = 11
    changed = lea.post("/en/studies/small/relays/", {"name": "Union"}, follow=True)
    cookie = lea.cookies["staff"]
    clock[0] = 11.99
    before = is_signed_in(lea)
    clock[0] = 12.01

    assert "The relay is added, with its link." in changed.text  # a message, stored in the session
    assert int(cookie["max-age"]) == 3600
    assert before
    assert not is_signed_in(lea)


@pytest.mark.django_db(transaction=True)
def test_purge_deletes_sessions_that_have_ended(clock):
    make_member("lea")
    sign_in()
    clock[0] = 6
    sign_in()
    clock[0] = 13

    assert CliRunner().invoke(purge, ["--the-clock-is-right"]).exit_code == 0
    assert Session.objects.count() == 1


def test_changing_a_password_keeps_this_session_and_ends_the_others():
    make_member("lea")
    here, elsewhere = sign_in(), sign_in()

    changed = here.post("/en/account/", {"old": PASSWORD, "new": NEW, "again": NEW})

    assert changed.status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert Session.objects.count() == 1
    assert not is_signed_in(sign_in())
    assert is_signed_in(sign_in(password=NEW))


@pytest.mark.parametrize("act", [disable_account, remove_account])
def test_a_disabled_or_removed_account_is_out_at_once_and_its_sessions_do_not_come_back(act):
    lea, other = make_member("lea"), make_member("tom")
    hers, his = sign_in(), sign_in("tom")

    act(lea, by="tom", now=NOON)

    assert not is_signed_in(hers)
    assert is_signed_in(his)
    assert Session.objects.count() == 1
    if act is disable_account:
        enable_account(lea, by=other.username, now=NOON)
        assert not is_signed_in(hers)
        assert is_signed_in(sign_in())
