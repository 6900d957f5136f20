"""Two coders code a real survey by keyboard alone: agreement by code, settling, and the way out."""

import csv
import re
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from tests.coding.factories import ACT, make_room
from tests.coding.interchange.files import assert_valid
from tests.journeys.conftest import axe_violations
from tests.journeys.test_practices import enter, tab_to
from tests.journeys.test_reading import SEATS, WITHOUT_SCRIPTS, sign_in
from tests.surveys.factories import PASSWORD, make_member
from vecu.accounts.rules import Role
from vecu.coding.actions import (
    ActionContext,
    GuideText,
    PracticeText,
    create_guide,
    merge_code,
    publish_version,
    split_code,
)
from vecu.coding.actions.adjudicate import adjudicate_code
from vecu.coding.actions.annotate import CodeSpan, apply_code, finish, propose_quote
from vecu.coding.models import Adjudication, Assignment, Code, Coder, Coding, Memo, Verbatim
from vecu.coding.queries.texts import iter_texts_with_words
from vecu.coding.refi import read_project
from vecu.datasets.actions import create_imported_study, import_file
from vecu.datasets.importing.codebook_file import read_codes
from vecu.datasets.queries import ImportOptions, get_study_plan
from vecu.datasets.rules import ImportSource
from vecu.tables import read_table

REAL = Path(__file__).parents[3] / "shared/data/coding/volker_chatgpt_survey"
HUMAN = {"cg_act_write": "Writes", "cg_act_test": "Tries out", "cg_act_search": "Searches"}
"""The codes that people gave in the survey, by column."""
KEYWORDS = {
    "Writes": ("writ", "text", "mail", "letter", "formul", "word"),
    "Tries out": ("test", "try", "tried", "fun", "play"),
    "Searches": ("search", "question", "inform", "research", "idea"),
}
"""How the other coder goes about it: by the words alone."""


