"""The list of groups, a new one, and the first page of one."""

import re

import pytest
from django.test import Client

from tests.deliberation.groups.factories import WORKERS, make_group, make_members
from tests.surveys.factories import make_member
from vecu.accounts.queries import get_member
from vecu.deliberation.group_models import LearningGroup

pytestmark = [pytest.mark.django_db, pytest.mark.data]

GROUPS = "/en/groups/"
GROUP = f"{GROUPS}val-de-seve/"


def read_step(page: str) -> str:
    """Return the sentence of the next step, '' if there is none."""
    found = re.search(r'next-step notice">\s*<p>(.*?)</p>', page, re.DOTALL)
    return found[1] if found else ""


def test_the_list_shows_the_groups_in_which_one_has_a_role(lea, noor, group):
    make_members(group, [WORKERS] * 2)
    make_group("tom", slug="another")

    page = lea.get(GROUPS).text

    assert "Group of the Val-de-Sève" in page
    assert f'href="{GROUP}"' in page
    assert "/en/groups/another/" not in page
    assert "2 members · not published" in page
    assert "Owner: facilitates the group" in page
    assert "Reader: reads what is noted" in noor.get(GROUPS).text


def test_without_a_group_the_list_says_what_one_is_and_how_to_begin(client, ada):
    assert f'href="{GROUPS}new/"' in ada.get(GROUPS).text
    make_member("bob")
    client.force_login(get_member("bob"))
    page = client.get(GROUPS).text
    assert f'href="{GROUPS}new/"' not in page
    assert "You have no role in any group yet." in page


def test_groups_stand_in_the_menu_of_those_who_have_one_or_may_begin_one(lea, ada):
    link = f'<a href="{GROUPS}">Groups</a>'
    assert link in lea.get("/en/studies/").text
    make_member("bob")
    bob = Client()
    bob.force_login(get_member("bob"))
    assert link not in bob.get("/en/studies/").text
    assert link in ada.get("/en/studies/").text


def test_a_group_begins_with_its_name(ada):
    begun = ada.post(f"{GROUPS}new/", {"name_fr": "Groupe de Nantes"})

    assert begun.url == "/en/groups/groupe-de-nantes/"
    assert "The group is added. Only you can read it." in ada.get(begun.url).text
    assert LearningGroup.objects.get().name == {"fr": "Groupe de Nantes"}


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Give the group a name, in at least one language."),
        ({"name_en": "Again", "slug": "val-de-seve"}, "is the address of another group."),
        ({"name_en": "Again", "slug": "Val de Sève"}, "use letters a to z, digits"),
        ({"name_en": "???"}, "The name has no letter from a to z"),
        ({"name_en": "A\x00B", "slug": "ab"}, "Null characters are not allowed."),
    ],
)
def test_a_group_that_cannot_begin_keeps_what_was_typed(ada, group, sent, message):
    refused = ada.post(f"{GROUPS}new/", sent)

    assert refused.status_code == 422
    assert message in refused.text
    assert "<title>Error: " in refused.text
    for value in sent.values():
        assert value.replace("\x00", "") in refused.text.replace("\x00", "")
    assert LearningGroup.objects.count() == 1


def test_the_first_page_is_in_the_language_of_the_reader(lea, group):
    page = lea.get(GROUP.replace("/en/", "/fr/")).text

    assert page.count("<h1") == 1
    assert "Groupe du Val-de-Sève" in page
    assert "<h1>Vue d’ensemble</h1>" in page
