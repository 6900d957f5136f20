"""There is a tour only where nothing real could be opened without a password.

Each condition is taken away alone, from a demonstration in which the tour is open.
"""

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client

from tests.groups.factories import MANDATE
from tests.register.factories import CHECKER
from tests.surveys.factories import NOON, make_member, make_study
from vecu.accounts.actions import create_member, give_role
from vecu.accounts.models import AuditEvent, User
from vecu.accounts.queries import get_account
from vecu.accounts.rules import DEMO_ACCOUNTS, Role
from vecu.groups.actions import begin_group
from vecu.register.actions import begin_system
from vecu.site.demo.system import SYSTEM
from vecu.site.loopback import find_loopback_client
from vecu.site.tour import access
from vecu.site.tour.access import TOUR, allow_tour
from vecu.site.tour.steps import TourRole

PAGES = ("/en/tour/", "/en/tour/end/")
GO = "/en/tour/go/"
HERE = {"host": "localhost:8000"}
ACT = {"by": "owner", "now": NOON}
REAL = {
    "study": lambda: make_study("mine"),
    "system": lambda: begin_system("mine", CHECKER, **ACT),
    "group": lambda: begin_group("mine", MANDATE, **ACT),
}


@pytest.fixture(autouse=True)
def served_by_the_demonstration(monkeypatch):
    monkeypatch.setenv(TOUR, "open")


@pytest.fixture
def demonstration(db):
    """The accounts of the demonstration, and an invented system with a page for one of them."""
    for name in DEMO_ACCOUNTS:
        create_member(name, "a password for trying")
    system = begin_system(SYSTEM, CHECKER, **ACT, fictional=True)
    account = get_account("representative")
    give_role(account, system.scope, Role.REPRESENTATIVE, by="demonstration", now=NOON)


@pytest.fixture
def browser():
    return Client(headers=HERE)


def is_signed_in(browser) -> bool:
    return "_auth_user_id" in browser.session


def statuses(browser, **extra) -> set[int]:
    """How every page of the tour answers, and the button that opens an account."""
    found = {browser.get(page, **extra).status_code for page in PAGES}
    return found | {browser.post(GO, {"step": "dialogue"}, **extra).status_code}


def check_closed(browser, **extra):
    """Neither pages nor the button are there, no page has a trace, and nobody is signed in."""
    assert statuses(browser, **extra) == {404}
    assert browser.get(GO, **extra).status_code == 404
    browser.cookies[settings.TOUR_COOKIE_NAME] = "story"
    for page in ("/en/", "/en/sign-in/", "/en/nowhere/"):
        assert "tour" not in browser.get(page, **extra).text.lower()
    assert not is_signed_in(browser)


def test_it_is_open_in_a_demonstration_on_the_readers_own_machine(demonstration, browser):
    assert statuses(browser) == {200, 303}
    assert is_signed_in(browser)
    assert 'href="/en/tour/"' in browser.get("/en/").text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "localhost", "LOCALHOST:8026"])
def test_it_is_open_by_every_name_of_this_machine(demonstration, host):
    assert statuses(Client(headers={"host": host})) == {200, 303}


def test_without_the_command_that_serves_a_demonstration_it_is_closed(
    demonstration, browser, monkeypatch
):
    monkeypatch.delenv(TOUR)
    check_closed(browser)


def test_a_demonstration_that_others_can_reach_does_not_open_it(
    demonstration, browser, monkeypatch
):
    monkeypatch.delenv(TOUR)
    for host in ("0.0.0.0", "::", "192.168.1.20"):  # noqa: S104
        allow_tour(host)
    check_closed(browser)
    allow_tour("127.0.0.1")
    assert statuses(browser) == {200, 303}


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "192.168.1.20:8000",
        "0.0.0.0:8000",
        "testserver",
    ],
)
def test_under_another_name_it_is_closed(demonstration, host):
    """As on a page whose name its owner made to lead to this machine (DNS rebinding)."""
    check_closed(Client(headers={"host": host}))


@pytest.mark.parametrize("host", ["example.org@localhost", "[localhost", "localhost#.example.org"])
def test_a_name_that_no_browser_sends_is_refused(demonstration, host):
    browser = Client(headers={"host": host})
    browser.cookies[settings.TOUR_COOKIE_NAME] = "dialogue"

    assert statuses(browser) == {400}
    assert not is_signed_in(browser)


@pytest.mark.parametrize("address", ["192.168.1.20", "10.0.0.1", "2001:db8::1", "", "nonsense"])
def test_for_another_machine_it_is_closed(demonstration, browser, address):
    check_closed(browser, REMOTE_ADDR=address)


@pytest.mark.parametrize(
    "header",
    [
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded",
        "X-Real-IP",
        "X-Original-Host",
        "X-Client-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
        "Via",
    ],
)
def test_behind_a_proxy_it_is_closed(demonstration, header):
    check_closed(Client(headers={**HERE, header: "127.0.0.1"}))


def test_with_one_real_account_it_is_closed(demonstration, browser):
    make_member("anna")
    check_closed(browser)


