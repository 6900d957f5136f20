"""A researcher holds coded stories against a guide, and looks at what meets in them."""

import re

import pytest

from tests.coding.factories import make_room
from tests.journeys.test_reading import SEATS, sign_in
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.coding.models import Guide

STORIES = (
    ("Letter", "It invents laws.", "I check the law.", "creative"),
    ("Letter to a judge", "It invents people.", "I check, then I ask a colleague.", "creative"),
    ("Menu", "Too long.", "I say how long.", "repetitive"),
    ("Plan", "It invents a room.", "I say what we have.", "repetitive"),
)
CODES = {
    "Letters": ["Letter", "Letter to a judge"],
    "Plans": ["Menu", "Plan"],
    "Invents": ["It invents laws.", "It invents people.", "It invents a room."],
    "Too long": ["Too long."],
    "Checks": ["I check the law.", "I check, then I ask a colleague."],
    "Says what is wanted": ["I say how long.", "I say what we have."],
}
BRANCHES = {
    "Tasks": ["Letters", "Plans"],
    "Limits": ["Invents", "Too long"],
    "Strategies": ["Checks", "Says what is wanted"],
}


@pytest.fixture
def room():
    """Four stories of four people, all coded by ana."""
    names = ("task", "limit", "strategy", "kind")
    room = make_room(*(dict(zip(names, story, strict=True)) for story in STORIES))
    for branch, below in BRANCHES.items():
        top = room.code(branch)
        for name in below:
            code = room.code(name, parent=top, definition=f"Whatever is called: {name}.")
            for words in CODES[name]:
                room.codes("ana", words, code)
    make_member("researcher", room.study, Role.RESEARCHER)
    return room


def tab_to(staff, what):
    """Press Tab until what is wanted has the focus, as somebody without a mouse does."""
    wanted = what.element_handle()
    for _step in range(150):
        staff.page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not come to {what}")


def enter(staff):
    """Press Enter on a link or button that leads to another page, and look at it."""
    with staff.page.expect_navigation():
        staff.page.keyboard.press("Enter")
    staff.look()


def main_text(staff):
    return " ".join(staff.page.locator("main").inner_text().split())


@pytest.mark.parametrize("seat", SEATS)
def test_a_researcher_maps_a_guide_by_keyboard_and_reads_what_it_lacks(person, room, seat):
    staff = sign_in(person, seat, "researcher")
    staff.go("studies/stories/coding/")
    staff.press("Guides")
    staff.press("Start with this guide")
    staff.reads("No code matches any of its practices yet.")
    guide = Guide.objects.get()
    assert guide.language == seat["language"]

    tab_to(staff, staff.page.locator("main table a").first)
    enter(staff)
    branch = staff.page.locator("details.branch", has_text="Strategies")
    tab_to(staff, branch.locator("summary"))
    staff.page.keyboard.press("Enter")
    tab_to(staff, branch.locator(".opt", has_text="Says what is wanted").last.locator("input"))
    staff.page.keyboard.press("Space")
    staff.look()
    tab_to(staff, staff.page.locator("button[name=next]"))
    enter(staff)
    assert guide.practices.all()[1].name in staff.page.locator("h1").inner_text()
    staff.page.locator("main a.back").click()
    staff.look()

    told = main_text(staff)
    expected = {
        "en": "People reported 1 of the guide’s 6 practices. 1 code goes beyond the guide.",
        "fr": "Sur les 6 pratiques du guide, les gens en rapportent 1. 1 code va au-delà du guide.",
    }
    assert expected[seat["language"]] in told.replace("\u00a0", " ")
    assert "%" not in told
    assert staff.page.locator("main figure svg").count() == 2
    beyond = staff.page.locator("table").nth(1).locator("tbody tr")
    assert beyond.count() == 1
    assert "Checks" in beyond.inner_text()
    beyond.locator("td a").click()
    staff.look()
    assert "I check the law." in main_text(staff)
    assert "I say how long." not in main_text(staff)


@pytest.mark.parametrize("seat", SEATS)
def test_a_coder_sees_what_meets_in_creative_stories_and_reads_them(person, room, seat):
    make_member("coder", room.study, Role.CODER)
    coder = sign_in(person, seat, "coder")
    coder.go("studies/stories/coding/")
    coder.press("Links")
    cells = coder.page.locator("table.links tbody tr", has_text="Invents").locator("td")
    assert [re.match(r"\d+", text.strip())[0] for text in cells.all_inner_texts()] == [
        "2", "1", "3",
    ]  # fmt: skip

    coder.page.get_by_text(coder.translated("Choose which stories to look at")).click()
    creative = coder.page.locator("input[name='a.story.kind'][value=creative]")
    coder.page.locator("details", has=creative).last.locator("summary").click()
    creative.check()
    coder.look()
    coder.press("Show")
    coder.reads("Only:")
    cells = coder.page.locator("table.links tbody tr", has_text="Invents").locator("td")
    assert [re.match(r"\d+", text.strip())[0] for text in cells.all_inner_texts()] == [
        "2", "0", "2",
    ]  # fmt: skip
    cells.first.locator("a").click()
    coder.look()
    assert "It invents people." in main_text(coder)
    coder.press("Back to the links")

    coder.page.locator("table a", has_text="Letters").click()
    coder.look()
    assert "Letters" in coder.page.locator(".notice").inner_text()
    coder.page.locator("select[name=rows]").select_option("story.limit")
    coder.page.locator("select[name=columns]").select_option("story.limit")
    coder.press("Show")
    coder.reads("No row of the table occurs together with any column.")


def test_what_was_typed_wrong_in_a_guide_is_explained_beside_it(person, room):
    staff = sign_in(person, {"language": "fr", "phone": True}, "researcher")
    staff.go("studies/stories/coding/guides/")
    staff.page.get_by_text(staff.translated("Write a guide")).click()
    staff.page.locator("[name=name]").fill("Le nôtre")
    staff.press("Create the guide")
    staff.reads("A guide has at least one practice. Name one.")
    staff.page.locator("[name=practices]").fill("Relire\nDemander à quelqu’un")
    staff.press("Create the guide")
    staff.page.locator("[name='practice-0-name']").fill(" ")
    staff.press("Save")
    staff.reads("Give the practice a name, or tick the box to remove it.")
    staff.page.locator("[name='practice-0-name']").fill("Tout relire")
    staff.press("Save")
    assert "Tout relire" in main_text(staff)
