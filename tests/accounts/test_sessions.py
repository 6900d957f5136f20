"""Sessions end after twelve hours, without an act, with a new password, with the account."""

import re
from datetime import timedelta
from html import unescape

import pytest
from allauth.usersessions.models import UserSession
from click.testing import CliRunner
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from tests.surveys.factories import NOON, PASSWORD, make_member, make_study
from vecu.accounts import authentication
from vecu.accounts.account_changes import disable_account, enable_account, remove_account
from vecu.accounts.authentication import SignInAttempts
from vecu.accounts.models import AuditEvent
from vecu.accounts.rules import Role
from vecu.site.commands import purge
from vecu.surveys.models import OutreachPartner

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

    for clock[0] in range(1, 12):
        assert is_signed_in(lea)
    changed = lea.post("/en/studies/small/relays/", {"name": "Union"}, follow=True)
    cookie = lea.cookies["staff"]
    clock[0] = 11.99
    before = is_signed_in(lea)
    clock[0] = 12.01

    assert "The relay is added, with its link." in changed.text  # a message, stored in the session
    assert int(cookie["max-age"]) == 2 * 3600, "one hour, and one for a form that comes too late"
    assert before
    assert not is_signed_in(lea)


@pytest.mark.django_db(transaction=True)
def test_purge_deletes_sessions_that_have_ended(clock):
    make_member("lea")
    sign_in()
    clock[0] = 6
    sign_in()
    clock[0] = 13.5

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


WORDS = "Ce que j’ai compris :\r\n  tout, <même> « ça » & le reste."
RELAYS = "/en/studies/small/relays/"
MINUTE = 1 / 60


@pytest.fixture
def owner(clock):
    """Léa, owner of a study, in a browser where she has just signed in."""
    make_member("lea", make_study(), Role.OWNER)
    return sign_in()


def read_form(page) -> dict[str, str]:
    """Return the fields that a browser would send with the first form of the page."""
    form = re.search(r"<form[^>]*unsent/send/.*?</form>", page.text, re.DOTALL)[0]
    inputs = re.findall(r'name="([^"]*)" value="([^"]*)"', form)
    return {unescape(name): unescape(value) for name, value in inputs}


def test_an_hour_without_an_act_ends_a_session_and_an_act_every_half_hour_keeps_it(owner, clock):
    for clock[0] in (0.5, 1, 1.5, 2, 3):
        assert is_signed_in(owner)
    clock[0] = 3 + 66 * MINUTE  # the last act is known to five minutes

    answer = owner.get(RELAYS, follow=True)

    assert answer.redirect_chain == [(f"/en/sign-in/?next={RELAYS}", 302)]
    assert "nothing was done in it for 60 minutes" in answer.text
    assert not is_signed_in(owner)
    assert not UserSession.objects.exists()


def test_what_a_page_asks_for_by_itself_is_no_act(owner, clock):
    for minute in range(0, 60, 10):
        clock[0] = minute * MINUTE
        assert owner.get(RELAYS, headers={"HX-Request": "true"}).status_code == 200
    clock[0] = 66 * MINUTE

    assert owner.get(RELAYS, headers={"HX-Request": "true"}).status_code == 401


def test_the_last_act_is_written_once_in_five_minutes_and_a_full_disk_stops_no_page(
    owner, clock, monkeypatch, django_assert_max_num_queries
):
    def refuse(*_args, **_more):
        raise OperationalError("database or disk is full")

    assert is_signed_in(owner)  # and reads what was said at signing in
    stored = Session.objects.get().session_data
    for clock[0] in (0.01, 0.05, 4 * MINUTE):
        assert is_signed_in(owner)
    assert Session.objects.get().session_data == stored
    clock[0] = 6 * MINUTE
    with monkeypatch.context() as full:
        full.setattr("django.contrib.sessions.backends.db.SessionStore.save", refuse)
        assert is_signed_in(owner)
    assert is_signed_in(owner)
    assert Session.objects.get().session_data != stored


