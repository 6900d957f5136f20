"""From what people tell on a phone to what a group recommends and is answered, and back again.

Everybody reads it without an account; when one of them withdraws, the words go, and what stood on
them is to be discussed again.
"""

import re
from random import Random
from secrets import token_bytes

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys import group_path
from tests.journeys.test_reading import sign_in
from tests.reports.system_factories import make_released_months, make_whole_system
from tests.surveys.factories import describe_study, make_member
from vecu.accounts.actions import give_role
from vecu.accounts.queries import get_account
from vecu.accounts.rules import Role
from vecu.coding.actions import (
    ActionContext,
    AllocationPlan,
    CodeText,
    assign_texts,
    configure_coding,
    get_or_create_coder,
    ingest_verbatims,
    make_code,
    open_codebook,
    publish_version,
)
from vecu.surveys.actions import create_study, draw_batch, open_fielding, store_imported_answers
from vecu.surveys.library import get_template
from vecu.surveys.models import Answer
from vecu.surveys.queries import find_current_fielding
from vecu.surveys.rules import Mode

STRATEGY = "/data/story/strategy"
TOLD = {"stance": "use", "story": [{"task": "Un courrier"}]}
PHONE, DESK = {"language": "fr", "phone": True}, {"language": "en", "phone": False}
TELLERS = [
    {"language": "fr", "phone": True},
    {"language": "fr", "phone": True, "scripts": False},
    {"language": "en", "phone": True},
]
CHECKED = "Je relis chaque article sur Légifrance avant d’envoyer."
TOOK = "I took it back to her and she crossed out two lines."
WAYS = [
    (CHECKED, "J’ai demandé à une collègue du service voisin."),
    ("Je vérifie le montant dans le logiciel.", "J’ai tout réécrit à la main."),
    (TOOK, "I looked the rule up in the handbook."),
]
SENTENCES = {
    "fr": "Les gens contrôlent ce que l’outil affirme, chacun à sa façon",
    "en": "People verify what the tool states, each in their own way",
}
GROUP = "Équipe de l’enquête"
MOVED = {"fr": "2 membres sur 6 ont changé", "en": "2 of 6 members changed"}


@pytest.fixture
def codes() -> list[str]:
    """An open inquiry with the answers of forty invented people, and the codes of its cards.

    Beside it a system of which everybody reads the figures of a month.
    """
    make_released_months(make_whole_system(), "2026-09")
    ready, today = get_template("testimonies"), timezone.localdate()
    about = describe_study(
        ready.title, purpose=ready.purpose, asked_by={"fr": "Nous", "en": "We"}, fictional=True
    )
    study = create_study(
        "testimonies", about, workbook=ready.workbook, workbook_name=ready.workbook_name
    )
    open_fielding(find_current_fielding(study, today), today=today)
    sectors = ["social_work"] * 25 + ["health"] * 15
    people = [(TOLD | {"work": {"sector": sector}}, "fr") for sector in sectors]
    store_imported_answers(find_current_fielding(study, today), people, today)
    give_role(get_account("lea"), study.scope, Role.RESEARCHER, by="test", now=timezone.now())
    for name in ("ana", "bea"):
        make_member(name, study, Role.CODER)
    printed: list[str] = []
    draw_batch(
        study,
        50,
        lambda _batch, drawn: (printed.extend(drawn), b"")[1],
        relay=None,
        random_bytes=token_bytes,
    )
    open_fielding(find_current_fielding(study, today, Mode.CARDS), today=today)
    return printed


def tell(person, seat, card: str, ways: tuple[str, str]) -> str:
    """Tell two stories by card, permit to quote, and return the receipt code."""
    worker = person(**seat)
    worker.go("take/testimonies/card/")
    worker.write(card)
    worker.press("Start or continue")
    worker.choose("use")
    worker.press("Continue")
    for place, way in enumerate(ways):
        for text in ("A letter", "Be quick", "An hour", "It invented a rule", way):
            worker.write(text)
            worker.press("Continue")
        while "more" not in worker.page.url:
            worker.press("Continue")
        worker.choose("no" if place else "yes")
        worker.press("Continue")
    while not worker.page.url.endswith("/review/"):
        for value, wanted in (("social_work", "work.block"), ("yes", "permission")):
            if wanted in worker.page.url:
                worker.choose(value)
        worker.press("Continue")
    worker.press("Send")
    return worker.page.locator(".code").inner_text()


