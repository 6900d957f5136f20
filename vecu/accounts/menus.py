"""The way in for members, the way out, and their accounts."""

from django.utils.translation import gettext_lazy

from vecu.ui.menus import ACCOUNT_MENU, FOOTER_MENU, OWN_MENU, MenuEntry, register_menu_entries


def _may_manage_accounts(viewer: object) -> bool:
    return bool(getattr(viewer, "may_manage_accounts", False))


register_menu_entries(
    MenuEntry(FOOTER_MENU, gettext_lazy("Sign in (team)"), "accounts:sign-in", 90),
    MenuEntry(OWN_MENU, gettext_lazy("Your account"), "accounts:own-account", 10),
    MenuEntry(
        OWN_MENU,
        gettext_lazy("Accounts"),
        "accounts:accounts",
        20,
        _may_manage_accounts,
        covers_subpages=True,
    ),
    MenuEntry(ACCOUNT_MENU, gettext_lazy("Sign out"), "accounts:sign-out", 10),
)