@pytest.mark.parametrize("hours", [66 * MINUTE, 12.5])
def test_a_form_sent_when_the_session_was_over_is_sent_again_after_signing_in(owner, clock, hours):
    clock[0] = hours if hours < 12 else 11.6
    if hours > 12:  # somebody who never stopped
        for clock[0] in (x * 0.9 for x in range(1, 14)):
            assert is_signed_in(owner)
        clock[0] = hours
    late = owner.post(RELAYS, {"name": WORDS}, follow=True)
    data = {"account": "lea", "password": PASSWORD, "next": "/en/account/unsent/"}
    waiting = owner.post("/en/sign-in/", data, follow=True)
    sent = owner.post("/en/account/unsent/send/", read_form(waiting), follow=True)

    assert "waits for you for an hour" in late.text
    assert "nothing of it has been saved yet" in waiting.text
    assert "The relay is added, with its link." in sent.text
    assert OutreachPartner.objects.get().name.split() == WORDS.split()
    assert "unsent form" not in owner.session, "it waits no longer"


def sign_in_again(client, account="lea"):
    client.post("/en/sign-in/", {"account": account, "password": PASSWORD})
    return client.get("/en/account/unsent/")


def test_nobody_else_reads_it_nor_does_the_database_nor_its_member_after_an_hour(owner, clock):
    make_member("tom")
    for account, later in (("tom", 0.1), ("lea", 1.01)):
        clock[0] += 66 * MINUTE
        owner.post(RELAYS, {"name": WORDS})
        stored = repr([each.get_decoded() for each in Session.objects.all()])
        clock[0] += later
        answer = sign_in_again(owner, account)
        assert "compris" not in stored
        assert answer.status_code == 302
        assert "unsent form" not in owner.session
        sign_in_again(owner)


def test_passwords_files_too_long_texts_and_what_strangers_send_are_dropped(owner, clock):
    own = {"old": PASSWORD, "new": NEW, "again": NEW}
    too_late = [
        ("/en/account/", own),
        (RELAYS, {"name": "x" * 1_000_001}),
        (RELAYS, {}),
    ]
    for path, data in too_late:
        clock[0] += 66 * MINUTE
        owner.post(path, data)
        assert sign_in_again(owner).status_code == 302, path
    clock[0] += 66 * MINUTE
    owner.post(RELAYS, {"name": "Union", "paper": SimpleUploadedFile("a.txt", b"secret words")})
    page = sign_in_again(owner)
    stranger = Client()
    stranger.post(RELAYS, {"name": "Union"})

    assert "Files are not kept" in page.text
    assert "secret words" not in page.text
    assert not stranger.cookies


def test_who_does_not_want_it_any_more_deletes_it(owner, clock):
    clock[0] = 66 * MINUTE
    owner.post(RELAYS, {"name": WORDS})
    sign_in_again(owner)

    deleted = owner.post("/en/account/unsent/", follow=True)

    assert "What you had typed is deleted." in deleted.text
    assert not OutreachPartner.objects.exists()
    assert owner.get("/en/account/unsent/").status_code == 302


FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


def sign_in_with(user_agent: str, account="lea"):
    client = Client(headers={"User-Agent": user_agent})
    client.post("/en/sign-in/", {"account": account, "password": PASSWORD})
    return client


def test_one_sees_where_one_is_signed_in_and_ends_sessions_one_by_one_or_all_others(clock):
    make_member("lea")
    make_member("tom")
    here, phone, his = sign_in_with(FIREFOX), sign_in_with(PHONE), sign_in_with("curl/8", "tom")
    UserSession.objects.update(created_at=NOON)
    page = here.get("/en/account/sessions/")
    numbers = dict(UserSession.objects.values_list("user_agent", "pk"))

    assert [page.text.count(each) for each in ("Firefox, Windows", "Safari, iPhone")] == [1, 1]
    assert "24 November 2026" in page.text
    assert page.text.count("You are here") == 1
    assert set(numbers) == {"Firefox, Windows", "Safari, iPhone", ""}, "no more of the browser"
    here.post("/en/account/sessions/end/", {"session": numbers[""]})
    assert is_signed_in(his), "another’s session was ended"
    here.post("/en/account/sessions/end/", {"session": numbers["Safari, iPhone"]})
    assert not is_signed_in(phone)
    more = sign_in_with(PHONE)
    here.post("/en/account/sessions/end-others/")
    assert (is_signed_in(here), is_signed_in(more)) == (True, False)
    assert AuditEvent.objects.filter(verb="ended own sessions").count() == 2
    assert here.post("/en/account/sessions/end/", {"session": "9" * 30}).status_code == 404
