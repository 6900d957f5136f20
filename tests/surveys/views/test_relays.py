"""Relays: links of their own, rounded counts, printed material."""

import contextlib
import io
import re
import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
import segno
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.surveys.conftest import TODAY
from tests.surveys.factories import make_member, make_study
from tests.surveys.test_privacy import everything_stored
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.credentials import parse_access_code
from vecu.surveys import actions
from vecu.surveys.links import SiteUrls
from vecu.surveys.models import AccessCode, AccessCodeBatch, Answer, OutreachPartner, Study
from vecu.surveys.print.render import Paper, PrintRefused, print_cards, print_poster, qr_svg
from vecu.surveys.queries import (
    RespondentBurden,
    RespondentContext,
    find_current_fielding,
    get_fingerprint,
)
from vecu.surveys.queries.relays import list_reach
from vecu.surveys.rules import Mode, rounded_count

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TAKE = "/en/take/testimonies/"
STAFF = "/en/studies/testimonies/"
TASK = "story.1.task"
FIVE_MINUTES = RespondentBurden(5, must_answer=True, takes_files=False)


@pytest.fixture
def union(testimonies) -> OutreachPartner:
    return actions.add_relay(testimonies, "Union des travailleurs sociaux")


@pytest.fixture
def owner(client, testimonies) -> Client:
    client.force_login(make_member("lea", testimonies, Role.OWNER))
    return client


def come(relay: OutreachPartner) -> Client:
    browser = Client()
    assert browser.post(f"{TAKE}by/{relay.slug}/").status_code == 303
    return browser


def send(browser: Client) -> None:
    browser.post(f"{TAKE}q/{TASK}/", {TASK: "A report"})
    assert browser.post(f"{TAKE}review/").status_code == 200


def counted(relay: OutreachPartner) -> tuple[int, int]:
    """Return the exact numbers begun and sent, which pages only round."""
    relay.refresh_from_db()
    return relay.begun, relay.begun - relay.left - relay.drafts.count()


def test_a_relay_s_link_ends_in_its_name(union):
    assert union.slug == "union-des-travailleurs-sociaux"


def test_a_relay_s_page_names_it_and_says_what_it_can_learn(client, union):
    page = client.get(f"{TAKE}by/{union.slug}/").text

    assert "This link was passed on by Union des travailleurs sociaux." in page
    assert "how many people came, in tens, and nothing below 11" in page
    assert "Union des travailleurs" not in client.get(TAKE).text


def test_a_mistyped_relay_leads_to_the_study_all_the_same(client, union):
    assert client.get(f"{TAKE}by/unino/")["Location"] == TAKE


def test_begun_and_sent_are_counted_and_the_answer_does_not_know_by_whom(union):
    send(come(union))
    come(union)

    assert counted(union) == (2, 1)
    row = next(row for row in everything_stored()["surveys_answer"])
    assert union.pk not in row
    assert union.pk.hex not in row


def test_who_leaves_or_lets_a_draft_expire_has_not_sent(union):
    come(union).get(f"{TAKE}leave/")
    come(union)
    actions.purge_drafts(TODAY + timedelta(days=15))

    assert counted(union) == (2, 0)


def test_beginning_anew_counts_as_begun_again_and_sends_once(union):
    browser = come(union)
    browser.post(f"{TAKE}by/{union.slug}/")
    send(browser)

    assert counted(union) == (2, 1)


@pytest.mark.parametrize(
    ("people", "shown"), [(0, None), (1, None), (10, None), (11, 11), (19, 11), (20, 20), (29, 20)]
)
def test_few_people_are_not_counted_and_more_only_in_tens(people, shown):
    assert rounded_count(people) == shown


@given(st.integers(min_value=11, max_value=10**6))
def test_the_displayed_reach_is_never_more_than_came_and_less_than_ten_below(people):
    assert 0 <= people - (rounded_count(people) or 0) < 10


def test_a_relay_with_one_answer_points_at_nobody(owner, union):
    send(come(union))

    page = owner.get(f"{STAFF}relays/").text
    assert page.count("fewer than 11") == 2
    assert [(each.begun, each.sent) for each in list_reach(union.study)] == [(None, None)]


