"""A finding is written, published and read; somebody withdraws, and it is discussed again."""

import pytest

from tests.coding.factories import Room, make_room
from tests.journeys.conftest import Person
from tests.journeys.test_reading import SEATS, WITHOUT_SCRIPTS, sign_in
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.evidence.models import Finding

WORDS, OTHER = "Il invente des lois, je vérifie chaque article.", "Trop long, je coupe."
LIST = "studies/stories/findings/"


@pytest.fixture
def room() -> Room:
    """Two people's words, released for everybody, and a researcher."""
    room = make_room({"limit": WORDS}, {"limit": OTHER}, members=("ana",), promise=3)
    for words in (WORDS, OTHER):
        room.codes("ana", words, room.code(words[:4]))
        room.release(words)
    make_member("lea", room.study, Role.RESEARCHER)
    return room


def fill(who: Person, **texts: str) -> None:
    for name, text in texts.items():
        who.page.locator(f"#id_{name}").fill(text)


def tick(who: Person, words: str) -> None:
    who.page.locator("label", has_text=words).click()


@pytest.mark.parametrize("seat", [SEATS[0], WITHOUT_SCRIPTS])
def test_a_finding_stands_on_words_until_somebody_takes_them_back(person, room, seat):
    lea = sign_in(person, seat, "lea")
    lea.go(LIST)
    lea.press("Write the first finding")
    fill(lea, sentence_fr="On vérifie tout ce qui engage.", sentence_en=WORDS, group="L’équipe")
    tick(lea, "Il invente des lois")
    tick(lea, lea.translated("Moderate confidence"))
    lea.press("Save and preview")
    assert "Il invente des lois, je" in lea.page.get_by_role("alert").inner_text()
    fill(lea, sentence_en="People check whatever commits somebody.")
    lea.press("Save and preview")
    lea.reads("Say, in at least one language, what would change it.")
    lea.press("Continue writing")
    fill(lea, adequacy_fr="Deux récits.", limits_fr="Pour qui d’autre.", would_change_fr="Trois.")
    lea.press("Save and preview")
    lea.press("Publish")
    lea.reads("Published: everybody can read it.")

    reader = person(**seat)
    page = f"findings/stories/{Finding.objects.get().pk}/"
    reader.go(page)
    assert WORDS in reader.page.locator("main").inner_text()
    room.withdraw(WORDS)
    reader.go(page)
    assert "invente" not in reader.page.locator("main").inner_text()
    reader.reads("Evidence no longer available.")

    lea.go(LIST)
    lea.press("Discuss it again")
    tick(lea, lea.translated("Evidence no longer available."))
    tick(lea, OTHER)
    lea.press("Save and preview")
    lea.press("Publish")
    lea.press("Take back")
    lea.press("Take back")
    lea.press("Undo taking it back")
    lea.press("History")
    reader.go(page)
    reader.press("Read the current version")
    assert OTHER in reader.page.locator("main").inner_text()
