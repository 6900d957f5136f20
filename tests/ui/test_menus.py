"""Menus: rooms add entries, pages list what their reader may follow."""

import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import gettext_lazy, override

from vecu.ui import menus
from vecu.ui.menus import (
    MenuEntry,
    MenuGroup,
    MenuLink,
    MenuLinkGroup,
    find_first_address,
    list_menu_groups,
    list_menu_links,
    register_menu_entries,
)


@pytest.fixture(autouse=True)
def no_entries(monkeypatch):
    """Leave what the rooms registered aside."""
    monkeypatch.setattr(menus, "_registered", {})


def labels(menu, viewer=None, path="/", **arguments):
    return [link.label for link in list_menu_links(menu, viewer, path, **arguments)]


def test_entries_come_in_their_order_whichever_room_registers_first():
    register_menu_entries(
        MenuEntry("lab", "Third", "ui:your-data", 100),
        MenuEntry("lab", "Second", "ui:your-data", 20),
    )
    register_menu_entries(MenuEntry("lab", "First", "ui:accessibility", 3))

    assert labels("lab") == ["First", "Second", "Third"]


def test_a_menu_shows_its_own_entries_and_one_that_nobody_adds_to_is_empty():
    register_menu_entries(MenuEntry("lab", "Your data", "ui:your-data", 1))

    assert labels("lab") == ["Your data"]
    assert labels("study") == []


def test_a_reader_sees_what_an_entry_lets_them_see():
    register_menu_entries(
        MenuEntry("lab", "For all", "ui:your-data", 1),
        MenuEntry("lab", "For owners", "ui:accessibility", 2, lambda role: role == "owner"),
    )

    assert labels("lab", "owner") == ["For all", "For owners"]
    assert labels("lab", "reader") == ["For all"]


def test_an_entry_stands_only_on_pages_of_what_it_applies_to():
    register_menu_entries(
        MenuEntry("lab", "Night only", "ui:your-data", 1, applies=lambda slug: slug == "night-work")
    )

    assert labels("lab", slug="night-work") == ["Night only"]
    assert labels("lab", slug="day-work") == []


def test_a_link_is_in_the_language_of_the_page():
    register_menu_entries(MenuEntry("lab", gettext_lazy("Your data"), "ui:your-data", 1))

    with override("fr"):
        assert list_menu_links("lab", None, "/fr/") == [
            MenuLink("Vos données", "/fr/your-data/", "")
        ]


def test_the_page_gives_the_arguments_that_an_address_takes_and_others_are_left_out():
    register_menu_entries(
        MenuEntry("study", "At a glance", "surveys:study", 1, takes=("slug",)),
        MenuEntry("study", "Your data", "ui:your-data", 2),
    )

    with override("en"):
        links = list_menu_links("study", None, "/en/", slug="night-work")
    assert [link.address for link in links] == ["/en/studies/night-work/", "/en/your-data/"]


def test_the_first_address_is_found_without_a_question_to_the_entries_behind_it():
    def refuse(**_arguments: str) -> bool:
        raise AssertionError

    assert find_first_address("lab", None) == ""
    register_menu_entries(
        MenuEntry("lab", "Your data", "ui:your-data", 1, applies=lambda **_arguments: False),
        MenuEntry("lab", "Accessibility", "ui:accessibility", 2),
        MenuEntry("lab", "Your data", "ui:your-data", 3, applies=refuse),
    )

    with override("en"):
        assert find_first_address("lab", None) == "/en/accessibility/"


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/en/studies/night-work/coding/", ["page", ""]),
        ("/en/studies/night-work/coding/codebook/", ["true", ""]),
        ("/en/studies/night-work/quotations/", ["", "page"]),
        ("/en/studies/night-work/quotations/7/", ["", ""]),
    ],
)
def test_the_entry_of_the_page_being_read_is_marked(path, current):
    register_menu_entries(
        MenuEntry("study", "Coding", "coding:overview", 1, takes=("slug",), covers_subpages=True),
        MenuEntry("study", "Quotations", "coding:released", 2, takes=("slug",)),
    )

    with override("en"):
        links = list_menu_links("study", None, path, slug="night-work")
    assert [link.current for link in links] == current


