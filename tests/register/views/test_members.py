"""Members of a system: an owner gives roles there, staff representatives included."""

import pytest
from django.test import Client

from tests.register.factories import make_system
from tests.surveys.factories import make_member
from vecu.accounts.models import AccessLink
from vecu.accounts.queries import get_member, get_role
from vecu.accounts.rules import Role
from vecu.register.models import System

pytestmark = [pytest.mark.django_db, pytest.mark.data]

MEMBERS = "/en/systems/job-offers/members/"


@pytest.fixture
def system() -> System:
    return make_system()


@pytest.fixture
def lea(client, system) -> Client:
    """The browser of the system's owner."""
    client.force_login(get_member("lea"))
    return client


def test_an_owner_makes_somebody_a_representative_and_takes_the_role_away(lea, system):
    rosa = make_member("rosa")

    lea.post(MEMBERS, {"account": "rosa", "role": "representative"})
    assert get_role(rosa, system.scope) is Role.REPRESENTATIVE
    assert "Staff representative: reads figures first" in lea.get(MEMBERS).text

    lea.post(f"{MEMBERS}remove/", {"account": "rosa"})
    assert get_role(rosa, system.scope) is None


def test_a_system_has_no_coders_and_no_owner_less(lea, system):
    make_member("rosa")

    coder = lea.post(MEMBERS, {"account": "rosa", "role": "coder"})
    last = lea.post(f"{MEMBERS}remove/", {"account": "lea"})

    assert coder.status_code == last.status_code == 422
    assert get_role(get_member("lea"), system.scope) is Role.OWNER


def test_a_link_lets_somebody_join_as_a_representative_until_it_is_revoked(lea, system):
    made = lea.post(f"{MEMBERS}invite/", {"name": "Rosa", "role": "representative"})

    assert "Hand this link over" in made.text
    assert f'href="{MEMBERS}"' in made.text
    link = AccessLink.objects.get()
    assert (link.scope, link.role) == (system.scope, Role.REPRESENTATIVE)
    lea.post(f"{MEMBERS}revoke/", {"link": str(link.pk)})
    assert not AccessLink.objects.exists()


def test_the_audit_names_who_began_the_system_and_who_gave_which_role(lea):
    make_member("rosa")
    lea.post(MEMBERS, {"account": "rosa", "role": "reader"})

    page = lea.get("/en/systems/job-offers/audit/").text

    assert "Started the register entry of a system" in page
    assert "role: reader" in page
