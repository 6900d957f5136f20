"""The menu of a system, and what the register itself offers in it; rooms above add theirs.

Pages of entries are added where their kinds are declared.
"""

from functools import partial

from django.utils.translation import gettext_lazy, pgettext_lazy

from vecu.accounts import rules
from vecu.ui.menus import STAFF_MENU, MenuEntry, MenuGroup, register_menu_entries

SYSTEM_MENU = "system"
"""On every page of one system; shown to a role, with the system's `slug`."""
SYSTEM_ACTS_MENU = "system-acts"
"""At the foot of the overview of a system: what else can be done with it; shown to a role, with the
system's `slug`."""
PUBLISHED_SYSTEM_MENU = "published-system"
"""What everybody reads of a published system; shown to a role, with the system's `slug`."""
PUBLISHED_SYSTEMS_MENU = "published-systems"
"""Ways on from the list of published systems; shown to everybody."""

DESCRIBE = MenuGroup(pgettext_lazy("group of a menu", "Describe"), 20)
DECIDE = MenuGroup(pgettext_lazy("group of a menu", "Decide together"), 30)
MONITOR = MenuGroup(pgettext_lazy("group of a menu", "Monitor"), 40)
CHANGE = MenuGroup(pgettext_lazy("group of a menu", "Change"), 50)

make_system_entry = partial(MenuEntry, SYSTEM_MENU, takes=("slug",), covers_subpages=True)
"""Make an entry of `SYSTEM_MENU` from its label, address, order, permission and group."""

register_menu_entries(
    MenuEntry(
        STAFF_MENU, pgettext_lazy("door", "Observe"), "register:systems", 30, covers_subpages=True
    ),
    make_system_entry(
        gettext_lazy("At a glance"),
        "register:system",
        10,
        rules.can_see_system,
        covers_subpages=False,
    ),
    make_system_entry(
        gettext_lazy("What it is"),
        "register:description",
        20,
        rules.can_edit_system,
        group=DESCRIBE,
    ),
    make_system_entry(
        gettext_lazy("Contact"), "register:contact", 21, rules.can_edit_system, group=DESCRIBE
    ),
    make_system_entry(
        gettext_lazy("Members"), "register:members", 24, rules.can_manage_members, group=DESCRIBE
    ),
    make_system_entry(
        gettext_lazy("Audit log"), "register:audit", 25, rules.can_read_audit, group=DESCRIBE
    ),
    make_system_entry(
        gettext_lazy("History"), "register:history", 53, rules.can_see_system, group=CHANGE
    ),
)
