"""From hand-coded stories to the machine's suggestions, and what people make of them."""

import pytest
from playwright.sync_api import expect

from tests.coding.factories import LIMIT, make_room
from tests.coding.trained_model import let_learn, limits
from tests.journeys.test_coding import AtKeys
from tests.journeys.test_reading import sign_in
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.coding.models import (
    Assignment,
    AutocodingPermission,
    Coding,
    PassageCluster,
    Suggestion,
    Verbatim,
)
from vecu.site.commands.worker import make_worker

CODED, ALL = 49, 90
ROOM = "studies/stories/coding"


@pytest.fixture
def room():
    """Ninety stories in a settled order, of which Ana has coded all but one of the first fifty."""
    room = make_room(*({"limit": words} for words in limits(ALL)))
    make_member("boss", room.study, Role.OWNER)
    for place, words in enumerate(limits(ALL)):
        Verbatim.objects.filter(pk=room.text(words).pk).update(place=place)
    room.invents, room.long = room.code("Invents"), room.code("Too long")
    for words in list(limits(ALL))[:CODED]:
        hand_code(room, words)
    return room


def codes_of(room, words):
    return [room.invents] if "invents" in words else [room.long] if "too long" in words else []


def hand_code(room, words):
    room.codes("ana", words, *codes_of(room, words))


def words_of(row):
    return row.locator("[data-words]").inner_text()


def press_key(coder, key):
    coder.page.keyboard.press(key)


def finish(coder):
    """Finish the text at hand by a key, and wait until that is done."""
    at = coder.page.locator("[data-row][aria-current]").get_attribute("id")
    press_key(coder, "Enter")
    expect(coder.page.locator(f"#{at}.done")).to_have_count(1)


def test_from_fifty_hand_coded_stories_to_verdicts_agreement_and_corrected_counts(person, room):
    """Who leads reads French, on a phone; who codes reads English, at the keys of a desk."""
    boss = sign_in(person, {"language": "fr", "phone": True}, "boss")
    ana = sign_in(person, {"language": "en", "phone": False}, "ana")
    ask_too_early(boss)
    ana.go(f"{ROOM}/grid/story.limit/")
    at_hand = words_of(ana.page.locator("[data-row][aria-current]"))
    for code in codes_of(room, at_hand):
        AtKeys(ana).put(code.name)
    finish(ana)
    let_it_learn(boss)

    decide(ana)
    put_forward(ana, room)
    let_it_learn(boss, again=True)
    read_agreement(boss)
    let_it_code(boss, room)
    boss.go(f"{ROOM}/machine/shares/?question=story.limit")
    told = boss.page.locator("main").inner_text()
    assert (
        boss.translated("These figures count texts received; they say nothing of any others.")
        in told
    )
    assert str(ALL) in boss.page.locator("main .lead").inner_text()
    assert boss.page.locator("main figure svg").count() == 1
    assert "%" not in told.replace("95 %", "").replace("95\u00a0%", "")
    follow_a_lead(boss)


def ask_too_early(boss):
    """Ask the machine to learn from one text too few."""
    boss.go(f"{ROOM}/machine/")
    section = boss.page.locator("#q-story\\.limit").locator("..")
    assert str(CODED) in section.inner_text()
    press_in(boss, section, "Start learning")
    make_worker().run()
    boss.go(f"{ROOM}/machine/")
    assert "50" in section.locator(".notice").inner_text()


def let_it_learn(boss, *, again=False):
    """Start learning while the page is open: the page itself tells when it is done."""
    boss.go(f"{ROOM}/machine/")
    section = boss.page.locator("#q-story\\.limit").locator("..")
    press_in(boss, section, "Learn again" if again else "Start learning")
    expect(section.locator("progress")).to_be_visible()
    boss.look()
    make_worker().run()
    expect(section.locator("progress")).to_have_count(0, timeout=30_000)
    version = Suggestion.objects.order_by("run__asked_at").last().run.version
    expect(section).to_contain_text(version)
    boss.look()


def press_in(person, section, message):
    section.get_by_role("button", name=person.translated(message)).first.click()
    person.page.wait_for_load_state()


