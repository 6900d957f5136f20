"""Somebody without an account reads what is recommended, follows a claim, and prints it."""

import io

import pytest
from pypdf import PdfReader

from tests.recommendations.factories import LANDMARK, NONE_YET, make_published
from tests.reports.recommendation_factories import (
    WORDS,
    ArguedRecommendation,
    make_argued_recommendation,
)

STATEMENT = "Demander d’abord si un bus arrive."


@pytest.fixture
def argued() -> ArguedRecommendation:
    """A recommendation, a landmark, and a question without one, of the same group."""
    argued = make_argued_recommendation()
    for content in (NONE_YET, LANDMARK):
        make_published(argued.group, content)
    return argued


def links_of(document: bytes) -> set[str]:
    pages = PdfReader(io.BytesIO(document)).pages
    notes = (note.get_object() for page in pages for note in page.get("/Annots", ()))
    return {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}


def words_of(pdf: bytes) -> str:
    """The words of a document, without spaces: lines break where they like."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    text = "".join(page.extract_text() for page in pages)
    return "".join(text.replace("\u200b", "").split())


def test_a_claim_is_followed_to_the_words_and_printed_until_they_are_withdrawn(person, argued):
    """In French, on a phone; in English an elected official comes here: test_first_ten_minutes."""
    somebody = person(language="fr", phone=True)
    page = somebody.page
    somebody.go("")
    somebody.press("What is recommended")
    somebody.reads("No recommendation yet")
    page.get_by_role("link", name=STATEMENT).click()
    somebody.look()
    somebody.reads("For and against")
    somebody.reads("This group represents only itself: it speaks for nobody else.")
    trace = page.locator("#claims .voice a").get_attribute("href")

    on_screen = words_of(page.pdf(format="A4"))
    for printed in (somebody.page.url, trace, WORDS):
        assert "".join(printed.split()) in on_screen
    brief = page.get_by_role("link", name=somebody.translated("In brief, two pages (PDF)"))
    body = page.request.get(somebody.site + brief.get_attribute("href")).body()
    number = page.url.rstrip("/").rpartition("/")[2]
    short = f"{somebody.site.partition('//')[2]}/fr/c/{number[:8]}"
    for printed in (short, WORDS):
        assert "".join(printed.split()) in words_of(body)
    assert somebody.site + trace in links_of(body), "paper has one address, the file leads further"

    page.locator("#claims .voice a").click()
    somebody.look()
    assert WORDS in page.locator(f"[id='{trace.partition('#')[2]}']").inner_text()
    page.go_back()
    argued.room.withdraw(WORDS)
    page.reload()
    somebody.look()
    assert WORDS not in page.locator("main").inner_text()
    assert page.locator("#claims .claim-note").count() == 2
