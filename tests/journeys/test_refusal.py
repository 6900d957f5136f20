"""Somebody says no on a phone: later, to somebody else, and after a yes; nobody reads who did."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from tests.safeguards.factories import make_asking_system, print_codes
from vecu.safeguards.models import PersonCode

CONSENT = "at-work/job-offers/consent/"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_person_refuses_on_a_phone_later_to_somebody_else(person, language):
    system = make_asking_system()
    deadline = localdate() + timedelta(days=90)
    (code, file_code), *_others = print_codes(system, deadline=deadline, now=now())

    somebody = person(language=language)
    somebody.go(CONSENT)
    yes, no = (
        somebody.page.locator(f"main button[value={each}]").first.bounding_box()
        for each in ("yes", "no")
    )
    assert (yes["width"], yes["height"]) == (no["width"], no["height"])
    somebody.press("Answer later")
    somebody.reads("No answer is a no.")
    somebody.page.go_back()
    somebody.press("Answer to somebody else")
    somebody.reads("Your name is not needed.")
    assert somebody.page.locator("a[href='tel:0400000012']").is_visible()
    assert somebody.page.context.cookies() == []

    somebody.go(f"{CONSENT}#{code}")  # as the paper's QR code brings it
    somebody.press("Yes, with the tool")
    somebody.reads("It is yes")
    service = person(language=language, phone=False)
    service.go(f"{CONSENT}check/")
    service.write(file_code)
    service.press("Check this code")
    service.reads("There is a yes under this code.")

    office = person(language=language, phone=False, scripts=False)
    office.go(CONSENT)
    office.press("No, without the tool")
    office.reads("Nobody can read here that you said no.")
    office.write(code)
    office.page.locator("summary").first.click()
    office.page.locator("select").select_option("telephone")
    office.press("Erase my yes")
    office.reads("There is no yes under this code any more.")
    assert PersonCode.objects.count() == 19
    service.write(file_code)
    service.press("Check this code")
    service.reads("No yes under this code.")
