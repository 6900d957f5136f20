"""What groups recommend, as everybody reads it."""

import re
from html import unescape

import pytest
from django.utils import timezone

from tests.deliberation.recommendations.conftest import wall, walls  # noqa: F401 - fixtures
from tests.deliberation.recommendations.factories import (
    AGAINST,
    LANDMARK,
    NONE_YET,
    NOUR,
    PAUL,
    SALOME,
    make_group,
    make_published,
    speak,
)
from vecu.deliberation.group_models import LearningGroup
from vecu.deliberation.recommendation_models import Recommendation
from vecu.deliberation.recommendations.positions import take_position

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NAME = {"en": "Group of the Val-de-Sève", "fr": "Groupe du Val-de-Sève"}


@pytest.fixture
def group():
    scope = make_group()
    LearningGroup.objects.filter(pk=scope.id).update(name=NAME, published=timezone.localdate())
    return scope


def address(row: Recommendation, language: str = "en") -> str:
    return f"/{language}/recommended/{row.pk}/"


def text_of(response) -> str:
    """The words of a page's main part, without marks."""
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ").split())


def test_where_nothing_is_recommended_the_page_says_how_it_begins(client):
    page = text_of(client.get("/en/recommended/"))

    assert "No recommendation yet." in page
    assert "Five to thirty people" in page


def test_none_yet_stands_among_recommendations_and_landmarks_by_who_they_are_for(client, group):
    make_published(group)
    make_published(group, NONE_YET)
    make_published(group, LANDMARK)
    page = text_of(client.get("/fr/recommended/"))

    results, _heading, landmarks = page.partition("Repères")
    assert "Demander d’abord si un bus arrive." in results
    assert "Faut-il joindre les dossiers ?" in results
    assert "Qui lit ce que la machine refuse ?" in landmarks
    assert "Groupe du Val-de-Sève" in results


def test_a_recommendation_is_read_with_all_that_was_argued(client, group):
    row = make_published(group)
    take_position(row, 1, speak(row, PAUL), AGAINST)
    page = text_of(client.get(address(row)))

    for sentence in (
        "Ask first whether a bus comes.",
        "Group of the Val-de-Sève",
        "Alerts on cars take time.",
        "Nothing is cited for this: it is what the group holds.",
        "Direction of the service",
        "Two days of work a year.",
        "A tenth of a post at the desk of Sèvremont.",
        "One office, three months.",
        "What other offices do.",
        "For (1)",
        "The morning is lost to alerts.",
        "Against (1)",
        "The bus line will close anyway.",
        "First text.",
    ):
        assert sentence in page
    for name in (SALOME, NOUR, PAUL):
        assert name not in page
