"""A member's link: opened with a button, held in one cookie, closed again; never written down."""

import logging
import re
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.groups.factories import ACT, MANAGERS, MANDATE, open_on
from tests.groups.views.members.conftest import ENTER, open_phone
from tests.recommendations.factories import make_open
from vecu.groups import urls as groups_urls
from vecu.groups.actions import begin_group
from vecu.groups.ending import end_group
from vecu.groups.member_actions import add_group_member, leave_group, renew_member_link
from vecu.groups.views.member_cookie import MOST_GROUPS
from vecu.recommendations import urls as recommendations_urls

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HOME = "/en/my-group/"
COOKIE = settings.GROUP_COOKIE_NAME


def test_a_link_opens_with_its_button_and_never_by_itself(token):
    browser = Client()
    page = browser.get(ENTER.format(token))

    assert page.status_code == 200
    assert not page.cookies
    assert "Group of the Val-de-Sève" in page.text
    assert "Member 1" not in page.text  # a preview of the message shows nobody's name
    assert browser.get(HOME).status_code == 403
    response = browser.post(ENTER.format(token))
    assert (response.status_code, response["Location"]) == (303, HOME)
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""  # it ends with the browser
    assert "You are here as Member 1" in browser.get(HOME).text


def test_a_program_that_previews_messages_uses_nothing_up(token):
    for _again in range(3):
        Client().head(ENTER.format(token))
        Client().get(ENTER.format(token), headers={"Sec-Purpose": "prefetch"})

    assert "You are here as Member 1" in open_phone(token).get(HOME).text


def test_it_stays_open_on_a_phone_for_those_who_want_that(token, members):
    browser = Client()
    response = browser.post(ENTER.format(token), {"keep": "yes"})
    assert response.cookies[COOKIE]["max-age"] == 90 * 86_400
    assert "checked" in browser.get(ENTER.format(token)).text


@override_settings(HTTPS=True)
def test_over_https_the_cookie_is_secure(token):
    response = Client().post(ENTER.format(token))

    assert response.cookies[COOKIE]["secure"]


@pytest.mark.parametrize(("method", "status"), [("get", 200), ("post", 303)])
def test_the_address_of_a_link_stands_in_no_cache_search_engine_or_referrer(token, method, status):
    response = getattr(Client(), method)(ENTER.format(token))

    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, noarchive"
    # Not `no-referrer`: browsers would send the form with an origin of `null`.
    assert response["Referrer-Policy"] == "strict-origin"
    assert token not in response.get("Location", "")
    assert "https://" not in response.text  # nothing there leads, or is loaded, elsewhere


def test_a_form_without_sec_fetch_site_is_taken_from_our_own_origin_only(token):
    own = {"HTTP_ORIGIN": "http://testserver"}
    assert Client().post(ENTER.format(token), **own).status_code == 303
    for origin in ("https://elsewhere.example", "null"):
        assert Client().post(ENTER.format(token), HTTP_ORIGIN=origin).status_code == 403


