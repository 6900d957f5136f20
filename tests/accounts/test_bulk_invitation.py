"""Many people are invited from one table: all of them or nobody, and the table is not stored."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from tests.groups.factories import make_group
from tests.surveys.factories import NOON, PASSWORD, make_member, make_study
from tests.surveys.test_privacy import everything_stored
from vecu.accounts.actions import create_member
from vecu.accounts.bulk_invitation import InvitationsRefused, make_invitations, read_invitations
from vecu.accounts.models import AccessLink, AuditEvent, User
from vecu.accounts.rules import Role

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PAGE = "/en/account/invite/"
LINK = re.compile(r"http://testserver(/en/join/[0-9a-f]{64}/)")


@pytest.fixture
def lea():
    """Léa, who owns the study “hours” and manages no account."""
    return make_member("lea", make_study("hours"), Role.OWNER)


def sign_in(account: str) -> Client:
    client = Client()
    client.post("/en/sign-in/", {"account": account, "password": PASSWORD})
    return client


def find_problems(text: str, by: User) -> list[tuple[int, str]]:
    with pytest.raises(InvitationsRefused) as refused:
        read_invitations(text, by=by, now=NOON)
    return [(each.line, each.words) for each in refused.value.problems]


def test_a_pasted_table_becomes_links_by_which_people_join_with_their_role(lea, client):
    owner = sign_in("lea")
    table = "Rôle;Nom;Dans\nlecture;Nour Haddad;hours\n\ncoder;Åsa;hours\n"

    preview = owner.post(PAGE, {"people": table})
    assert "2 people get a link each. Nothing has been made yet." in preview.text
    assert not AccessLink.objects.exists()
    made = owner.post(PAGE, {"people": table, "step": "make"})
    first, second = dict.fromkeys(LINK.findall(made.text))
    typed = {"account": "nour", "name": "", "new": "seven wooden spoons"}
    client.post(first, typed | {"again": typed["new"]})

    assert first != second
    nour = User.objects.get(username="nour")
    assert nour.memberships.get().role == Role.READER
    assert AuditEvent.objects.filter(verb="invited", actor="lea").count() == 2
    assert made.headers["Cache-Control"].count("no-store") == 1


def test_every_wrong_line_is_named_at_once_and_nobody_is_invited(lea):
    make_member("tom").save()
    create_member("nina", PASSWORD, name="Nina Petit")
    make_group("gil", "hours-group")
    table = (
        "name;role;in\n"  # line 1
        "Nour;coder;hours\n"
        "Ana;king;hours\n"
        "nour;reader;hours\n"
        ";coder;hours\n"
        "Nina Petit;coder;hours\n"
        "Bo;coder;elsewhere\n"
        "Cy;coder;\n"
        "Di;;\n"
        "Ed;reader;hours-group\n"
    )

    found = dict(find_problems(table, lea))

    assert set(found) == {3, 4, 5, 6, 7, 8, 9, 10}
    assert "owner, researcher, coder, reader, interviewer" in found[3]
    assert "in line 2 already" in found[4]
    assert "the account “nina” already" in found[6]
    assert found[7].startswith("You own nothing called “elsewhere”")
    assert found[10].startswith("You own nothing"), "what others own does not exist"
    assert not AccessLink.objects.exists()


def test_only_who_manages_accounts_invites_without_a_role_and_nobody_twice(lea):
    ana = create_member("ana", PASSWORD, may_manage_accounts=True)
    make_invitations(read_invitations("name\nNour\n", by=ana, now=NOON), by=ana, now=NOON)

    ((line, words),) = find_problems("name\nNOUR\n", ana)
    assert (line, words[:26]) == (2, "A link for NOUR is open al")
    assert find_problems("name\nBo\n", lea)[0][1].startswith("Say in which study")
    assert find_problems("name;role;in\nBo;reader;hours\n", ana)[0][1].startswith("You own nothing")
    later = NOON + timedelta(days=8)
    assert read_invitations("name\nNOUR\n", by=ana, now=later)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "empty"),
        ("Nour\nBo\n", "The first line must name the columns"),
        ("name;role\n", "has no rows below them"),
        ("name\n" + "\n".join(f"P{n}" for n in range(201)), "Invite 200 at a time, or fewer."),
        ("name;role;in\nNour;coder\n", "Look for a missing or an unquoted delimiter."),
    ],
    ids=["nothing", "no names of columns", "nobody", "too many", "ragged"],
)
def test_what_is_no_list_is_refused_and_stays_in_its_field(lea, table, words):
    answer = sign_in("lea").post(PAGE, {"people": table})

    assert answer.status_code == 422
    assert words in answer.text
    assert table.strip()[:40] in answer.text


def test_a_workbook_is_read_too_and_comes_back_as_text_that_can_be_changed(lea):
    book = Workbook()
    for row in (("name", "role", "in"), ("Nour", "coder", "hours"), ("Bo", "chief", "hours")):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    owner = sign_in("lea")

    answer = owner.post(PAGE, {"table": SimpleUploadedFile("team.xlsx", content.getvalue())})

    assert answer.status_code == 422
    assert "Line 3: Give one of these roles" in answer.text
    assert "Bo,chief,hours" in answer.text


def test_links_are_mailed_where_there_is_mail_and_no_address_is_stored(lea, settings):
    table = "name;role;in;email\nNour;coder;hours;nour@example.org\nBo;coder;hours;nobody\n"
    settings.HAS_MAIL = False
    assert "sends no mail" in find_problems(table, lea)[0][1]
    settings.HAS_MAIL = True
    assert find_problems(table, lea) == [(3, "This is no email address.")]
    made = sign_in("lea").post(PAGE, {"people": table.replace(";nobody", ";"), "step": "make"})

    assert [each.to for each in mail.outbox] == [["nour@example.org"]]
    assert "sent to nour@example.org" in made.text
    assert len(set(LINK.findall(made.text))) == 1, "what was mailed is not shown, too"
    assert "nour@example.org" not in str(everything_stored())


def test_when_one_link_cannot_be_made_none_is(lea, monkeypatch):
    from vecu.accounts import bulk_invitation  # noqa: PLC0415

    def fail_at_the_second(name, **details):
        if name == "Bo":
            raise RuntimeError
        return make(name, **details)

    make = bulk_invitation.make_invitation
    monkeypatch.setattr(bulk_invitation, "make_invitation", fail_at_the_second)
    people = read_invitations("name;role;in\nNour;coder;hours\nBo;coder;hours\n", by=lea, now=NOON)
    with pytest.raises(RuntimeError):
        make_invitations(people, by=lea, now=NOON)

    assert not AccessLink.objects.exists()
    assert not AuditEvent.objects.filter(verb="invited").exists()
