"""A browser that signed in before is checked during a flood; its cookie opens and tells nothing."""

from contextlib import contextmanager
from threading import Thread

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.accounts.test_authentication import guess, sign_in
from tests.surveys.factories import make_member, make_study
from vecu.accounts import authentication
from vecu.accounts.access_links import make_invitation, make_password_link
from vecu.accounts.authentication import SignInAttempts
from vecu.rate_limits.models import CountedTries

pytestmark = [pytest.mark.django_db, pytest.mark.data]
COOKIE = settings.DEVICE_COOKIE_NAME


@pytest.fixture(autouse=True)
def attempts(monkeypatch) -> SignInAttempts:
    """The limits, which begin anew."""
    begun = SignInAttempts()
    monkeypatch.setattr(authentication, "attempts", begun)
    return begun


@pytest.fixture
def known() -> str:
    """The cookie of a browser in which Léa signed in."""
    make_member("lea")
    return sign_in(Client()).cookies[COOKIE].value


def browser(cookie: str) -> Client:
    """A browser without a session that holds this cookie."""
    client = Client()
    client.cookies[COOKIE] = cookie
    return client


@contextmanager
def flood(attempts: SignInAttempts):
    """Invented names that are hashed, and wait, all the time."""
    waiting = Thread(target=lambda: attempts.take_turn().__enter__())
    with attempts.take_turn():
        waiting.start()
        while attempts._line._value:
            pass
        yield
    waiting.join()


def test_during_a_flood_of_invented_names_a_known_browser_signs_in_and_no_other(known, attempts):
    with flood(attempts):
        assert sign_in(Client()).status_code == 503
        assert sign_in(browser(known)).status_code == 302
        assert sign_in(browser(known), "tom").status_code == 503, "the turn is for one account"


def test_who_guesses_at_a_name_keeps_a_known_browser_of_that_name_not_waiting(known):
    guess(Client(), 40)

    assert sign_in(Client()).status_code == 429
    assert sign_in(browser(known)).status_code == 302


def test_a_stolen_cookie_is_worth_ten_tries_and_never_more(known):
    """By hand: 10 of the device, 10 of the name, then pauses as for anybody."""
    thief = browser(known)
    statuses = guess(thief, 60)

    assert statuses == [422] * 20 + [429] * 40
    assert sign_in(thief).status_code == 429, "the right password, too"


def test_wrong_tries_of_a_known_browser_are_forgotten_with_a_right_one(known):
    lea = browser(known)
    guess(lea, 9)
    assert sign_in(lea).status_code == 302
    assert guess(browser(lea.cookies[COOKIE].value), 10) == [422] * 10
    counted = sorted(tries.number for tries in CountedTries.objects.all())
    assert counted == [9, 10], "some were counted for the name"


@pytest.mark.parametrize("change", ["digest", "number", "nothing"])
def test_a_cookie_that_somebody_made_is_none(change, known, attempts):
    number, digest = known.split(".")
    made = {"digest": f"{number}.{'0' * 64}", "number": f"{'0' * 32}.{digest}", "nothing": "x"}
    with flood(attempts):
        assert sign_in(browser(made[change])).status_code == 503


def test_the_cookie_is_of_one_sign_in_and_says_nothing_of_the_account(known):
    make_member("tom")
    again, other = (sign_in(Client(), name).cookies[COOKIE].value for name in ("lea", "tom"))

    assert len({known, again, other}) == 3
    assert [len(each) for each in (known, other)] == [32 + 1 + 64] * 2
    parts = [set(each.split(".")) for each in (known, again, other)]
    assert not parts[0] & parts[1], "two sign-ins of one account have a part in common"


def test_only_a_right_password_sets_it_for_the_sign_in_page_alone_and_no_script_reads_it():
    make_member("lea")
    make_study("hours")
    client = Client()
    pages = [client.get(f"/en/{page}") for page in ("", "sign-in/", "take/", "take/hours/")]
    wrong = sign_in(client, password="guess")
    cookie = sign_in(client).cookies[COOKIE]

    assert all(COOKIE not in each.cookies for each in (*pages, wrong))
    assert (cookie["path"], cookie["samesite"]) == ("/en/sign-in/", "Strict")
    assert cookie["httponly"]
    assert int(cookie["max-age"]) == 90 * 24 * 60 * 60


def test_who_joins_or_chooses_a_password_by_a_link_gets_it_too(attempts):
    ana, lea = make_member("ana"), make_member("lea")
    ana.may_manage_accounts = True
    ana.save()
    now, words = timezone.now(), {"new": "seven wooden spoons", "again": "seven wooden spoons"}
    joining = f"/en/join/{make_invitation('Nour', by=ana, now=now)}/"
    joined = Client().post(joining, {"account": "nour", "name": "Nour", **words})
    choosing = f"/en/new-password/{make_password_link(lea, by=ana, now=now)}/"
    chosen = Client().post(choosing, words)

    with flood(attempts):
        for name, response in (("nour", joined), ("lea", chosen)):
            cookie = response.cookies[COOKIE].value
            assert sign_in(browser(cookie), name, words["new"]).status_code == 302
