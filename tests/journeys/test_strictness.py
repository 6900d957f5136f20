"""An owner makes a system a pilot, groups choose how strict; everybody reads what that costs."""

import pytest

from tests.journeys.test_reading import sign_in
from tests.register.factories import make_public_system
from tests.reports.system_factories import make_released_months


@pytest.mark.parametrize(("language", "phone"), [("fr", True), ("en", False)])
def test_the_strictness_is_chosen_and_everybody_reads_what_it_costs(person, language, phone):
    system = make_public_system()
    make_released_months(system, "2026-10")
    owner = sign_in(person, {"language": language, "phone": phone}, "lea")
    owner.go("systems/job-offers/")

    owner.press("Make it a pilot of the laboratory")
    owner.choose("job-offers", of="pilot")
    owner.press("Make it this pilot")
    owner.press("See what each step costs, and choose")
    owner.press("Change the strictness")
    owner.reads("Choose a step, from 1 to 4.")
    owner.choose("2")
    owner.choose("alerts little")
    for name, text in (
        ("group", "Direction et représentants"),
        ("day", "2026-03-02"),
        (f"heard_{language}", "Six agents"),
        (f"reason_{language}", "Moins d’alertes"),
    ):
        owner.page.locator(f"[name={name}]").fill(text)
    owner.press("Change the strictness")
    owner.reads("Noted in the register, which can undo it.")

    reader = person(language=language, phone=not phone)
    reader.go("at-work/job-offers/tuning/")
    assert "Direction et représentants" in reader.page.locator("main").inner_text()
    reader.reads("Minutes, as released")
    reader.press("Strictness")