def decide(ana):
    """Accept one suggestion by one key, refuse another, undo and refuse again."""
    ana.go(f"{ROOM}/grid/story.limit/")
    ana.reads("Suggested by the machine, because of:")
    row = ana.page.locator("[data-row]:has([data-accept])").first
    row.focus()
    at = row.get_attribute("id")
    marked = row.locator("mark.hinted").all_inner_texts()
    assert marked
    assert {"invents", "long"} & {word.lower() for word in marked}
    press_key(ana, "a")
    expect(ana.page.locator(f"#{at} [data-accept]")).to_have_count(0)
    coding = Coding.objects.get(verbatim=at.removeprefix("t-"))
    assert coding.suggestion.verdict == "accepted"

    row = ana.page.locator("[data-row]:has([data-refuse])").first
    row.focus()
    at = row.get_attribute("id")
    press_key(ana, "r")
    expect(ana.page.locator(f"#{at} [data-refuse]")).to_have_count(0)
    assert Suggestion.objects.get(verdict="refused").by == "ana"
    press_key(ana, "u")
    expect(ana.page.locator(f"#{at} [data-refuse]")).to_have_count(1)
    assert not Suggestion.objects.filter(verdict="refused").exists()
    ana.page.locator(f"#{at}").focus()
    press_key(ana, "r")
    expect(ana.page.locator(f"#{at} [data-refuse]")).to_have_count(0)
    press_key(ana, "?")
    ana.reads("accept, refuse the machine’s first suggestion")
    ana.look()
    press_key(ana, "Escape")


def put_forward(ana, room):
    """Code what was put forward: random and rare ones, without any suggestion."""
    ana.go(f"{ROOM}/machine/")
    section = ana.page.locator("#q-story\\.limit").locator("..")
    section.locator("input[name=count]").fill("6")
    press_in(ana, section, "Queue these for me")
    given = Assignment.objects.exclude(draw="")
    assert sorted(given.values_list("draw", flat=True)) == ["random"] * 3 + ["rare"] * 3
    assert ana.page.locator("[data-row]").count() == 6
    assert ana.page.locator("[data-accept], mark.hinted").count() == 0
    for each in given.select_related("verbatim__answer"):
        hand_code(room, each.verbatim.answer.values["story"][0]["limit"])
    assert not given.filter(assisted=True).exists()


def read_agreement(boss):
    """What was put forward as rare measures nothing, unless the order has come as far meanwhile."""
    boss.go(f"{ROOM}/agreement/")
    row = boss.page.locator("tr", has_text="Invents").first
    texts = int(row.locator("td.machine").last.inner_text().rpartition("/ ")[2])
    assert CODED + 1 + 3 <= texts <= CODED + 1 + 6
    boss.press("The machine compared with each coder")
    assert "ana" in boss.page.locator("main table").inner_text().lower()


def let_it_code(boss, room):
    """Above what the team asks for the page says what is missing, and offers it below."""
    boss.go(f"{ROOM}/machine/codes/")
    boss.page.locator("#id_floor").fill("0.98")
    boss.press("Save this minimum")
    row = boss.page.locator("tr", has_text="Too long").first
    assert row.locator("button").count() == 0
    boss.reads("No code meets this condition yet.")
    assert "98" in boss.page.locator("main .notice").last.inner_text()
    boss.look()
    boss.page.locator("#id_floor").fill("0.5")
    boss.press("Save this minimum")
    press_in(boss, row, "Let the machine code it")
    assert AutocodingPermission.objects.get().code == room.long
    boss.look()
    boss.go(f"{ROOM}/retrieval/?code={room.long.id}&page=2")
    boss.reads("Coded by the machine alone: nobody has finished this text.")


def follow_a_lead(boss):
    boss.go(f"{ROOM}/machine/leads/?question=story.limit")
    boss.press("Search for leads")
    make_worker().run()
    boss.go(f"{ROOM}/machine/leads/?question=story.limit")
    assert boss.page.locator("article blockquote").count() >= 2
    boss.press("Read the passages, turn them into a code")
    boss.page.locator("main [name=name]").fill("A lead that held")
    boss.press("Create the code")
    assert PassageCluster.objects.get(code__isnull=False).code.name == "A lead that held"


def test_a_suggestion_is_accepted_and_another_refused_without_javascript(person, room):
    hand_code(room, list(limits(ALL))[CODED])
    let_learn(room)
    ana = sign_in(person, {"language": "fr", "scripts": False}, "ana")
    ana.go(f"{ROOM}/grid/story.limit/")

    ana.press("Accept")
    ana.press("Refuse")
    assert set(Suggestion.objects.values_list("verdict", flat=True)) == {"", "accepted", "refused"}
    assert Coding.objects.filter(suggestion__isnull=False, verbatim__question=LIMIT).count() == 1