def test_an_account_that_was_removed_or_disabled_counts_too(demonstration, browser):
    User.objects.create(username="anna", is_active=False)
    check_closed(browser)


def test_an_account_of_the_demonstration_that_somebody_made_theirs_counts_too(
    demonstration, browser
):
    User.objects.filter(username="owner").update(email="anna@example.org")
    check_closed(browser)


@pytest.mark.parametrize("kind", REAL)
def test_with_one_real_study_system_or_group_it_is_closed(demonstration, browser, kind):
    assert REAL[kind]().fictional is False
    check_closed(browser)


def test_without_anything_invented_it_is_closed(db, browser):
    create_member("owner", "a password for trying")
    check_closed(browser)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://example.org"},
        {"origin": "http://localhost:9000"},
        {"origin": "null"},
    ],
)
def test_a_page_of_another_site_or_port_cannot_press_its_buttons(demonstration, headers):
    browser = Client(headers={**HERE, **headers})

    assert browser.post(GO, {"step": "dialogue"}).status_code == 403
    assert settings.TOUR_COOKIE_NAME not in browser.cookies
    assert not is_signed_in(browser)


def test_reading_an_address_opens_nothing(demonstration, browser):
    for address in (GO, f"{GO}?step=dialogue", "/en/tour/?step=dialogue"):
        browser.get(address)
    assert browser.get(GO).status_code == 405
    assert settings.TOUR_COOKIE_NAME not in browser.cookies
    assert not is_signed_in(browser)


def test_its_pages_stand_in_no_frame_and_in_no_cache(demonstration, browser):
    response = browser.get("/en/tour/")

    assert response["X-Frame-Options"] == "DENY"
    assert "no-store" in response["Cache-Control"]


def test_its_cookie_holds_the_step_alone_and_no_script_reads_it(demonstration, browser):
    cookie = browser.post(GO, {"step": "dialogue"}).cookies[settings.TOUR_COOKIE_NAME]

    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("dialogue", True, "Lax")
    assert cookie["max-age"] == cookie["expires"] == ""


@pytest.mark.parametrize("value", ["", "nonsense", "<script>", "story;", "9"])
def test_another_value_of_the_cookie_shows_nothing(demonstration, browser, value):
    browser.cookies[settings.TOUR_COOKIE_NAME] = value
    assert "tour.css" not in browser.get("/en/findings/").text


def test_what_is_real_from_now_on_closes_it_at_the_next_click(demonstration, browser):
    browser.post(GO, {"step": "dialogue"})
    assert "tour.css" in browser.get("/en/findings/").text
    make_study("mine")

    assert statuses(browser) == {404}
    assert "tour.css" not in browser.get("/en/findings/").text


def test_it_never_opens_the_account_that_manages_the_others():
    assert {role.account for role in TourRole} == {"", "researcher", "coder", "representative"}


def test_entering_a_role_is_no_act_on_data_so_the_audit_does_not_note_it(demonstration, browser):
    before = AuditEvent.objects.count()
    response = browser.post(GO, {"step": "dialogue"}, follow=True)

    assert response.status_code == 200
    assert is_signed_in(browser)
    assert AuditEvent.objects.count() == before


def test_while_the_database_fails_pages_that_say_so_do_without_it(
    demonstration, browser, monkeypatch
):
    def fail():
        raise DatabaseError

    browser.post(GO, {"step": "dialogue"})
    monkeypatch.setattr(access, "has_real_contents", fail)
    assert browser.get("/en/nowhere/").status_code == 404


def test_of_other_machines_the_server_passes_on_no_address():
    assert find_loopback_client("127.0.0.1:52100") == "127.0.0.1"
    assert find_loopback_client("[::1]:52100") == "::1"
    for other in ("192.168.1.20:52100", "[2001:db8::1]:52100", "unix:/run/vecu.sock", ""):
        assert find_loopback_client(other) == ""


def test_what_is_real_from_now_on_ends_the_sessions_that_it_began(demonstration, browser):
    """Whoever studies real work in the demonstration gives a role there to its accounts."""
    browser.post(GO, {"step": "dialogue"})
    assert browser.get("/en/studies/").status_code == 200
    study = make_study("mine")
    give_role(get_account("representative"), study.scope, Role.OWNER, **ACT)

    assert browser.get("/en/studies/").status_code == 302
    assert browser.get("/en/studies/mine/").status_code == 302


def test_another_server_takes_no_session_that_it_began(demonstration, browser, monkeypatch):
    browser.post(GO, {"step": "dialogue"})
    monkeypatch.delenv(TOUR)
    assert browser.get("/en/studies/").status_code == 302


def test_who_signed_in_with_a_password_stays_so_when_it_closes(demonstration, browser):
    signed_in = {"account": "representative", "password": "a password for trying"}
    browser.post("/en/sign-in/", signed_in)
    browser.post(GO, {"step": "dialogue"})
    make_study("mine")

    assert browser.get("/en/studies/").status_code == 200
