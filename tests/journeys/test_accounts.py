"""The first day of a team, from a table to its members; a session that ends amid a form."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.accounts.openid_desk import configure
from tests.journeys.conftest import Person
from tests.surveys.factories import PASSWORD, make_study
from vecu.accounts import authentication
from vecu.accounts.access_links import make_invitation
from vecu.accounts.actions import create_member, give_role
from vecu.accounts.authentication import SignInAttempts
from vecu.accounts.models import User
from vecu.accounts.rules import Role
from vecu.translation import translate

NEW = "seven wooden spoons"


@pytest.fixture(autouse=True)
def team(monkeypatch):
    """A study, its owner, and somebody who manages all accounts."""
    from tests.surveys.factories import NOON  # noqa: PLC0415

    monkeypatch.setattr(authentication, "attempts", SignInAttempts())
    study = make_study()
    owner = create_member("lea", PASSWORD, name="Léa Martin")
    give_role(owner, study.scope, Role.OWNER, by="test", now=NOON)
    create_member("ana", PASSWORD, may_manage_accounts=True, email="ana@example.org")


def fill(who: Person, **typed: str) -> None:
    for name, text in typed.items():
        who.page.locator(f"main input[name={name}]").fill(text)


def sign_in(who: Person, account: str, password: str) -> None:
    who.go("sign-in/")
    fill(who, account=account, password=password)
    who.press("Sign in")


@pytest.mark.parametrize(("language", "scripts"), [("fr", True), ("en", False)])
def test_a_team_has_its_first_day(person, language, scripts):
    owner = person(language=language, phone=False, scripts=scripts)
    sign_in(owner, "lea", PASSWORD)
    owner.go("studies/small/members/")
    fill(owner, name="Nour")
    owner.page.locator("#invite_role").select_option("coder")
    owner.press("Create a link to join")
    address = owner.page.locator(".panel a").get_attribute("href")
    owner.press("Continue")
    owner.reads("Links not used yet")

    nour = person(language=language, phone=True, scripts=scripts)
    nour.page.goto(address)
    nour.look()
    fill(nour, account="lea", new="motdepasse2026", again="motdepasse2026")
    nour.press("Create the account")
    nour.reads("There is a problem")
    fill(nour, account="nour", new=NEW, again=NEW)
    nour.press("Create the account")
    nour.reads("The laboratory today")
    nour.press("Your account")
    fill(nour, old=NEW, new=f"{NEW} again", again=f"{NEW} again")
    nour.press("Change the password")
    nour.reads("The password was changed. You are signed out on other devices.")
    nour.press("Sign out")
    sign_in(nour, "nour", f"{NEW} again")
    nour.reads("The laboratory today")

    ana = person(language=language, phone=True, scripts=scripts)
    sign_in(ana, "ana", PASSWORD)
    ana.press("Accounts")
    ana.press("nour")
    ana.press("Create a link for a new password")
    ana.press("Continue")
    ana.press("Disable the account")
    signed_out = translate(
        "%(account)s is signed out everywhere and can no longer sign in.", language
    )
    assert signed_out % {"account": "nour"} in ana.page.locator("main").inner_text()
    nour.go("studies/")
    nour.reads("For those who work in the laboratory. To answer an inquiry you need no account.")
    ana.press("See what is erased, then remove the account")
    ana.press("Remove the account")
    removed = translate("The account %(account)s was removed.", language) % {"account": "nour"}
    assert removed in ana.page.locator("main").inner_text()


def test_an_invited_person_joins_through_proconnect_and_leaves_both(person, desk, settings):
    """No form of ours may lead to another origin: browsers that keep to our policy show it."""
    nour = person(language="fr", phone=True)
    configure(settings, desk, proconnect="ES256", site=nour.site)
    claims = {"given_name": "Nour", "usual_name": "Benali"}
    desk.add_person("nour", claims=claims, acr="eidas2")
    ana = User.objects.get(username="ana")
    nour.go(f"join/{make_invitation('Nour', by=ana, now=timezone.now())}/")
    nour.page.get_by_role("link", name="Rejoindre avec ProConnect").click()
    fill(nour, person="nour")
    nour.page.get_by_role("button").click()
    nour.look()
    assert nour.page.locator("input[name=name]").input_value() == "Nour Benali"
    fill(nour, account="nour")
    nour.press("Create the account")
    nour.page.get_by_role("link", name="S’identifier avec ProConnect").click()
    nour.reads("The laboratory today")
    nour.go("account/")
    nour.page.get_by_role("button", name=nour.translated("Sign out")).click()
    nour.page.get_by_role("button", name="Leave").click()
    nour.page.wait_for_url("**/fr/sign-in/")
    nour.look()


TABLES = {
    "fr": ("nom;rôle;dans\nNour;codage;small\nBo;chef;small\n", "chef", "lecture"),
    "en": ("name;role;in\nNour;coder;small\nBo;chief;small\n", "chief", "reader"),
}
"""What an owner pastes, the role in it that there is not, and the one that was meant."""
WORDS = "Union « de l’eau » & <Cie>"


def end_sessions_by_inactivity() -> None:
    """Let two hours pass without an act."""
    for session in Session.objects.all():
        store = SessionStore(session.session_key)
        store["last act"] -= 2 * 3600
        store.save()


@pytest.mark.parametrize(("language", "scripts"), [("fr", False), ("en", True)])
def test_a_team_is_invited_from_a_table_and_a_form_outlives_its_session(person, language, scripts):
    lea = person(language=language, phone=True, scripts=scripts)
    table, wrong, right = TABLES[language]
    sign_in(lea, "lea", PASSWORD)
    lea.go("studies/small/members/")
    lea.press("Invite many people")
    lea.page.locator("#people").fill(table)
    lea.press("Check the list")
    lea.reads("Nobody was invited")
    lea.page.locator("#people").fill(table.replace(wrong, right))
    lea.press("Check the list")
    lea.press("Create the links")
    assert lea.page.locator("main dl a").count() == 2
    lea.press("Continue")
    lea.press("Where you are signed in")
    lea.reads("You are here")

    lea.go("studies/small/relays/")
    end_sessions_by_inactivity()
    fill(lea, name=WORDS)
    lea.press("Add the relay")
    lea.reads("What you have just sent waits for you for an hour: sign in, then send it again.")
    fill(lea, account="lea", password=PASSWORD)
    lea.press("Sign in")
    lea.press("Send it now")
    lea.reads("The relay is added, with its link.")
    assert WORDS in lea.page.locator("main").inner_text()
