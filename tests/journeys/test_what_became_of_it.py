"""Somebody comes back with their receipt; everybody reads their story; one reader takes it down."""

import pytest

from tests.coding.factories import RECEIPT, make_room
from tests.journeys.test_reading import SEATS, sign_in
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.surveys.models import Answer
from vecu.surveys.queries import get_fingerprint

WORDS, WAY = "It invents laws.", "I check all of it."


@pytest.fixture
def room():
    """One lets everybody read a story whole, another is quoted; the first holds a receipt code."""
    room = make_room(
        {"limit": WORDS, "strategy": WAY, "whole": "yes"}, {"limit": "Trop long."}, promise=6
    )
    Answer.objects.filter(pk=room.text(WORDS).answer_id).update(receipt=get_fingerprint(RECEIPT))
    room.codes("ana", WORDS, room.code("Il invente"))
    room.codes("ana", "Trop long.")
    room.release("Trop long.")
    make_member("lea", room.study, Role.RESEARCHER)
    return room


@pytest.mark.parametrize("seat", SEATS)
def test_a_story_is_followed_read_and_taken_down(person, room, seat):
    lead = sign_in(person, seat, "lea")
    lead.go("studies/stories/coding/whole-stories/")
    lead.page.locator("summary").first.click()
    lead.page.locator("input[name=checked]").check()
    lead.look()
    lead.press("Publish the story")
    lead.reads("Everybody can read this story now.")

    author = person(**seat)
    author.go("take/stories/mine/")
    author.write(RECEIPT)
    author.press("Continue")
    author.reads("A story of yours, whole")
    author.look()

    reader = person(**seat)
    reader.go("findings/stories/")
    reader.press("Read the stories one by one")
    told = []
    for _story in range(2):
        reader.look()
        told.append(reader.page.locator("main").inner_text())
        if reader.page.locator("a[rel=next]").count():
            reader.page.locator("a[rel=next]").click()
    assert [WORDS in each for each in told].count(True) == 1
    reader.go("findings/stories/stories/")
    if not reader.page.locator("form[action$='/down/']").count():
        reader.page.locator("a[rel=next]").click()
    reader.press("Somebody can be recognised: take it down")
    reader.reads("The story is taken down")
    reader.look()
    reader.press("Read the other stories")
    assert WORDS not in reader.page.locator("main").inner_text()

    lead.go("studies/stories/coding/whole-stories/")
    lead.reads("Taken down by a reader: look at it")
    lead.press("Withhold")
    lead.reads("Nobody can read this story whole.")
    author.page.get_by_text(author.translated("Withdraw my answers")).click()
    author.press("Yes, erase them")
    author.reads("Your answers are withdrawn")
