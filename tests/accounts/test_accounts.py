"""Accounts: signing in and out, roles, and the audit with its period of keeping."""

import os
import subprocess
import sys
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.surveys.factories import NOON, PASSWORD, make_member, make_study
from vecu.accounts import authentication
from vecu.accounts.actions import (
    LastOwner,
    MemberRefused,
    create_member,
    give_role,
    purge_audit,
    record_audit_event,
    remove_role,
    set_password,
)
from vecu.accounts.authentication import SignInAttempts
from vecu.accounts.models import AuditEvent, Membership, User
from vecu.accounts.queries import get_account, get_role, list_audit, list_members, list_roles
from vecu.accounts.rules import GRANTABLE_ROLES, Role, Scope, ScopeKind

pytestmark = [pytest.mark.django_db, pytest.mark.data]
SIGN_IN = "/en/sign-in/"


@pytest.fixture(autouse=True)
def fresh_attempts(monkeypatch):
    """No test inherits another's wrong passwords."""
    monkeypatch.setattr(authentication, "attempts", SignInAttempts())


def new_scope(kind=ScopeKind.STUDY):
    return Scope(kind, uuid4())


def sign_in(client, account="lea", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"account": account, "password": password, **more})


def test_a_member_signs_in_and_comes_to_the_studies(client):
    make_member("lea")

    response = sign_in(client)

    assert (response.status_code, response.url) == (302, "/en/lab/")
    assert client.get("/en/lab/").status_code == 200


def test_a_member_comes_back_to_the_page_they_wanted(client):
    make_member("lea")
    asked = client.get("/en/studies/small/stories/?since=2026-11-01")

    response = sign_in(client, next="/en/studies/small/stories/?since=2026-11-01")

    assert asked.url.startswith(f"{SIGN_IN}?next=")
    assert response.url == "/en/studies/small/stories/?since=2026-11-01"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_part_of_a_page_requested_after_the_session_has_ended_is_answered_by_a_sentence(
    client, method
):
    address = "/en/studies/small/figures/"
    answer = getattr(client, method)(address, headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert "You are signed out" in answer.text
    assert 'target="_blank"' in answer.text
    assert f'href="{SIGN_IN}"' in answer.text
    assert "<h1" not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_pages_of_members_have_one_cookie_even_while_a_message_is_pending(client):
    make_member("lea", make_study(), Role.OWNER)
    sign_in(client)

    changed = client.post("/en/studies/small/relays/", {"name": "Union"}, follow=True)

    assert "The relay is added, with its link." in changed.text
    everywhere = {name for name, cookie in client.cookies.items() if cookie["path"] == "/"}
    assert everywhere == {settings.SESSION_COOKIE_NAME}
    assert set(client.cookies) - everywhere == {settings.DEVICE_COOKIE_NAME}


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "/\\evil",
    ],
)
def test_signing_in_never_leads_to_another_site(client, elsewhere):
    make_member("lea")

    assert sign_in(client, next=elsewhere).url == "/en/lab/"


def test_a_wrong_password_and_an_unknown_account_get_the_same_message_and_the_name_stays(client):
    make_member("lea")

    wrong = sign_in(client, password="not this one")
    unknown = sign_in(client, account="nobody")

    assert wrong.status_code == unknown.status_code == 422
    assert "is wrong. Check both" in wrong.text
    assert 'value="lea"' in wrong.text
    assert wrong.text.replace('value="lea"', 'value="nobody"') == unknown.text
    assert "not this one" not in wrong.text


@pytest.mark.parametrize(
    "typed", [{}, {"account": "a\x00b", "password": "x"}, {"account": "x" * 9999}]
)
def test_what_cannot_be_an_account_is_a_problem_and_never_a_failure(client, typed):
    assert client.post(SIGN_IN, typed).status_code == 422


def test_an_account_that_was_closed_cannot_sign_in(client):
    user = make_member("lea")
    user.is_active = False
    user.save()

    assert sign_in(client).status_code == 422
    assert get_account("lea") is None


def test_signing_out_ends_the_session_and_needs_a_post(client):
    client.force_login(make_member("lea"))

    assert client.get("/en/sign-out/").status_code == 405
    assert client.post("/en/sign-out/").url == SIGN_IN
    assert client.get("/en/lab/").url.startswith(SIGN_IN)


def test_a_page_of_the_staff_is_cached_by_no_browser(client):
    client.force_login(make_member("lea"))

    assert "no-store" in client.get("/en/lab/").headers["Cache-Control"]


