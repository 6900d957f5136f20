"""Sign in through a real provider: plain OpenID Connect and what ProConnect asks, good and bad."""

import json
import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from tests.accounts.openid_desk import SECRET, configure, sign_in_there
from tests.surveys.factories import NOON, PASSWORD, make_study
from vecu.accounts.access_links import (
    accept_password_link,
    make_invitation,
    make_password_link,
)
from vecu.accounts.account_changes import remove_account
from vecu.accounts.actions import create_member, give_role
from vecu.accounts.models import User
from vecu.accounts.openid.configuration import WrongOpenIDSetting, read_configuration
from vecu.accounts.openid.identities import ProviderIdentity, link_account
from vecu.accounts.openid.provider import OpenIDProvider
from vecu.accounts.queries import get_role, list_audit
from vecu.accounts.rules import Role
from vecu.accounts.secret_encryption import encrypt_secret

pytestmark = pytest.mark.django_db
BACK = "http://testserver/openid/callback/"
CONFIRM = "/en/sign-in/provider/confirm/"
ADDRESS = "ada.martin@ville.example"
ADA = {"name": "Ada Martin", "email": ADDRESS, "preferred_username": ADDRESS, "groups": []}


def leave(client, address="/en/sign-in/provider/"):
    """Follow our link; return where it leads."""
    response = client.get(address)
    assert response.status_code == 302, response.content.decode()
    return response["location"]


def come_in(client, person, address="/en/sign-in/provider/", browser=None):
    """Sign in at the provider as a person; return our answer when they come back."""
    back = sign_in_there(leave(client, address), person, browser=browser, back_to=BACK)
    return client.get(back.removeprefix("http://testserver"))


def link(desk, name, issuer=None):
    """Make an account that opens with the sign-in of the same name."""
    user = create_member(name, None)
    link_account(user, ProviderIdentity(issuer or desk.plain, name), by=name, now=timezone.now())
    return user


def read(response):
    """Return the words of a page."""
    return " ".join(response.content.decode().split())


def is_signed_in(client):
    return client.get("/en/account/").status_code == 200


def come_due(client):
    """Let the time come to ask the provider again, in the session of a browser."""
    session = client.session
    session["openid"] = {**session["openid"], "due": "2020-01-01T00:00:00+00:00"}
    session.save()


def list_stored_addresses():
    """Return the tables with somebody's address in any column, and sessions unpacked."""
    rows = [(model, row) for model in apps.get_models() for row in model.objects.all()]
    return [
        model._meta.label
        for model, row in rows
        if ADDRESS in str(vars(row)) or ADDRESS in str(getattr(row, "get_decoded", str)())
    ]


@pytest.mark.data
def test_an_invited_person_joins_signs_in_and_no_table_holds_their_address(settings, desk):
    configure(settings, desk, VECU_OIDC_SCOPES="openid profile email offline_access")
    desk.add_person("ada", claims=ADA, amr=["pwd"])
    ana = create_member("ana", PASSWORD, may_manage_accounts=True)
    token = make_invitation("Ada", by=ana, now=timezone.now())
    client, browser = Client(), requests.Session()
    response = come_in(client, "ada", f"/en/join/{token}/provider/", browser)
    assert response["location"] == CONFIRM
    page = client.get(CONFIRM).content.decode()
    assert 'value="Ada Martin"' in page
    assert ADDRESS not in page
    response = client.post(CONFIRM, {"account": "ada", "name": "Ada Martin"})
    assert response["location"] == "/en/sign-in/"
    response = come_in(client, "nobody", browser=browser)
    assert response["location"] == "/en/lab/", response.content.decode()
    assert client.get("/en/account/").context["request"].user.username == "ada"
    user = User.objects.get(username="ada")
    assert not user.has_usable_password()
    assert user.email == ""
    held = SocialAccount.objects.get(user=user)
    assert (held.provider, held.uid) == (desk.plain, "ada")
    assert held.extra_data == {"iss": desk.plain, "sub": "ada"}
    assert list_stored_addresses() == []


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
def test_proconnect_lets_a_member_in_and_out_with_its_own_parameters_alone(
    settings, desk, algorithm
):
    configure(
        settings, desk, proconnect=algorithm, VECU_OIDC_SCOPES="openid given_name usual_name email"
    )
    claims = {"given_name": "Ada", "usual_name": "Martin", "email": ADDRESS}
    desk.add_person("ada", claims=claims, acr="eidas1-mfa", amr=["pwd", "mfa"])
    link(desk, "ada", desk.proconnect)
    client, browser = Client(), requests.Session()
    sent = parse_qs(urlsplit(leave(client)).query)
    assert sent.keys() == {
        "claims", "client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri",
        "response_type", "scope", "state",
    }  # fmt: skip
    assert sent["redirect_uri"] == [BACK]
    assert sent["code_challenge_method"] == ["S256"]
    assert min(len(sent["state"][0]), len(sent["nonce"][0])) >= 32
    assert come_in(client, "ada", browser=browser)["location"] == "/en/lab/"
    assert is_signed_in(client)
    methods = [each["method"] for each in client.session["account_authentication_methods"]]
    assert methods == ["mfa", "socialaccount"]
    assert list_stored_addresses() == []
    response = client.post("/en/sign-out/")
    assert "End the session at ProConnect" in read(response)
    assert not is_signed_in(client)
    there = browser.get(response["refresh"].removeprefix("0; url="), timeout=10)
    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', there.text))
    address = re.search(r'action="([^"]+)"', there.text)[1]
    back = browser.post(address, form, allow_redirects=False, timeout=10)
    assert back.headers["location"].startswith("http://testserver/openid/signed-out/?state=")
    assert client.get("/openid/signed-out/")["location"] == "/en/sign-in/"


