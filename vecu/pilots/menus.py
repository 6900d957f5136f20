"""What pilots offer in the menus of systems that are one, and of those that can become one."""

from functools import partial

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.fieldlog.menus import WORKERS_MENU
from vecu.pilots.queries import has_pilot, has_tunable_pilot, may_become_pilot
from vecu.register.menus import (
    CHANGE,
    MONITOR,
    PUBLISHED_SYSTEM_MENU,
    SYSTEM_ACTS_MENU,
    make_system_entry,
)
from vecu.ui.menus import MenuEntry, register_menu_entries

COLD_FORM_MENU = "cold-form"
"""Beside what is disputed of a form: where positions on its kind of writing stand."""
make_pilot_entry = partial(make_system_entry, is_visible=rules.can_see_system, applies=has_pilot)
"""Make an entry of `SYSTEM_MENU`, on pages of pilots only, from its label, address and order."""
make_public_pilot_entry = partial(
    MenuEntry, PUBLISHED_SYSTEM_MENU, takes=("slug",), applies=has_pilot
)
"""Make an entry of `PUBLISHED_SYSTEM_MENU`, on pages of pilots only."""

register_menu_entries(
    make_public_pilot_entry(gettext_lazy("Try it"), "pilots:check", 30, covers_subpages=True),
    MenuEntry(
        WORKERS_MENU,
        gettext_lazy("Work with the system"),
        "pilots:check",
        10,
        takes=("slug",),
        applies=has_pilot,
    ),
    make_pilot_entry(gettext_lazy("Pilot"), "pilots:pilot", 46, group=MONITOR),
    make_system_entry(
        gettext_lazy("Strictness"),
        "pilots:strictness",
        52,
        rules.can_see_system,
        group=CHANGE,
        applies=has_tunable_pilot,
    ),
    MenuEntry(
        PUBLISHED_SYSTEM_MENU,
        gettext_lazy("Strictness"),
        "pilots:tuning",
        40,
        takes=("slug",),
        applies=has_tunable_pilot,
    ),
    MenuEntry(
        SYSTEM_ACTS_MENU,
        gettext_lazy("Make it a pilot of the laboratory"),
        "pilots:pilot",
        10,
        rules.can_adopt_pilot,
        takes=("slug",),
        applies=may_become_pilot,
    ),
)
