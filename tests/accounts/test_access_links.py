"""Links to join and for a new password: used once, for seven days, by whom they were meant."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.surveys.factories import NOON, PASSWORD, make_member, make_study
from vecu.accounts import authentication
from vecu.accounts.access_links import (
    LinkRefused,
    make_invitation,
    make_password_link,
    purge_links,
)
from vecu.accounts.account_changes import disable_account
from vecu.accounts.actions import give_role, remove_role, remove_scope_roles
from vecu.accounts.authentication import SignInAttempts
from vecu.accounts.models import AccessLink, AuditEvent, User
from vecu.accounts.queries import get_role, list_account_events, list_audit
from vecu.accounts.rules import Role
from vecu.site.logs import DropRequestData

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NEW = "seven wooden spoons"
JOINING = {"account": "nour", "name": "Nour", "new": NEW, "again": NEW}
CHOOSING = {"new": NEW, "again": NEW}


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The days since the links were made, as a list of one, which a test changes."""
    days = [0.0]
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(days=days[0]))
    monkeypatch.setattr(authentication, "attempts", SignInAttempts())
    return days


@pytest.fixture
def manager():
    user = make_member("ana")
    user.may_manage_accounts = True
    user.save()
    return user


def verbs(events):
    return [(event.actor, event.verb, event.target) for event in events]


def test_an_invited_person_opens_the_link_as_often_as_they_like_and_joins_once(client):
    study = make_study()
    lea = make_member("lea", study, Role.OWNER)
    token = make_invitation("Nour", by=lea, now=NOON, scope=study.scope, role=Role.CODER)
    address = f"/en/join/{token}/"

    opened = [client.get(address) for _mail_scanner in range(3)]
    joined = client.post(address, JOINING)
    again = client.post(address, JOINING | {"account": "other"})

    assert [page.status_code for page in opened] == [200] * 3
    assert 'value="Nour"' in opened[0].text
    assert (joined.status_code, joined.url) == (302, "/en/lab/")
    assert client.get("/en/lab/").status_code == 200
    nour = User.objects.get(username="nour")
    assert (nour.get_full_name(), get_role(nour, study.scope)) == ("Nour", Role.CODER)
    assert not nour.may_create_studies
    assert not nour.may_manage_accounts
    assert again.status_code == 410
    assert "no longer works" in again.text
    assert not User.objects.filter(username="other").exists()
    assert verbs(list_audit(study.scope))[:3] == [
        ("nour", "joined", "nour"),
        ("lea", "gave role", "nour"),
        ("lea", "invited", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"account": "lea"}, "already exists"),
        ({"account": "a b"}, "valid username"),
        ({"account": "x" * 101}, "at most 100"),
        ({"new": "short", "again": "short"}, "12 characters"),
        ({"new": "motdepasse2026", "again": "motdepasse2026"}, "usual word"),
        ({"again": "seven wooden spoon"}, "the same password twice"),
    ],
)
def test_what_cannot_be_an_account_is_explained_and_the_link_still_works(client, typed, problem):
    study = make_study()
    lea = make_member("lea", study, Role.OWNER)
    token = make_invitation("Nour", by=lea, now=NOON, scope=study.scope, role=Role.CODER)

    refused = client.post(f"/en/join/{token}/", JOINING | typed)
    joined = client.post(f"/en/join/{token}/", JOINING)

    assert refused.status_code == 422
    assert problem in refused.text
    assert f'value="{typed.get("account", "nour")}"' in refused.text
    assert NEW not in refused.text
    assert joined.status_code == 302


def test_a_link_for_a_new_password_signs_in_even_while_the_name_is_attacked(client, manager):
    study = make_study()
    tom = make_member("tom", study, Role.CODER)
    for _guess in range(12):
        client.post("/en/sign-in/", {"account": "tom", "password": "guess"})
    attacked = client.post("/en/sign-in/", {"account": "tom", "password": PASSWORD})
    token = make_password_link(tom, by=manager, now=NOON)

    opened = client.get(f"/fr/new-password/{token}/")
    chosen = client.post(f"/en/new-password/{token}/", CHOOSING)

    assert attacked.status_code == 429
    assert "tom" in opened.text
    assert chosen.url == "/en/lab/"
    assert client.get("/en/lab/").status_code == 200
    assert client.post(f"/en/new-password/{token}/", CHOOSING).status_code == 410
    tom.refresh_from_db()
    assert tom.check_password(NEW)
    assert verbs(list_audit(study.scope))[:2] == [
        ("tom", "used password link", "tom"),
        ("ana", "made password link", "tom"),
    ]
    assert verbs(list_account_events())[0] == ("tom", "used password link", "tom")


