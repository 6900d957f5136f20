"""A recommendation on paper: whole, traced, both sides alike, gone when they are."""

import io
import re
from dataclasses import replace

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.recommendations.factories import (
    ACT,
    AGAINST,
    FOR,
    LANDMARK,
    MEMBERS,
    NONE_YET,
    PAUL,
    SALOME,
    make_open,
    make_published,
    speak,
)
from tests.reports.documents.test_pdf import iter_tags, links_of
from tests.reports.recommendation_factories import (
    WORDS,
    ArguedRecommendation,
    make_argued_recommendation,
    make_public_group,
    make_recommendation_on,
)
from vecu.groups.member_actions import add_group_member
from vecu.groups.models import LearningGroup
from vecu.recommendations.actions import (
    publish_recommendation,
    take_recommendation_back,
)
from vecu.recommendations.content import BackingContent, CostPart, EndReason
from vecu.recommendations.positions import take_position
from vecu.reports.documents import pdf_process

pytestmark = [pytest.mark.django_db, pytest.mark.data]
FILES = ("brief.pdf", "full.pdf")


@pytest.fixture
def argued() -> ArguedRecommendation:
    return make_argued_recommendation()


def read(client: Client, where: str) -> tuple[PdfReader, str]:
    """Return a document, and its words without places where a line may break."""
    response = client.get(where)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    reader = PdfReader(io.BytesIO(response.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    text = text.replace("\u200b", "").replace("\u00a0", " ").replace("\u00ad", "")
    return reader, " ".join(text.split())


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "fr",
            [
                "Demander d’abord si un bus arrive.",
                "Groupe d’apprentissage du Val-de-Sève",
                "Une partie des écrits est du soin.",
                WORDS,
                "École » : environ 75 sur 155",
                "Rien n’est cité à l’appui",
                "Combien de postes la même somme financerait-elle",
                "Ce groupe ne représente que lui-même",
                "Pour (1)",
                "Contre (1)",
                "acceptée en partie",
                "Confiance faible",
                "Des propos ou des chiffres ont pu être retirés depuis",
            ],
        ),
        ("en", ["Ask first whether a bus comes.", "about 75 of 155", "may have been withdrawn"]),
    ],
)
@pytest.mark.parametrize("name", FILES)
def test_a_recommendation_on_paper_says_all_and_prints_and_links_each_source(
    client, argued, name, language, sentences
):
    reader, words = read(client, argued.address(name, language))

    for sentence in sentences:
        assert sentence in words
    page = client.get(argued.address(language=language)).text
    chips = re.findall(r'<li class="(?:voice|people|machine|plain)"[^>]*><a href="([^"]+)', page)
    assert len(chips) == 5
    [voice] = re.findall(r'<li class="voice".*?</li>', page)
    published = {"fr": "citation publiée le", "en": "published on"}[language]
    assert re.search(rf'<span class="note" lang="{language}">{published} \d+', voice)
    printed = words.replace(" ", "")
    for each in chips:
        assert f"http://testserver{each}" in links_of(reader)
        assert name == "brief.pdf" or f"testserver{each}".removesuffix("/") in printed
    short = f"/{language}/c/{argued.row.pk.hex[:8]}/"
    own = short if name == "brief.pdf" else argued.address(language=language)
    assert f"http://testserver{own}" in links_of(reader)
    assert reader.trailer["/Root"]["/Lang"] == language
    assert {"/H1", "/H2", "/H3", "/BlockQuote", "/Link"} <= {
        tag for tag, _language in iter_tags(reader.trailer["/Root"]["/StructTreeRoot"])
    }


def test_a_brief_of_much_evidence_has_two_pages_and_says_what_it_leaves_out(client):
    row = make_recommendation_on(50)
    brief, words = read(client, f"/en/recommended/{row.pk}/brief.pdf")
    whole, _words = read(client, f"/en/recommended/{row.pk}/full.pdf")

    assert len(brief.pages) <= 2 < len(whole.pages)
    assert "More evidence on its page: 38." in words
    assert "More evidence on its page: 8." in words


