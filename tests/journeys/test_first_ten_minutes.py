"""Five newcomers, each from the door: nothing but what stands on the pages leads them on.

The sixth is whoever takes the tour: test_the_tour.
"""

import re
from dataclasses import dataclass, field

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.coding.factories import Room, make_room
from tests.evidence.factories import make_published_finding
from tests.journeys.conftest import Person
from tests.journeys.test_authoring import MENDED, bring, press_open
from tests.journeys.test_testimony import code_on, fielding  # noqa: F401 the inquiry that is told
from tests.reports.recommendation_factories import make_argued_recommendation
from tests.surveys.factories import PASSWORD, answer, make_member
from vecu.accounts.rules import Role
from vecu.coding.actions.codebook import open_codebook
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.datasets.release_actions import freeze_extract, release
from vecu.datasets.releases.planning import FigureRequest
from vecu.evidence.sources import Reference
from vecu.surveys.models import Answer, Study

TAPS, PAGES = 25, 14
"""The most that one story and its context may take."""
OTHERS = ("stopped", "refuse", "no_access", "no_need", "imposed", "measured", "unsure")
PEOPLE = {"use": 29} | dict.fromkeys(OTHERS, 20)
OTHERS_WORDS = "Je relis chaque chiffre à voix haute."


@dataclass
class Newcomer:
    """Somebody at a screen, how often they have tapped, and which pages they came to."""

    who: Person
    taps: int = 0
    pages: set[str] = field(default_factory=set)

    def press(self, message: str) -> None:
        self.who.press(message)
        self._count()

    def open(self, words: str) -> None:
        """Follow the link with these words, which somebody wrote."""
        self.who.page.get_by_role("link", name=words).first.click()
        self.who.look()
        self._count()

    def choose(self, value: str, of: str = "") -> None:
        self.who.choose(value, of)
        self._count()

    def write(self, text: str) -> None:
        self.who.write(text)
        self._count()

    def _count(self) -> None:
        self.taps += 1
        self.pages.add(self.who.page.url)


def sign_in(who: Person, account: str) -> None:
    who.go("sign-in/")
    who.page.locator("input[name=account]").fill(account)
    who.page.locator("input[name=password]").fill(PASSWORD)
    who.press("Sign in")
    who.reads("The laboratory today")


@pytest.fixture
def inquiry(fielding) -> Study:  # noqa: F811
    """An inquiry that thirty people who use AI answered, and twenty of each other way.

    A figure of all of them, the words of one, and a finding are published.
    """
    study, now = fielding.study, timezone.now()
    for stance, people in PEOPLE.items():
        for _person in range(people):
            answer(study, {"stance": stance, "story": [{}]}, promise=3)
    story = {"task": "Un bilan", "strategy": OTHERS_WORDS}
    told = {"stance": "use", "story": [story], "permission": {"quote": "yes"}}
    Answer.objects.filter(pk=answer(study, told, promise=3).pk).update(language="fr")
    freeze_extract(study, [], by="lea", now=now)
    (figure,) = release(
        study.scope, [FigureRequest("/data/stance", "")], group="L’équipe", by="lea", now=now
    )
    room = Room(study, open_codebook(study, "fr"), {"ana": make_member("ana", study, Role.CODER)})
    ingest_verbatims(room.codebook)
    room.codes("ana", OTHERS_WORDS)
    room.release(OTHERS_WORDS)
    references = [Reference("figure", figure.figure, 1)]
    make_published_finding(study.scope, now=now, references=references)
    return study


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_wary_worker_sends_a_story_and_reads_those_of_others(person, inquiry, scripts):
    somebody = person(language="fr", phone=True, scripts=scripts)
    worker = Newcomer(somebody)
    somebody.go("")
    somebody.press("Take part")
    somebody.page.locator("main h2 a").click()
    somebody.look()
    somebody.reads("We do not ask who you are.")
    start = somebody.page.get_by_role("button", name=somebody.translated("Start"), exact=True)
    expect(start).to_be_in_viewport()

    worker.press("Start")
    worker.choose("use")
    worker.press("Continue")
    for text in ("Un courrier", "Finir avant midi", "Une heure", "Une date fausse", "J’ai vérifié"):
        worker.write(text)
        worker.press("Continue")
    worker.choose("yes", of="story.1.after.keep")
    for value in ("repetitive", "some"):
        worker.choose(value)
    worker.press("Continue")
    worker.press("Continue")  # no other story: that stands ticked
    worker.write("aide à domicile")
    worker.choose("social_work")
    worker.choose("no", of="work.known")
    worker.press("Continue")
    worker.choose("yes")
    worker.press("Continue")
    worker.press("Send")
    somebody.reads("Your answers have arrived.")
    assert code_on(somebody.page)
    assert worker.taps <= TAPS
    assert len(worker.pages) <= PAGES
    assert somebody.page.context.cookies() == []

    worker.press("What others told us")
    worker.press("Read the stories one by one")
    assert OTHERS_WORDS in somebody.page.locator("main").inner_text()


