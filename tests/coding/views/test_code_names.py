"""Names of codes that exist in both languages stand in that of the page, never in both on one."""

import re

import pytest
from django.test import Client

from tests.coding.factories import make_room
from tests.surveys.factories import make_member
from vecu.accounts.models import User
from vecu.accounts.rules import Role
from vecu.coding.models import Code

pytestmark = pytest.mark.django_db
NAMES = {"Quibbles": "Ergote", "Dithers": "Tergiverse", "Unused": "Inutile"}
PAGES = (
    "codebook/", "agreement/", "disagreements/", "disagreements/?code={}", "links/",
    "codebook/{}/", "machine/codes/", "machine/shares/",
)  # fmt: skip


@pytest.fixture
def first() -> Code:
    """The first of three codes with two names, on which two coders disagree."""
    room = make_room()
    codes = [room.code(name, translated_names={"fr": french}) for name, french in NAMES.items()]
    for words in ("It invents laws.", "Too long."):
        room.give(words, "ana", "bea")
        room.codes("ana", words, codes[0])
        room.codes("bea", words, codes[1])
    make_member("lea", room.study, Role.OWNER)
    return codes[0]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_names_codes_in_its_own_language_alone(first, page, language):
    client = Client()
    client.force_login(User.objects.get(username="lea"))
    response = client.get(f"/{language}/studies/stories/coding/{page.format(first.pk)}")
    own, other = (NAMES.values(), NAMES) if language == "fr" else (NAMES, NAMES.values())

    assert response.status_code == 200
    assert page.startswith("machine/") or any(name in response.text for name in own)
    # A history names what it was called then.
    text = re.sub(r"<td[^>]*>[^<]*</td>", "", response.text)
    assert [name for name in other if f">{name}<" in text or f" {name}<" in text] == []