def test_another_site_cannot_sign_a_member_out(client):
    client.force_login(make_member("lea"))

    response = client.post("/en/sign-out/", headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403
    assert client.get("/en/lab/").status_code == 200


def test_a_weak_password_or_a_name_already_taken_is_refused_with_a_reason():
    make_member("lea")

    with pytest.raises(MemberRefused, match="12 characters"):
        create_member("tom", "short")
    with pytest.raises(MemberRefused, match="already exists"):
        create_member("lea", PASSWORD)
    with pytest.raises(MemberRefused, match="valid username"):
        create_member("a b/c", PASSWORD)


@pytest.mark.parametrize(
    "name", ["LEA", "\N{FULLWIDTH LATIN SMALL LETTER L}ea", "Command", "demonstration"]
)
def test_no_account_can_be_mistaken_for_another_in_the_audit(name):
    make_member("lea")

    with pytest.raises(MemberRefused, match="already exists"):
        create_member(name, PASSWORD)


@pytest.mark.parametrize("name", ["..", ".", "@_-"])
def test_a_name_that_stands_in_no_address_is_refused(name):
    """Browsers resolve “/accounts/../remove/”, so nobody could remove that account there."""
    with pytest.raises(MemberRefused, match="needs a letter or a digit"):
        create_member(name, PASSWORD)


def test_a_new_password_does_not_undo_what_was_done_with_the_account_meanwhile():
    read_before = make_member("lea")
    User.objects.update(is_active=False, may_create_studies=True)

    set_password(read_before, "seven wooden spoons")

    stored = User.objects.get()
    assert stored.check_password("seven wooden spoons")
    assert (stored.is_active, stored.may_create_studies) == (False, True)


def test_a_member_has_one_role_in_a_study_and_it_is_recorded_who_gave_it():
    study, lea = new_scope(), make_member("lea")

    give_role(lea, study, Role.READER, by="tom", now=NOON)
    give_role(lea, study, Role.CODER, by="tom", now=NOON)

    assert get_role(lea, study) is Role.CODER
    assert list_roles(lea, ScopeKind.STUDY) == {study.id: Role.CODER}
    assert [(event.actor, event.verb, event.detail) for event in list_audit(study)] == [
        ("tom", "gave role", {"role": "coder"}),
        ("tom", "gave role", {"role": "reader"}),
    ]


def test_no_flag_of_an_account_opens_a_study():
    lea = create_member("lea", PASSWORD, may_create_studies=True)
    lea.is_superuser = lea.is_staff = True
    lea.save()

    assert get_role(lea, new_scope()) is None
    assert list_roles(lea, ScopeKind.STUDY) == {}


def test_a_study_keeps_at_least_one_owner():
    study, lea, tom = new_scope(), make_member("lea"), make_member("tom")
    give_role(lea, study, Role.OWNER, by="lea", now=NOON)

    with pytest.raises(LastOwner, match="lea is the last owner"):
        remove_role(lea, study, by="lea", now=NOON)
    with pytest.raises(LastOwner):
        give_role(lea, study, Role.READER, by="lea", now=NOON)
    give_role(tom, study, Role.OWNER, by="lea", now=NOON)
    remove_role(lea, study, by="lea", now=NOON)

    assert [member.account for member in list_members(study)] == ["tom"]


def test_members_are_listed_owners_first():
    study = new_scope()
    for name, role in [("a", Role.READER), ("b", Role.OWNER), ("c", Role.CODER), ("d", Role.OWNER)]:
        give_role(make_member(name), study, role, by="test", now=NOON)

    assert [member.account for member in list_members(study)] == ["b", "d", "c", "a"]


def test_an_owner_of_one_scope_has_no_say_in_another_of_the_same_uuid(monkeypatch):
    roles = dict.fromkeys(ScopeKind, tuple(Role))
    monkeypatch.setattr("vecu.accounts.actions.GRANTABLE_ROLES", roles)
    same = uuid4()
    study, system, group = (Scope(kind, same) for kind in ScopeKind)
    lea, tom = make_member("lea"), make_member("tom")
    give_role(lea, study, Role.OWNER, by="test", now=NOON)
    give_role(tom, system, Role.OWNER, by="test", now=NOON)

    assert [get_role(lea, scope) for scope in (study, system, group)] == [Role.OWNER, None, None]
    assert [list_roles(tom, kind) for kind in ScopeKind] == [{}, {same: Role.OWNER}, {}]
    assert [member.account for member in list_members(study)] == ["lea"]
    assert [member.account for member in list_members(system)] == ["tom"]
    assert [event.target for event in list_audit(study)] == ["lea"]
    assert [event.target for event in list_audit(system)] == ["tom"]
    with pytest.raises(LastOwner, match="last owner of this system"):
        remove_role(tom, system, by="lea", now=NOON)
    remove_role(tom, study, by="lea", now=NOON)
    assert get_role(tom, system) is Role.OWNER


def test_a_member_has_one_role_in_each_scope_of_the_same_uuid():
    lea, same = make_member("lea"), uuid4()
    for kind in ScopeKind:
        Membership.objects.create(scope_kind=kind, scope_uuid=same, user=lea, role=Role.OWNER)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            scope_kind=ScopeKind.STUDY, scope_uuid=same, user=lea, role=Role.READER
        )


