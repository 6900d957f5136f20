"""Words become a quotation: a coder proposes, a researcher takes names out, a reader reads."""

import pytest

from tests.coding.factories import make_room
from tests.journeys.test_reading import SEATS, sign_in
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.coding.models import Quotation
from vecu.coding.queries.quotations import list_released_quotations

NOTHING_LEFT = (
    "No flag is left to check. Read the quotation once more as a colleague of this person would."
)
WORDS = "À Plouguerneau, Marie me dit qu’il invente des lois."


@pytest.fixture
def room():
    """Two people's limits, coded, and one member of each role."""
    room = make_room(
        {"limit": WORDS, "task": "Lettres"}, {"limit": "Trop long."}, members=("ana",), promise=3
    )
    room.invents = room.code("Il invente")
    for words in (WORDS, "Trop long."):
        room.codes("ana", words, room.invents)
    make_member("lea", room.study, Role.RESEARCHER)
    make_member("rea", room.study, Role.READER)
    return room


@pytest.mark.parametrize("seat", SEATS)
def test_words_are_proposed_cleared_of_names_released_read_and_withheld(person, room, seat):
    coder = sign_in(person, seat, "ana")
    coder.go(f"studies/stories/coding/retrieval/?code={room.invents.id}")
    row = coder.page.locator(f"#t-{room.text(WORDS).id}")
    row.get_by_text(coder.translated("Propose as quotation")).click()
    coder.look()
    row.locator("textarea").fill("À Plouguerneau,  Marie me dit qu’il invente des lois")
    row.get_by_role("button", name=coder.translated("Propose")).last.click()
    coder.page.wait_for_load_state()
    coder.reads("Proposed as a quotation.")
    coder.go("studies/stories/coding/quotations/")
    assert "invente des lois" in coder.page.locator("main article").first.inner_text()

    lead = sign_in(person, seat, "lea")
    lead.go("studies/stories/coding/quotations/")
    lead.press("Review, release")
    press_release(lead)  # nothing was looked at yet
    assert lead.page.get_by_role("alert").first.is_visible()
    assert not list_released_quotations(room.codebook)
    swap(lead, 0)
    lead.page.locator("#checks input[name=keep]").first.check()
    lead.page.get_by_text(lead.translated(NOTHING_LEFT)).wait_for()
    lead.reads("Once released, everybody can read it.")
    lead.look()
    press_release(lead)
    lead.reads("Released: everybody can read it now.")

    reader = sign_in(person, seat, "rea")
    reader.go("studies/stories/")
    reader.open_group("Publish")
    main = reader.page.locator("main").inner_text()
    assert "], Marie me dit qu’il invente des lois" in main
    assert "Plouguerneau" not in main
    assert "Il invente" in main

    lead.press("Released")
    lead.press("Review, withhold")
    lead.page.get_by_label(lead.translated("Why")).fill("Trop près")
    lead.press("Withhold")
    reader.go("studies/stories/quotations/")
    reader.reads("Nothing is released yet.")


def press_release(lead):
    """Press the button, whose word begins a tab of the study as well."""
    lead.page.get_by_role("button", name=lead.translated("Release"), exact=True).click()
    lead.look()


def swap(lead, place):
    """Press the first replacement of what is flagged first, and wait until it stands there."""
    chip = lead.page.locator(".looks li").nth(place).locator("button").first
    by = chip.get_attribute("value").rpartition("|")[2]
    chip.click()
    lead.page.locator("#checks > blockquote").filter(has_text=by).wait_for()
    assert by in lead.page.locator("#text").input_value()


def test_numbers_and_k_do_by_keyboard_what_the_buttons_do(person, room):
    ana = sign_in(person, {"language": "fr", "phone": False}, "ana")
    ana.go("studies/stories/coding/grid/story.limit/?show=done")
    ana.page.locator(f"#t-{room.text(WORDS).id}").focus()
    ana.page.keyboard.press("p")
    ana.page.locator(".cited", has_text=ana.translated("Proposed as quotation")).wait_for()
    quotation = Quotation.objects.get()
    assert (quotation.start, quotation.code) == (None, room.invents)

    lead = sign_in(person, {"language": "fr", "phone": False}, "lea")
    lead.go(f"studies/stories/coding/quotations/{quotation.id}/")
    lead.page.keyboard.press("4")
    lead.page.locator("#checks > blockquote").filter(has_text="[…]").wait_for()
    lead.page.locator("[data-look] button:focus").wait_for()  # the hand is at the next one
    lead.page.keyboard.press("k")
    lead.page.get_by_text(lead.translated(NOTHING_LEFT)).wait_for()
    lead.page.locator("#text").press_sequentially("x")
    lead.page.locator("#checks .err").wait_for()
    lead.press("Start again from the person’s words")
    assert lead.page.locator("#text").input_value() == WORDS
