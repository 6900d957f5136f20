"""The menus of the whole laboratory, with what each role finds in them."""

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from vecu.accounts.rules import Role
from vecu.ui.menus import list_menu_links

OWNER = [
    "At a glance", "Preview", "Questionnaire", "Stories", "Coding", "Quotations", "Findings",
    "What is released", "Figures", "Release figures", "Completion", "Relays and cards",
    "Bring answers in", "Data", "Members", "Audit",
]  # fmt: skip
CODER = [
    "At a glance", "Preview", "Stories", "Coding", "Quotations", "What is released", "Figures",
    "Completion",
]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.OWNER, OWNER),
        (Role.RESEARCHER, OWNER[:-2]),
        (Role.CODER, CODER),
        (Role.READER, ["At a glance", "Preview", "Quotations", "What is released"]),
        (None, []),
    ],
)
def test_a_role_finds_in_the_menu_of_a_study_what_it_may_do(role, labels):
    with override("en"):
        links = list_menu_links("study", role, "/en/", slug="night-work")

    assert [link.label for link in links] == labels


WRITERS = [
    "At a glance", "What it is", "Contact", "Stages", "Versions", "Settings", "Who took part",
    "Consultation", "Real situations", "History", "Log", "Dialogue", "Members", "Audit",
]  # fmt: skip
READERS = [each for each in WRITERS[:-2] if each not in {"What it is", "Contact"}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.OWNER, WRITERS),
        (Role.RESEARCHER, WRITERS[:-2]),
        (Role.READER, READERS),
        (Role.REPRESENTATIVE, READERS),
        (None, []),
    ],
)
def test_a_role_finds_in_the_menu_of_a_system_what_it_may_do(role, labels):
    """A system that is a pilot has one entry more."""
    with override("en"):
        links = list_menu_links("system", role, "/en/", slug="job-offers")

    assert [link.label for link in links] == labels


def test_ways_to_begin_a_study_are_for_those_who_may():
    with override("en"):
        for menu, address in [
            ("studies", "/en/studies/new/import/"),
            ("new-study", "/en/studies/new/project/"),
        ]:
            may, may_not = (SimpleNamespace(may_create_studies=may) for may in (True, False))
            assert [link.address for link in list_menu_links(menu, may, "/en/")] == [address]
            assert list_menu_links(menu, may_not, "/en/") == []


def test_the_foot_of_public_pages_leads_to_signing_in_whoever_reads_it():
    with override("fr"):
        links = list_menu_links("footer", None, "/fr/")

    assert [(link.label, link.address) for link in links] == [
        ("Se connecter (équipe)", "/fr/sign-in/")
    ]


def test_the_doors_are_four_and_the_one_behind_which_the_reader_is_is_marked():
    with override("fr"):
        links = list_menu_links("doors", None, "/fr/findings/night-work/")

    assert [(link.label, link.current) for link in links] == [
        ("Participer", ""),
        ("Ce que nous avons constaté", "true"),
        ("L’IA au travail", ""),
        ("Ce qui est recommandé", ""),
    ]