@pytest.mark.parametrize(
    ("kind", "role"),
    [(kind, role) for kind in ScopeKind for role in Role if role not in GRANTABLE_ROLES[kind]],
)
def test_a_role_that_a_kind_of_scope_does_not_have_cannot_be_given_in_it(kind, role):
    lea, scope = make_member("lea"), new_scope(kind)

    with pytest.raises(ValueError, match=f"No {role} can be named in a {kind}"):
        give_role(lea, scope, role, by="test", now=NOON)

    assert get_role(lea, scope) is None
    assert not list_audit(scope).exists()


def test_an_act_on_what_is_no_scope_yet_is_recorded_in_none():
    record_audit_event("lea", "uploaded a file", None, "a-hash", now=NOON)

    event = AuditEvent.objects.get()
    assert (event.scope_kind, event.scope_uuid) == (None, None)


@pytest.mark.parametrize("half", [{"scope_kind": "study"}, {"scope_uuid": UUID(int=1)}])
def test_half_a_scope_is_refused_by_the_database(half):
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.create(at=NOON, actor="lea", verb="read answer", **half)


def test_an_event_of_the_audit_can_be_neither_changed_nor_removed():
    record_audit_event("lea", "read answer", new_scope(), "some-id", {"language": "fr"}, now=NOON)
    event = AuditEvent.objects.get()

    event.verb = "slept"
    with pytest.raises(TypeError, match="neither changed nor removed"):
        event.save()
    with pytest.raises(TypeError, match="neither changed nor removed"):
        event.delete()
    with pytest.raises(TypeError, match="neither changed nor removed"):
        AuditEvent.objects.all().delete()
    with pytest.raises(TypeError, match="neither changed nor removed"):
        AuditEvent.objects.update(verb="slept")

    with pytest.raises(TypeError, match="neither changed nor removed"):
        AuditEvent.objects.filter(actor="lea").delete_before(NOON + timedelta(days=1))

    assert AuditEvent.objects.get().verb == "read answer"


def test_events_older_than_the_period_are_removed_whatever_they_were_about(settings):
    """Also what nobody could choose to remove: acts on a study that was deleted since."""
    settings.AUDIT_DAYS = 365
    year_and_a_second = timedelta(days=365, seconds=1)
    record_audit_event("lea", "read answer", new_scope(), now=NOON - year_and_a_second)
    record_audit_event("lea", "uploaded a file", None, now=NOON - year_and_a_second)
    record_audit_event("tom", "read answer", new_scope(), now=NOON - timedelta(days=365))

    assert purge_audit(now=NOON) == 2

    assert AuditEvent.objects.get().actor == "tom"
    assert purge_audit(now=NOON) == 0


@pytest.mark.parametrize(("days", "starts"), [("183", True), ("182", False), ("0", False)])
def test_a_laboratory_that_would_forget_too_soon_who_read_what_does_not_start(
    tmp_path, days, starts
):
    environment = {**os.environ, "VECU_HOME": str(tmp_path), "VECU_AUDIT_DAYS": days}
    load = [sys.executable, "-c", "import vecu.site.settings"]
    done = subprocess.run(load, check=False, env=environment, capture_output=True, text=True)

    assert (done.returncode == 0) == starts
    assert ("VECU_AUDIT_DAYS" in done.stderr) == (not starts)


def test_an_account_is_found_whatever_the_case_it_is_typed_in():
    make_member("Lea")

    assert get_account("lea").username == "Lea"


def test_two_names_that_differ_by_case_alone_each_sign_in_with_their_own_password(client):
    """From before the second was refused: allauth alone would let in neither."""
    make_member("lea")
    User.objects.create_user("LEA", password="seven wooden spoons")

    statuses = [
        sign_in(client, name, password).status_code
        for name, password in [
            ("LEA", PASSWORD),
            ("lea", "seven wooden spoons"),
            ("LEA", "seven wooden spoons"),
            ("lea", PASSWORD),
        ]
    ]

    assert statuses == [422, 422, 302, 302]


def test_the_sign_in_page_speaks_the_address_s_language(client):
    assert 'lang="fr"' in client.get("/fr/sign-in/").text
    assert reverse("accounts:sign-in").endswith("/sign-in/")
