"""Second factors: codes of RFC 6238, once each, encrypted, required, lost; no addresses."""

import re
from datetime import timedelta
from time import time
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from click.testing import CliRunner
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.surveys.factories import PASSWORD, make_member, make_study
from vecu.accounts import authentication
from vecu.accounts.actions import create_member
from vecu.accounts.authentication import SignInAttempts
from vecu.accounts.key_ring import get_newest_number
from vecu.accounts.models import AccessLink, AuditEvent, CachedValue
from vecu.accounts.rules import Role, read_second_factor
from vecu.accounts.second_factor import encrypt_factors_anew, purge_cached_values
from vecu.accounts.secret_encryption import UnreadableSecret, decrypt_secret, encrypt_secret
from vecu.site.commands.members import member

pytestmark = pytest.mark.django_db
FACTORS = "/en/account/factors/"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The key of RFC 6238, appendix B, in base 32: the ASCII digits 12345678901234567890."""
ADDRESS = "203.0.113.77"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The seconds since 1970 that codes are counted by, as a list of one; limits begin anew."""
    seconds = [time()]
    monkeypatch.setattr(totp.time, "time", lambda: seconds[0])
    monkeypatch.setattr(authentication, "attempts", SignInAttempts())
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())
    cache.clear()
    return seconds


