"""What a study says beside its description: read before a start, and on the card to call from."""

import io

import pytest
from pypdf import PdfReader

from tests.surveys.calls import make_called_study
from tests.surveys.factories import DAY, make_member
from vecu.accounts.rules import Role
from vecu.surveys.actions import InformationMissing, open_fielding
from vecu.surveys.actions.interviews import prepare_interviews
from vecu.surveys.models import StudyStatement
from vecu.surveys.queries.statements import get_statement

pytestmark = [pytest.mark.django_db]
WRITTEN = {
    "assessment_day": "20/11/2026",
    "assessment_by": "The president of the university",
    "assessment_en": "The greatest risk is to be recognised.",
    "controllers_en": "The university keeps the answers; the association never sees one.",
    "simple_en": "We ask 12 questions.",
    "simple_author": "Inès Marchal",
    "simple_day": "21/11/2026",
    "call_number": "0 800 00 00 00",
    "call_hours_en": "Tuesdays, 10 am to 7 pm",
}
PAGE = "/en/studies/help/statement/"


@pytest.fixture
def author(client):
    """Somebody who writes of a study that takes calls."""
    client.force_login(make_member("rosa", make_called_study(), Role.RESEARCHER))
    return client


def test_people_read_before_the_start_who_answers_for_the_assessment(author):
    assert author.post(PAGE, WRITTEN).status_code == 302

    welcome = author.get("/en/take/help/").text
    assert "The president of the university" in welcome
    assert "the association never sees one" in welcome


def test_half_an_assessment_is_sent_back_with_what_was_typed(author):
    half = {name: text for name, text in WRITTEN.items() if name != "assessment_by"}
    response = author.post(PAGE, half)

    assert response.status_code == 422
    assert "Give this too" in response.text
    assert "The greatest risk" in response.text
    assert get_statement(StudyStatement.objects.get().study).simple_author == ""


def test_the_cards_are_all_alike_and_say_when_to_call(author):
    author.post(PAGE, WRITTEN)
    sheet = PdfReader(io.BytesIO(author.get("/en/studies/help/call-cards/").content))
    text = " ".join(" ".join(page.extract_text().split()) for page in sheet.pages)

    assert text.count("0 800 00 00 00") == 8
    assert text.count("Tuesdays, 10 am to 7 pm") == 8
    assert "does not know who calls" in text


def test_calls_do_not_open_before_an_impact_assessment_is_named(author):
    study = StudyStatement.objects.get().study
    StudyStatement.objects.all().delete()

    with pytest.raises(InformationMissing, match="impact assessment"):
        open_fielding(prepare_interviews(study)[0], today=DAY)