YEAR = 400 * 86_400
SIGNATURE, OTHER = "does not have its signature", "belongs to another one"
REFUSALS = {
    "another nonce": ({"id_token": {"nonce": "of somebody else"}}, "", OTHER),
    "no nonce": ({"id_token": {"nonce": None}}, "", OTHER),
    "for another service": ({"id_token": {"aud": "another"}}, "", SIGNATURE),
    "by way of another service": ({"id_token": {"azp": "another"}}, "", SIGNATURE),
    "of another provider": ({"id_token": {"iss": "https://other.example"}}, "", SIGNATURE),
    "expired": ({"id_token": {"exp": 1_000_000_000}}, "", SIGNATURE),
    "signed by a stranger": ({}, "stranger", SIGNATURE),
    "not signed": ({}, "none", SIGNATURE),
    "of two people": ({"userinfo": {"sub": "eve"}}, "", "two different people"),
    "400 days ago": ({"id_token": {"iat": -YEAR, "exp": -YEAR}}, "", "clock of the sign-in"),
    "in 400 days": ({"id_token": {"iat": YEAR, "exp": YEAR}}, "", "clock of the sign-in"),
}


@pytest.mark.parametrize("proconnect", ["", "ES256"])
@pytest.mark.parametrize(("lies", "forged", "words"), REFUSALS.values(), ids=REFUSALS)
def test_what_a_provider_may_not_say_signs_nobody_in(
    settings, desk, proconnect, lies, forged, words
):
    configure(settings, desk, proconnect=proconnect)
    desk.add_person("ada", acr="eidas2")
    link(desk, "ada", settings.OPENID.issuer)
    now = int(time.time())
    for claims in lies.values():
        claims |= {name: now + claims[name] for name in claims if claims[name] in {YEAR, -YEAR}}
    desk.tell(lies=lies, forged=forged)
    client = Client()
    response = come_in(client, "ada")
    assert (response.status_code, words in read(response)) == (403, True), read(response)
    assert not is_signed_in(client)


def test_signed_user_info_is_read_only_with_its_signature(settings, desk):
    configure(settings, desk, proconnect="RS256")
    desk.add_person("ada", acr="eidas2")
    link(desk, "ada", desk.proconnect)
    for forged, lies in (("stranger", {"given_name": "Eve"}), ("", {"aud": "another"})):
        desk.tell(lies={"userinfo": lies}, forged=forged)
        client = Client()
        assert SIGNATURE in read(come_in(client, "ada"))
        assert not is_signed_in(client)


def test_a_way_back_works_once_in_the_browser_that_left(settings, desk):
    configure(settings, desk)
    desk.add_person("ada")
    link(desk, "ada")
    client, thief = Client(), Client()
    back = sign_in_there(leave(client), "ada", back_to=BACK).removeprefix("http://testserver")
    assert "has begun no such sign-in" in read(thief.get(back))
    assert client.get(back)["location"] == "/en/lab/"
    client.logout()
    for browser in (client, thief):
        assert "has begun no such sign-in" in read(browser.get(back))
        assert not is_signed_in(browser)