@pytest.mark.parametrize("address", ["positions/", "place/", "place/leave/", "close/"])
def test_another_site_makes_a_browser_send_nothing(phone, address):
    response = phone.post(f"{HOME}{address}", headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403
    assert "You are here as Member 1" in phone.get(HOME).text


def test_no_line_is_logged_and_no_session_begun(token, caplog):
    caplog.set_level(logging.DEBUG)
    browser = open_phone(token)
    for address in (ENTER.format(token), ENTER.format("wrong"), HOME):
        browser.get(address)

    assert set(browser.cookies) == {COOKIE}
    assert token not in caplog.text
    assert token not in "".join(str(vars(each)) for each in caplog.records)


def test_wrong_links_are_slowed_for_all_and_a_right_one_never(token):
    browser = Client()
    guesses = [f"{n:064x}" for n in range(4)]
    answers = [browser.get(ENTER.format(each)).status_code for each in guesses]

    assert answers == [410, 410, 410, 429]
    assert "This link opens no group" in browser.get(ENTER.format("x")).text
    assert browser.post(ENTER.format("wrong")).status_code == 429
    assert browser.post(ENTER.format(token)).status_code == 303


@pytest.mark.parametrize("wrong", ["x" * 5000, "%00", "..", "é", " "])
def test_what_is_no_token_at_all_opens_nothing(wrong, members):
    assert Client().get(ENTER.format(wrong)).status_code in {404, 410}


def test_one_cookie_holds_several_groups(phone, members):
    other = begin_group("autre-vallee", MANDATE, by="lea", now=ACT["now"])
    _member, token = add_group_member(other, "Nour", MANAGERS, **ACT)
    page = phone.get(ENTER.format(token)).text
    assert "Another place is already open on this phone." in page
    open_phone(token, phone)

    assert "You are here as Nour" in phone.get(HOME).text
    response = phone.post(HOME, {"group": "val-de-seve"})
    assert response.status_code == 303
    assert "You are here as Member 1" in phone.get(HOME).text


def test_of_one_group_a_phone_holds_one_place(phone, members):
    """Who hands the phone on to another member of the group does not leave theirs open."""
    token = renew_member_link(members[1], **ACT)
    open_phone(token, phone)

    assert "You are here as Member 2" in phone.get(HOME).text
    assert len(phone.cookies[COOKIE].value.split(".")) == 2
    assert "Other groups" not in phone.get(HOME).text


def test_a_form_is_about_its_own_group_whatever_another_tab_opened(phone, members):
    other = begin_group("autre-vallee", MANDATE, by="lea", now=ACT["now"])
    member, token = add_group_member(other, "Nour", MANAGERS, **ACT)
    open_phone(token, phone)
    sent = {"group": "val-de-seve", "change": "name", "name": "Salomé"}
    phone.post(f"{HOME}place/", sent)

    members[0].refresh_from_db()
    member.refresh_from_db()
    assert (members[0].name, member.name) == ("Salomé", "Nour")
    assert "You are here as Salomé" in phone.get(HOME).text


def test_who_holds_another_groups_cookie_opens_nothing(members):
    other = begin_group("autre-vallee", MANDATE, by="lea", now=ACT["now"])
    _member, token = add_group_member(other, "Nour", MANAGERS, **ACT)
    attacker = open_phone(token)
    sent = {"group": "val-de-seve", "change": "name", "name": "Taken over"}
    response = attacker.post(f"{HOME}place/", sent)

    assert response.status_code == 403
    assert "Taken over" in response.text  # what was typed is shown to who typed it
    assert not members[0].group.members.filter(name="Taken over").exists()


def test_who_is_in_another_group_reads_and_writes_nothing_of_this_one(members):
    row, sealed = make_open(members[0].group.scope), open_on(members[0].group, 1)
    hypothesis = sealed.hypotheses.get()
    other = begin_group("autre-vallee", MANDATE, by="lea", now=ACT["now"])
    attacker = open_phone(add_group_member(other, "Nour", MANAGERS, **ACT)[1])
    sent = {"round": "1", "version": "1", "stance": "agree", "backing": "neither"}
    for address in (f"positions/{hypothesis.pk}/", f"recommendations/{row.pk}/"):
        for response in (attacker.get(f"{HOME}{address}"), attacker.post(f"{HOME}{address}", sent)):
            assert response.status_code == 404
            assert "Ask first whether" not in response.text
    assert not sealed.positions.exists()
    assert not members[0].backings.exists()


@pytest.mark.parametrize(
    "value",
    [
        "",
        ".",
        "s",
        "k" + "0" * 32,
        "s" + "0" * 32 + "." + "0" * 64,
        "s" + "0" * 32 + "." + "f" * 5000,
        ".".join(["s" + "0" * 32, *["a" * 64] * 500]),
        "é\x00;",
    ],
)
def test_a_guessed_or_broken_cookie_opens_nothing(members, value):
    browser = Client()
    browser.cookies[COOKIE] = value

    assert browser.get(HOME).status_code == 403


def test_a_cookie_is_read_as_far_as_browsers_keep_one(members, django_assert_max_num_queries):
    browser = Client()
    browser.cookies[COOKIE] = ".".join(["s" + "0" * 32, *["a" * 64] * (MOST_GROUPS + 40)])
    with django_assert_max_num_queries(2):
        browser.get(HOME)


@pytest.mark.parametrize("ended", ["renewed", "left"])
def test_a_cookie_no_longer_opens_after_the_link_was_renewed_or_its_owner_left(
    phone, members, ended
):
    if ended == "renewed":
        renew_member_link(members[0], **ACT)
    else:
        leave_group(members[0], erase_words=True, **ACT)
    response = phone.get(HOME)

    assert response.status_code == 403
    assert "This group is no longer open here" in response.text
    assert "Member 1" not in response.text
    assert response.cookies[COOKIE]["max-age"] == 0
    assert phone.get(f"{HOME}positions/").status_code == 403


def list_addresses_of_members() -> list[str]:
    """Every address of a member but the link's and the closing one, with invented arguments."""
    patterns = [*groups_urls.urlpatterns, *recommendations_urls.urlpatterns]
    routes = [str(each.pattern) for each in patterns if str(each.pattern).startswith("my-group/")]
    filled = [re.sub(r"<uuid:\w+>", str(UUID(int=1)), route) for route in routes]
    return [each for each in filled if "enter" not in each and "close" not in each]


def test_links_and_cookies_end_with_the_group(phone, token, group, members):
    group = end_group(group, **ACT)
    addresses = list_addresses_of_members()
    assert len(addresses) >= 8

    for address in addresses:
        other = Client()
        other.cookies[COOKIE] = phone.cookies[COOKIE].value
        shown = other.get(f"/en/{address}")
        sent = other.post(f"/en/{address}", {"group": group.slug, "reason": "My own words."})
        for response in (shown, sent):
            assert response.status_code in {403, 405}, address
            assert "Member 1" not in response.text
        if shown.status_code == 403:
            assert "The group has ended, or you have left it" in shown.text
            assert shown.cookies[COOKIE]["max-age"] == 0
    for response in (phone.get(ENTER.format(token)), phone.post(ENTER.format(token))):
        assert response.status_code == 410
        assert "or the group has ended" in response.text
        assert "Val-de-Sève" not in response.text


def test_closing_the_phone_deletes_the_cookie_and_says_what_the_phone_still_holds(phone):
    response = phone.post(f"{HOME}close/")

    assert response.cookies[COOKIE]["max-age"] == 0
    assert "Your browser’s history" in response.text
    assert phone.get(f"{HOME}close/").status_code == 405
    assert "No group is open here" in phone.get(HOME).text


@pytest.mark.parametrize("address", ["", "positions/", "calendar/", "recommendations/", "place/"])
def test_no_page_of_a_member_stays_in_a_cache_or_search_engine(phone, address):
    response = phone.get(f"{HOME}{address}")

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, noarchive"
    assert set(phone.cookies) == {COOKIE}