def test_a_second_link_for_the_same_account_revokes_the_first(client, manager):
    tom = make_member("tom")
    first, second = (make_password_link(tom, by=manager, now=NOON) for _ in range(2))

    assert client.get(f"/en/new-password/{first}/").status_code == 410
    assert client.get(f"/en/new-password/{second}/").status_code == 200


def test_a_link_of_one_kind_opens_nothing_of_the_other_and_a_guess_nothing(client, manager):
    invitation = make_invitation("Nour", by=manager, now=NOON)
    password = make_password_link(make_member("tom"), by=manager, now=NOON)

    for path in (f"new-password/{invitation}", f"join/{password}", f"join/{'0' * 64}", "join/é"):
        assert client.get(f"/en/{path}/").status_code == 410


@pytest.mark.parametrize("event", ["expired", "owner no more", "disabled"])
def test_a_link_ends_after_seven_days_or_with_the_power_of_whoever_made_it(client, clock, event):
    study = make_study()
    lea = make_member("lea", study, Role.OWNER)
    tom = make_member("tom", study, Role.OWNER)
    token = make_invitation("Nour", by=lea, now=NOON, scope=study.scope, role=Role.OWNER)
    clock[0] = 6.99
    assert client.get(f"/en/join/{token}/").status_code == 200

    if event == "expired":
        clock[0] = 7
    elif event == "owner no more":
        remove_role(lea, study.scope, by="tom", now=NOON)
    else:
        disable_account(lea, by=tom.username, now=NOON)

    assert client.post(f"/en/join/{token}/", JOINING).status_code == 410
    assert not User.objects.filter(username="nour").exists()


def test_a_study_that_is_deleted_takes_its_links_along(manager):
    scope = make_study().scope
    make_invitation("Nour", by=manager, now=NOON, scope=scope, role=Role.CODER)
    make_invitation("Zoé", by=manager, now=NOON)

    remove_scope_roles(scope)

    assert AccessLink.objects.get().name == "Zoé"


def test_purge_deletes_expired_links(manager):
    make_invitation("Nour", by=manager, now=NOON)

    assert purge_links(NOON + timedelta(days=6)) == 0
    assert purge_links(NOON + timedelta(days=7)) == 1


def test_an_owner_hands_a_new_password_only_to_whom_nothing_else_is_open():
    """Whoever has the link becomes the account, with all that it opens."""
    study, other = make_study(), make_study("other")
    lea = make_member("lea", study, Role.OWNER)
    tom = make_member("tom", study, Role.CODER)
    nora = make_member("nora", study, Role.CODER)
    give_role(nora, other.scope, Role.READER, by="test", now=NOON)
    boss, creator = (
        make_member("boss", study, Role.READER),
        make_member("creator", study, Role.READER),
    )
    boss.may_manage_accounts = creator.may_create_studies = True
    boss.save()
    creator.save()

    assert make_password_link(tom, by=lea, now=NOON)
    for user, by in [(nora, lea), (boss, lea), (creator, lea), (lea, tom), (make_member("x"), lea)]:
        with pytest.raises(LinkRefused, match="more than your studies"):
            make_password_link(user, by=by, now=NOON)


def test_a_link_for_a_new_password_ends_when_the_account_gets_more(client):
    study, other = make_study(), make_study("other")
    lea, tom = make_member("lea", study, Role.OWNER), make_member("tom", study, Role.CODER)
    token = make_password_link(tom, by=lea, now=NOON)

    give_role(tom, other.scope, Role.READER, by="test", now=NOON)

    assert client.post(f"/en/new-password/{token}/", CHOOSING).status_code == 410


def test_the_link_is_in_no_table_no_log_and_no_cache(client, manager, caplog):
    token = make_invitation("Nour", by=manager, now=NOON)
    address = f"/en/join/{token}/"

    pages = [client.get(address), client.post(address, {}), client.post(address, JOINING)]
    pages += [client.get(address)]

    for page in pages:
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["Referrer-Policy"] == "same-origin"
    assert [page.status_code for page in pages] == [200, 422, 302, 410]
    stored = [str(row) for table in (AccessLink, AuditEvent) for row in table.objects.values()]
    logged = [record.getMessage() for record in caplog.records if DropRequestData().filter(record)]
    assert not [line for line in stored + logged if token in line]