def test_cards_too_are_taken_only_once_people_can_read_who_is_responsible(owner, testimonies):
    actions.draw_batch(
        testimonies, 20, lambda *_: b"", relay=None, random_bytes=secrets.token_bytes
    )
    Study.objects.update(controller="")
    page = owner.get(f"{STAFF}relays/").text
    assert "<li>who is responsible for the data</li>" in page
    assert f"{STAFF}about/" in page

    cards = testimonies.fieldings.get(mode=Mode.CARDS)
    refused = owner.post(f"{STAFF}state/", {"fielding": str(cards.id), "to": "open"})

    assert refused.status_code == 422
    assert "could not read: who is responsible for the data." in refused.text
    cards.refresh_from_db()
    assert cards.state == "draft"


@pytest.mark.parametrize("name", ["", "   ", "工会", "x" * 101, "\x00"])
def test_a_name_that_makes_no_link_is_explained(owner, testimonies, name):
    response = owner.post(f"{STAFF}relays/", {"name": name})

    assert response.status_code == 422
    assert not testimonies.relays.exists()


def test_two_relays_of_one_name_are_distinguished_by_their_author(owner, union):
    response = owner.post(f"{STAFF}relays/", {"name": "Union des Travailleurs sociaux"})

    assert response.status_code == 422
    assert "There is already a relay" in response.text


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ({"name": "Fédération des œuvres"}, "federation-des-oeuvres"),
        ({"name": "Fédération des œuvres", "link": "FDO 75"}, "fdo-75"),
        ({"name": "工会", "link": "gonghui"}, "gonghui"),
    ],
)
def test_a_relay_s_link_may_end_in_something_short_to_type(owner, testimonies, typed, slug):
    response = owner.post(f"{STAFF}relays/", typed)

    assert response["Location"] == f"{STAFF}relays/{slug}/"
    page = owner.get(response["Location"]).text
    assert f"http://testserver/take/testimonies/by/{slug}/" in page
    assert typed["name"] in page


def test_two_relays_cannot_share_a_link(owner, union):
    response = owner.post(f"{STAFF}relays/", {"name": "Another", "link": union.slug})

    assert response.status_code == 422
    assert "whose link ends in" in response.text


# ── renamed, removed ──


def test_a_relay_is_renamed_and_its_link_stays(owner, union):
    page = owner.get(f"{STAFF}relays/{union.slug}/").text
    assert "Its link does not change" in page

    response = owner.post(f"{STAFF}relays/{union.slug}/", {"name": "  Union  nouvelle "})

    assert response["Location"] == f"{STAFF}relays/{union.slug}/"
    assert "Its link has not changed." in owner.get(response["Location"]).text
    assert "passed on by Union nouvelle" in Client().get(f"{TAKE}by/{union.slug}/").text
    event = list_audit(union.study.scope).first()
    assert (event.verb, event.target) == ("renamed relay", union.slug)
    assert event.detail == {"from": "Union des travailleurs sociaux", "to": "Union nouvelle"}


@pytest.mark.parametrize(
    "name", ["", "x" * 101, "UNION  DES ASSOCIATIONS", "Ünion des associations"]
)
def test_a_name_that_cannot_be_is_explained_and_preserved(owner, union, name):
    actions.add_relay(union.study, "Union des associations")

    response = owner.post(f"{STAFF}relays/{union.slug}/", {"name": name})

    assert response.status_code == 422
    assert "There is a problem" in response.text
    union.refresh_from_db()
    assert union.name == "Union des travailleurs sociaux"


def test_a_relay_may_be_written_otherwise(owner, union):
    owner.post(f"{STAFF}relays/{union.slug}/", {"name": "UNION des travailleurs sociaux"})

    union.refresh_from_db()
    assert union.name == "UNION des travailleurs sociaux"


def test_what_becomes_of_a_relay_is_explained_before_it_is_removed(owner, union):
    words = " ".join(owner.get(f"{STAFF}relays/{union.slug}/remove/").text.split())
    assert "Its counts will be erased. This cannot be undone." in words
    assert "none of them says by which relay it came" in words
    assert "batch" not in words
    owner.post(f"{STAFF}cards/draw/", {"count": "11", "relay": union.slug, "language": "en"})

    words = " ".join(owner.get(f"{STAFF}relays/{union.slug}/remove/").text.split())

    assert "Its 1 batch of cards stays in the list, without a relay, with its totals." in words
    assert OutreachPartner.objects.exists()