def rows():
    with (REAL / "chatgpt_en.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file, delimiter=";") if row["cg_activities"].strip()]


def by_people(text):
    """Return the codes that the survey's own coders gave to answers in these words."""
    found = [row for row in rows() if row["cg_activities"].strip() == text.strip()]
    return [name for column, name in HUMAN.items() if found[0][column] == "x"]


def by_words(text):
    return [name for name, words in KEYWORDS.items() if any(word in text.lower() for word in words)]


@pytest.fixture
def survey():
    """The real survey, brought in; what people gave it as codes is not among what is coded."""
    table = read_table((REAL / "chatgpt_en.csv").read_bytes())
    codes = read_codes(read_table((REAL / "codes_en.csv").read_bytes()))
    today = timezone.localdate()
    plan = get_study_plan(table, ImportOptions(codes=codes), title="ChatGPT", today=today)
    source = ImportSource("chatgpt_en.csv", "Adults asked online in 2023.")
    study = create_imported_study(plan, "chatgpt", title="ChatGPT")
    import_file(plan, study, source, actor="boss", now=timezone.now())
    return study


class AtKeys:
    """A coder whose hands stay on the keyboard."""

    def __init__(self, coder):
        self.coder, self.page = coder, coder.page

    def press(self, key):
        self.page.keyboard.press(key)

    @property
    def row(self):
        return self.page.locator("[data-row][aria-current]")

    def put(self, name):
        """Put a code on the text: by its number where it has one, else by typing to find it."""
        before = self.row.locator(".off").count()
        keys = self.page.locator("#recent li").all_inner_texts()
        number = next((place for place, key in enumerate(keys, 1) if name in key), None)
        if number:
            self.press(str(number))
        else:
            self.press("/")
            self.page.keyboard.type(name)
            self.press("Enter")
        expect(self.row.locator(".off")).to_have_count(before + 1)

    def code_all(self, judge):
        """Code text after text as `judge` says, until none is left."""
        seen = set()
        while (at := self.row.get_attribute("id")) not in seen:
            seen.add(at)
            for name in judge(self.row.locator("[data-words]").inner_text()):
                self.put(name)
            self.press("Enter" if self.row.locator(".off").count() else "f")
            finished = self.page.locator(f"#{at}.done")
            expect(finished).to_have_count(1)
            after = self.page.locator(f"#{at} ~ [data-row]").count()
            if after or self.page.locator("a[rel=next]").count():
                expect(self.row).not_to_have_id(at)
        return len(seen)


def code_by_words(name):
    """Let a coder finish all their texts, coded `by_words`; return how many there are."""
    codes = {code.name: code.id for code in Code.objects.all()}
    coder, act = Coder.objects.get(account__username=name), ActionContext(name, timezone.now())
    mine = Verbatim.objects.filter(assignments__coder=coder)
    found = [(text.id, words) for text, _answer, words in iter_texts_with_words(mine)]
    for text, words in found:
        for code in by_words(words):
            apply_code(coder, text, CodeSpan(codes[code]), act)
        finish(coder, text, act)
    return len(found)


def alpha(pairs):
    """Return Krippendorff's alpha of two coders who judged yes or no, by its definition.

    1 − (n − 1)·Σ disagreeing pairs / (yes · no), with n the values given: 2 to each text.
    """
    yes = sum(one + other for one, other in pairs)
    no = 2 * len(pairs) - yes
    differ = sum(one != other for one, other in pairs)
    return 1 - (2 * len(pairs) - 1) * differ / (yes * no)


@pytest.mark.skipif(not REAL.exists(), reason="the real ChatGPT survey is not here")
def test_two_coders_code_a_real_survey_by_keyboard_and_their_agreement_is_reported(
    person, survey, tmp_path
):
    seat = {"language": "en", "phone": False}
    for name, role in (("boss", Role.OWNER), ("ana", Role.CODER), ("bea", Role.CODER)):
        make_member(name, survey, role)
    boss = sign_in(person, seat, "boss")
    boss.go("studies/chatgpt/coding/setup/")
    for box in boss.page.locator("main input[name=questions]").all():
        box.set_checked("cg_activities" in box.get_attribute("value"))
    boss.press("Save")
    boss.go("studies/chatgpt/coding/share/")
    for name in ("ana", "bea"):
        boss.choose(name)
    boss.page.locator("[name=common]").fill("1000")
    boss.press("Assign")

    ana, bea = AtKeys(sign_in(person, seat, "ana")), sign_in(person, seat, "bea")
    ana.coder.go("studies/chatgpt/coding/grid/cg_activities/")
    for name in HUMAN.values():  # made while reading, then taken off again where they do not fit
        ana.press("n")
        ana.page.keyboard.type(name)
        ana.press("Enter")
        expect(ana.page.locator("#recent")).to_contain_text(name)
    for _code in HUMAN:
        left = ana.row.locator(".off").count()
        ana.press("u")
        expect(ana.row.locator(".off")).to_have_count(left - 1)
    told = len(rows())
    assert ana.code_all(by_people) == told
    bea.go("studies/chatgpt/coding/grid/cg_activities/")
    assert bea.page.locator("[data-row]").count() > 1
    assert bea.page.locator(".others").count() == 0  # nothing of what Ana did
    assert code_by_words("bea") == told
    assert Assignment.objects.filter(done=True).count() == 2 * told
    expected = {
        name: alpha([(name in by_people(t), name in by_words(t)) for t in texts()])
        for name in HUMAN.values()
    }

    boss.go("studies/chatgpt/coding/agreement/")
    for name, value in expected.items():
        line = boss.page.locator("main tbody tr", has_text=name).first
        assert line.locator("td").first.inner_text() == f"{value:.2f}"
    before = Coding.objects.count()
    boss.go("studies/chatgpt/coding/disagreements/")
    settle = boss.page.locator("article").first
    tab_to(boss, settle.locator("[name=why]").first)
    boss.page.keyboard.type("The words say so.")
    tab_to(boss, settle.get_by_role("button", name="Applies").first)
    enter(boss)
    ruling = Adjudication.objects.select_related("code").get()
    assert ruling.reason == "The words say so."
    assert Coding.objects.count() == before
    boss.go("studies/chatgpt/coding/history/")

    told_of = {name: settled(name) + (ruling.code.name == name) for name in HUMAN.values()}
    compare_with_the_guide(boss, told_of)
    take_the_project_out(boss, tmp_path, ruling)


def texts():
    return [row["cg_activities"].strip() for row in rows()]


def settled(name):
    """Return how many people both coders put a code on."""
    return sum(name in by_people(text) and name in by_words(text) for text in texts())


def compare_with_the_guide(boss, told_of):
    """Hold the survey against the guide: trying out stands for its last practice alone."""
    boss.go("studies/chatgpt/coding/guides/")
    tab_to(boss, boss.page.get_by_role("button", name="Start with this guide").first)
    enter(boss)
    tab_to(
        boss, boss.page.locator("main table tbody tr").last.locator("a", has_text="Choose codes")
    )
    enter(boss)
    assert boss.page.locator("h1").inner_text() == "Test changes systematically"
    tab_to(boss, boss.page.locator(".opt", has_text="Tries out").locator("input"))
    boss.page.keyboard.press("Space")
    tab_to(boss, boss.page.get_by_role("button", name="Save", exact=True))
    enter(boss)
    boss.reads("People reported 1 of the guide’s 6 practices.")
    practices, beyond = boss.page.locator("main table").all()
    assert numbers(practices.locator("tbody tr").last) == [told_of["Tries out"]] * 2
    assert {
        row.locator("th a").first.inner_text(): numbers(row)
        for row in beyond.locator("tbody tr").all()
    } == {name: [told_of[name]] * 2 for name in ("Writes", "Searches")}


def numbers(row):
    """Return the texts and people that a row counts."""
    return [int(re.match(r"\d+", cell)[0]) for cell in row.locator("td.n").all_inner_texts()]


def take_the_project_out(boss, folder, ruling):
    """Download the project; it keeps to the standard's schema and holds everybody's codings."""
    boss.go("studies/chatgpt/coding/exchange/")
    button = boss.page.get_by_role("button", name="Download")
    tab_to(boss, button)
    with boss.page.expect_download() as found:
        boss.page.keyboard.press("Enter")
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    assert path.name == "chatgpt-coding.qdpx"
    assert_valid(path)
    with path.open("rb") as file:
        project = read_project(file).project
    names = {user.guid: user.name for user in project.users}
    codes = {code.guid: code.name for code in project.codes}
    put = sorted(
        (source.text, names[coding.coder], codes[coding.code])
        for source in project.sources
        for coding in source.codings
    )
    judges = {"ana": by_people, "bea": by_words}
    assert put == sorted(
        (text, name, code)
        for text in texts()
        for name, judge in judges.items()
        for code in judge(text)
    )
    assert [(one.code, one.present, one.reason) for one in project.rulings] == [
        (ruling.code_id, True, "The words say so.")
    ]


@pytest.fixture
def room():
    """A small coded study, with a disagreement, a merged and a split code, and a version."""
    room = make_room(
        {"task": "Letters", "limit": "It invents laws 😀.", "strategy": "I check."},
        {"limit": "Trop long, trop poli.", "strategy": "Je coupe."},
        {"limit": "Rien."},
    )  # fmt: skip
    limits = room.code("Limits", definition="What was wrong.")
    invents, cold = room.code("Invents", parent=limits), room.code("Cold", parent=limits)
    for words in ("It invents laws 😀.", "Trop long, trop poli."):
        room.give(words, "ana", "bea")
    room.codes("ana", "It invents laws 😀.", invents)
    room.codes("bea", "It invents laws 😀.", invents, cold)
    room.codes("ana", "Trop long, trop poli.", cold)
    room.codes("bea", "Trop long, trop poli.", cold)
    lies = room.code("Lies")
    merge_code(lies, invents, ACT)
    split_code(cold, ["Polite", "Stiff"], ACT)
    publish_version(room.codebook, ACT)
    make_member("boss", room.study, Role.OWNER)
    return room


@pytest.mark.parametrize("seat", SEATS)
def test_every_page_of_the_coding_room_fits_its_screen_and_its_readers(person, room, seat):
    boss = sign_in(person, seat, "boss")
    text, code = room.text("Rien."), room.codebook.codes.get(name="Cold")
    for page in (
        "", "codebook/", f"codebook/{code.id}/", f"codebook/{code.id}/sort/", "setup/", "share/",
        "codebook/versions/1/", "agreement/", "disagreements/", "disagreements/?mine=1", "history/",
        "history/?whose=mine", "exchange/", "grid/story.limit/", "grid/story.limit/?show=all",
        f"texts/{text.id}/",
    ):  # fmt: skip
        boss.go(f"studies/stories/coding/{page}")
    boss.go("studies/stories/coding/grid/story.limit/")
    boss.reads("Coding")


def test_agreement_of_many_coders_scrolls_in_its_table_and_widens_no_phone(person):
    coders = ("ana", "bea", "camille", "dominique", "emmanuelle", "frederique")
    room = make_room(members=coders)
    code = room.code("Invents")
    room.give("Too long.", *coders)
    for name in coders:
        room.codes(name, "Too long.", *[code][: name < "c"])
    make_member("boss", room.study, Role.OWNER)
    boss = sign_in(person, {"language": "fr", "phone": True}, "boss")
    boss.go("studies/stories/coding/agreement/")
    table = boss.page.locator("main .scroll")
    assert table.evaluate("element => element.scrollWidth - element.clientWidth") > 100
    assert table.locator("tbody .vh").count() == 1


@pytest.mark.parametrize("seat", [*SEATS, WITHOUT_SCRIPTS])
def test_a_text_is_coded_by_hand_and_the_memo_is_saved(person, room, seat):
    ana = sign_in(person, seat, "ana")
    ana.go(f"studies/stories/coding/texts/{room.text('Rien.').id}/")
    row = ana.page.locator("[data-row]")
    unfold_codebook(ana)
    progress = ana.page.locator("#progress")
    expect(progress).to_contain_text(re.compile("2 (sur|of) 3"))
    row.locator("[name=name]").fill("Limits / Invents")
    row.locator("button[value=put]").click()
    expect(row.locator(".chip")).to_contain_text("Invents")
    row.locator("summary").first.click()
    row.locator("[name=memo]").fill("Nothing at all?")
    row.locator("button[value=memo]").click()
    expect(row.locator(".memo")).to_contain_text("Nothing at all?")
    row.locator("button[value=finish]").click()
    expect(row.locator("button[value=reopen]")).to_be_visible()
    expect(progress).to_have_class("complete")
    expect(progress.locator("a")).to_be_visible()
    row.locator(".off").click()
    expect(row.locator(".chip")).to_have_count(0)
    assert room.text("Rien.").assignments.get().done


def unfold_codebook(coder):
    """See what a code means beside the text, on a small screen by unfolding it over the text."""
    summary = coder.page.locator("[data-codebook] > summary")
    if summary.is_visible():
        summary.click()
    expect(coder.page.locator("#codebook-lines")).to_be_visible()
    expect(coder.page.locator("#codebook-lines")).to_contain_text("What was wrong.")
    if coder.looks:
        assert axe_violations(coder.page) == []
    if summary.is_visible():
        summary.click()


def test_a_memo_about_a_code_is_not_lost_when_the_laboratory_does_not_answer(person, room):
    room.codes("ana", "Rien.", room.codebook.codes.get(name="Limits"))
    ana = sign_in(person, {"language": "en", "phone": False}, "ana")
    line = Line(ana.page)
    ana.go("studies/stories/coding/grid/story.limit/?show=all")
    row = ana.page.locator(f"#t-{room.text('Rien.').id}")
    row.click()
    line.cut = True
    ana.page.keyboard.press("m")
    ana.page.keyboard.type("Nothing at all?")
    ana.page.locator("#memo-about").select_option(label="Limits")
    ana.look()
    ana.page.get_by_role("button", name="Save the memo").last.click()
    expect(ana.page.get_by_role("alert")).to_contain_text("was not saved")
    ana.look()

    line.cut = False
    ana.page.keyboard.press("m")
    expect(ana.page.locator("#memo-text")).to_have_value("Nothing at all?")
    ana.page.locator("#memo-about").select_option(label="Limits")
    ana.page.get_by_role("button", name="Save the memo").last.click()
    expect(row.locator(".memo")).to_contain_text("Nothing at all?")
    expect(ana.page.locator("[data-failed]")).to_be_hidden()
    assert Memo.objects.get().coding.code.name == "Limits"
    ana.page.keyboard.press("m")
    expect(ana.page.locator("#memo-text")).to_have_value("")


class Line:
    """What is done with texts goes by it to the laboratory, unless it is cut.

    Laid before the page is opened: what an open page sends at once may pass a new one by.
    """

    def __init__(self, page: Page) -> None:
        self.cut = False
        page.route("**/coding/texts/**", self.carry)

    def carry(self, route: Route) -> None:
        if self.cut:
            route.abort()
        else:
            route.continue_()


def at_the_grid(person, **seat):
    """Return Ana before two texts of her own, and these."""
    room = make_room()
    ana = sign_in(person, {"language": "en", "phone": False, **seat}, "ana")
    ana.go("studies/stories/coding/grid/story.limit/")
    return ana, room, [ana.page.locator(f"#{row.get_attribute('id')}") for row in rows_of(ana)]


def rows_of(coder):
    return coder.page.locator("[data-row]").all()


def test_a_text_whose_finishing_was_not_saved_is_marked_until_it_is(person):
    ana, _room, (first, second) = at_the_grid(person)
    line = Line(ana.page)
    ana.page.reload()
    alert = ana.page.locator("[data-failed]")
    line.cut = True
    ana.page.keyboard.press("f")
    expect(alert).to_be_visible()
    expect(alert).to_contain_text("was not saved")
    expect(first).to_contain_text("Not saved. Do it again.")
    expect(second).to_have_attribute("aria-current", "true")
    ana.look()

    line.cut = False
    ana.page.keyboard.press("f")
    expect(second).to_have_class(re.compile("done"))
    expect(alert).to_be_visible()
    expect(first).to_contain_text("Not saved. Do it again.")
    first.focus()
    ana.page.keyboard.press("f")
    expect(first).to_have_class(re.compile("done"))
    expect(alert).to_be_hidden()
    expect(ana.page.get_by_text("Not saved. Do it again.")).to_have_count(0)


def test_whoever_was_signed_out_meanwhile_gets_a_message_and_keeps_what_they_typed(person):
    ana, _room, (first, _second) = at_the_grid(person)
    Session.objects.all().delete()
    ana.page.keyboard.press("m")
    ana.page.keyboard.type("Nothing at all?")
    ana.page.get_by_role("button", name="Save the memo").last.click()
    expect(ana.page.get_by_role("alert")).to_contain_text("You are signed out")
    expect(first).to_contain_text("Not saved. Do it again.")
    ana.look()
    with ana.page.expect_popup() as opened:
        ana.page.get_by_role("link", name="Sign in again in another tab").click()
    opened.value.locator("input[name=account]").fill("ana")
    opened.value.locator("input[type=password]").fill(PASSWORD)
    opened.value.get_by_role("button", name="Sign in", exact=True).click()
    opened.value.wait_for_url("**/lab/")

    ana.page.bring_to_front()
    ana.page.keyboard.press("m")
    expect(ana.page.locator("#memo-text")).to_have_value("Nothing at all?")
    ana.page.get_by_role("button", name="Save the memo").last.click()
    expect(first.locator(".memo")).to_contain_text("Nothing at all?")
    expect(ana.page.get_by_role("alert")).to_have_count(0)
    assert Memo.objects.get().text == "Nothing at all?"


def test_digits_put_codes_on_a_french_keyboard_and_a_key_without_one_says_so(person):
    ana, room, (first, _second) = at_the_grid(person)
    room.code("Invents")
    ana.go("studies/stories/coding/grid/story.limit/")
    beside = ana.page.locator("#codebook-lines button", has_text="Invents")
    expect(beside.locator("kbd")).to_have_text("1")
    AtKeys(ana).put("Invents")
    ana.page.keyboard.press("u")
    expect(first.locator(".off")).to_have_count(0)
    beside.click()
    expect(first.locator(".off")).to_have_count(1)
    ana.page.keyboard.press("u")
    expect(first.locator(".off")).to_have_count(0)
    key = "new KeyboardEvent('keydown', {key: '&', code: 'Digit1', bubbles: true, %s})"
    ana.page.evaluate(f"document.activeElement.dispatchEvent({key % 'shiftKey: true'})")
    ana.page.keyboard.press("5")
    expect(ana.page.locator("#said")).to_have_text("No code is under the key 5.")
    expect(first.locator(".off")).to_have_count(0)
    ana.page.evaluate(f"document.activeElement.dispatchEvent({key % ''})")
    expect(first.locator(".chip")).to_contain_text("Invents")


def test_a_code_that_is_on_its_way_counts_when_enter_follows_at_once(person):
    ana, room, (first, second) = at_the_grid(person)
    room.code("Invents")
    ana.go("studies/stories/coding/grid/story.limit/")
    ana.page.keyboard.press("1")
    ana.page.keyboard.press("Enter")
    expect(first).to_have_class(re.compile("done"))
    expect(first.locator(".chip")).to_contain_text("Invents")
    expect(second).to_have_attribute("aria-current", "true")


def test_the_counter_moves_without_a_reload_and_undoing_brings_back_what_left_the_page(person):
    ana, _room, (first, second) = at_the_grid(person, language="fr")
    progress, said = ana.page.locator("#progress"), ana.page.locator("#said")
    expect(progress).to_have_text("Textes terminés : 0 sur 2")
    ana.page.keyboard.press("Enter")  # by accident: that is no judgement
    expect(first.locator("[data-uncoded]")).to_contain_text("appuyez sur F")
    expect(first).to_have_attribute("aria-current", "true")
    expect(progress).to_have_text("Textes terminés : 0 sur 2")
    for count, row in ((1, first), (2, second)):
        ana.page.keyboard.press("f")
        expect(row).to_have_class(re.compile("done"))
        expect(said).to_contain_text("Terminé." if count == 1 else "Vous avez terminé les 2 textes")
    expect(progress.locator("a")).to_be_visible()
    assert axe_violations(ana.page) == []
    ana.page.keyboard.press("u")
    expect(progress).to_have_text("Textes terminés : 1 sur 2")
    ana.page.reload()
    ana.page.keyboard.press("u")
    expect(first).to_have_attribute("aria-current", "true")
    expect(progress).to_have_text("Textes terminés : 0 sur 2")


@pytest.mark.parametrize(
    ("screen", "within"),
    [({"width": 390, "height": 844}, 600), ({"width": 768, "height": 1024}, 480)],
    ids=["phone", "tablet"],
)
def test_the_first_text_stands_within_the_first_screen_below_what_a_finger_can_reach(
    person, screen, within
):
    ana, _room, (first, _second) = at_the_grid(person, language="fr", phone=True)
    ana.page.set_viewport_size(screen)
    place = "element => element.getBoundingClientRect().top + scrollY"
    assert first.locator("[data-words]").evaluate(place) < within
    menus = ana.page.locator("details.menus")
    tabs, keys = (
        menus.locator("~ .above .tabs a"),
        ana.page.locator("[data-palette] button:visible"),
    )
    for target in (menus.locator("summary"), *tabs.all(), *keys.all()):
        assert target.bounding_box()["height"] >= 44
    ana.page.locator("details.menus summary").click()
    expect(menus.get_by_role("link", name="Accord", exact=True)).to_be_visible()
    ana.look()


@pytest.mark.parametrize("seat", SEATS)
def test_memos_are_written_and_changed_beside_guides_and_settlements(person, room, seat):
    text, code = room.text("It invents laws 😀."), room.codebook.codes.get(name="Cold")
    adjudicate_code(text, code, ACT, present=True)
    guide = create_guide(room.codebook, GuideText("Guide", "en", "", [PracticeText("Cut")]), ACT)
    propose_quote(room.coder("ana"), text.id, None, ACT)
    practice, quotation = guide.practices.get(), text.quotations.get()
    boss = sign_in(person, seat, "boss")
    pages = (f"guides/{guide.id}/", f"practices/{practice.id}/", f"quotations/{quotation.id}/")
    for page in (*pages, "disagreements/"):
        boss.go(f"studies/stories/coding/{page}")
        form = boss.page.locator("form[action$='/coding/memo/']").first
        if not form.is_visible():
            boss.page.locator("details", has=form).locator("summary").click()
            boss.look()
        form.locator("textarea").fill(f"A thought on {page}")
        form.locator("button").click()
        boss.look()
        expect(boss.page.locator(".memo")).to_contain_text(f"A thought on {page}")
    boss.page.locator(".memo a").click()
    boss.look()
    boss.page.locator("#memo").fill("Another thought")
    boss.page.locator("main .btn").click()
    boss.look()
    expect(boss.page.locator(".memo")).to_contain_text("Another thought")

    ana = sign_in(person, seat, "ana")
    ana.go(f"studies/stories/coding/guides/{guide.id}/")
    expect(ana.page.locator(".memo")).to_have_count(2)
