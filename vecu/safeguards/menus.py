"""What safeguards offer in the menus of systems, and menus of their own pages."""

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.register.menus import DECIDE, PUBLISHED_SYSTEM_MENU, make_system_entry
from vecu.safeguards.quarter_counts.queries import has_quarters
from vecu.safeguards.queries import has_consent_page
from vecu.safeguards.second_looks.queries import has_look_office
from vecu.ui.menus import MenuEntry, register_menu_entries

SAFEGUARD_MENU = "safeguards"
"""Members' pages of the safeguards of a system that are no kind of entry; with its `slug`."""
PUBLIC_SAFEGUARD_MENU = "public-safeguards"
"""What everybody finds beside the routes of a system; with its `slug`."""

register_menu_entries(
    make_system_entry(
        gettext_lazy("Those who say no"),
        "safeguards:safeguards",
        48,
        rules.can_see_system,
        group=DECIDE,
    ),
    MenuEntry(
        SAFEGUARD_MENU,
        gettext_lazy("Walked paths"),
        "safeguards:walks",
        40,
        rules.can_see_system,
        takes=("slug",),
    ),
    MenuEntry(
        SAFEGUARD_MENU,
        gettext_lazy("Codes, and the recorded voice"),
        "safeguards:codes",
        20,
        rules.can_edit_system,
        takes=("slug",),
    ),
    MenuEntry(
        PUBLIC_SAFEGUARD_MENU,
        gettext_lazy("Say yes, or no"),
        "safeguards:consent",
        10,
        takes=("slug",),
        applies=has_consent_page,
    ),
    MenuEntry(
        SAFEGUARD_MENU,
        gettext_lazy("History of those who say no"),
        "safeguards:history",
        90,
        rules.can_see_system,
        takes=("slug",),
    ),
    MenuEntry(
        SAFEGUARD_MENU,
        gettext_lazy("Quarters"),
        "safeguards:quarters",
        50,
        rules.can_see_system,
        takes=("slug",),
    ),
    MenuEntry(
        PUBLISHED_SYSTEM_MENU,
        gettext_lazy("Does saying no cost something?"),
        "safeguards:public-quarters",
        56,
        takes=("slug",),
        applies=has_quarters,
    ),
    MenuEntry(
        PUBLISHED_SYSTEM_MENU,
        gettext_lazy("If you say no"),
        "safeguards:public-safeguards",
        55,
        takes=("slug",),
    ),
    MenuEntry(
        PUBLISHED_SYSTEM_MENU,
        gettext_lazy("A person looks again"),
        "safeguards:second-look",
        57,
        takes=("slug",),
        applies=has_look_office,
    ),
    MenuEntry(
        PUBLIC_SAFEGUARD_MENU,
        gettext_lazy("Ask that a person looks again"),
        "safeguards:second-look",
        30,
        takes=("slug",),
    ),
    MenuEntry(
        SAFEGUARD_MENU,
        gettext_lazy("Second looks"),
        "safeguards:looks",
        30,
        rules.can_see_system,
        takes=("slug",),
    ),
    MenuEntry(
        PUBLIC_SAFEGUARD_MENU,
        gettext_lazy("Walked paths: where people end up, by each way in"),
        "safeguards:public-walks",
        40,
        takes=("slug",),
    ),
)