@pytest.mark.parametrize("revoked", [True, False])
def test_a_removed_relay_takes_its_counts_with_it_and_nobody_s_answer_or_draft(
    owner, union, revoked
):
    send(come(union))
    on_the_way = come(union)
    owner.post(f"{STAFF}cards/draw/", {"count": "11", "relay": union.slug, "language": "en"})

    owner.post(f"{STAFF}relays/{union.slug}/remove/", {"revoke": "yes"} if revoked else {})

    assert not OutreachPartner.objects.exists()
    assert Answer.objects.count() == 1
    batch = AccessCodeBatch.objects.get()
    assert (batch.relay, batch.revoked, batch.cards.count()) == (None, revoked, 11)
    send(on_the_way)
    assert Answer.objects.count() == 2
    assert Client().get(f"{TAKE}by/{union.slug}/")["Location"] == TAKE
    assert Client().post(f"{TAKE}by/{union.slug}/")["Location"] == TAKE
    event = list_audit(union.study.scope).first()
    assert (event.verb, event.target) == ("removed relay", union.slug)
    assert event.detail == {"name": union.name, "revoked": revoked}


def test_whoever_begins_as_the_relay_is_removed_begins_all_the_same(union):
    """The page had found the relay; it is gone when the draft is kept."""
    visit = RespondentContext(slug="testimonies", token="", language="en", today=TODAY)
    actions.remove_relay(union)

    _token, draft = actions.start_draft(
        find_current_fielding(union.study, TODAY), visit, relay=union
    )

    assert draft.relay is None


def test_cards_are_not_drawn_for_a_relay_that_was_just_removed(union):
    def removed(_batch, _codes) -> bytes:
        actions.remove_relay(union)
        return b""

    with pytest.raises(actions.CardsRefused, match="removed this relay"):
        actions.draw_batch(union.study, 11, removed, relay=union, random_bytes=secrets.token_bytes)
    assert not AccessCodeBatch.objects.exists()


@pytest.mark.parametrize("what", ["", "remove/"])
def test_a_relay_of_another_study_is_not_changed_through_ones_own(owner, testimonies, what):
    theirs = actions.add_relay(make_study("other"), "Theirs")

    response = owner.post(f"{STAFF}relays/{theirs.slug}/{what}", {"name": "Ours"})

    assert response.status_code == 404
    theirs.refresh_from_db()
    assert theirs.name == "Theirs"


# ── paper ──


