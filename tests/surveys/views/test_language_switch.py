"""Switch languages in the middle of a page: no input is lost, and none is validated."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.surveys.cards import CARD, draw
from tests.surveys.factories import make_study
from tests.surveys.full_database import png
from tests.surveys.views.test_respondent import TAKE, page, send, tell
from vecu.credentials import generate_access_codes
from vecu.surveys.models import Answer, AnswerFile, Draft

pytestmark = [pytest.mark.django_db, pytest.mark.data]

FORM = """
| settings | | | |
| | form_title | form_id | default_language |
| | Small | small | English (en) |

| survey | | | | | |
| | type | name | label::English (en) | label::Français (fr) | constraint |
| | integer | years | How many years? | Combien d’années ? | . < 2000 |
| | image | photo | A picture? | Une image ? | |
"""


@pytest.fixture
def begun(client, testimonies):
    """A browser that has begun, in English."""
    client.post(TAKE)
    return client


@pytest.fixture
def counting(client, today):
    """A browser that is asked for a number and a picture, in English."""
    make_study(form=FORM)
    client.post("/en/take/small/")
    return client


def switch(browser: Client, address: str, **typed):
    return browser.post(address, {**typed, "speak": "fr"})


def test_what_was_typed_is_preserved_and_stands_on_the_page_in_the_other_language(begun):
    response = switch(begun, page("story.1.task"), **{"story.1.task": "Half a sente"})

    assert (response.status_code, response["Location"]) == (
        303, "/fr/take/testimonies/q/story.1.task/",
    )  # fmt: skip
    there = begun.get(response["Location"]).text
    assert "Half a sente</textarea>" in there
    assert '<html lang="fr">' in there


def test_what_is_required_may_still_be_blank(begun):
    assert switch(begun, page("story.1.task"), **{"story.1.task": ""}).status_code == 303


def test_it_leads_back_to_the_review_as_the_page_before_would_have(begun):
    tell(begun, story_1_task="A report")

    response = switch(begun, f"{page('story.1.task')}?then=review", **{"story.1.task": "Another"})

    assert response["Location"] == "/fr/take/testimonies/q/story.1.task/?then=review"


@pytest.mark.parametrize(
    ("address", "typed", "kept"),
    [("/en/", "1,000", "1000"), ("/fr/", "1 000", "1000"), ("/fr/", "1,000", "1000")],
    ids=["thousands in English", "thousands in French", "what only the other language reads"],
)
def test_a_number_is_read_as_the_language_writes_it_in_which_it_was_typed(
    counting, address, typed, kept
):
    other = {"/en/": "fr", "/fr/": "en"}[address]

    response = counting.post(f"{address}take/small/q/years/", {"years": typed, "speak": other})

    assert response.status_code == 303
    assert Draft.objects.get().values["years"] == kept


def test_what_neither_language_can_read_comes_back_with_what_to_do_in_the_other(counting):
    response = switch(counting, "/en/take/small/q/years/", years="a doz<en")

    assert response.status_code == 422
    assert response["Content-Language"] == "fr"
    assert 'value="a doz&lt;en"' in response.text
    assert "Combien d’années" in response.text
    assert "Erreur" in response.text
    assert 'action="/fr/take/small/q/years/"' in response.text
    assert Draft.objects.get().values == {}


def test_a_file_that_was_chosen_stays(counting):
    picture = SimpleUploadedFile("mine.png", png(), content_type="image/png")

    response = switch(counting, "/en/take/small/q/photo/", photo=picture)

    assert response.status_code == 303
    assert AnswerFile.objects.count() == 1


def test_another_story_is_not_begun_before_continue_is_pressed(begun):
    tell(begun, story_1_task="A report")
    before = Draft.objects.get().values

    response = switch(begun, page("story.more"), more="yes")

    assert response.status_code == 200
    assert response["Content-Language"] == "fr"
    assert re.search(r'value="yes" checked', response.text)
    assert Draft.objects.get().values == before
    begun.post(f"{TAKE}save/?page=story.more", {"more": "yes"})
    assert Draft.objects.get().values == before


def test_the_button_that_enter_presses_comes_first_and_only_goes_on(begun):
    """HTML: the default button of a form is the first submit button in the order of the page."""
    buttons = re.findall(r"<button[^>]*type=\"submit\"[^>]*>", begun.get(page("story.1.task")).text)

    assert "name=" not in buttons[0]
    assert "formaction" not in buttons[0]
    assert 'name="speak" value="fr"' in buttons[1]


def test_an_unknown_language_is_no_button_of_the_page(begun):
    response = begun.post(page("story.1.task"), {"story.1.task": "A report", "speak": "xx"})

    assert response["Location"] == page("story.1.goal")


ARABIC = """
| settings | | | |
| | form_title | form_id | default_language |
| | Small | small | Français (fr) |