def prepare_coding() -> None:
    """Let two coders have all six texts of one question, and a code for them."""
    study = Answer.objects.first().fielding.study
    act = ActionContext("lea", timezone.now())
    codebook = open_codebook(study, "fr")
    configure_coding(codebook, act, questions=[STRATEGY], blind=True)
    make_code(codebook, CodeText("Contrôler", translated_names={"en": "Verifying"}), act)
    publish_version(codebook, act)
    ingest_verbatims(codebook)
    coders = [get_or_create_coder(codebook, get_account(name)) for name in ("ana", "bea")]
    plan = AllocationPlan(STRATEGY, coders, common=6, readers=2, others=0)
    assign_texts(codebook, plan, act, chance=Random(1))  # noqa: S311 - any order will do


def code_all(coder) -> None:
    """Put the code on all six texts, seeing nothing of what the other coder does."""
    coder.go("studies/testimonies/coding/grid/story.strategy/")
    rows = coder.page.locator("[data-row]")
    expect(rows).to_have_count(6)
    for place in range(6):
        row = rows.nth(place)
        row.focus()
        row.locator("[name=name]").fill("Contrôler")
        row.locator("button[value=put]").click()
        expect(row.locator(".chip")).to_contain_text(re.compile("Contrôler|Verifying"))
        row.locator("button[value=finish]").click()
        expect(row).to_have_class(re.compile(r"\bdone\b"))


def propose(coder, words: str) -> None:
    """Propose a whole text as a quotation."""
    row = coder.page.locator("[data-row]", has_text=words)
    row.focus()
    row.get_by_text(coder.translated("Propose as quotation")).click()
    row.get_by_role("button", name=coder.translated("Propose")).last.click()
    coder.page.wait_for_load_state()


def release_quotation(lead, words: str) -> None:
    """Look at proposed words, say that all of them may stay, and release them."""
    lead.go("studies/testimonies/coding/quotations/")
    article = lead.page.locator("main article", has_text=words)
    article.get_by_role("link", name=lead.translated("Review, release")).click()
    expect(lead.page.locator("#checks")).to_be_visible()
    while (left := lead.page.locator("#checks input[name=keep]:not(:checked)")).count():
        left.first.check()
    lead.page.get_by_role("button", name=lead.translated("Release"), exact=True).click()
    expect(lead.page.locator("#checks")).to_have_count(0)


def release_sectors(lead) -> None:
    """Count the people, and release in which fields they work."""
    lead.go("studies/testimonies/releases/")
    lead.press("Count the people")
    lead.press("Choose figures to release")
    lead.page.locator("label", has_text="In which field do you work").first.click()
    lead.press("See what everybody will read")
    lead.page.locator("input[name=group]").fill(GROUP)
    lead.press("Release 1 figure")


def publish_finding(lead) -> None:
    """Write a finding on the figure and both quotations, and publish it."""
    lead.go("studies/testimonies/findings/new/")
    for language, sentence in SENTENCES.items():
        lead.page.locator(f"[name=sentence_{language}]").fill(sentence)
    lead.page.locator("[name=group]").fill(GROUP)
    lead.choose("moderate")
    for name in ("methods", "limits", "would_change"):
        lead.page.locator(f"[name={name}_fr]").fill("Trois personnes seulement.")
    for box in lead.page.locator("details:not([open]) > summary").all():
        box.click()
    for words in (CHECKED, TOOK, "Social work"):
        lead.page.locator("label", has_text=words).first.click()
    lead.press("Save and preview")
    lead.press("Publish")


