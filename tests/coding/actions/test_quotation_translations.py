"""Quotations in the reader's language: proposed, confirmed, read, gone with what they translate."""

import re

import pytest
from django.test import Client

from tests.coding.factories import ACT, Room, make_room
from tests.evidence.factories import BOTH, make_published_finding
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.coding.actions.annotate import TextGone
from vecu.coding.actions.release_quotation import QuotationChanged, ReleaseRefused
from vecu.coding.actions.translate_quotation import translate_quotation
from vecu.coding.models import Quotation, QuotationTranslation
from vecu.evidence.checks import list_refusals
from vecu.evidence.sources import Reference

pytestmark = [pytest.mark.django_db, pytest.mark.data]
WORDS, OTHER = "In Leeds it invents laws.", "Too long."
CUT, FRENCH = "In [a town] it invents laws.", "Dans [une ville], elle invente des lois."
PAGE = "/fr/findings/stories/"


@pytest.fixture
def room() -> Room:
    """Two people's words that everybody may read, one with a town taken out."""
    room = make_room({"limit": WORDS}, {"limit": OTHER}, promise=3)
    for words in (WORDS, OTHER):
        room.codes("ana", words)
    room.quotation = room.release_again(propose(room), CUT)
    room.release(OTHER)
    room.users["lea"] = make_member("lea", room.study, Role.RESEARCHER)
    return room


def propose(room: Room) -> Quotation:
    quotation = room.release(WORDS)
    return room.withhold(quotation)


def translate(room: Room, text: str = FRENCH, role: Role = Role.RESEARCHER) -> None:
    room.quotation.refresh_from_db()
    revision = room.quotation.revision
    translate_quotation(room.codebook, room.quotation.id, ("fr", text), revision, ACT, role)


def test_a_translation_is_read_first_and_marked_with_its_original_one_tap_away(room, client):
    translate(room)
    page = client.get(PAGE).content.decode()
    assert page.index(FRENCH) < page.index(OTHER)
    (block,) = re.findall(
        rf'<blockquote[^>]+lang="fr"[^>]*>{re.escape(FRENCH)}.*?</blockquote>', page
    )
    assert "Traduit par une chercheuse ou un chercheur de l’enquête" in block
    assert "<summary>L’original, en anglais</summary>" in block
    assert f'<p lang="en" dir="auto">{CUT}</p>' in block
    (foreign,) = re.findall(rf'<blockquote[^>]+lang="en"[^>]*>{OTHER}.*?</blockquote>', page)
    assert "En anglais" in foreign
    assert FRENCH not in client.get("/en/findings/stories/").content.decode()


def test_what_a_coder_proposes_nobody_else_reads_until_it_is_confirmed(room, client):
    translate(room, role=Role.CODER)
    assert FRENCH not in client.get(PAGE).content.decode()
    translate(room)
    assert FRENCH in client.get(PAGE).content.decode()


@pytest.mark.parametrize("end", ["withheld and released again", "withdrawn"])
def test_a_translation_goes_with_what_it_translates(room, client, end):
    translate(room)
    if end == "withdrawn":
        room.withdraw(WORDS)
    else:
        room.release_again(room.withhold(room.quotation), "In […] it invents laws.")
    assert not QuotationTranslation.objects.exists()
    assert FRENCH not in client.get(PAGE).content.decode()


def test_what_was_taken_out_is_marked_in_the_translation_too(room):
    with pytest.raises(ReleaseRefused, match="1 pairs of square brackets, your translation 0"):
        translate(room, "À Leeds, elle invente des lois.")
    with pytest.raises(ReleaseRefused):
        translate(room, " … ")
    with pytest.raises(QuotationChanged):
        translate_quotation(
            room.codebook, room.quotation.id, ("fr", FRENCH), 0, ACT, Role.RESEARCHER
        )
    room.withhold(room.quotation)
    with pytest.raises(TextGone):
        translate(room)


def test_a_finding_may_not_repeat_translated_words(room):
    translate(room)
    room.quotation.refresh_from_db()
    cited = Reference("quotation", room.quotation.id, room.quotation.revision)
    finding = make_published_finding(room.study.scope, references=[cited], sentence=BOTH)
    finding.sentence = {"fr": "Ici aussi, [une ville], elle invente des lois.", "en": "Here."}
    assert "sentence_fr" in list_refusals(finding, [cited])


def test_authors_are_led_to_what_lacks_a_language(room):
    lab = Client()
    lab.force_login(room.users["lea"])
    page = lab.get("/en/lab/untranslated/").content.decode()
    form = f"/en/studies/stories/coding/quotations/{room.quotation.id}/translate/fr/"
    assert form in page
    assert CUT in lab.get(form).content.decode()
    refused = lab.post(form, {"text": "Leeds", "revision": room.quotation.revision})
    assert refused.status_code == 422
    assert ">Leeds</textarea>" in refused.content.decode()
    sent = lab.post(form, {"text": FRENCH, "revision": room.quotation.revision})
    assert sent.status_code == 302
    assert form not in lab.get("/en/lab/untranslated/").content.decode()


def test_what_authors_wrote_in_one_language_is_marked_in_the_other(room, client):
    room.study.title = {"fr": "Récits"}
    room.study.save()
    page = client.get("/en/findings/stories/").content.decode()
    assert re.search(r'<h1 lang="fr" data-in="in French">\s*Récits', page)
    assert (
        "data-in" not in client.get(PAGE).content.decode().partition("<h1")[2].partition("</h1")[0]
    )