def test_what_an_address_adds_reaches_no_provider(settings, desk):
    configure(settings, desk)
    plain = parse_qs(urlsplit(leave(Client())).query)
    added = "?scope=admin&auth_params=prompt%3Dnone%26acr_values%3Dlow&process=connect"
    more = parse_qs(urlsplit(leave(Client(), f"/en/sign-in/provider/{added}")).query)
    assert more.keys() == plain.keys()
    assert set(more["scope"][0].split()) == {"openid", "offline_access"}


def test_an_unknown_person_gets_no_account_whatever_address_the_provider_says(settings, desk):
    configure(settings, desk, VECU_OIDC_SCOPES="openid email")
    create_member("ada", PASSWORD, email=ADDRESS)
    desk.add_person("eve", claims={"email": ADDRESS, "email_verified": True})
    client = Client()
    response = come_in(client, "eve", "/fr/sign-in/provider/")
    assert response.status_code == 403
    assert response["content-language"] == "fr"
    assert "aucun compte" in read(response)
    assert not is_signed_in(client)
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()


@pytest.mark.data
def test_a_link_that_was_handed_over_ties_an_account_to_another_sign_in(settings, desk):
    configure(settings, desk)
    for name in ("ada", "ada-again", "eve"):
        desk.add_person(name)
    user, ana = link(desk, "ada"), create_member("ana", PASSWORD, may_manage_accounts=True)
    link(desk, "eve")
    before, client = Client(), Client()
    come_in(before, "ada")
    token = make_password_link(user, by=ana, now=timezone.now())
    come_in(client, "eve", f"/en/new-password/{token}/provider/")
    refused = client.post(CONFIRM)
    assert refused.status_code == 409
    assert "already open another account" in read(refused)
    come_in(client, "ada-again", f"/en/new-password/{token}/provider/")
    assert "The account ada will open" in read(client.get(CONFIRM))
    assert client.post(CONFIRM).status_code == 302
    assert not is_signed_in(before)
    assert come_in(Client(), "ada").status_code == 403
    assert come_in(client, "ada-again")["location"] == "/en/lab/"
    assert client.get(f"/en/new-password/{token}/provider/").status_code == 410


def test_without_the_factor_that_is_required_the_page_says_so(settings, desk):
    configure(settings, desk, proconnect="ES256")
    desk.add_person("ada", acr="eidas1")
    link(desk, "ada", desk.proconnect)
    client = Client()
    response = come_in(client, "ada")
    assert "asks for a second factor" in read(response)
    assert not is_signed_in(client)
    desk.add_person("ada", acr="eidas2")
    desk.tell(lies={"id_token": {"acr": "eidas1"}})
    assert "asks for a second factor" in read(come_in(client, "ada"))
    assert not is_signed_in(client)


def test_who_is_disabled_at_the_provider_is_out_within_the_hour(settings, desk):
    configure(settings, desk)
    desk.add_person("ada")
    link(desk, "ada")
    client = Client()
    come_in(client, "ada")
    for _time in range(2):
        come_due(client)
        assert is_signed_in(client)
    sent = desk.tell()["tokens"]
    assert is_signed_in(client)
    assert desk.tell()["tokens"] == sent == 3
    desk.add_person("ada", disabled=True)
    assert is_signed_in(client)
    come_due(client)
    another_asks = f"openid-asks-{client.session.session_key}"
    cache.set(another_asks, 1)
    assert is_signed_in(client), "while another request asks, this one goes on"
    cache.delete(another_asks)
    assert not is_signed_in(client)


def test_a_silent_provider_ends_no_session_and_lets_nobody_in(settings, desk):
    configure(settings, desk)
    desk.add_person("ada")
    link(desk, "ada")
    client, other = Client(), Client()
    for browser in (client, other):
        come_in(browser, "ada")
    desk.tell(silent=True)
    cache.clear()
    come_due(client)
    come_due(other)
    before = len(desk.tell()["seen"])
    assert is_signed_in(client)
    assert is_signed_in(other)
    response = Client().get("/en/sign-in/provider/")
    assert len(desk.tell()["seen"]) == before + 1, "one waits for it, and no others"
    assert response.status_code == 503
    assert "does not answer" in read(response)


