"""A group in 90 minutes, walked through by somebody who facilitates it with a phone in hand."""

import io
from itertools import cycle
from urllib.parse import parse_qs, urlsplit

from pypdf import PdfReader

from vecu.demonstrators.counts import Occasion, list_count_fields
from vecu.demonstrators.record import MOST_LINES, MOST_NAME, MOST_WRITTEN
from vecu.demonstrators.screens import list_screens
from vecu.demonstrators.session import (
    MOST_STATEMENTS,
    Session,
    make_usual_session,
    name_statement,
    read_session,
)
from vecu.groups.hearing_hypotheses import list_hearing_hypotheses
from vecu.typography import apply_typography

EACH = MOST_WRITTEN // (3 + MOST_LINES)
"""Characters of each question and of each line of what is not settled."""


def choose_longest_session(somebody) -> Session:
    """Tick the statements that take most room; return the session that the page then has."""
    longest = sorted(list_hearing_hypotheses(), key=lambda each: -len(each.statement["fr"]))
    names = {name_statement(each) for each in longest[:MOST_STATEMENTS]}
    somebody.page.locator(".choose summary").click()
    for box in somebody.page.locator("[name=statement]").all():
        box.set_checked(box.get_attribute("value") in names)
    somebody.press("Make this programme")
    return read_session(parse_qs(urlsplit(somebody.page.url).query))


def count_cards(somebody, occasion: Occasion, session: Session, numbers: str) -> None:
    """Write the same counts for each statement."""
    for field, number in zip(
        list_count_fields(occasion, session.statements), cycle(numbers), strict=False
    ):
        somebody.page.fill(f"[name='{field}']", number)


def count_pages(somebody) -> int:
    """Print the page as its style sheet wants it."""
    return len(PdfReader(io.BytesIO(somebody.page.pdf(prefer_css_page_size=True))).pages)


def test_a_session_is_led_from_a_phone_and_its_longest_record_is_one_page(person):
    somebody = person(language="fr", phone=True, scripts=False)
    page = somebody.page
    somebody.go("at-work/")
    somebody.press("Try a machine")
    somebody.press("A group in 90 minutes")
    session = choose_longest_session(somebody)
    somebody.reads("The programme")

    somebody.press("Print the cards")
    assert count_pages(somebody) == 3
    somebody.press("Project the pages")
    for screen in list_screens(session)[:-1]:
        assert page.inner_text("h1") == apply_typography(screen.say("fr"), "fr")
        somebody.press("Next")
    somebody.press("The record")

    count_cards(somebody, Occasion.BEFORE, session, "53x1")
    somebody.press("Go on to the machines")
    assert "« x » n’est pas un nombre" in page.inner_text("main").replace("\u00a0", " ")
    count_cards(somebody, Occasion.BEFORE, session, "5311")
    somebody.press("Go on to the machines")
    for demonstrator in session.demonstrators:
        with page.context.expect_page() as opened:
            page.get_by_role("link", name=demonstrator.title.say("fr")).click()
        assert urlsplit(opened.value.url).path == f"/fr/demonstrators/{demonstrator.name}/"
        opened.value.close()
    count_cards(somebody, Occasion.AFTER, session, "3511")
    somebody.press("Go on to the three questions")
    assert "Au moins 2 personnes ont changé de position." in page.inner_text("main")

    for number in (1, 2, 3):
        page.fill(f"[name=question-{number}]", ("mots " * EACH)[:EACH])
    page.fill("[name=unsettled]", "\n".join([("mots " * EACH)[:EACH]] * MOST_LINES))
    page.fill("[name=group]", "Groupe " * (MOST_NAME // 7))
    somebody.press("Make the record")
    somebody.reads("Counted by hand, from cards that were raised. Nobody noted whose.")
    assert count_pages(somebody) == 1


def test_its_pages_in_english_at_a_desk(person):
    somebody = person(language="en", phone=False)
    session = make_usual_session()
    somebody.go("demonstrators/")
    somebody.press("A group in 90 minutes")
    somebody.press("Print the cards")
    somebody.press("Project the pages")
    somebody.page.keyboard.press("Enter")
    somebody.page.wait_for_url("**/screens/2/**")
    somebody.press("2 of")
    somebody.press("Count, and write the record")
    for occasion in Occasion:
        count_cards(somebody, occasion, session, "5311")
        somebody.press("Go on to the")
    for number in (1, 2, 3):
        somebody.page.fill(f"[name=question-{number}]", "Who reads it again?")
    somebody.press("Make the record")
    somebody.reads("Positions before and after")
