"""A side confirms or contests on its own pages, and finds what waits for it there first."""

import pytest

from tests.dialogue.factories import AGENDA, AGREEMENT, note
from tests.dialogue.views.addresses import DIALOGUE, address_of_row
from vecu.dialogue.models import StaffAgreement
from vecu.records.rules import Standing

pytestmark = [pytest.mark.django_db, pytest.mark.data]
SYSTEM = "/en/systems/job-offers/"


def test_what_management_says_is_the_first_step_of_representatives_and_not_of_its_owner(
    lea, rosa, system
):
    row = note(system, AGREEMENT)

    step = "To confirm or to contest: “the time that alerts take”."
    for page in (DIALOGUE, SYSTEM):
        assert step in rosa.get(page).text
        assert step not in lea.get(page).text
    shown = rosa.get(address_of_row(row)).text
    assert f'action="{address_of_row(row, "confirm/")}"' in shown
    assert f'href="{address_of_row(row, "contest/")}"' in shown
    assert "confirm/" not in lea.get(address_of_row(row)).text


def test_a_button_confirms_and_the_page_then_reads_signed(rosa, system):
    row = note(system, AGREEMENT)
    assert "Claimed by management" in rosa.get(address_of_row(row)).text

    sent = rosa.post(address_of_row(row, "confirm/"), {"revision": "1"}, follow=True)

    assert "Confirmed in the name of your side." in sent.text
    assert "Claimed by management" not in sent.text
    assert StaffAgreement.objects.get().is_signed


def test_an_owner_who_presses_the_button_of_the_other_side_reads_why_not(lea, system):
    row = note(system, AGREEMENT)

    sent = lea.post(address_of_row(row, "confirm/"), {"revision": "1"}, follow=True)

    assert "Your side noted this: the other side confirms it." in sent.text
    assert StaffAgreement.objects.get().standing is Standing.CLAIMED


def test_a_contest_asks_for_a_reason_and_keeps_what_was_typed(rosa, system):
    row = note(system, AGREEMENT)
    address = address_of_row(row, "contest/")
    assert rosa.get(address).status_code == 200

    empty = rosa.post(address, {"revision": "1"})
    assert (empty.status_code, "Say what is not so." in empty.text) == (422, True)
    stale = rosa.post(address, {"revision": "7", "reason_en": "No."})
    assert (stale.status_code, "No." in stale.text) == (422, True)
    unfit = rosa.post(address, {"revision": "1", "reason_en": "x" * 4001})
    assert "4001 characters" in unfit.text

    sent = rosa.post(address, {"revision": "1", "reason_en": "No signature."}, follow=True)
    assert "Contested by staff representatives on" in sent.text
    assert "No signature." in sent.text


def test_what_has_no_sides_is_neither_confirmed_nor_contested(rosa, system):
    row = note(system, AGENDA)
    assert rosa.post(address_of_row(row, "confirm/"), {"revision": "1"}).status_code == 404
    assert rosa.get(address_of_row(row, "contest/")).status_code == 404