def words_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_sheets_hold_every_code_once_and_no_other_and_nothing_else_keeps_them(
    owner, testimonies
):
    response = owner.post(f"{STAFF}cards/draw/", {"count": "23", "relay": "", "language": "fr"})

    reader = PdfReader(io.BytesIO(response.content))
    codes = re.findall(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b", words_of(response.content))
    assert len(reader.pages) == 3
    sizes = {(round(p.mediabox.width), round(p.mediabox.height)) for p in reader.pages}
    assert sizes == {(595, 842)}  # A4 in points: 210 and 297 mm, of 25.4 / 72 each
    assert len(codes) == len(set(codes)) == 23
    assert all(parse_access_code(code) for code in codes)
    assert {get_fingerprint(code) for code in codes} == {
        card.pk for card in AccessCode.objects.all()
    }
    assert not any(code in repr(everything_stored()) for code in codes)
    assert response["Cache-Control"].find("no-store") >= 0
    assert [card.pk for card in AccessCode.objects.all()] != [
        get_fingerprint(code) for code in codes
    ]


def test_the_sheets_say_who_asks_where_to_go_and_what_is_promised(testimonies):
    paper = Paper(testimonies, "fr", SiteUrls("https://enquete.example"))

    words = words_of(print_cards(paper, AccessCodeBatch(number=1), ["KD7M-3XQP-TR9B"] * 11))

    assert "L’IA et votre travail" in words
    assert "Le laboratoire d’essai" in words
    assert "enquete.example/fr/card" in words
    assert "https://" not in words
    assert "Cette carte sert une fois." in words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_paper_can_be_read_aloud_and_is_in_one_language(testimonies, union, language):
    """PDF/UA-1: tagged, with a title, a language, and words for each QR code."""
    paper = Paper(testimonies, language, SiteUrls("https://enquete.example"))
    papers = [
        print_cards(paper, AccessCodeBatch(number=1), ["KD7M-3XQP-TR9B"] * 11),
        print_poster(paper, union, FIVE_MINUTES),
    ]

    for made in papers:
        catalogue = PdfReader(io.BytesIO(made)).trailer["/Root"]
        assert catalogue["/MarkInfo"]["/Marked"]
        assert catalogue["/Lang"] == language
        assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()
    words = words_of(papers[1])
    said = "It takes about 5 minutes." if language == "en" else "Comptez environ 5 minutes."
    assert said in words
    assert "University of Val-de-Sève." in words


def test_a_poster_is_one_page_however_long_its_text(testimonies, union):
    testimonies.title = {"fr": "Un titre qui ne finit pas " * 8}
    testimonies.purpose = {"fr": "Comprendre ce que l’IA change, pour qui et comment. " * 25}
    testimonies.asked_by = {"fr": "Le laboratoire et ses nombreux partenaires. " * 10}
    testimonies.controller = "Université, direction de la recherche, 1 place du Marché. " * 5
    union.name = "Fédération des associations d’aide à domicile, section de l’Ouest. " * 2
    site = SiteUrls("https://enquetes.une-tres-longue-federation-nationale.example")

    made = print_poster(Paper(testimonies, "fr", site), union, replace(FIVE_MINUTES, minutes=90))

    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    assert words_of(made).count(f"/by/{union.slug}") >= 1
    assert words_of(made).count("direction de la recherche") == 5


def test_a_name_without_a_blank_is_broken_before_the_edge_of_a_poster(testimonies, union):
    """A4 is 595 points wide; 100 × W at 12 points would take some 1,100."""
    union.name = "W" * 100
    lines = set()

    def note(text, placed, _matrix, _font, _size):
        if "WW" in text:
            lines.add(round(placed[5]))

    made = print_poster(Paper(testimonies, "fr", SiteUrls("http://a")), union, FIVE_MINUTES)
    PdfReader(io.BytesIO(made)).pages[0].extract_text(visitor_text=note)

    assert words_of(made).count("W") == 100
    assert len(lines) >= 3


def test_a_strip_to_tear_off_holds_its_address_however_long_the_title(testimonies):
    testimonies.title = {"fr": "W" * 200}
    heights = []

    def note(text, placed, _matrix, _font, _size):
        if "take" in text:
            heights.append(placed[5])

    made = print_poster(
        Paper(testimonies, "fr", SiteUrls("http://lab.example")), None, FIVE_MINUTES
    )
    PdfReader(io.BytesIO(made)).pages[0].extract_text(visitor_text=note)

    assert len(heights) >= 8  # once on the poster, and on seven strips
    assert min(heights) > 0


def test_a_card_s_address_and_code_stand_whole_however_long_the_title(testimonies):
    testimonies.title = {"fr": "Un titre qui ne finit pas " * 8}
    testimonies.asked_by = {"fr": "Le laboratoire et ses nombreux partenaires. " * 10}
    site = SiteUrls("https://enquetes.une-tres-longue-federation-nationale.example")

    words = words_of(
        print_cards(Paper(testimonies, "fr", site), AccessCodeBatch(number=1), ["K"] * 11)
    )

    assert words.count("enquetes.une-tres-longue-federation-nationale.example/fr/card") == 11


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("L’IA au travail 😀", "L’IA au travail"),
        ("L’IA 👩‍👩‍👧 au travail", "L’IA au travail"),
        ("\ufeffL’IA au travail", "L’IA au travail"),
        ("L’IA\u20e3 au travail", "L’IA au travail"),
        ("Ο κόσμος, труд, șomaj → œuvre", "Ο κόσμος, труд, șomaj → œuvre"),
    ],
)
def test_signs_that_no_typeface_has_are_left_out_of_paper(testimonies, union, title, printed):
    testimonies.title, union.name = {"fr": title}, "Union ✊ libre"
    paper = Paper(testimonies, "fr", SiteUrls("http://a"))

    poster = words_of(print_poster(paper, union, FIVE_MINUTES))

    assert printed in poster
    assert "Affiche posée par : Union libre" in poster.replace("\u00a0", " ")
    assert printed in words_of(print_cards(paper, AccessCodeBatch(number=1), ["K"]))


@pytest.mark.parametrize(
    ("title", "named"),
    [("工会 et IA", "工 会"), ("노조", "노 조"), ("😀", "😀"), ("\x00", "U+0000")],
)
def test_a_title_in_letters_that_no_typeface_has_is_refused_by_name(testimonies, title, named):
    """A name without some of its letters would be another; without any, the paper has none."""
    testimonies.title = {"en": title}
    paper = Paper(testimonies, "en", SiteUrls("http://a"))

    for printed in (
        lambda: print_poster(paper, None, FIVE_MINUTES),
        lambda: print_cards(paper, AccessCodeBatch(number=1), ["K"]),
    ):
        with pytest.raises(PrintRefused, match=re.escape(f"lack {named}. They have Latin")):
            printed()


