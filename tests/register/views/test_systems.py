"""The list of systems, a new one, the first page, publishing, deleting."""

import pytest
from django.test import Client

from tests.register.factories import (
    CONTACT,
    EXPERIMENT,
    INVOLVEMENT,
    NOW,
    THRESHOLD,
    make_entry,
    make_public_system,
    make_system,
)
from tests.surveys.factories import make_member
from vecu.accounts.actions import give_role
from vecu.accounts.models import AuditEvent
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.register.actions import set_contact
from vecu.register.models import System

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def system() -> System:
    return make_system()


@pytest.fixture
def lea(client, system) -> Client:
    """The browser of the system's owner."""
    client.force_login(get_member("lea"))
    return client


def test_a_list_without_systems_says_how_to_begin_one_to_whom_it_is_open(client):
    member = make_member("noor")
    client.force_login(member)
    assert "ask whoever runs the laboratory" in client.get("/en/systems/").text

    member.may_create_studies = True
    member.save()
    page = client.get("/en/systems/").text
    assert 'href="/en/systems/new/"' in page
    assert "A name is enough to add one" in page


def test_the_list_says_of_each_system_where_it_stands_and_how_much_is_not_known(lea, system):
    make_entry(system, EXPERIMENT)

    page = lea.get("/en/systems/").text

    assert "Job-offers checker" in page
    assert "Owner: answers for the system" in page
    assert "Experiment" in page
    assert "only members can read it" in page
    assert "things are not known yet" in page


def test_a_system_begins_with_its_name_and_its_address_is_made_from_it(client):
    member = make_member("noor")
    member.may_create_studies = True
    member.save()
    client.force_login(member)

    refused = client.post("/en/systems/new/", {"name_fr": "Contrôle", "name_en": "", "slug": ""})
    assert refused.status_code == 422
    assert "Name the system in both languages." in refused.text
    assert 'value="Contrôle"' in refused.text

    names = {"name_fr": "Contrôle des offres", "name_en": "Job-offers checker", "slug": ""}
    begun = client.post("/en/systems/new/", names)
    assert begun.url == "/en/systems/controle-des-offres/"
    again = client.post("/en/systems/new/", names)
    assert again.status_code == 422
    assert "is the address of another system" in again.text


def test_a_name_without_letters_a_to_z_asks_for_an_address(client):
    member = make_member("noor")
    member.may_create_studies = True
    member.save()
    client.force_login(member)

    refused = client.post("/en/systems/new/", {"name_fr": "監視", "name_en": "監視", "slug": ""})

    assert refused.status_code == 422
    assert "Give a web address here" in refused.text


def test_the_first_page_names_what_is_not_known_and_one_next_step(lea, system):
    page = lea.get("/en/systems/job-offers/").text

    assert "Not known yet: where it stands." in page
    assert "which settings somebody chose, and why" in page
    assert "No consultation is noted" in page

    make_entry(system, EXPERIMENT)
    page = lea.get("/en/systems/job-offers/").text
    assert "Experiment, since 2 March 2026" in page
    assert "Not known yet: who answers for it" in page


def test_a_reader_finds_no_button_that_writes(client, system):
    make_entry(system, THRESHOLD)
    client.force_login(make_member("rita", system, Role.READER))

    page = client.get("/en/systems/job-offers/").text

    assert "Alert threshold: 0.35" in page
    assert 'action="/en/systems' not in page
    assert 'href="/en/systems/job-offers/description/"' not in page


def test_who_took_part_never_stands_without_the_right_to_refuse(lea, system):
    make_entry(system, INVOLVEMENT)

    for address in ("", "involvement/"):
        page = lea.get(f"/en/systems/job-offers/{address}").text
        assert "Six agents of Sèvremont" in page
        assert "taking part removes nobody’s right to refuse" in page


def test_publishing_says_what_is_missing_then_lets_everybody_read_and_can_be_taken_back(
    lea, system
):
    refused = lea.post("/en/systems/job-offers/publish/")
    assert refused.status_code == 422
    assert "Say which person answers for the system" in refused.text

    set_contact(system, CONTACT, revision=1, by="lea", now=NOW)
    assert lea.post("/en/systems/job-offers/publish/").status_code == 302
    assert System.objects.get().published is not None
    assert "Everybody has been able to read it" in lea.get("/en/systems/job-offers/").text

    assert lea.post("/en/systems/job-offers/take-back/").status_code == 302
    assert System.objects.get().published is None
    assert lea.post("/en/systems/job-offers/take-back/").status_code == 422


def test_deleting_a_system_takes_its_address_typed_and_leaves_the_audit(client):
    system = make_public_system()
    client.force_login(get_member("lea"))
    assert (
        "Everybody can read this system today" in client.get("/en/systems/job-offers/delete/").text
    )

    refused = client.post("/en/systems/job-offers/delete/", {"slug": "other"})
    assert refused.status_code == 422
    assert "Nothing was deleted" in refused.text

    client.post("/en/systems/job-offers/delete/", {"slug": "Job-Offers"})
    assert not System.objects.exists()
    assert AuditEvent.objects.filter(scope_uuid=system.pk, verb="deleted system").exists()
    assert client.get("/en/systems/job-offers/").status_code == 404


def test_the_representative_s_role_is_named_in_the_list(client, system):
    member = make_member("rosa")
    give_role(member, system.scope, Role.REPRESENTATIVE, by="lea", now=NOW)
    client.force_login(member)

    assert "Staff representative: reads figures first" in client.get("/en/systems/").text
