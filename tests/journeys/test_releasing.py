"""A researcher counts the people, looks at what everybody will read, releases it, takes it back."""

import pytest

from tests.datasets.releases.factories import SECTOR, TOOLS, fill
from tests.journeys.test_reading import SEATS, sign_in
from tests.surveys.factories import make_member, make_study
from vecu.accounts.rules import Role
from vecu.datasets.release_queries import list_ledger, list_released


@pytest.fixture
def study():
    """An inquiry of 83 people in two sectors; hardly anybody in health uses one of the tools."""
    study = make_study()
    fill(study, "social", 40, tools="chat")
    fill(study, "health", 3, tools="chat")
    fill(study, "health", 40, tools="draw")
    return study


def tick(person, name: str, value: str) -> None:
    """Tick one of several boxes, by its label as a finger would."""
    box = person.page.locator(f"main form input[name='{name}'][value='{value}']")
    person.page.locator(f"label[for='{box.get_attribute('id')}']").click()


@pytest.mark.parametrize("seat", SEATS)
def test_a_figure_is_released_as_it_was_looked_at(person, study, seat):
    make_member("researcher", study, Role.RESEARCHER)
    researcher = sign_in(person, seat, "researcher")
    researcher.go(f"studies/{study.slug}/")
    researcher.open_group("Publish")
    researcher.press("Release figures")
    tick(researcher, "breakdowns", SECTOR)
    researcher.press("Count the people")

    researcher.press("Choose figures to release")
    items = researcher.page.locator("main form input[name=item]")
    labels = [label.inner_text() for label in researcher.page.locator("main .choice > .opt").all()]
    place = next(n for n, label in enumerate(labels) if label.startswith(("Which tools", "Quels")))
    number = items.nth(place).get_attribute("value")
    tick(researcher, "item", number)
    tick(researcher, f"by-{number}", "0")
    tick(researcher, f"by-{number}", "all")
    researcher.press("See what everybody will read")
    researcher.reads("What these figures do not say")
    researcher.reads("10 or fewer")

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