def test_without_a_token_to_ask_with_a_session_lasts_an_hour(settings, desk):
    configure(settings, desk, VECU_OIDC_SCOPES="openid")
    desk.tell(renews=False)
    desk.add_person("ada")
    link(desk, "ada")
    client = Client()
    come_in(client, "ada")
    assert is_signed_in(client)
    come_due(client)
    assert not is_signed_in(client)


@pytest.mark.data
def test_groups_give_roles_and_take_back_only_what_they_gave(settings, desk):
    roles = {
        "lab": ["researcher study hours", "reader study hours", "owner study wages"],
        "gone": ["reader study nowhere"],
    }
    configure(
        settings,
        desk,
        VECU_OIDC_ROLES=json.dumps(roles),
        VECU_OIDC_SCOPES="openid offline_access groups",
    )
    hours, wages, own = make_study("hours"), make_study("wages"), make_study("own")
    desk.add_person("ada", claims={"groups": ["lab", "gone", "else"]})
    user = link(desk, "ada")
    give_role(user, own.scope, Role.CODER, by="ana", now=NOON)
    client = Client()
    come_in(client, "ada")
    held = [get_role(user, study.scope) for study in (hours, wages, own)]
    assert held == [Role.RESEARCHER, Role.OWNER, Role.CODER]
    desk.add_person("ada", claims={"groups": []})
    come_due(client)
    assert is_signed_in(client)
    held = [get_role(user, study.scope) for study in (hours, wages, own)]
    assert held == [None, Role.OWNER, Role.CODER], "the last owner of a study stays"
    events = [(event.actor, event.verb) for event in list_audit(hours.scope)]
    assert events[:2] == [("provider", "removed role"), ("provider", "gave role")]


def test_a_sign_in_afresh_is_a_new_one_at_the_provider(settings, desk):
    configure(settings, desk)
    desk.add_person("ada")
    link(desk, "ada")
    client, browser = Client(), requests.Session()
    come_in(client, "ada", browser=browser)
    sent = parse_qs(urlsplit(leave(client, "/en/account/confirm/provider/?leave")).query)
    assert sent["prompt"] == ["login"]
    assert sent["max_age"] == ["0"]
    back = come_in(client, "ada", "/en/account/confirm/provider/?leave&next=/en/account/", browser)
    assert back["location"] == "/en/account/"
    desk.tell(lies={"id_token": {"auth_time": int(time.time()) - 3600}})
    again = come_in(client, "ada", "/en/account/confirm/provider/?leave", browser)
    assert "did not ask you to sign in afresh" in read(again)


WRONG = {
    "VECU_OIDC_ISSUER": ["http://provider.example", "provider", "https://a.example/?x=1"],
    "VECU_OIDC_CLIENT_ID": [""],
    "VECU_OIDC_CLIENT_SECRET": [""],
    "VECU_OIDC_CLIENT_SECRET_FILE": ["/nowhere/at/all"],
    "VECU_OIDC_NAME": [""],
    "VECU_OIDC_ROLES": [
        "lab", "[]", '{"lab": "owner"}', '{"lab": ["owner study"]}',
        '{"lab": ["representative system scribe"]}', '{"lab": ["coder group circle"]}',
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"), [(name, each) for name in WRONG for each in WRONG[name]]
)
def test_a_setting_that_is_wrong_is_named(name, value):
    right = {
        "VECU_OIDC_ISSUER": "https://id.example",
        "VECU_OIDC_CLIENT_ID": "vecu",
        "VECU_OIDC_CLIENT_SECRET": SECRET,
        "VECU_OIDC_NAME": "Directory",
    }
    with pytest.raises(WrongOpenIDSetting, match=name):
        read_configuration(right | {name: value})


def test_a_member_ties_their_own_account_only_after_a_fresh_sign_in(settings, desk):
    configure(settings, desk)
    desk.add_person("ada")
    user, client = create_member("ada", PASSWORD), Client()
    client.post("/en/sign-in/", {"account": "ada", "password": PASSWORD})
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 600}]
    session.save()
    come_in(client, "ada", "/en/account/provider/")
    response = client.post(CONFIRM)
    assert response["location"].startswith("/en/account/confirm/?")
    assert not SocialAccount.objects.exists()
    client.post("/en/account/confirm/", {"password": PASSWORD, "next": CONFIRM})
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert come_in(client, "ada")["location"] == "/en/lab/"


