"""A service types a month that does not add up, corrects it, and everybody reads the quarter."""

import pytest

from tests.journeys.test_reading import sign_in
from tests.register.factories import make_public_system
from tests.safeguards.quarter_factories import type_summer

PUBLIC = "at-work/job-offers/safeguards/quarters/"
MEMBERS = "systems/job-offers/safeguards/quarters/"
SEATS = [
    {"language": "fr", "phone": True, "scripts": False},
    {"language": "en", "phone": False, "scripts": True},
]


@pytest.mark.parametrize("seat", SEATS)
def test_a_month_is_typed_and_a_quarter_is_read_with_what_it_cannot_show(person, seat):
    type_summer(make_public_system())
    lea = sign_in(person, {"language": "en", "phone": seat["phone"]}, "lea")
    lea.go(MEMBERS)
    lea.press("October 2026")
    lea.page.get_by_label("Said no – First requests", exact=True).fill("12")
    lea.press("Save the counts")
    lea.reads("The numbers below it add up to 0. Correct one or the other.")
    lea.page.get_by_label("Said no – No meeting yet", exact=True).fill("12")
    lea.press("Save the counts")
    lea.reads("Noted.")

    reader = person(**seat)
    reader.go(PUBLIC)
    reader.reads("“Too few cases to see a gap does not mean there is none.”")
    reader.reads("The whole table, or nothing")
    text = reader.page.locator("main").inner_text()
    assert {"fr": "42 sur 60", "en": "42 of 60"}[seat["language"]] in text
