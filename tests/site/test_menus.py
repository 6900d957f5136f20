"""The menus of the whole laboratory, with what each role finds in them."""

from collections import Counter
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from vecu.accounts.rules import Role
from vecu.ui.menus import list_menu_entries, list_menu_groups, list_menu_links


def words(menu, role, slug):
    """Return the words of a menu as `role` sees them, each with the links below it."""
    with override("en"):
        groups = list_menu_groups(menu, role, "/en/", slug=slug)
    return {group.label: [link.label for link in group.links] for group in groups}


OWNER = {
    "At a glance": [],
    "Prepare": ["Study details", "Questionnaire", "Preview", "Members", "Audit log", "Delete"],
    "Collect": [
        "Link and dates", "Relays and cards", "Telephone and paper", "Where people stopped",
        "Import answers",
    ],
    "Read": ["Stories", "Figures", "Cases", "Replies to findings"],
    "Code": [
        "Texts", "Codebook", "Agreement", "Disagreements", "Links", "Guides", "Machine",
    ],
    "Publish": [
        "Findings", "Release figures", "Quotations", "Released quotations", "Whole stories",
        "What is released", "Export data",
    ],
}  # fmt: skip
RESEARCHER = OWNER | {"Prepare": OWNER["Prepare"][:3]}
CODER = OWNER | {
    "Prepare": ["Preview"],
    "Read": ["Stories", "Figures", "Cases"],
    "Collect": ["Link and dates", "Where people stopped"],
    "Publish": ["Quotations", "Released quotations", "What is released"],
}
READER = {
    "At a glance": [],
    "Prepare": ["Preview"],
    "Publish": ["Released quotations", "What is released"],
}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.OWNER, OWNER),
        (Role.RESEARCHER, RESEARCHER),
        (Role.CODER, CODER),
        (Role.READER, READER),
        (None, {}),
    ],
)
def test_a_role_finds_in_the_menu_of_a_study_what_it_may_do(role, expected):
    assert words("study", role, "night-work") == expected


WRITER = {
    "At a glance": [],
    "Describe": ["What it is", "Contact", "Stages", "Real situations"],
    "Decide together": [
        "Consultation",
        "Who took part",
        "Dialogue",
        "Those who say no",
        "Evaluations",
    ],
    "Monitor": ["Log", "Papers", "Connect a system", "Diary codes"],
    "Change": ["Versions", "Settings", "History"],
}
OF_OWNERS = WRITER | {
    "Describe": [*WRITER["Describe"], "Members", "Audit log"],
    "Monitor": ["Log", "Closed months", *WRITER["Monitor"][1:]],
}
READS = WRITER | {"Describe": ["Stages", "Real situations"], "Monitor": ["Log"]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.OWNER, OF_OWNERS),
        (Role.RESEARCHER, WRITER),
        (Role.READER, READS),
        (Role.REPRESENTATIVE, READS | {"Monitor": ["Log", "Closed months", "Suspension"]}),
        (None, {}),
    ],
)
def test_a_role_finds_in_the_menu_of_a_system_what_it_may_do(role, expected):
    """A system that is a pilot has two entries more."""
    assert words("system", role, "job-offers") == expected


LEADER = {
    "At a glance": [],
    "Mandate and members": ["Mandate", "Members", "Calendar", "Team", "History", "Audit log"],
    "Hypotheses and rounds": [
        "Hypotheses",
        "Rounds",
        "A session in 90 minutes",
        "Try a machine",
    ],
    "Recommendations": ["Recommendations", "Suppliers"],
}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.OWNER, LEADER),
        (
            Role.READER,
            LEADER | {"Mandate and members": ["Mandate", "Members", "Calendar", "History"]},
        ),
        (None, {}),
    ],
)
def test_a_role_finds_in_the_menu_of_a_group_what_it_may_do(role, expected):
    assert words("group", role, "val-de-seve") == expected


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_word_has_more_than_seven_links_below_it_and_no_two_links_are_called_the_same(language):
    with override(language):
        for menu in ("study", "system", "group"):
            entries = [entry for entry in list_menu_entries() if entry.menu == menu]
            below = Counter(entry.group for entry in entries if entry.group)
            assert max(below.values()) <= 7
            assert not [
                label
                for label, times in Counter(str(entry.label) for entry in entries).items()
                if times > 1
            ]


@pytest.mark.parametrize(
    ("path", "word", "link"),
    [
        ("/fr/studies/night-work/questionnaire/2/", "Préparer", "Questionnaire"),
        ("/fr/studies/night-work/coding/grid/story.limit/", "Coder", "Textes"),
        ("/fr/studies/night-work/coding/machine/leads/", "Coder", "Machine"),
        ("/fr/studies/night-work/coding/quotations/", "Publier", "Citations"),
    ],
)
def test_a_page_of_a_study_marks_its_word_and_the_closest_link(path, word, link):
    with override("fr"):
        groups = list_menu_groups("study", Role.OWNER, path, slug="night-work")

    assert [group.label for group in groups if group.current] == [word]
    assert [each.label for group in groups for each in group.links if each.current] == [link]


@pytest.mark.parametrize(
    ("path", "door"),
    [
        ("/fr/studies/night-work/coding/", "Interroger"),
        ("/fr/systems/job-offers/log/", "Observer"),
        ("/fr/groups/val-de-seve/rounds/", "Décider"),
        ("/fr/account/", ""),
    ],
)
def test_members_have_four_doors_too_and_their_account_stands_apart(path, door):
    member = SimpleNamespace(may_manage_accounts=True)
    with override("fr"):
        doors = list_menu_links("staff", member, path)
        own = [link.label for link in list_menu_links("own", member, path)]

    assert [link.label for link in doors] == ["Interroger", "Comprendre", "Observer", "Décider"]
    assert [link.label for link in doors if link.current] == ([door] if door else [])
    assert own == ["Votre compte", "Comptes"]


def test_ways_to_begin_a_study_are_for_those_who_may():
    with override("en"):
        for menu, address in [
            ("studies", "/en/studies/new/import/"),
            ("new-study", "/en/studies/new/project/"),
        ]:
            may, may_not = (SimpleNamespace(may_create_studies=may) for may in (True, False))
            assert [link.address for link in list_menu_links(menu, may, "/en/")] == [address]
            assert list_menu_links(menu, may_not, "/en/") == []


def test_the_foot_of_public_pages_leads_to_the_answers_and_to_signing_in():
    with override("fr"):
        links = list_menu_links("footer", None, "/fr/")

    assert [(link.label, link.address) for link in links] == [
        ("Écrits froids, écrits chauds", "/fr/writings/"),
        ("À quoi répond ce laboratoire", "/fr/answers/"),
        ("Se connecter (équipe)", "/fr/sign-in/"),
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
