"""A path is agreed on, walked, told to the staff, signed by both sides, and read by everybody."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from tests.journeys.test_dialogue import fill
from tests.journeys.test_reading import sign_in
from tests.register.factories import make_public_system
from tests.surveys.factories import make_member
from vecu.accounts.actions import give_role
from vecu.accounts.rules import Role
from vecu.safeguards.quarters import get_quarter

MEMBERS = "systems/job-offers/safeguards/"
PUBLIC = "at-work/job-offers/walks/"
SEATS = [
    {"language": "fr", "phone": True, "scripts": False},
    {"language": "en", "phone": False, "scripts": True},
]


@pytest.mark.parametrize("seat", SEATS)
def test_a_walk_is_noted_signed_and_read(person, seat):
    system = make_public_system()
    give_role(make_member("rosa"), system.scope, Role.REPRESENTATIVE, by="lea", now=now())
    quarter = str(get_quarter(get_quarter(localdate()).first_day - timedelta(days=1)))
    shown = {"language": seat["language"], "phone": seat["phone"]}
    lea, reader = sign_in(person, shown, "lea"), person(**seat)

    lea.go(f"{MEMBERS}signed-walks/")
    lea.press("Agree on walks")
    fill(lea, group="Parole et Toit", agreed="2026-01-05")
    lea.page.locator("#id_quarter").select_option(quarter)
    for value in ("cut-off", "second-look", "appeal"):
        lea.choose(value)
    lea.press("Add")
    lea.reads("The association is paid for its walks: say so, or do not begin.")
    lea.page.locator("label[for=id_paid]").click()
    lea.press("Add")
    for answer, end, place in (("yes", "done", "Rendez-vous"), ("no", "promised", "Rappel promis")):
        lea.go(f"{MEMBERS}walks/new/")
        for name, value in (("quarter", quarter), ("task", "cut-off"), ("answer", answer)):
            lea.page.locator(f"#id_{name}").select_option(value)
        lea.page.locator("#id_door").select_option("telephone")
        lea.page.locator("#id_end").select_option(end)
        fill(lea, place_fr=place, minutes="25")
        lea.press("Add")
    reader.go(PUBLIC)
    assert "Rappel promis" not in reader.page.content()

    lea.go(f"{MEMBERS}walk-series/")
    lea.press("Correct or remove")
    fill(lea, informed=localdate().isoformat())
    lea.press("Save")
    rep = sign_in(person, shown, "rosa")
    rep.go(f"{MEMBERS}signed-walks/")
    rep.press("Sign what was found")
    reader.go(PUBLIC)
    reader.reads("another end than with a yes")
    assert "Rappel promis" in reader.page.content()
    reader.look()
