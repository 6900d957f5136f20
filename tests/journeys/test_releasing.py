"""A researcher counts the people, looks at what everybody will read, releases it, takes it back."""

import pytest

from tests.datasets.releases.test_releases import SECTOR, TOOLS, fill
from tests.journeys.test_reading import SEATS, sign_in
from tests.surveys.factories import make_member, make_study
from vecu.accounts.rules import Role
from vecu.datasets.release_queries import list_ledger, list_released


@pytest.fixture
def study():
    """An inquiry of 62 people in two sectors; hardly anybody in health uses one of the tools."""
    study = make_study()
    fill(study, "social", 20, tools="chat")
    fill(study, "social", 22, tools="draw")
    fill(study, "health", 3, tools="chat")
    fill(study, "health", 17, tools="draw")
    return study


def tick(person, name: str, value: str) -> None:
    """Tick one of several boxes, by its label as a finger would."""
    box = person.page.locator(f"main form input[name='{name}'][value='{value}']")
    person.page.locator(f"label[for='{box.get_attribute('id')}']").click()


@pytest.mark.parametrize("seat", SEATS)
def test_a_figure_is_released_after_everybody_could_see_why_counts_are_hidden(person, study, seat):
    make_member("researcher", study, Role.RESEARCHER)
    researcher = sign_in(person, seat, "researcher")
    researcher.go(f"studies/{study.slug}/")
    researcher.open_group("Publish")
    researcher.press("Release figures")
    tick(researcher, "breakdowns", SECTOR)
    researcher.press("Count the people")
    researcher.reads("What everybody can read")

    researcher.press("Choose figures to release")
    items = researcher.page.locator("main form input[name=item]")
    labels = [label.inner_text() for label in researcher.page.locator("main .choice > .opt").all()]
    place = next(n for n, label in enumerate(labels) if label.startswith(("Which tools", "Quels")))
    number = items.nth(place).get_attribute("value")
    tick(researcher, "item", number)
    tick(researcher, f"by-{number}", "0")
    tick(researcher, f"by-{number}", "all")
    researcher.press("See what everybody will read")
    researcher.reads("Why counts are hidden")
    researcher.reads("fewer than 11")

    researcher.press("Release 1 figure" if seat["language"] == "en" else "Publier 1 chiffre")
    researcher.reads("Name the group that answers for these figures.")
    researcher.write("The learning group")
    researcher.press("Release 1 figure" if seat["language"] == "en" else "Publier 1 chiffre")

    (released,) = list_released(study.scope)
    assert (released.item, released.breakdown) == (TOOLS, SECTOR)
    researcher.press("Take back")
    researcher.press("Take back")
    researcher.reads("The figure is taken back. Its line stays in the ledger.")
    assert list_released(study.scope) == []
    assert len(list_ledger(study.scope)) == 1