def test_a_refuser_is_heard_and_finds_figures_that_count_everybody(person, inquiry):
    somebody = person(language="fr", phone=True)
    refuser = Newcomer(somebody)
    somebody.go("")
    somebody.press("Take part")
    somebody.page.locator("main h2 a").click()
    somebody.look()
    somebody.reads("You do not use AI? Your story counts as much.")
    refuser.press("Start")
    refuser.choose("refuse")
    refuser.press("Continue")
    for text in ("Lui faire lire un dossier", "C’est leur histoire", "Des remarques en réunion"):
        refuser.write(text)
        refuser.press("Continue")
    while not somebody.page.url.endswith("/review/"):
        refuser.press("Continue")
    assert "C’est leur histoire" in somebody.page.locator("main").inner_text()
    refuser.press("Send")
    somebody.reads("Your answers have arrived.")
    assert refuser.taps < TAPS
    assert len(refuser.pages) < PAGES
    assert Answer.objects.get(values__story__0__refuse_why__isnull=False).values == {
        "stance": "refuse",
        "story": [
            {
                "refuse_what": "Lui faire lire un dossier",
                "refuse_why": "C’est leur histoire",
                "refuse_effect": "Des remarques en réunion",
            }
        ],
    }

    refuser.press("What others told us")
    somebody.page.locator("#figures").click()
    figures = somebody.page.locator("details:has(#figures)").all_inner_texts()
    table = " ".join(figures).replace("\u00a0", " ")
    assert "Je refuse" in table
    assert "J’utilise l’IA" in table
    somebody.page.locator("figure summary").first.click()
    row = somebody.page.locator("figure tr", has_text="Je refuse")
    assert re.search(r"10 ou moins|\b(15|20|25|30)\b", row.inner_text())  # of 20 people


def test_an_author_opens_an_inquiry_from_a_workbook(person):
    """In an empty laboratory, whose pages say how to begin."""
    author = person(language="fr", phone=False)
    author.go("")
    author.reads("This laboratory is ready")
    account = make_member("ana")
    account.may_create_studies = True
    account.save()

    sign_in(author, "ana")
    author.press("Create a study")
    author.page.locator("[name=title_fr]").fill("L’IA chez nous")
    author.page.locator("[name=purpose_fr]").fill("Comprendre.")
    author.page.locator("[name=slug]").fill("essai")
    bring(author, MENDED)
    author.press("Create the study and see its pages")
    author.reads("This is a preview: nothing is sent or saved.")
    author.press("At a glance")
    author.reads("The inquiry is not open yet.")
    author.press("Complete the study details")
    author.page.locator("[name=contact]").fill("nous@example.org")
    author.page.locator("[name=retained_until]").fill("2099-12-31")
    author.page.locator("[name=controller]").fill("Université du Val-de-Sève")
    author.page.locator("[name=legal_basis]").select_option("public-task")
    author.page.locator("[name=server_operator]").select_option("union")
    author.page.locator("[name=server_operator_name]").fill("Union du Val-de-Sève")
    author.press("Save and see its pages")
    author.open_group("Collect")
    press_open(author)

    somebody = person(language="fr", phone=True)
    somebody.go("")
    somebody.press("Take part")
    somebody.press("L’IA chez nous")
    somebody.press("Start")
    assert "Utilisez-vous l’IA" in somebody.page.locator("main").inner_text()


def test_a_coder_codes_ten_texts(person):
    words = [f"Il invente la règle {number}." for number in range(1, 11)]
    room = make_room(*({"limit": text} for text in words))
    room.code("Invente")
    coder = person(language="fr", phone=False)
    sign_in(coder, "ana")
    coder.open_door("Ask")
    coder.press("Une petite étude")
    coder.open_group("Code")
    coder.press("Code these texts")
    rows = coder.page.locator("[data-row]")
    expect(rows).to_have_count(10)
    for place in range(10):
        row = rows.nth(place)
        row.focus()
        row.locator("[name=name]").fill("Invente")
        row.get_by_role("button", name=coder.translated("Add code")).click()
        expect(row.locator(".chip")).to_contain_text("Invente")
        row.locator("button[value=finish]").click()
        expect(row.locator("button[value=reopen]")).to_be_visible()
    coder.look()
    expect(coder.page.locator("#progress")).to_contain_text("Vous avez terminé les 10 textes.")


def test_an_elected_official_says_what_was_found_and_what_is_recommended(person):
    """The first page has both sentences; two taps lead to who is to answer, and what they said."""
    make_argued_recommendation()
    somebody = person(language="en", phone=True)
    official = Newcomer(somebody)
    somebody.go("")
    assert "Checking takes time." in somebody.page.locator("main").inner_text()
    official.open("Checking takes time.")
    official.press("All the evidence")
    somebody.reads("How sure are we?")
    official.press("What is recommended")
    official.open("Ask first whether a bus comes.")
    somebody.reads("Addressed to:")
    assert somebody.page.locator("#answers").is_visible()
    assert official.taps <= 4
