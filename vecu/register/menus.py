"""The menu of a system, and what the register itself offers in it; rooms above add theirs."""

from functools import partial

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.ui.menus import STAFF_MENU, MenuEntry, register_menu_entries

SYSTEM_MENU = "system"
"""On every page of one system; shown to a role, with the system's `slug`."""
SYSTEM_ACTS_MENU = "system-acts"
"""At the foot of the overview of a system: what else can be done with it; shown to a role, with the
system's `slug`."""
PUBLISHED_SYSTEM_MENU = "published-system"
"""What everybody reads of a published system; shown to a role, with the system's `slug`."""

make_system_entry = partial(MenuEntry, SYSTEM_MENU, takes=("slug",))
"""Make an entry of `SYSTEM_MENU` from its label, address, order and permission."""

register_menu_entries(
    MenuEntry(STAFF_MENU, gettext_lazy("AI systems"), "register:systems", 20),
    make_system_entry(gettext_lazy("At a glance"), "register:system", 10, rules.can_see_system),
    make_system_entry(
        gettext_lazy("What it is"), "register:description", 12, rules.can_edit_system
    ),
    make_system_entry(gettext_lazy("Contact"), "register:contact", 14, rules.can_edit_system),
    make_system_entry(gettext_lazy("Stages"), "register:stages", 16, rules.can_see_system),
    make_system_entry(gettext_lazy("Versions"), "register:versions", 18, rules.can_see_system),
    make_system_entry(gettext_lazy("Settings"), "register:settings", 20, rules.can_see_system),
    make_system_entry(
        gettext_lazy("Who took part"), "register:involvement", 22, rules.can_see_system
    ),
    make_system_entry(
        gettext_lazy("Consultation"), "register:consultation", 24, rules.can_see_system
    ),
    make_system_entry(
        gettext_lazy("Real situations"), "register:situations", 26, rules.can_see_system
    ),
    make_system_entry(gettext_lazy("History"), "register:history", 40, rules.can_see_system),
    make_system_entry(gettext_lazy("Members"), "register:members", 120, rules.can_manage_members),
    make_system_entry(gettext_lazy("Audit"), "register:audit", 130, rules.can_read_audit),
)
