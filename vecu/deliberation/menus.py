"""The menus of a learning group, and what dialogue offers in the menus of systems."""

from functools import partial

from django.utils.translation import gettext_lazy, pgettext_lazy

from vecu.accounts import rules
from vecu.deliberation.queries import has_public_dialogue
from vecu.deliberation.recommendations.queries import has_supplier_cards
from vecu.pilots.menus import DEMONSTRATORS_MENU
from vecu.register.menus import DECIDE, PUBLISHED_SYSTEM_MENU, make_system_entry
from vecu.ui.menus import STAFF_MENU, MenuEntry, MenuGroup, register_menu_entries

GROUP_MENU = "group"
"""On every page of one group; shown to a role, with the group's `slug`."""

MEMBER_MENU = "group-member"
"""On every page of a member who opened their group by a link."""
PUBLISHED_GROUP_MENU = "published-group"
"""What everybody reads of a published group; shown to a role, with the group's `slug`."""

PUBLISHED_RECOMMENDATION_MENU = "published-recommendation"
"""On the staff's page of a recommendation that everybody reads, with its `recommendation`."""

MANDATE = MenuGroup(pgettext_lazy("group of a menu", "Mandate and members"), 20)
HYPOTHESES = MenuGroup(pgettext_lazy("group of a menu", "Hypotheses and rounds"), 30)
RECOMMENDATIONS = MenuGroup(pgettext_lazy("group of a menu", "Recommendations"), 40)

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
        STAFF_MENU, pgettext_lazy("door", "Decide"), "deliberation:groups", 40, covers_subpages=True
    ),
    make_group_entry(gettext_lazy("At a glance"), "deliberation:group", 10, covers_subpages=False),
    make_group_entry(gettext_lazy("Mandate"), "deliberation:mandate", 20, group=MANDATE),
    make_group_entry(gettext_lazy("Members"), "deliberation:group-members", 21, group=MANDATE),
    make_group_entry(gettext_lazy("Calendar"), "deliberation:calendar", 22, group=MANDATE),
    make_group_entry(
        gettext_lazy("Team"),
        "deliberation:members",
        23,
        is_visible=rules.can_manage_members,
        group=MANDATE,
    ),
    make_group_entry(gettext_lazy("History"), "deliberation:group-history", 24, group=MANDATE),
    make_group_entry(
        gettext_lazy("Audit log"),
        "deliberation:group-audit",
        25,
        is_visible=rules.can_read_audit,
        group=MANDATE,
    ),
    make_group_entry(gettext_lazy("Hypotheses"), "deliberation:hypotheses", 30, group=HYPOTHESES),
    make_group_entry(gettext_lazy("Rounds"), "deliberation:rounds", 31, group=HYPOTHESES),
    make_group_entry(
        gettext_lazy("A session in 90 minutes"),
        "deliberation:training",
        32,
        takes=(),
        group=HYPOTHESES,
    ),
    make_group_entry(
        gettext_lazy("Try a machine"), "pilots:demonstrators", 33, takes=(), group=HYPOTHESES
    ),
    make_group_entry(
        gettext_lazy("Recommendations"), "deliberation:recommendations", 40, group=RECOMMENDATIONS
    ),
    make_group_entry(gettext_lazy("Suppliers"), "deliberation:cards", 41, group=RECOMMENDATIONS),
    make_system_entry(
        gettext_lazy("Dialogue"),
        "deliberation:dialogue",
        32,
        rules.can_see_system,
        group=DECIDE,
    ),
    MenuEntry(
        PUBLISHED_SYSTEM_MENU,
        gettext_lazy("Dialogue"),
        "deliberation:public-dialogue",
        60,
        takes=("slug",),
        applies=has_public_dialogue,
    ),
)
register_menu_entries(
    make_member_entry(gettext_lazy("My positions"), "deliberation:my-positions", 10),
    make_member_entry(gettext_lazy("Calendar"), "deliberation:my-calendar", 20),
    make_member_entry(gettext_lazy("What we recommend"), "deliberation:my-recommendations", 30),
    make_member_entry(gettext_lazy("My place in the group"), "deliberation:my-place", 40),
    make_member_entry(gettext_lazy("Try a machine"), "pilots:demonstrators", 50),
    MenuEntry(PUBLISHED_GROUP_MENU, gettext_lazy("Try a machine"), "pilots:demonstrators", 90),
    MenuEntry(
        DEMONSTRATORS_MENU, gettext_lazy("A group in 90 minutes"), "deliberation:training", 10
    ),
    MenuEntry(
        PUBLISHED_GROUP_MENU,
        gettext_lazy("The group"),
        "deliberation:public-group",
        10,
        takes=("slug",),
    ),
    MenuEntry(
        PUBLISHED_GROUP_MENU,
        gettext_lazy("Suppliers"),
        "deliberation:public-cards",
        20,
        takes=("slug",),
        applies=has_supplier_cards,
    ),
)
