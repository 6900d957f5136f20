"""What dialogue offers in the menus of systems."""

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.dialogue.queries import has_public_dialogue
from vecu.pilots.menus import COLD_FORM_MENU
from vecu.register.menus import DECIDE, PUBLISHED_SYSTEM_MENU, make_system_entry
from vecu.ui.menus import FOOTER_MENU, SORTED_WRITINGS_MENU, MenuEntry, register_menu_entries

register_menu_entries(
    MenuEntry(
        COLD_FORM_MENU,
        gettext_lazy("The positions, and who disagrees"),
        "dialogue:writing",
        10,
        takes=("writing",),
    ),
    MenuEntry(FOOTER_MENU, gettext_lazy("Cold and warm writings"), "dialogue:writings", 15),
    MenuEntry(
        SORTED_WRITINGS_MENU, gettext_lazy("Positions of organisations"), "dialogue:writings", 10
    ),
    make_system_entry(
        gettext_lazy("Dialogue"),
        "dialogue:dialogue",
        32,
        rules.can_see_system,
        group=DECIDE,
    ),
    MenuEntry(
        PUBLISHED_SYSTEM_MENU,
        gettext_lazy("Dialogue"),
        "dialogue:public-dialogue",
        60,
        takes=("slug",),
        applies=has_public_dialogue,
    ),
)
