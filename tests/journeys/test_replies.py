"""Cards that ask back: a worker replies and returns, others read on, and a finding is amended."""

import pytest
from django.utils import timezone

from tests.coding.factories import Room
from tests.evidence.factories import make_published_finding
from tests.journeys import group_path
from tests.journeys.conftest import Person
from tests.journeys.test_reading import sign_in
from tests.reports.recommendation_factories import (
    WORDS,
    ArguedRecommendation,
    make_argued_recommendation,
)
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.coding.actions.codebook import CodeText, make_code
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.replies.actions import choose_sectors
from vecu.replies.models import Reason, Reply

SENTENCE = {"fr": "Vérifier prend du temps.", "en": "Checking takes time."}
BAR = {"fr": "École", "en": "School"}
TOLD = "Le courrier citait un décret abrogé."
HALLS = {"fr": "Mairies", "en": "Town halls"}
AMENDED = {"fr": "Les mairies vérifient peu.", "en": "Town halls check little."}
SEATS = [
    pytest.param(
        {"language": "fr", "phone": True, "scripts": False},
        {"language": "fr", "phone": True},
        id="French on phones, the worker without JavaScript",
    ),
    pytest.param(
        {"language": "en", "phone": False},
        {"language": "en", "phone": False, "scripts": False},
        id="English at desks, the team without JavaScript",
    ),
]
"""Of those who answer, and of those who read and write what was found."""


@pytest.fixture
def argued() -> ArguedRecommendation:
    """An open inquiry with three findings, on one of which a recommendation stands.

    In the months before, town halls replied that this one does not hold there.
    """
    argued = make_argued_recommendation()
    study, now = argued.room.study, timezone.now()
    for number in (2, 3):
        sentence = {"fr": f"Constat {number}", "en": f"Finding {number}"}
        make_published_finding(study.scope, sentence=sentence)
    make_member("rosa", study, Role.OWNER)
    choose_sectors(
        study, [{"fr": "Travail social", "en": "Social work"}, HALLS], by="rosa", now=now
    )
    for reply, sector, number in (("here", "1", 70), ("not here", "2", 60)):
        row = {"card": argued.finding.pk, "version": 1, "reply": reply, "sector": sector}
        Reply.objects.bulk_create(Reply(month="2026-01", **row) for _reply in range(number))
    return argued


@pytest.mark.parametrize(("worker_seat", "seat"), SEATS)
def test_a_worker_replies_and_returns_and_a_finding_says_what_replies_changed(
    person, argued, worker_seat, seat
):
    worker = person(**worker_seat)
    receipt = send_answers(worker)
    reply_to_three_findings(worker)
    say_why(worker)
    read_by_team(argued.room)
    read_what_became_of_it(worker, receipt)

    official = person(**seat)
    read_card_and_brief(official)
    project(official)

    author = sign_in(person, seat, "rosa")
    release_replies(author)
    amend(author)
    official.go("findings/stories/")
    follow_evidence(official)
    official.reads("What replies changed:")
    assert AMENDED[official.language] in official.page.locator("main").inner_text()
    assert official.page.locator(".card blockquote").inner_text().count(WORDS)


def send_answers(worker: Person) -> str:
    """Send one story, and return the receipt code."""
    worker.go("take/stories/")
    worker.press("Start")
    while not worker.page.url.endswith("/review/"):
        if "limit" in worker.page.url:
            worker.write(TOLD)
        worker.press("Continue")
    worker.press("Send")
    return worker.page.locator(".code").inner_text()


def reply_to_three_findings(worker: Person) -> None:
    """Go from the thanks to three findings, one tap each."""
    before = Reply.objects.count()
    worker.press("Reply to findings, one tap each")
    worker.reads("And where you work?")
    worker.choose("2", of="sector")
    worker.press("See the first finding")
    for button in ("Where I work too", "Not where I work", "I do not know"):
        assert not worker.page.locator("meter, svg").count()
        worker.press(button)
    worker.reads("Thank you")
    replies = Reply.objects.exclude(month="2026-01").values_list("reply", "sector")
    assert sorted(replies) == [("here", "2"), ("not here", "2"), ("unknown", "2")]
    assert Reply.objects.count() == before + 3


