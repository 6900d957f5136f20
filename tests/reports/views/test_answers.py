"""The page of what this laboratory answers: each thing that was said, by whom, with what status."""

import re
from collections import Counter
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.hearing_map import list_addresses
from vecu.reports.hearing.items import read_hearing
from vecu.reports.hearing_presenters import DOORS

pytestmark = pytest.mark.django_db
STAFF = ("/fr/studies/", "/fr/systems/", "/fr/groups/", "/fr/my-group/")

FOUR_DOORS = {"surveys:home", "reports:findings", "reports:systems", "reports:recommendations"}


def read_page(language: str = "en", choice: str = "") -> str:
    response = Client().get(f"/{language}/answers/{choice}")
    assert response.status_code == 200
    assert not response.cookies
    return unescape(response.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def list_lines(page: str) -> list[str]:
    return re.findall(r'<li id="([\w-]+)">', page)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "What this laboratory answers"),
        ("fr", "À quoi répond ce laboratoire"),
    ],
)
def test_every_item_is_there_for_everybody_in_both_languages(language, words):
    page = read_page(language)

    assert f"<h1>{words}</h1>" in page
    assert page.count("<h1") == 1
    assert len(list_lines(page)) == len(set(list_lines(page))) == len(read_hearing().items)


def test_the_numbers_say_their_whole_and_add_up():
    counted = Counter(item.state.value for item in read_hearing().items)
    sentence = (
        f"Of {sum(counted.values())} things that were said, {counted['built']} are answered here "
        f"and {counted['partly']} in part; {counted['questions']} are only asked about, and "
        f"{counted['none']} have no answer yet."
    )

    assert sentence in read_page()


def test_each_line_says_who_spoke_with_what_status_and_what_answers():
    page = read_page()

    said = page.split('id="that-is-co-management"')[1].split("</li>")[0]
    assert "Employers, quoted by the director · an objection" in said
    assert "Answered here" in said
    assert f'<a href="{reverse("reports:systems")}">AI at work</a>' in said


def test_questions_stand_in_their_words_and_what_is_not_built_says_so():
    page = read_page("fr")

    asked = page.split('id="rationalisation"')[1].split("</li>")[0]
    assert "Questions seulement" in asked
    assert "Je saisis des données qui servent surtout à la machine." in asked
    missing = page.split('id="crossroads-of-works"')[1].split("</li>")[0]
    assert "Pas encore de réponse ici" in missing
    assert "<a" not in missing


def test_it_can_be_read_by_answer_and_by_speaker_without_a_script():
    page = read_page(choice="?who=employers")
    assert list_lines(page) == ["that-is-co-management"]

    page = read_page(choice="?who=group&answer=questions")
    chosen = [
        item
        for item in read_hearing().items
        if (item.speaker, item.state) == ("group", "questions")
    ]
    assert len(list_lines(page)) == len(chosen) > 0
    assert "<script" not in page


def test_a_choice_that_nothing_goes_with_says_so_and_an_unknown_one_chooses_all():
    assert "Nothing that was said matches both choices." in read_page(
        choice="?who=employers&answer=none"
    )
    assert len(list_lines(read_page(choice="?who=nobody"))) == len(read_hearing().items)


def test_it_leads_to_lists_and_machines_so_that_an_empty_laboratory_has_no_broken_link():
    main = read_page().split("<main")[1].split("</main>")[0]
    answers = reverse("reports:answers")

    addresses = {each for each in re.findall(r'href="([^"#]+)"', main) if answers not in each}

    machines = {name for item in read_hearing().items for name in item.demonstrators}
    assert addresses == {reverse(door) for door in FOUR_DOORS} | {
        reverse("demonstrators:demonstrator", args=[name]) for name in machines
    }


def test_each_public_page_that_an_item_names_has_its_door():
    """Other pages need an account or a member's link, and nobody is led to them."""
    known = list_addresses()
    named = {page for item in read_hearing().items for page in item.pages}

    assert {page for page in named if page not in DOORS.keys() | FOUR_DOORS} == {
        page for page in named if known[page].startswith(STAFF)
    }


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_weighs_less_than_a_hundred_kilobytes(language):
    assert len(Client().get(f"/{language}/answers/").content) < 100_000


def test_every_public_page_leads_there():
    assert (
        f'<a href="{reverse("reports:answers")}">' in Client().get("/en/findings/").content.decode()
    )


def test_nobody_is_named():
    page = read_page("fr")

    assert [name for name in ("Ferguson", "Slama", "Meder", "Komit") if name in page] == []
