"""Cards for a room: each is read without its figures first, and links alone lead through them."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.evidence.factories import NOW, make_published_finding
from tests.recommendations.factories import make_published
from tests.reports.factories import make_released
from tests.reports.recommendation_factories import make_claim, make_public_group
from tests.surveys.factories import make_study
from vecu.evidence.card_rules import BarReference
from vecu.evidence.models import Finding
from vecu.evidence.sources import Reference
from vecu.groups.models import LearningGroup
from vecu.surveys.queries import Study

pytestmark = pytest.mark.django_db
SENTENCES = ("Checking takes time.", "Half keep copies.", "Few are trained.")


@pytest.fixture
def study() -> Study:
    """Three findings; the second one cites a figure, of which a bar carries its sentence."""
    study = make_study()
    figure = make_released(study)
    for number, sentence in enumerate(SENTENCES):
        cited = (
            {
                "references": [Reference("figure", figure.figure, 1)],
                "bar": BarReference(figure.figure, "school"),
            }
            if number == 1
            else {}
        )
        make_published_finding(
            study.scope, now=NOW, sentence={"fr": sentence, "en": sentence}, **cited
        )
    return study


def follow(client: Client, address: str, relation: str = "next") -> list[str]:
    """Every page from an address on, by its links."""
    pages = []
    while address:
        response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies
        pages.append(response.text)
        page = address.partition("?")[0]
        found = re.search(rf'rel="{relation}" href="([^"]+)"', pages[-1])
        address = unescape(found[1]) if found else ""
        assert address.startswith(page) or not address
    return pages


def headings_of(pages: list[str]) -> list[str]:
    return [unescape(re.findall(r"<h1[^>]*>([^<]+)", page)[0]) for page in pages]


def test_a_room_reads_each_sentence_before_what_it_stands_on(client, study):
    pages = follow(client, f"/en/projector/studies/{study.slug}/")

    assert headings_of(pages)[::2] == headings_of(pages)[1::2]
    assert sorted(headings_of(pages)[::2]) == sorted(SENTENCES)
    for before, after in zip(pages[::2], pages[1::2], strict=True):
        assert 'class="carrying' not in before
        assert "Nobody is quoted." not in before
        assert "nothing decided yet" in after
    carried = pages[2 * headings_of(pages[::2]).index(SENTENCES[1]) + 1]
    assert 'class="carrying' in carried
    back = follow(client, f"/en/projector/studies/{study.slug}/?card=3&figures=1", "prev")
    assert headings_of(back) == headings_of(pages)[::-1]


@pytest.mark.parametrize("query", ["card=0", "card=-2", "card=²", "card=99999", "card=x&figures"])
def test_an_address_that_names_no_card_shows_one(client, study, query):
    [heading] = headings_of([client.get(f"/en/projector/studies/{study.slug}/?{query}").text])
    assert heading in SENTENCES


def test_a_group_discusses_the_cards_behind_what_it_recommends(client, study):
    other = make_published_finding(
        make_study("other").scope, sentence={"fr": "Une autre.", "en": "Another one."}
    )
    scope = make_public_group()
    make_published(
        scope, claims=[make_claim(1, "Un.", "One.", Reference("finding", other.pk, other.revision))]
    )
    slug = LearningGroup.objects.get(pk=scope.id).slug

    pages = follow(client, f"/en/projector/groups/{slug}/")
    assert headings_of(pages) == ["Another one."] * 2
    assert (
        f"/en/projector/groups/{slug}/"
        in client.get(f"/en/recommended/groups/{slug}/recommendations/").text
    )
    assert len(follow(client, "/en/projector/")) == 2 * 4


def test_a_session_discusses_the_cards_that_were_chosen_in_their_order(client, study):
    """What is no published finding is passed over; the rest of the way stays among those chosen."""
    one, two = (str(Finding.objects.get(sentence__en=text).pk) for text in SENTENCES[1:])
    chosen = follow(client, f"/en/projector/?only={two}.gone.{one}.{two}")

    assert headings_of(chosen) == [SENTENCES[2]] * 2 + [SENTENCES[1]] * 2
    assert len(follow(client, "/en/projector/?only=gone")) == 2 * 3


def test_without_any_card_the_page_says_so(client):
    assert "No finding is published yet" in client.get("/en/projector/").text
    assert client.get("/en/projector/groups/nowhere/").status_code == 404