def code(secret=SECRET, *, steps=0):
    """Return the code that an application shows, `steps` half minutes from now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(totp.time.time()) // 30 + steps))


def sign_in(account="lea", *, client=None, wanted=""):
    client = client or Client(REMOTE_ADDR=ADDRESS, headers={"User-Agent": "Firefox on Windows"})
    typed = {"account": account, "password": PASSWORD, "next": wanted}
    return client, client.post("/en/sign-in/", typed)


def add_application(client):
    """Add an application by its pages; return its key and the recovery codes."""
    client.get(f"{FACTORS}application/")
    secret = client.session[totp.SECRET_SESSION_KEY]
    added = client.post(f"{FACTORS}application/", {"code": code(secret)}, follow=True)
    return secret, re.findall(r"<code[^>]*>(\d{8})<", added.text)


def verbs():
    return list(AuditEvent.objects.filter(scope_kind=None).values_list("actor", "verb", "target"))


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ],
)
def test_codes_are_those_of_rfc_6238_and_one_step_late_is_still_right(clock, seconds, expected):
    """Appendix B has eight digits; with six, as applications show them, the last six are kept."""
    clock[0] = float(seconds)
    assert code() == expected
    assert totp.validate_totp_code(SECRET, expected)

    clock[0] += 30
    assert totp.validate_totp_code(SECRET, expected)
    clock[0] += 30
    assert not totp.validate_totp_code(SECRET, expected)


@pytest.mark.data
def test_an_application_is_added_and_each_code_works_once(clock):
    make_member("lea", make_study(), Role.OWNER)
    client, _response = sign_in()
    secret, codes = add_application(client)
    again = client.get(f"{FACTORS}codes/").text
    client.post("/en/sign-out/")

    client, asked = sign_in(client=client, wanted="/en/studies/small/")
    closed = client.get("/en/studies/").status_code
    used = client.post(asked.url, {"code": code(secret)})  # as it was added: that did not use it up
    client.post("/en/sign-out/")
    sign_in(client=client)
    replayed = client.post("/en/sign-in/code/", {"code": code(secret)})
    clock[0] += 30
    recovered = client.post("/en/sign-in/code/", {"code": codes[0]})

    assert (asked.status_code, asked.url, closed) == (302, "/en/sign-in/code/", 302)
    assert (used.status_code, used.url) == (302, "/en/studies/small/")
    assert "was used already" in replayed.text
    assert recovered.status_code == 302
    assert len(codes) == 10
    assert not any(each in again for each in codes)
    assert verbs() == [
        ("lea", "used recovery code", "lea"),
        ("lea", "added second factor", "lea"),
    ]


@pytest.mark.data
def test_five_wrong_codes_end_the_tries_and_no_other_account_waits():
    make_member("tom")
    make_member("lea")
    client, _response = sign_in()
    secret, _codes = add_application(client)
    other, _response = sign_in()
    for _try in range(5):
        other.post("/en/sign-in/code/", {"code": "000000"})

    refused = other.post("/en/sign-in/code/", {"code": code(secret, steps=1)})
    _tom, opened = sign_in("tom")

    assert "Try again in five minutes" in refused.text
    assert other.get("/en/studies/").status_code == 302
    assert opened.url == "/en/lab/"


def test_the_database_holds_no_secret_and_a_ciphertext_names_its_key():
    make_member("lea")
    client, _response = sign_in()
    secret, codes = add_application(client)
    stored = str([*Authenticator.objects.values_list("data", flat=True)])
    sealed = Authenticator.objects.get(type="totp").data["secret"]

    assert not any(each in stored for each in (secret, *codes))
    assert decrypt_secret(sealed) == secret
    assert sealed.startswith(f"{get_newest_number()}:")
    assert encrypt_secret(secret) != sealed
    for spoilt in (f"77{sealed[1:]}", sealed[:-3] + "AAA", "", "1:"):
        with pytest.raises(UnreadableSecret):
            decrypt_secret(spoilt)


def test_second_factors_outlive_the_key_that_encrypted_them(settings):
    make_member("lea")
    client, _response = sign_in()
    secret, _codes = add_application(client)
    settings.KEY_RING = {2: "s" * 50, **settings.KEY_RING}

    encrypt_factors_anew(1)
    settings.KEY_RING = {2: "s" * 50}

    [*stored] = Authenticator.objects.values_list("data", flat=True)
    sealed = [value for data in stored for value in data.values() if isinstance(value, str)]
    assert all(value.startswith("2:") for value in sealed)
    assert secret in map(decrypt_secret, sealed)


def test_without_the_key_that_encrypted_a_factor_its_owner_learns_whom_to_ask():
    make_member("lea")
    client, _response = sign_in()
    secret, _codes = add_application(client)
    factor = Authenticator.objects.get(type="totp")
    factor.data["secret"] = f"77{factor.data['secret'][1:]}"
    factor.save()

    asked = sign_in()[0].post("/en/sign-in/code/", {"code": code(secret)})

    assert asked.status_code == 403
    assert "key number 77 is missing. Ask whoever runs the laboratory" in asked.text


@pytest.mark.data
def test_no_table_has_an_address_after_any_way_of_signing_in(clock):
    """Password, code, recovery code, a fresh sign-in that keeps a form, and a link handed over."""
    make_member("lea", make_study(), Role.OWNER)
    create_member("ana", PASSWORD, may_manage_accounts=True)
    client, _response = sign_in()
    _secret, codes = add_application(client)
    client.post("/en/sign-out/")
    sign_in(client=client)
    client.post("/en/sign-in/code/", {"code": codes[0]})
    clock[0] += 400
    client.post("/en/studies/small/members/invite/", {"name": "Nour", "role": "coder"})
    suspended = str(dict(client.session))
    manager, _response = sign_in("ana")
    link = re.search(r"/new-password/[^\"<]+", manager.post("/en/accounts/lea/factors/").text)
    Client(REMOTE_ADDR=ADDRESS).post(f"/en{link[0]}", {"new": "seven wooden spoons", "again": ""})

    rows = [
        f"{model._meta.label} {row}"
        for model in apps.get_models()
        for row in model._default_manager.values_list()
    ]
    rows += [suspended, *(str(session.get_decoded()) for session in Session.objects.all())]

    assert [row for row in rows if ADDRESS in row] == []
    assert not apps.get_model("account.EmailAddress").objects.exists()
    assert "name=Nour" in suspended


@pytest.mark.parametrize(
    ("setting", "role", "due"),
    [
        ("none", Role.OWNER, False),
        ("owner, coder", Role.OWNER, True),
        ("owner, coder", Role.READER, False),
        ("managers", Role.OWNER, False),
        ("all", None, True),
    ],
)
def test_a_laboratory_requires_a_factor_of_those_it_names(settings, setting, role, due):
    settings.SECOND_FACTOR = read_second_factor(setting)
    make_member("lea", make_study() if role else None, role) if role else make_member("lea")
    client, _response = sign_in()

    wanted = client.get("/en/studies/?page=1")
    typed = client.post("/en/studies/new/", {})

    assert (wanted.status_code == 302) == due
    if due:
        assert wanted.url == FACTORS
        assert typed.status_code == 403
        assert "reload this page: what you typed is sent again" in typed.text
        client.get(FACTORS)
        _secret, codes = add_application(client)
        assert 'href="/en/studies/?page=1"' not in client.get(FACTORS).text
        assert len(codes) == 10
        assert client.get("/en/studies/?page=1").status_code == 200


def test_a_session_from_before_the_factor_was_added_needs_it(settings):
    settings.SECOND_FACTOR = read_second_factor("none")
    make_member("lea")
    (first, _), (second, _) = sign_in(), sign_in()
    secret, _codes = add_application(second)
    settings.SECOND_FACTOR = read_second_factor("all")

    asked = first.get("/en/studies/")
    ways = first.get(asked.url).text
    proven = first.post(asked.url, {"code": code(secret, steps=1), "next": "/en/studies/"})

    assert asked.url == "/en/account/confirm/code/?next=/en/studies/"
    assert "With your password" not in ways
    assert proven.url == "/en/studies/"
    assert first.get("/en/studies/").status_code == 200


def test_a_word_that_names_nobody_is_refused_at_start():
    with pytest.raises(ValueError, match="nobody is called “queen”"):
        read_second_factor("owner,queen")


def test_what_cannot_be_undone_wants_a_fresh_sign_in_that_loses_no_form(clock):
    make_member("lea", make_study(), Role.OWNER)
    client, _response = sign_in()
    clock[0] += 301
    address, typed = "/en/studies/small/members/invite/", {"name": "Nour", "role": "coder"}

    wrong = client.post(address, {"name": "", "role": "coder"})
    asked = client.post(address, typed)
    refused = client.post(asked.url, {"password": "a wrong one"})
    done = client.post(asked.url, {"password": PASSWORD, "next": address})

    assert wrong.status_code == 422
    assert asked.url == f"/en/account/confirm/?next={quote(address, safe='')}"
    assert "This is not your current password." in refused.text
    assert "Hand this link over" in done.text
    assert AccessLink.objects.get().name == "Nour"


FACTOR_CHANGES = ["application/remove/", "passkeys/new/", "passkeys/{}/remove/", "codes/new/"]


@pytest.mark.parametrize("change", FACTOR_CHANGES)
def test_whoever_has_a_stolen_session_and_the_password_changes_no_factor(clock, change):
    """Left to itself, allauth takes the password that was typed a moment ago."""
    lea = make_member("lea")
    client, _response = sign_in()
    secret, _codes = add_application(client)
    passkey = Authenticator.objects.create(user=lea, type="webauthn", data={"name": "a"})
    address = f"{FACTORS}{change.format(passkey.pk)}"
    records = [{"method": "password", "at": clock[0], "reauthenticated": True}]
    session = client.session
    session["account_authentication_methods"] = records
    session.save()

    asked = client.get(address)
    again = client.post("/en/account/confirm/", {"password": PASSWORD, "next": address})
    still = client.post(address)
    untouched = Authenticator.objects.filter(user=lea).count()
    client.post(asked.url, {"code": code(secret, steps=1), "next": FACTORS})

    assert asked.url.startswith("/en/account/confirm/code/?")
    assert again.url.startswith("/en/account/confirm/code/")
    assert still.url.startswith("/en/account/confirm/code/?")
    assert untouched == 3
    assert client.get(f"{FACTORS}codes/new/").status_code == 200


@pytest.mark.data
def test_a_lost_factor_is_removed_by_who_manages_accounts_and_a_password_link_does_not():
    make_member("lea")
    create_member("ana", PASSWORD, may_manage_accounts=True)
    lea, _response = sign_in()
    add_application(lea)
    manager, _response = sign_in("ana")
    new = {"new": "seven wooden spoons", "again": "seven wooden spoons"}

    page = manager.post("/en/accounts/lea/link/").text
    still = Client().post(re.search(r"/en/new-password/[^\"<]+", page)[0], new)
    page = manager.post("/en/accounts/lea/factors/").text
    begun = Client().post(re.search(r"/en/new-password/[^\"<]+", page)[0], new)
    own = manager.post("/en/accounts/ana/factors/")

    assert still.url == "/en/sign-in/code/"
    assert begun.url == "/en/lab/"
    assert lea.get("/en/account/").status_code == 302
    assert own.status_code == 422
    assert ("ana", "removed second factors", "lea") in verbs()


def test_the_last_manager_begins_anew_by_a_command():
    create_member("ana", PASSWORD, may_manage_accounts=True)
    client, _response = sign_in("ana")
    add_application(client)

    done = CliRunner().invoke(member, ["remove-second-factor", "ana"])

    assert done.exit_code == 0
    assert not Authenticator.objects.exists()
    assert sign_in("ana")[1].url == "/en/lab/"
    assert ("command", "removed second factors", "ana") in verbs()


@pytest.mark.data
def test_codes_used_and_counts_of_wrong_ones_are_purged_once_they_say_nothing(clock):
    make_member("lea")
    client, _response = sign_in()
    secret, _codes = add_application(client)
    client.post("/en/sign-out/")
    sign_in(client=client)
    client.post("/en/sign-in/code/", {"code": code(secret)})

    now = timezone.now()
    assert CachedValue.objects.exists()
    assert purge_cached_values(now) == 0
    purge_cached_values(now + timedelta(minutes=6))
    assert not CachedValue.objects.exists()


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "null",
        "[]",
        '{"id": 1}',
        '{"response": null, "id": null}',
        '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "MQ"}}',
        '{"id": "AA", "rawId": "AA", "response": {"attestationObject": "oA"}}',
        "{" * 3000,
    ],
)
def test_what_is_no_passkey_is_refused_in_a_sentence_wherever_it_is_sent(credential):
    make_member("lea")
    stranger, member = Client(), sign_in()[0]
    options = stranger.get("/en/sign-in/passkey/", headers={"Accept": "application/json"})
    member.get(f"{FACTORS}passkeys/new/")

    alone = stranger.post("/en/sign-in/passkey/", {"credential": credential}, follow=True)
    added = member.post(f"{FACTORS}passkeys/new/", {"credential": credential, "name": "a\x00"})
    add_application(member)
    beside = sign_in()[0].post("/en/sign-in/code/", {"credential": credential})

    assert len(options.json()["request_options"]["publicKey"]["challenge"]) >= 43
    assert "The passkey did not work" in alone.text
    assert "The passkey was not added" in added.text
    assert "The passkey did not work" in beside.text


@pytest.mark.parametrize(
    ("role", "fictional", "wished"),
    [(Role.OWNER, False, True), (Role.READER, False, False), (Role.OWNER, True, False)],
)
def test_a_factor_is_wished_of_whoever_reads_what_people_answered(
    settings, role, fictional, wished
):
    settings.LAB_FICTIONAL = fictional
    make_member("lea", make_study(), role)
    client, _response = sign_in()

    assert ("Add a second step, under" in client.get("/en/lab/").text) == wished
