"""Pages on which answers make further questions relevant: they are shown again."""

import re

import pytest
from django.test import Client

from tests.surveys.factories import make_study
from tests.surveys.views.test_results import words_of
from vecu.surveys.models import Answer, Draft

pytestmark = [pytest.mark.django_db, pytest.mark.data]

FORM = """
| survey | | | | | | | |
| | type | name | label::English (en) | appearance | choice_filter | required | relevant |
| | begin group | where | Where? | field-list | | | |
| | select_one region | region | Which region? | | | yes | |
| | select_one town | town | Which town? | | region = ${region} | yes | |
| | text | why | Why there? | | | yes | ${region} = 'paris' |
| | note | far | That is far. | | | | ${region} = 'brittany' |
| | end group | | | | | | |
| | text | last | Anything else? | | | | |

| choices | | | | |
| | list_name | name | label::English (en) | region |
| | region | paris | Paris region | |
| | region | brittany | Brittany | |
| | town | meaux | Meaux | paris |
| | town | brest | Brest | brittany |

| settings | | | |
| | form_title | form_id | default_language |
| | Towns | towns | English (en) |
"""
TAKE = "/en/take/towns/"
PAGE = f"{TAKE}q/where.block/"
REGION, TOWN, WHY = "where.region", "where.town", "where.why"


@pytest.fixture
def browser(client) -> Client:
    make_study("towns", FORM)
    client.post(TAKE)
    return client


def offered(response) -> set[str]:
    """Return the names of choices and texts on a page."""
    choices = re.findall(r'type="radio"[^>]* name="where\.(\w+)" value="(\w+)"', response.text)
    texts = re.findall(r'<(?:input type="text"|textarea)[^>]* name="where\.(\w+)"', response.text)
    return {" ".join(choice) for choice in choices} | set(texts)


def marked(response) -> list[str]:
    return re.findall(r'value="(\w+)"[^>]* checked', response.text)


def test_what_an_answer_brings_to_its_page_comes_before_the_next_one(browser):
    assert offered(browser.get(PAGE)) == {"region paris", "region brittany"}

    first = browser.post(PAGE, {REGION: "paris"})

    assert first.url == f"{PAGE}#{TOWN}"
    again = browser.get(PAGE)
    assert offered(again) == {"region paris", "region brittany", "town meaux", "why"}
    assert marked(again) == ["paris"]

    second = browser.post(PAGE, {REGION: "paris", TOWN: "meaux", WHY: "Work"})
    assert second.url == f"{TAKE}q/last/"


def test_what_was_brought_must_be_answered_where_an_answer_is_needed(browser):
    browser.post(PAGE, {REGION: "paris"})

    refused = browser.post(PAGE, {REGION: "paris", TOWN: "meaux", WHY: ""})

    assert refused.status_code == 422
    assert "“Why there?”: an answer is required." in words_of(refused)


def test_another_answer_takes_along_what_went_with_the_one_before(browser):
    browser.post(PAGE, {REGION: "paris"})
    browser.post(PAGE, {REGION: "paris", TOWN: "meaux", WHY: "Work"})

    changed = browser.post(PAGE, {REGION: "brittany", TOWN: "meaux", WHY: "Work"})

    assert changed.url == f"{PAGE}#{TOWN}"
    again = browser.get(PAGE)
    assert offered(again) == {"region paris", "region brittany", "town brest"}
    assert marked(again) == ["brittany"]
    assert "That is far." in words_of(again)
    assert browser.post(PAGE, {REGION: "brittany", TOWN: "brest"}).url == f"{TAKE}q/last/"
    browser.post(f"{TAKE}q/last/", {"last": ""})
    browser.post(f"{TAKE}review/", {"token": browser.cookies["draft"].value})
    assert Answer.objects.get().values == {"where": {"region": "brittany", "town": "brest"}}


def test_a_page_that_is_refused_shows_what_its_answers_bring_and_takes_it(browser):
    too_long = "x" * 100_001
    browser.post(PAGE, {REGION: "brittany"})
    browser.post(PAGE, {REGION: "brittany", TOWN: "brest"})

    refused = browser.post(PAGE, {REGION: "paris", TOWN: "brest", WHY: too_long})
    assert refused.status_code == 422
    assert offered(refused) >= {"town meaux", "why"}
    assert Draft.objects.get().values["where"]["region"] == "brittany"

    mended = browser.post(PAGE, {REGION: "paris", TOWN: "meaux", WHY: "Work"})
    assert mended.url == f"{TAKE}q/last/"


def test_a_change_from_the_review_leads_back_to_it_by_what_it_brings(browser):
    browser.post(PAGE, {REGION: "brittany"})
    browser.post(PAGE, {REGION: "brittany", TOWN: "brest"})

    changed = browser.post(f"{PAGE}?then=review", {REGION: "paris", TOWN: "brest"})
    assert changed.url == f"{PAGE}?then=review#{TOWN}"

    answered = {REGION: "paris", TOWN: "meaux", WHY: "Work"}
    assert browser.post(f"{PAGE}?then=review", answered).url == f"{TAKE}review/"


@pytest.fixture
def browser_of_chain(client) -> Client:
    """A study in which an answer adds a question to its own page, and another to the next page."""
    form = FORM.replace(
        "| | text | last | Anything else? | | | | |",
        "| | text | far_off | How far? | | | | ${region} = 'paris' |\n"
        "| | text | last | Anything else? | | | | |",
    )
    make_study("towns", form)
    client.post(TAKE)
    client.post(PAGE, {REGION: "brittany"})
    client.post(PAGE, {REGION: "brittany", TOWN: "brest"})
    return client


def test_from_the_review_the_page_that_an_answer_brings_comes_too(browser_of_chain):
    changed = browser_of_chain.post(f"{PAGE}?then=review", {REGION: "paris", TOWN: "brest"})
    assert changed.url == f"{PAGE}?then=next#{TOWN}"

    answered = {REGION: "paris", TOWN: "meaux", WHY: "Work"}
    assert browser_of_chain.post(f"{PAGE}?then=next", answered).url == (
        f"{TAKE}q/far_off/?then=review"
    )
    there = browser_of_chain.post(f"{TAKE}q/far_off/?then=review", {"far_off": "10 km"})
    assert there.url == f"{TAKE}review/"


def test_a_page_that_was_refused_is_taken_when_what_its_answers_had_brought_is_gone(browser):
    too_long = "x" * 100_001
    refused = browser.post(PAGE, {REGION: "paris", WHY: too_long})
    assert refused.status_code == 422

    changed = browser.post(PAGE, {REGION: "brittany", WHY: "Work"})
    assert changed.url == f"{PAGE}#{TOWN}"
    assert Draft.objects.get().values == {"where": {"region": "brittany"}}


def test_what_belongs_to_another_page_is_refused_as_before(browser):
    refused = browser.post(PAGE, {REGION: "paris", "last": "Something"})

    assert refused.status_code == 422
    assert "belongs to another page" in words_of(refused)


def test_what_was_never_offered_is_refused(browser):
    refused = browser.post(PAGE, {REGION: "paris", TOWN: "brest"})

    assert refused.status_code == 422
    assert Draft.objects.get().values == {}


def test_a_page_put_aside_keeps_what_it_has(browser):
    browser.post(f"{TAKE}save/?page=where.block", {REGION: "paris"})

    assert Draft.objects.get().values == {"where": {"region": "paris"}}
    assert "town meaux" in offered(browser.get(PAGE))
