"""Pages of a version: members put it to use, everybody reads what it answers and its replay."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.coding.factories import LONG_AGO, make_room
from tests.dialogue.factories import ACT, WITHDRAWN
from tests.pilots.version_factories import (
    CHANGES,
    discuss,
    make_pilot,
    make_second,
    release_both,
    release_first,
)
from tests.register.factories import NOW, VERSION, make_entry, make_public_system
from tests.surveys.factories import make_member
from vecu.accounts.actions import give_role
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.dialogue.actions import end_dialogue_entry
from vecu.dialogue.models import StaffAgreement
from vecu.evidence.choice import format_reference
from vecu.evidence.sources import Reference
from vecu.pilots.models import PilotRelease
from vecu.pilots.release import put_version_to_use
from vecu.records.actions import undo_move
from vecu.records.queries import list_undoable_acts
from vecu.register.actions import take_system_back
from vecu.register.models import System
from vecu.register.record_kinds import REGISTER

pytestmark = [pytest.mark.django_db, pytest.mark.data]
MEMBERS, PUBLIC = "/en/systems/job-offers/pilot/versions", "/en/at-work/job-offers/versions"
RURAL, ROUNDS = "support_rural-no-transport", "support_itinerant-no-car"
WORDS = "Pour voir les fossés à six heures, je prends ma voiture."


@pytest.fixture
def system() -> System:
    system = make_public_system()
    make_pilot(system)
    return system


@pytest.fixture
def lea(client, system) -> Client:
    client.force_login(get_member("lea"))
    return client


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return unescape(response.content.decode()).replace("\u00a0", " ")


def send(client: Client, status: int, **typed: object) -> str:
    """Send the form of version 2."""
    response = client.post(f"{MEMBERS}/2/use/", typed)
    assert response.status_code == status
    return unescape(response.content.decode())


def cite_words() -> Reference:
    room = make_room({"limit": WORDS}, promise=3, released=LONG_AGO)
    room.codes("ana", WORDS)
    quotation = room.release(WORDS)
    return Reference("quotation", quotation.id, quotation.revision)


# Members


def test_an_owner_chooses_what_each_answer_stands_on_and_puts_the_version_to_use(lea, system):
    agreement, point = discuss(system)
    release_first(system)
    words = cite_words()
    page = read(lea, f"{MEMBERS}/2/")
    assert "Not put to use yet" in page
    assert "Put version 2 to use" in page
    assert page.count(f'value="{format_reference(point.reference)}"') == 2
    assert WORDS in page

    send(
        lea,
        302,
        day="2026-11-16",
        changes_fr="La question d’abord.",
        evidence=[format_reference(words)],
        **{
            RURAL: format_reference(point.reference),
            ROUNDS: format_reference(agreement.reference),
        },
    )

    release = PilotRelease.objects.get(name="2")
    assert release.cited["rural-no-transport"] == point.reference
    assert {each.source for each in system.systemversions.get(name="2").cited} == {
        "shared-point",
        "agreement",
        "quotation",
    }
    page = read(lea, f"{MEMBERS}/2/")
    assert "Put to use on 16 November 2026." in page
    assert WORDS in page
    assert '<form method="post" action="/en/systems/job-offers/pilot' not in page


def test_what_is_missing_stands_beside_its_field_and_what_was_typed_stays(lea, system):
    agreement, _point = discuss(system)
    release_first(system)
    value = format_reference(agreement.reference)
    page = send(lea, 422, day="", changes_en="Typed with care.", **{ROUNDS: value})

    assert "Error:" in page
    assert "Choose the shared point or the agreement" not in page  # the day is looked at first
    page = send(lea, 422, day="2026-11-16", changes_en="Typed with care.", **{ROUNDS: value})
    assert page.count("Choose the shared point or the agreement on which this change stands.") == 2
    assert "Typed with care." in page
    assert f'value="{value}" id="id_{ROUNDS}_0" checked' in page.replace(" required", "")


def test_an_agreement_withdrawn_between_page_and_sending_is_named_and_nothing_is_lost(lea, system):
    agreement, point = discuss(system)
    release_first(system)
    words = format_reference(cite_words())
    row = StaffAgreement.objects.get()
    end_dialogue_entry(row, WITHDRAWN, revision=row.revision, **ACT)

    page = send(
        lea,
        422,
        day="2026-11-16",
        changes_en="Typed with care.",
        evidence=[words],
        **{
            RURAL: format_reference(point.reference),
            ROUNDS: format_reference(agreement.reference),
        },
    )

    assert "does not stand any more: it was withdrawn" in page
    assert "Typed with care." in page
    assert f'name="evidence" value="{words}" checked' in page
    assert f'name="{RURAL}" value="{format_reference(point.reference)}"' in page
    assert not PilotRelease.objects.filter(name="2").exists()


def test_a_search_keeps_what_is_typed_and_stores_nothing(lea, system):
    discuss(system)
    release_first(system)
    cite_words()
    page = send(lea, 200, find="yes", words="fossés", changes_en="Typed with care.", day="")

    assert "1 of 1" in page
    assert "Typed with care." in page
    assert "There are problems" not in page
    assert PilotRelease.objects.count() == 1


def test_without_any_shared_point_the_page_says_what_to_do(lea, system):
    release_first(system)

    assert "Nothing has been shared or agreed yet" in read(lea, f"{MEMBERS}/2/")


def test_a_version_that_does_not_come_next_has_no_form(lea, system):
    page = read(lea, f"{MEMBERS}/2/")

    assert "Put version 1 to use first" in page
    assert "In use since" not in page


def test_those_who_only_read_find_no_form_but_the_replay(client, system):
    rosa = make_member("rosa")
    give_role(rosa, system.scope, Role.REPRESENTATIVE, by="lea", now=NOW)
    client.force_login(rosa)

    page = read(client, f"{MEMBERS}/1/")
    assert "This version answers nothing" in page
    assert "to use</button>" not in page
    assert "Of 120 invented texts, " in read(client, f"{MEMBERS}/2/replay/")
    assert client.post(f"{MEMBERS}/1/use/").status_code == 403


@pytest.mark.parametrize("page", ["9/", "9/use/", "9/replay/", "1/replay/", "a b/"])
def test_a_version_that_there_is_not_and_a_replay_without_an_earlier_one_are_not_found(lea, page):
    assert lea.get(f"{MEMBERS}/{page}").status_code == 404


def test_a_system_that_is_no_pilot_has_no_versions_of_one(lea, system):
    other = make_public_system("tom")
    give_role(get_member("lea"), other.scope, Role.READER, by="tom", now=NOW)

    assert lea.get(f"/en/systems/{other.slug}/pilot/versions/1/").status_code == 404
    assert lea.get(f"/en/at-work/{other.slug}/versions/1/").status_code == 404


# Everybody


def test_everybody_reads_what_a_version_answers_declines_and_stands_on(client, system):
    release_both(system, cite_words())
    page = read(client, f"{PUBLIC}/2/")

    assert "In use since 16 November 2026" in page
    assert CHANGES["en"] in page
    assert "No transport serves the workplace at these hours." in page
    assert "Ask first whether a bus comes in time" in page
    assert "signed by Direction of the service and Union A, Union B" in page
    assert "People must live close by to get there quickly." in page
    assert "no agreement can set that aside" in page
    assert WORDS in page
    assert "This is not legal advice." in page
    assert "to be discussed again" not in page
    response = client.get(f"{PUBLIC}/2/")
    assert response["Cache-Control"] == "no-store"
    assert len(response.content) < 20_000


def test_a_first_version_says_that_it_answers_nothing_and_until_when_it_was_in_use(client, system):
    release_both(system)
    page = read(client, f"{PUBLIC}/1/")

    assert "Version 1: it takes no reasons into account" in page
    assert "until the next version, on 16 November 2026" in page
    assert "Read the replay" not in page


def test_a_change_whose_agreement_was_withdrawn_is_to_be_argued_again(client, system):
    release_both(system)
    row = StaffAgreement.objects.get()
    end_dialogue_entry(row, WITHDRAWN, revision=row.revision, **ACT)
    page = read(client, f"{PUBLIC}/2/")

    assert page.count("This change is to be discussed again.") == 1
    assert page.count("Evidence no longer available.") == 1
    assert "Ask first whether a bus comes in time" in page
    assert "No target counts alerts." not in page


def test_nobody_reads_a_version_before_it_is_put_to_use_nor_after_that_is_undone(client, system):
    release_first(system)
    assert client.get(f"{PUBLIC}/2/").status_code == 404
    assert client.get(f"{PUBLIC}/2/replay/").status_code == 404
    agreement, point = discuss(system)
    content = make_second(point.reference, agreement.reference)
    put_version_to_use(system, content, by="lea", now=NOW)
    assert client.get(f"{PUBLIC}/2/").status_code == 200

    undo_move(
        system, REGISTER, list_undoable_acts(system.scope, REGISTER)[0].move, by="lea", now=NOW
    )
    assert client.get(f"{PUBLIC}/2/").status_code == 404
    take_system_back(System.objects.get(), by="lea", now=NOW)
    assert client.get(f"{PUBLIC}/1/").status_code == 404


def test_the_replay_says_in_a_sentence_what_changes_and_that_nothing_forbidden_is_lost(
    client, system
):
    release_both(system)
    page = read(client, f"{PUBLIC}/2/replay/")

    counts = re.search(
        r"Of 120 invented texts, (\d+) read otherwise: \1 alerts fewer, \1 questions more\."
        r" Of \d\d alerts to what the law forbids, none is lost\.",
        page,
    )
    assert counts
    assert page.count('<article class="case">') == int(counts[1]) > 5
    assert "<mark>Véhicule exigé</mark>" in page
    assert "Can this work be done without a car of one's own?" in page
    assert "proportion" in page
    assert "This is not legal advice." in page
    assert len(client.get(f"{PUBLIC}/2/replay/").content) < 60_000


def test_a_replay_is_in_french_too(client, system):
    release_both(system)
    page = read(client, f"{PUBLIC}/2/replay/".replace("/en/", "/fr/"))

    assert re.search(r"Sur 120 textes inventés, \d+ sont lus autrement", page)
    assert "aucune n’est perdue" in page


def test_the_public_page_of_the_system_leads_to_versions_of_a_pilot_alone(client, system):
    make_entry(system, VERSION)
    release_both(system)
    page = read(client, "/en/at-work/job-offers/")

    assert page.count("What it answers, what it declines") == 2
    assert f'href="{PUBLIC}/2/"' in page
    assert "Version 1.4" in page
