"""The way in for members, and the way out."""

from django.utils.translation import gettext_lazy

from vecu.ui.menus import ACCOUNT_MENU, HOME_MENU, MenuEntry, register_menu_entries

register_menu_entries(
    MenuEntry(
        HOME_MENU, gettext_lazy("Sign in (for the laboratory’s members)"), "accounts:sign-in", 10
    ),
    MenuEntry(ACCOUNT_MENU, gettext_lazy("Sign out"), "accounts:sign-out", 10),
)
