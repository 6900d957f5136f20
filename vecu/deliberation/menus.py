"""What dialogue offers in the menus of systems."""

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.register.menus import make_system_entry
from vecu.ui.menus import register_menu_entries

register_menu_entries(
    make_system_entry(
        gettext_lazy("Dialogue"),
        "deliberation:dialogue",
        60,
        rules.can_see_system,
        covers_subpages=True,
    )
)