def say_why(worker: Person) -> None:
    """Write a line why, read it again by its code and withdraw it; replies stay."""
    worker.press("Say why, in a line")
    worker.write("Chez nous, un outil est fourni.")
    worker.press("Send")
    worker.reads("Your receipt code")
    code = worker.page.locator(".code").inner_text()
    worker.press("Read or withdraw what I wrote")
    worker.write(code)
    worker.press("Continue")
    worker.press("Withdraw what I wrote")
    worker.press("Yes, erase it")
    assert not Reason.objects.exists()
    assert Reply.objects.exclude(month="2026-01").count() == 3


def read_by_team(room: Room) -> None:
    """Put what the worker told under a code, and quote it."""
    ingest_verbatims(room.codebook)
    code = make_code(
        room.codebook,
        CodeText("Inventing", translated_names={"fr": "Inventer"}),
        ActionContext("lea", timezone.now()),
    )
    room.codes("ana", TOLD, code)


def read_what_became_of_it(worker: Person, receipt: str) -> None:
    """Return with the receipt."""
    worker.go("take/stories/mine/")
    worker.write(receipt)
    worker.press("Continue")
    worker.reads("What became of your answer")
    worker.reads("Read by the team")
    worker.reads("Grouped under")
    worker.reads("None of your sentences is quoted.")


def read_card_and_brief(official: Person) -> None:
    """Go from the first page to a card, and to a brief with its answer."""
    official.go("")
    official.press(SENTENCE[official.language])
    official.reads("Is it so where you work? Reply")
    official.go("")
    official.press("What is recommended")
    official.page.locator("main h2 a, main h3 a").first.click()
    official.look()
    assert WORDS in group_path.read_brief(official)


def project(facilitator: Person) -> None:
    """Show a room each card, first without its figures."""
    facilitator.go("findings/stories/")
    facilitator.press("Cards on a screen, for a group")
    for place in range(3):
        assert not facilitator.page.locator(".card").count()
        facilitator.press("Show the figures")
        assert facilitator.page.locator(".card").count() == 1
        facilitator.press("Next card" if place < 2 else "End")


def release_replies(author: Person) -> None:
    """Read where a finding does not hold, and let everybody read it."""
    author.go("studies/stories/replies/")
    author.press("Count the replies")
    author.reads("Does not hold where…")
    author.page.locator("input[name=group]").fill("L’équipe")
    author.press("Release these figures")
    assert author.page.get_by_role("status").is_visible()


def amend(author: Person) -> None:
    """Choose bar and quotation beside the card, and say what replies changed."""
    author.go("studies/stories/findings/")
    author.press(SENTENCE[author.language])
    author.press("Write the next version")
    author.reads("Does not hold where…")
    for box in author.page.locator("details:not([open]) > summary").all():
        box.click()
    author.page.locator("label", has_text=WORDS).first.click()
    author.press("See the card")
    author.page.locator("[name=bar]").select_option(label=BAR[author.language])
    author.page.locator("[name=quotation]").select_option(label=WORDS)
    author.press("See the card")
    card = author.page.locator("form .card")
    assert WORDS in card.locator("blockquote").inner_text()
    assert BAR[author.language] in card.locator("figure").inner_text()
    for language, text in AMENDED.items():
        author.page.locator(f"[name=amendment_{language}]").fill(text)
    author.page.locator("[name=limits_fr]").fill("Rien sur les mairies.")
    author.press("Save and preview")
    author.press("Publish")
    author.reads("Published: everybody can read it.")


def follow_evidence(reader: Person) -> None:
    """Go from the card of the finding to all that it stands on."""
    card = reader.page.locator("article", has_text=SENTENCE[reader.language])
    card.get_by_role("link", name=reader.translated("All the evidence")).click()
    reader.look()
