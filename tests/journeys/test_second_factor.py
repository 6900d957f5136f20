"""A member adds a second step, signs in by it, by a recovery code and by a passkey alone."""

from time import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.journeys.conftest import Person
from tests.surveys.factories import PASSWORD, make_member, make_study
from vecu.accounts import authentication
from vecu.accounts.authentication import SignInAttempts
from vecu.accounts.rules import Role

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A device of the browser's own protocol, which answers as a finger on a phone would."""


@pytest.fixture(autouse=True)
def required(monkeypatch, settings):
    """An owner of a study, in a laboratory that requires a second factor of owners."""
    monkeypatch.setattr(authentication, "attempts", SignInAttempts())
    settings.SECOND_FACTOR = frozenset({Role.OWNER})
    make_member("lea", make_study(), Role.OWNER)


REQUIRED = (
    "Your laboratory requires a second step for your account. Add one: you then go on to the page "
    "you wanted."
)
SECOND_STEP = (
    "Your password is right. Type the code that your application shows now, or one of your "
    "recovery codes."
)
PRINTED = (
    "They are shown this once. Print them, and keep the sheet where you keep your papers: each "
    "opens your account once if the phone or the key is lost."
)


def sign_in(lea: Person) -> None:
    lea.go("sign-in/")
    lea.page.locator("input[name=account]").fill("lea")
    lea.page.locator("input[name=password]").fill(PASSWORD)
    lea.press("Sign in")


def press_passkey(lea: Person, button: str, arrives: str) -> None:
    """A script goes on by itself after the press: the page is looked at where it arrives."""
    with lea.page.expect_navigation(url=arrives):
        lea.page.get_by_role("button", name=lea.translated(button), exact=True).click()
    lea.look()


def type_code(lea: Person, code: str, button: str) -> None:
    lea.page.locator("input[name=code]").fill(code)
    lea.press(button)


@pytest.mark.parametrize(
    ("language", "phone", "scripts"), [("fr", True, True), ("en", False, False)]
)
def test_an_owner_adds_an_application_and_signs_in_by_code(person, language, phone, scripts):
    lea = person(language=language, phone=phone, scripts=scripts)
    sign_in(lea)
    lea.reads(REQUIRED)
    lea.press("Add an application")
    assert lea.page.locator("main img").evaluate("image => image.naturalWidth") > 0
    secret = lea.page.locator("main code").inner_text()
    type_code(lea, "000000", "Add the application")
    lea.reads("There is a problem")
    step = int(time()) // 30
    type_code(lea, format_hotp_value(hotp_value(secret, step)), "Add the application")
    lea.reads(PRINTED)
    codes = lea.page.locator("main code").all_inner_texts()
    lea.press("I have printed them")
    lea.reads("The laboratory today")

    lea.press("Sign out")
    sign_in(lea)
    lea.reads(SECOND_STEP)
    type_code(lea, codes[0], "Sign in")
    lea.reads("The laboratory today")
    lea.go("account/factors/")
    lea.press("Remove the application")
    lea.press("Remove")
    lea.reads(REQUIRED)


def test_an_owner_signs_in_by_a_passkey_alone(person):
    lea = person(language="fr", phone=True)
    protocol = lea.page.context.new_cdp_session(lea.page)
    protocol.send("WebAuthn.enable")
    options = {"options": AUTHENTICATOR | {"isUserVerified": False}}
    device = protocol.send("WebAuthn.addVirtualAuthenticator", options)
    sign_in(lea)
    lea.press("Add a passkey")
    lea.press("Add the passkey")
    lea.page.locator("[data-passkey-failed]").wait_for()
    verified = {**device, "isUserVerified": True}
    protocol.send("WebAuthn.setUserVerified", verified)
    press_passkey(lea, "Add the passkey", "**/codes/**")
    lea.reads(PRINTED)
    lea.press("I have printed them")

    lea.press("Sign out")
    press_passkey(lea, "Use a passkey", "**/lab/")
    lea.reads("The laboratory today")
    lea.press("Sign out")
    sign_in(lea)
    lea.reads(SECOND_STEP)
    press_passkey(lea, "Use a passkey", "**/lab/")
    lea.reads("The laboratory today")
