"""The menus of a learning group, and what dialogue offers in the menus of systems."""

from functools import partial

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.deliberation.queries import has_public_dialogue
from vecu.deliberation.recommendations.queries import has_supplier_cards
from vecu.register.menus import PUBLISHED_SYSTEM_MENU, make_system_entry
from vecu.ui.menus import STAFF_MENU, MenuEntry, register_menu_entries

GROUP_MENU = "group"
"""On every page of one group; shown to a role, with the group's `slug`."""

MEMBER_MENU = "group-member"
"""On every page of a member who opened their group by a link."""
PUBLISHED_GROUP_MENU = "published-group"
"""What everybody reads of a published group; shown to a role, with the group's `slug`."""

PUBLISHED_RECOMMENDATION_MENU = "published-recommendation"
"""On the staff's page of a recommendation that everybody reads, with its `recommendation`."""

make_group_entry = partial(MenuEntry, GROUP_MENU, takes=("slug",), covers_subpages=True)
"""Make an entry of `GROUP_MENU` from its label, address, order and permission."""

make_member_entry = partial(MenuEntry, MEMBER_MENU, covers_subpages=True)
"""Make an entry of `MEMBER_MENU` from its label, address and order."""

register_menu_entries(
    make_group_entry(gettext_lazy("Suppliers"), "deliberation:cards", 60, rules.can_see_group),
    MenuEntry(STAFF_MENU, gettext_lazy("Groups"), "deliberation:groups", 30),
    make_group_entry(
        gettext_lazy("At a glance"),
        "deliberation:group",
        10,
        rules.can_see_group,
        covers_subpages=False,
    ),
    make_group_entry(gettext_lazy("Mandate"), "deliberation:mandate", 20, rules.can_see_group),
    make_group_entry(gettext_lazy("Calendar"), "deliberation:calendar", 40, rules.can_see_group),
    make_group_entry(
        gettext_lazy("History"), "deliberation:group-history", 90, rules.can_see_group
    ),
    make_group_entry(
        gettext_lazy("Recommendations"), "deliberation:recommendations", 70, rules.can_see_group
    ),
    make_system_entry(
        gettext_lazy("Dialogue"),
        "deliberation:dialogue",
        60,
        rules.can_see_system,
        covers_subpages=True,
    ),
    MenuEntry(
        PUBLISHED_SYSTEM_MENU,
        gettext_lazy("Dialogue"),
        "deliberation:public-dialogue",
        60,
        takes=("slug",),
        applies=has_public_dialogue,
    ),
    make_group_entry(
        gettext_lazy("Members"), "deliberation:group-members", 30, rules.can_see_group
    ),
    make_group_entry(
        gettext_lazy("Hypotheses"), "deliberation:hypotheses", 50, rules.can_see_group
    ),
    make_group_entry(gettext_lazy("Rounds"), "deliberation:rounds", 55, rules.can_see_group),
    make_group_entry(gettext_lazy("Team"), "deliberation:members", 80, rules.can_manage_members),
)
register_menu_entries(
    make_member_entry(gettext_lazy("My positions"), "deliberation:my-positions", 10),
    make_member_entry(gettext_lazy("Calendar"), "deliberation:my-calendar", 20),
    make_member_entry(gettext_lazy("What we recommend"), "deliberation:my-recommendations", 30),
    make_member_entry(gettext_lazy("My place in the group"), "deliberation:my-place", 40),
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