def test_an_address_is_printed_whole_or_not_at_all(testimonies):
    with pytest.raises(PrintRefused, match="lack 😀"):
        print_poster(Paper(testimonies, "en", SiteUrls("https://😀.example")), None, FIVE_MINUTES)


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=40))
def test_whatever_a_title_is_paper_is_printed_or_refused(title):
    paper = Paper(Study(slug="a", title={"en": title}), "en", SiteUrls("http://a"))

    with contextlib.suppress(PrintRefused):
        print_poster(paper, None, FIVE_MINUTES)


def test_the_staff_learns_which_letters_paper_lacks_and_nothing_is_drawn(owner, testimonies):
    relay = actions.add_relay(testimonies, "工会", "union")

    poster = owner.get(f"{STAFF}poster/?relay={relay.slug}")
    testimonies.title = {"en": "한국"}
    testimonies.save()
    cards = owner.post(f"{STAFF}cards/draw/", {"count": "11", "relay": "", "language": "en"})

    assert poster.status_code == cards.status_code == 422
    assert "“工会” cannot be printed: the typefaces for paper lack 工 会." in poster.text
    assert "“한국” cannot be printed" in cards.text
    assert not AccessCodeBatch.objects.exists()


def test_a_title_cannot_speak_typst(testimonies):
    testimonies.title = {"fr": '#panic("x") $ \\ "] <é> *'}

    words = words_of(
        print_cards(
            Paper(testimonies, "fr", SiteUrls("http://a")), AccessCodeBatch(number=1), ["K"]
        )
    )

    assert '#panic("x")' in words


def test_a_qr_code_holds_the_address_in_a_form_that_stands_soiling():
    """Version and level are what ISO 18004 gives for so many bytes at level Q."""
    content = "https://enquete.example/fr/take/testimonies/card/#KD7M-3XQP-TR9B"
    code = segno.make(content, error="q", micro=False)

    assert code.error == "Q"
    assert code.mode == "byte"
    assert qr_svg(content).startswith("<svg")


def test_a_poster_for_a_relay_carries_its_link_and_its_name(owner, union):
    response = owner.get(f"{STAFF}poster/?relay={union.slug}")

    words = words_of(response.content)
    assert "Union des travailleurs sociaux" in words
    assert f"testserver/en/take/testimonies/by/{union.slug}" in words
    assert owner.get(f"{STAFF}poster/?relay=none").status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_address_typed_from_paper_needs_no_last_slash(client, union, language):
    there = f"/{language}/take/testimonies/by/{union.slug}/"

    assert client.get(there.removesuffix("/"))["Location"] == there
    assert client.get(f"/take/testimonies/by/{union.slug}")["Location"].endswith(there[3:])
    assert client.get(f"/{language}/nowhere").status_code == 404


# ── the staff ──


@pytest.mark.parametrize(
    "typed",
    [{"count": "10"}, {"count": "9999"}, {"count": "many"}, {"relay": "x"}, {"language": "de"}],
)
def test_cards_that_cannot_be_drawn_as_requested_are_explained(owner, testimonies, typed):
    form = {"count": "11", "relay": "", "language": "en"} | typed

    response = owner.post(f"{STAFF}cards/draw/", form)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert not AccessCode.objects.exists()


def test_the_audit_says_who_drew_how_many_and_nothing_of_any_card(owner, union):
    owner.post(f"{STAFF}cards/draw/", {"count": "11", "relay": union.slug, "language": "en"})
    owner.post(f"{STAFF}cards/revoke/", {"batch": str(AccessCodeBatch.objects.get().id)})

    told = [(event.verb, event.target, event.detail) for event in list_audit(union.study.scope)]
    assert ("drew cards", "batch 1", {"cards": 11, "relay": union.slug}) in told
    assert ("revoked cards", "batch 1", {}) in told


def test_a_batch_of_another_study_is_not_revoked_through_ones_own(owner, testimonies):
    assert owner.post(f"{STAFF}cards/revoke/", {"batch": "x"}).status_code == 404
    assert not Answer.objects.exists()


def test_a_relay_of_the_same_name_is_reported_without_marks_around_its_own(owner, union):
    actions.add_relay(union.study, "« Solidaires »")
    refused = owner.post(f"{STAFF}relays/", {"name": "« Solidaires »", "link": ""})

    assert (
        "There is already a relay with this name, or a very similar one: « Solidaires »."
        in refused.text
    )


def test_the_name_of_a_relay_is_set_as_french_is(client, union):
    actions.rename_relay(union, "Union : « ensemble » !")
    shown = client.get(f"/fr/take/testimonies/by/{union.slug}/").text

    assert "Union\u00a0: «\u00a0ensemble\u00a0»" in shown.replace("\u202f", "\u00a0")