@pytest.mark.data
def test_what_three_people_tell_becomes_a_finding_a_recommendation_and_an_answer(person, codes):
    receipts = [
        tell(person, seat, card, ways)
        for seat, card, ways in zip(TELLERS, codes[:3], WAYS, strict=True)
    ]
    prepare_coding()
    ana, bea = sign_in(person, PHONE, "ana"), sign_in(person, DESK, "bea")
    code_all(ana)
    code_all(bea)
    propose(bea, CHECKED)
    propose(bea, TOOK)
    lead = sign_in(person, DESK, "lea")
    release_quotation(lead, CHECKED)
    release_quotation(lead, TOOK)
    release_sectors(lead)
    publish_finding(lead)

    visitors = [person(**PHONE), person(**DESK)]
    for visitor in visitors:
        read_finding(visitor)

    project_cards(lead)

    link = recommend_on_it(person, lead)
    group_path.answer(person(**PHONE), link)
    for visitor in visitors:
        visitor.go("recommended/")
        visitor.press(group_path.STATEMENTS[visitor.language])
        visitor.reads("Accepted in part")
        check_path(visitor)
        printed = plain(group_path.read_brief(visitor))
        for words in (group_path.STATEMENTS[visitor.language], CHECKED, group_path.ANSWER, "295"):
            assert words in printed

    withdraw(person(**TELLERS[0]), receipts[0])
    for visitor in visitors:
        read_without_withdrawn_words(visitor)
    lead.go("groups/val-de-seve/recommendations/")
    lead.reads("To be discussed again")


def read_finding(visitor) -> None:
    """Follow the first page to the card, and that to the finding, with its words and its figure."""
    visitor.go("")
    visitor.page.get_by_role("link", name=SENTENCES[visitor.language]).first.click()
    visitor.look()
    follow_evidence(visitor)
    read = visitor.page.locator("main").inner_text()
    assert CHECKED in plain(read)
    assert TOOK in plain(read)
    assert GROUP in read
    assert {"fr": "Travail social", "en": "Social work"}[visitor.language] in read
    assert re.search(r"(environ|about) [1-4][05]", plain(read))  # 28 of social work


def follow_evidence(visitor) -> None:
    """Go from a card to all that it stands on."""
    link = visitor.page.get_by_role("link", name=visitor.translated("All the evidence"))
    link.first.click()
    visitor.look()


def project_cards(lead) -> None:
    """Show a room the sentence alone, then what it stands on, from the page of the study."""
    lead.go("findings/testimonies/")
    lead.press("Cards on a screen, for a group")
    shown = lead.page.locator("main")
    assert SENTENCES[lead.language] in shown.inner_text()
    assert not shown.locator(".card").count()
    lead.press("Show the figures")
    assert shown.locator(".card").count() == 1
    lead.press("End")


def withdraw(teller, receipt: str) -> None:
    """Take one's answers back with the receipt."""
    teller.go("take/testimonies/mine/")
    teller.write(receipt)
    teller.press("Continue")
    teller.press("Withdraw my answers")
    teller.press("Yes, erase them")


def read_without_withdrawn_words(visitor) -> None:
    """Read again the recommendation that is open, its brief and the finding."""
    visitor.page.reload()
    visitor.look()
    assert CHECKED not in plain(visitor.page.content())
    visitor.reads("To be discussed again")
    printed = plain(group_path.read_brief(visitor))
    assert CHECKED not in printed
    assert group_path.STATEMENTS[visitor.language] in printed
    visitor.go("findings/testimonies/")
    follow_evidence(visitor)
    read = visitor.page.locator("main").inner_text()
    assert CHECKED not in plain(read)
    assert TOOK in plain(read)
    visitor.reads("Evidence no longer available.")


def recommend_on_it(person, lead) -> str:
    """Have a group take position twice and recommend; return the link of who is asked to answer."""
    seated = group_path.seat_group()
    people = [person(**TELLERS[1]), person(**DESK)]
    for member, token in zip(people, seated.tokens, strict=True):
        group_path.enter(member, token)
    group_path.hold_round(lead, seated, people, ("agree", "agree"))
    group_path.hold_round(lead, seated, people, ("agree", "agree"))
    for member in people:
        member.go("my-group/positions/")
        assert MOVED[member.language] in plain(member.page.locator("main").inner_text())
    group_path.release_totals(lead)
    group_path.write_recommendation(
        lead, [[CHECKED, "In which field do you work"], ["what became of proposals"]]
    )
    group_path.support(people[1])
    group_path.publish_recommendation(lead)
    return group_path.hand_over_link(lead)


def check_path(visitor) -> None:
    """Follow each piece of evidence to where everybody reads it, without an account."""
    shown = []
    for address in group_path.list_evidence_addresses(visitor):
        page = visitor.page.request.get(visitor.site + address)
        assert page.ok, address
        shown.append(plain(page.text()))
    for words in (CHECKED, {"fr": "Travail social", "en": "Social work"}[visitor.language], "295"):
        assert any(words in text for text in shown), words


def plain(text: str) -> str:
    """Return text without what typography adds to it."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
