"""What a system is and who answers for it: written, and shown beside what somebody else wrote."""

from dataclasses import replace

import pytest
from django.test import Client

from tests.register.factories import CHECKER, CONTACT, NOW, make_public_system, make_system
from vecu.accounts.queries import get_member
from vecu.records.actions import change_record
from vecu.records.models import Act
from vecu.register.actions import set_contact
from vecu.register.models import System

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DESCRIPTION, CONTACTED = "/en/systems/job-offers/description/", "/en/systems/job-offers/contact/"
TYPED = {
    "name_fr": "Le vérificateur d’offres d’emploi",
    "name_en": "Job-offers checker",
    "problem_en": "Some offers are traps.",
    "family": "detection",
    "supplier": "Offres & Cie",
    "revision": "1",
}


@pytest.fixture
def lea(client) -> Client:
    """The browser of the owner of a system that nobody else reads."""
    make_system()
    client.force_login(get_member("lea"))
    return client


def test_what_a_system_is_is_saved_in_both_languages(lea):
    assert "Nine unlawful offers in ten." in lea.get(DESCRIPTION).text

    assert lea.post(DESCRIPTION, TYPED).url == "/en/systems/job-offers/"

    system = System.objects.get()
    assert system.name == {"fr": "Le vérificateur d’offres d’emploi", "en": "Job-offers checker"}
    assert system.problem == {"en": "Some offers are traps."}
    assert system.purpose == {}
    page = lea.get("/en/systems/job-offers/").text
    assert "Raises alerts about what seems irregular" in page
    assert "what it is meant to do" in page  # among what is not known
    assert "In one language only: The problem." in page


def test_what_is_too_long_is_refused_beside_its_field_and_stays_whole(lea):
    text = "x" * 4001

    refused = lea.post(DESCRIPTION, TYPED | {"problem_en": text})

    assert refused.status_code == 422
    assert 'href="#id_problem_en"' in refused.text
    assert "This has 4001 characters; the limit is 4000." in refused.text
    assert text in refused.text


def test_two_people_who_describe_a_system_see_both(lea):
    theirs = replace(CHECKER, problem={"en": "Too many offers."}, family=None, supplier="")
    change_record(System.objects.get(), theirs, revision=1, by="noor", now=NOW)

    refused = lea.post(DESCRIPTION, TYPED)

    assert refused.status_code == 422
    assert "Some offers are traps." in refused.text
    assert "Too many offers." in refused.text
    assert "Not said yet" in refused.text[refused.text.index("Other version:") :]
    assert lea.post(DESCRIPTION, TYPED | {"revision": "2"}).status_code == 302


def test_a_public_system_keeps_what_everybody_would_have_to_guess(client):
    make_public_system()
    client.force_login(get_member("lea"))

    refused = client.post(DESCRIPTION, TYPED | {"revision": "3"})

    assert refused.status_code == 422
    assert "Say what becomes of this problem without the tool." in refused.text


def test_a_contact_is_named_changed_and_removed_and_no_history_says_who(lea):
    incomplete = lea.post(CONTACTED, {"contact_name": "Anne Martel", "revision": "1"})
    assert incomplete.status_code == 422
    assert "somebody without a screen must reach them" in incomplete.text

    typed = {"contact_name": "Anne Martel", "contact_reach_en": "Office 12.", "revision": "1"}
    assert lea.post(CONTACTED, typed).status_code == 302
    assert "Anne Martel" in lea.get("/en/systems/job-offers/").text

    stale = lea.post(f"{CONTACTED}remove/", {"revision": "1"})
    assert stale.status_code == 422
    assert "Somebody else has changed this in the meantime" in stale.text
    assert lea.post(f"{CONTACTED}remove/", {"revision": "2"}).status_code == 302

    assert System.objects.get().contact_name == ""
    history = lea.get("/en/systems/job-offers/history/").text
    assert "named a contact" in history
    assert "removed the contact" in history
    assert "Anne Martel" not in history
    assert "Anne" not in str(list(Act.objects.values()))


def test_two_people_who_name_a_contact_see_both(lea):
    set_contact(System.objects.get(), CONTACT, revision=1, by="noor", now=NOW)

    typed = {"contact_name": "Me", "contact_reach_en": "Office 1.", "revision": "1"}
    refused = lea.post(CONTACTED, typed)

    assert refused.status_code == 422
    assert 'value="Me"' in refused.text
    assert "Anne Martel" in refused.text