def test_an_account_that_is_disabled_here_stays_shut(settings, desk):
    configure(settings, desk)
    desk.add_person("ada")
    user, client = link(desk, "ada"), Client()
    user.is_active = False
    user.save()
    assert "is disabled" in read(come_in(client, "ada"))
    assert not is_signed_in(client)


def test_a_new_password_and_a_removal_end_the_other_way_in(settings, desk):
    configure(settings, desk)
    ana = create_member("ana", PASSWORD, may_manage_accounts=True)
    for name in ("ada", "eve"):
        desk.add_person(name)
        link(desk, name)
    ada, eve = User.objects.get(username="ada"), User.objects.get(username="eve")
    token = make_password_link(ada, by=ana, now=timezone.now())
    accept_password_link(token, PASSWORD, now=timezone.now())
    remove_account(eve, by="ana", now=timezone.now())
    assert not SocialAccount.objects.exists()
    for name in ("ada", "eve"):
        assert come_in(Client(), name).status_code == 403


@pytest.mark.parametrize("end", ["", "/"])
def test_an_issuer_stays_to_the_letter_and_found_without_its_last_slash(settings, desk, end):
    configure(settings, desk, VECU_OIDC_ISSUER=f"https://id.example/staff{end}")
    provider = OpenIDProvider(RequestFactory().get("/"), settings.OPENID)
    found = "https://id.example/staff/.well-known/openid-configuration"
    assert (provider.server_url, provider.sub_id) == (found, f"https://id.example/staff{end}")


def sign_in_with(client, factor_seconds_ago=None):
    """Sign ada in by her password just now, and by a factor of hers as long ago as that."""
    user = User.objects.get(username="ada")
    client.post("/en/sign-in/", {"account": "ada", "password": PASSWORD})
    Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt_secret(SECRET)})
    records = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    if factor_seconds_ago is not None:
        records += [{"method": "mfa", "type": "totp", "at": time.time() - factor_seconds_ago}]
    session = client.session
    session["account_authentication_methods"] = records
    session.save()


@pytest.mark.parametrize(("factor_seconds_ago", "tied"), [(None, False), (301, False), (5, True)])
def test_a_stolen_session_with_the_password_alone_ties_no_account_that_has_a_factor(
    settings, desk, factor_seconds_ago, tied
):
    configure(settings, desk)
    desk.add_person("eve")
    create_member("ada", PASSWORD)
    client = Client()
    sign_in_with(client, factor_seconds_ago)
    come_in(client, "eve", "/en/account/provider/")

    response = client.post(CONFIRM)

    assert SocialAccount.objects.exists() == tied
    if not tied:
        assert response["location"].startswith("/en/account/confirm/code/?")
        assert "With your password" not in read(client.get(response["location"]))
        given = client.post("/en/account/confirm/", {"password": PASSWORD, "next": CONFIRM})
        assert given["location"].startswith("/en/account/confirm/code/")
        assert client.post(CONFIRM)["location"].startswith("/en/account/confirm/code/?")
        assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_after_ten_minutes_a_sign_in_that_waits_ties_no_account(settings, desk, language):
    configure(settings, desk)
    desk.add_person("ada")
    create_member("ada", PASSWORD)
    client = Client()
    client.post("/en/sign-in/", {"account": "ada", "password": PASSWORD})
    come_in(client, "ada", "/en/account/provider/")
    session = client.session
    session["openid_pending"] = {**session["openid_pending"], "since": time.time() - 601}
    session.save()

    stale = client.post(f"/{language}/sign-in/provider/confirm/")

    words = {"en": "more than ten minutes ago", "fr": "il y a plus de dix minutes"}
    assert (stale.status_code, words[language] in read(stale)) == (410, True)
    assert not SocialAccount.objects.exists()


def test_what_one_member_began_at_the_provider_ties_no_account_of_another(settings, desk):
    configure(settings, desk)
    desk.add_person("eve")
    for name in ("ada", "eve"):
        create_member(name, PASSWORD)
    thief, client = Client(), Client()
    thief.post("/en/sign-in/", {"account": "eve", "password": PASSWORD})
    come_in(thief, "eve", "/en/account/provider/")
    client.post("/en/sign-in/", {"account": "ada", "password": PASSWORD})
    session = client.session
    session["openid_pending"] = thief.session["openid_pending"]
    session.save()

    refused = client.post(CONFIRM)

    assert (refused.status_code, "for another account" in read(refused)) == (410, True)
    assert not SocialAccount.objects.exists()