def test_of_two_entries_that_cover_a_page_the_closer_one_is_marked():
    register_menu_entries(
        MenuEntry("study", "Coding", "coding:overview", 1, takes=("slug",), covers_subpages=True),
        MenuEntry("study", "Codes", "coding:codebook", 2, takes=("slug",), covers_subpages=True),
    )

    with override("en"):
        links = list_menu_links(
            "study", None, "/en/studies/night-work/coding/codebook/publish/", slug="night-work"
        )
    assert [link.current for link in links] == ["", "true"]


ABOUT = MenuGroup("About", 20)
RIGHTS = MenuGroup("Rights", 5)


def test_groups_come_in_their_order_each_with_its_links_and_the_address_of_the_first():
    register_menu_entries(
        MenuEntry("lab", "Access", "ui:accessibility", 3, group=ABOUT),
        MenuEntry("lab", "Data", "ui:your-data", 2, group=RIGHTS),
        MenuEntry("lab", "Sign in", "accounts:sign-in", 10),
    )

    with override("en"):
        groups = list_menu_groups("lab", None, "/en/accessibility/")
    assert groups == [
        MenuLinkGroup("Rights", "/en/your-data/", "", (MenuLink("Data", "/en/your-data/", ""),)),
        MenuLinkGroup("Sign in", "/en/sign-in/", ""),
        MenuLinkGroup(
            "About",
            "/en/accessibility/",
            "true",
            (MenuLink("Access", "/en/accessibility/", "page"),),
        ),
    ]


def test_a_group_of_which_a_reader_sees_no_entry_is_not_there():
    register_menu_entries(
        MenuEntry("lab", "Access", "ui:accessibility", 1, lambda role: role == "owner", group=ABOUT)
    )

    assert [group.label for group in list_menu_groups("lab", "owner", "/")] == ["About"]
    assert list_menu_groups("lab", "reader", "/") == []


def test_a_page_shows_the_words_and_only_the_links_of_the_word_behind_which_it_is():
    register_menu_entries(
        MenuEntry("lab", "Access", "ui:accessibility", 1, group=ABOUT),
        MenuEntry("lab", "Sign in", "accounts:sign-in", 2, group=ABOUT),
        MenuEntry("lab", "Data", "ui:your-data", 3, group=RIGHTS),
        MenuEntry("lab", "Account", "accounts:own-account", 4, group=RIGHTS),
    )
    page = Template(
        '{% load ui %}{% menu_groups "lab" as groups %}'
        '{% include "ui/menu_groups.html" with name="This place" %}'
    )

    with override("en"):
        html = page.render(Context({"request": RequestFactory().get("/en/accessibility/")}))

    assert '<nav class="groups" aria-label="This place">' in html
    assert re.findall(r"<a [^>]*>([^<]*)</a>", html) == ["Rights", "About", "Access", "Sign in"]


def test_two_entries_at_one_place_are_refused_and_the_same_one_twice_is_one():
    first = MenuEntry("lab", "Your data", "ui:your-data", 1)
    register_menu_entries(first, first)

    with pytest.raises(ValueError, match=r"ui:accessibility: place 1 .* by ui:your-data"):
        register_menu_entries(MenuEntry("lab", "Accessibility", "ui:accessibility", 1))
    assert labels("lab") == ["Your data"]


def test_a_page_shows_a_menu_with_the_entry_being_read_marked():
    register_menu_entries(
        MenuEntry("lab", "Your data", "ui:your-data", 1),
        MenuEntry("lab", "Checks & doubts", "ui:accessibility", 2),
    )
    page = Template('{% load ui %}{% menu "lab" as links %}{% include "ui/menu.html" %}')

    with override("en"):
        html = page.render(Context({"request": RequestFactory().get("/en/accessibility/")}))

    assert '<a href="/en/your-data/">Your data</a>' in html
    assert '<a href="/en/accessibility/" aria-current="page">Checks &amp; doubts</a>' in html
