"""Ways to the demonstrators and to the session in 90 minutes, from pages of groups and systems."""

from django.utils.translation import gettext_lazy

from vecu.groups.menus import (
    HYPOTHESES,
    PUBLISHED_GROUP_MENU,
    make_group_entry,
    make_member_entry,
)
from vecu.register.menus import PUBLISHED_SYSTEMS_MENU
from vecu.ui.menus import FIRST_PAGE_MENU, MenuEntry, register_menu_entries

DEMONSTRATORS_MENU = "demonstrators"
"""What can be done with demonstrators, on the page that lists them; shown to everybody."""

register_menu_entries(
    MenuEntry(FIRST_PAGE_MENU, gettext_lazy("Try a machine"), "demonstrators:demonstrators", 20),
    MenuEntry(
        PUBLISHED_SYSTEMS_MENU, gettext_lazy("Try a machine"), "demonstrators:demonstrators", 10
    ),
    make_group_entry(
        gettext_lazy("A session in 90 minutes"),
        "demonstrators:training",
        32,
        takes=(),
        group=HYPOTHESES,
    ),
    make_group_entry(
        gettext_lazy("Try a machine"), "demonstrators:demonstrators", 33, takes=(), group=HYPOTHESES
    ),
    make_member_entry(gettext_lazy("Try a machine"), "demonstrators:demonstrators", 50),
    MenuEntry(
        PUBLISHED_GROUP_MENU, gettext_lazy("Try a machine"), "demonstrators:demonstrators", 90
    ),
    MenuEntry(
        DEMONSTRATORS_MENU, gettext_lazy("A group in 90 minutes"), "demonstrators:training", 10
    ),
)