def test_both_sides_have_the_same_space_in_a_brief_and_all_reasons_in_the_whole(client):
    group = make_public_group()
    row = make_open(group)
    learning = LearningGroup.objects.get(pk=group.id)
    for number in range(4):
        add_group_member(learning, f"m{number}", MEMBERS[SALOME], **ACT)
        for_it = BackingContent(FOR.backing, {"en": f"Reason {number}."})
        take_position(row, 1, speak(row, f"m{number}"), for_it)
    named = replace(AGAINST, name_public=True)
    take_position(row, 1, speak(row, PAUL), named)
    publish_recommendation(row, revision=row.revision, **ACT)
    _brief, words = read(client, f"/en/recommended/{row.pk}/brief.pdf")

    assert len(re.findall(r"Reason \d\.", words)) == 1
    assert "For (4)" in words
    assert "Against (1) · Paul, managers" in words
    assert "A brief gives both sides the same space. The other reasons" in words
    _whole, words = read(client, f"/en/recommended/{row.pk}/full.pdf")
    assert len(re.findall(r"Reason \d\.", words)) == 4


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (NONE_YET, ["here is what divides us", "Whether who refuses", "One year of a service"]),
        (LANDMARK, ["Checklist · Employment service", "A checklist says what to look at"]),
    ],
)
def test_landmarks_and_none_yet_are_printed_as_what_they_are(client, content, sentences):
    row = make_published(make_public_group(), content)
    _reader, words = read(client, f"/en/recommended/{row.pk}/brief.pdf")

    for sentence in sentences:
        assert sentence in words


@pytest.mark.parametrize("name", FILES)
def test_withdrawn_words_are_not_printed_any_more_and_their_claim_is_to_be_argued_again(
    client, argued, name
):
    argued.room.withdraw(WORDS)
    _reader, words = read(client, argued.address(name, "en"))

    assert WORDS not in words
    assert "Some of what is written is care." in words
    assert "To be discussed again." in words


@pytest.mark.parametrize("name", FILES)
def test_what_was_taken_back_is_not_printed_and_a_draft_is_not_there(client, argued, name):
    row = argued.row
    row.refresh_from_db()
    reason = EndReason({"en": "The law has changed."})
    take_recommendation_back(row, reason, revision=row.revision, **ACT)
    response = client.get(argued.address(name, "en"))

    assert response.status_code == 410
    assert "The law has changed." in response.text
    opened = make_open(argued.group)
    assert client.get(f"/en/recommended/{opened.pk}/{name}").status_code == 404


@pytest.mark.parametrize("many", [5, 50])
def test_queries_do_not_grow_with_evidence(client, django_assert_num_queries, monkeypatch, many):
    row = make_recommendation_on(many)
    monkeypatch.setattr(pdf_process, "run_bounded", lambda *_, **__: io.BytesIO(b"%PDF"))
    client.get(f"/en/recommended/{row.pk}/")  # questionnaires are read once in a process

    with django_assert_num_queries(20):
        assert client.get(f"/en/recommended/{row.pk}/full.pdf").status_code == 200


def test_a_brief_opens_with_what_whoever_decides_reads_first_and_draws_cards_and_votes(
    client, argued
):
    brief, words = read(client, argued.address("brief.pdf", "en"))
    first = " ".join(brief.pages[0].extract_text().split())

    places = [
        first.index(each)
        for each in ("Who decides", "How sure are we?", "Answers received", "What it costs")
    ]
    assert places == sorted(places)
    assert places[-1] < first.index("What was found")
    assert "1 For 1 Against 1 Taking no side" in words
    assert "/Figure" in {tag for tag, _l in iter_tags(brief.trailer["/Root"]["/StructTreeRoot"])}
    whole = read(client, argued.address("full.pdf", "en"))[1]
    assert "What was found" not in whole


def test_a_brief_draws_the_cost_by_part_with_its_sum_and_prints_a_short_address(client):
    """19,000 to 25,000 and 11,400 are 30,400 to 36,400; the address leads to the page."""
    parts = [
        CostPart({"fr": "Un demi-poste", "en": "Half a post"}, 19_000, 25_000, "Council"),
        CostPart({"fr": "L’outil", "en": "The tool"}, 11_400, 11_400),
    ]
    row = make_published(make_public_group(), cost_parts=parts)
    page, short = f"/en/recommended/{row.pk}/", f"/en/c/{row.pk.hex[:8]}/"
    brief, words = read(client, f"{page}brief.pdf")

    assert "€30,400 to €36,400 a year in all" in words
    for each in ("Half a post – Council", "19,000–25,000", "11,400", "30,400–36,400"):
        assert each in words
        assert each in client.get(page).text
    assert short.removesuffix("/") in words
    assert len(brief.pages) <= 2
    assert client.get(short).url == page
    for other in ("/en/c/00000000/", f"/en/c/{row.pk.hex}/", "/en/c/nothing!/"):
        assert client.get(other).status_code == 404


def test_every_finding_behind_a_recommendation_is_in_its_brief_in_one_sentence(client):
    row = make_recommendation_on(50)
    _brief, words = read(client, f"/en/recommended/{row.pk}/brief.pdf")
    assert words.count("Checking takes time.") >= 10
