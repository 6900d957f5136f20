"""The menus of a learning group: of its staff, its members, and of everybody."""

from functools import partial

from django.utils.translation import gettext_lazy, pgettext_lazy

from vecu.accounts import rules
from vecu.ui.menus import STAFF_MENU, MenuEntry, MenuGroup, register_menu_entries

GROUP_MENU = "group"
"""On every page of one group; shown to a role, with the group's `slug`."""
GROUP_HISTORY_MENU = "group-history"
"""Other histories of a group, below its own; shown to a role, with the group's `slug`."""
SUPPLIER_STEP_MENU = "supplier-step"
"""On a step at which a supplier is heard; shown to a role, with the group's `slug`."""
SESSION_MENU = "group-session"
"""What a group can discuss when it sits together: beside its calendar, in all groups alike."""

MEMBER_MENU = "group-member"
"""On every page of a member who opened their group by a link."""
PUBLISHED_GROUP_MENU = "published-group"
"""What everybody reads of a published group; shown to a role, with the group's `slug`."""

MANDATE = MenuGroup(pgettext_lazy("group of a menu", "Mandate and members"), 20)
HYPOTHESES = MenuGroup(pgettext_lazy("group of a menu", "Hypotheses and rounds"), 30)

make_group_entry = partial(
    MenuEntry,
    GROUP_MENU,
    takes=("slug",),
    covers_subpages=True,
    is_visible=rules.can_see_group,
)
"""Make an entry of `GROUP_MENU` from its label, address, order and group."""

make_member_entry = partial(MenuEntry, MEMBER_MENU, covers_subpages=True)
"""Make an entry of `MEMBER_MENU` from its label, address and order."""

register_menu_entries(
    MenuEntry(
        STAFF_MENU, pgettext_lazy("door", "Decide"), "groups:groups", 40, covers_subpages=True
    ),
    make_group_entry(gettext_lazy("At a glance"), "groups:group", 10, covers_subpages=False),
    make_group_entry(gettext_lazy("Mandate"), "groups:mandate", 20, group=MANDATE),
    make_group_entry(gettext_lazy("Members"), "groups:group-members", 21, group=MANDATE),
    make_group_entry(gettext_lazy("Calendar"), "groups:calendar", 22, group=MANDATE),
    make_group_entry(
        gettext_lazy("Team"),
        "groups:members",
        23,
        is_visible=rules.can_manage_members,
        group=MANDATE,
    ),
    make_group_entry(gettext_lazy("History"), "groups:group-history", 24, group=MANDATE),
    make_group_entry(
        gettext_lazy("Audit log"),
        "groups:group-audit",
        25,
        is_visible=rules.can_read_audit,
        group=MANDATE,
    ),
    make_group_entry(gettext_lazy("Hypotheses"), "groups:hypotheses", 30, group=HYPOTHESES),
    make_group_entry(gettext_lazy("Rounds"), "groups:rounds", 31, group=HYPOTHESES),
    make_member_entry(gettext_lazy("My positions"), "groups:my-positions", 10),
    make_member_entry(gettext_lazy("Calendar"), "groups:my-calendar", 20),
    make_member_entry(gettext_lazy("My place in the group"), "groups:my-place", 40),
    MenuEntry(
        PUBLISHED_GROUP_MENU,
        gettext_lazy("The group"),
        "groups:public-group",
        10,
        takes=("slug",),
    ),
)