| survey | | | | | | | |
| | type | name | label::Français (fr) | label::العربية (ar) | constraint | constraint_message::Français (fr) | constraint_message::العربية (ar) |
| | integer | years | Combien d’années ? | كم سنة؟ | . < 90 | Moins de 90. | أقل من 90. |
"""  # noqa: E501


def test_an_error_in_the_words_of_the_form_is_in_the_language_of_the_questions(client, today):
    """In English, `1,000` is a thousand; the page stays English, as no page speaks Arabic."""
    make_study(form=ARABIC)
    address = client.post("/en/take/small/?wording=AR")["Location"]
    assert address == "/en/take/small/q/years/?wording=ar"
    assert '<label for="years" lang="ar" dir="rtl">كم سنة؟' in client.get(address).text

    wrong = client.post(address, {"years": "1,000"})
    assert wrong.status_code == 422
    assert '<a href="#years" lang="ar" dir="rtl">أقل من 90.</a>' in wrong.text
    assert '<p class="err" id="years-problem" lang="ar" dir="rtl">أقل من 90.</p>' in wrong.text
    french = client.post(address, {"years": "1000", "speak": "fr"})
    assert '<p class="err" id="years-problem">Moins de 90.</p>' in french.text


@pytest.mark.parametrize("nonsense", ["wording=de", "wording=%22%3E", "wording=", "type=huge"])
def test_an_address_that_asks_for_what_there_is_not_is_read_in_the_language_of_the_page(
    client, today, nonsense
):
    make_study(form=ARABIC)
    client.post("/fr/take/small/")

    page = client.get(f"/fr/take/small/q/years/?{nonsense}").text
    assert '<label for="years">Combien d’années' in page


def test_whoever_has_no_draft_any_more_sees_what_was_typed_and_no_more(client, testimonies):
    response = switch(client, page("story.1.task"), **{"story.1.task": "A long text"})

    assert response.status_code == 410
    assert re.findall(r"<blockquote>(.*)</blockquote>", response.text) == ["A long text"]


def test_a_card_s_code_is_preserved_and_not_tried(client, testimonies):
    codes = draw(testimonies)
    guess = generate_access_codes(1, lambda size: b"\x07" * size)[0]
    for _ in range(30):
        assert switch(client, CARD, code=guess).status_code == 200

    response = switch(client, CARD, code=codes[0])

    assert f'value="{codes[0]}"' in response.text
    assert 'action="/fr/take/testimonies/card/"' in response.text
    assert not Draft.objects.exists()


@pytest.mark.parametrize("where", ["resume", "mine"])
def test_a_code_that_is_being_typed_is_preserved_and_not_tried(client, testimonies, where):
    response = switch(client, f"{TAKE}{where}/", code="KD7M-3X")

    assert response.status_code == 200
    assert 'value="KD7M-3X"' in response.text
    assert f'action="/fr/take/testimonies/{where}/"' in response.text


def test_what_was_sent_is_read_in_the_other_language_and_not_withdrawn(begun):
    code = send(begun)

    response = switch(begun, f"{TAKE}mine/", code=code, read="yes")

    assert "Ce qu’est devenue votre réponse" in response.text
    assert "Write a report" in response.text
    assert Answer.objects.count() == 1


def test_a_receipt_code_cannot_be_guessed_by_changing_the_language(client, testimonies):
    for _ in range(20):
        switch(client, f"{TAKE}mine/", code="KD7M-3XQP-TR9C", read="yes")

    assert switch(client, f"{TAKE}mine/", code="KD7M-3XQP-TR9C", read="yes").status_code == 429
