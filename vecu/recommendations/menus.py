"""What recommendations and suppliers' cards offer in the menus of groups; their own menu."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from vecu.accounts import rules
from vecu.groups.menus import (
    GROUP_HISTORY_MENU,
    PUBLISHED_GROUP_MENU,
    SUPPLIER_STEP_MENU,
    make_group_entry,
    make_member_entry,
)
from vecu.recommendations.queries import has_supplier_cards
from vecu.ui.menus import MenuEntry, MenuGroup, register_menu_entries

PUBLISHED_RECOMMENDATION_MENU = "published-recommendation"
"""On the staff's page of a recommendation that everybody reads, with its `recommendation`."""

RECOMMENDATIONS = MenuGroup(pgettext_lazy("group of a menu", "Recommendations"), 40)

register_menu_entries(
    make_group_entry(
        gettext_lazy("Recommendations"),
        "recommendations:recommendations",
        40,
        group=RECOMMENDATIONS,
    ),
    make_group_entry(gettext_lazy("Suppliers"), "recommendations:cards", 41, group=RECOMMENDATIONS),
    MenuEntry(
        GROUP_HISTORY_MENU,
        gettext_lazy("History of what the group recommends"),
        "recommendations:recommendation-history",
        10,
        rules.can_see_group,
        takes=("slug",),
    ),
    MenuEntry(
        SUPPLIER_STEP_MENU,
        gettext_lazy("What suppliers promised, and what was observed"),
        "recommendations:cards",
        10,
        rules.can_see_group,
        takes=("slug",),
    ),
    make_member_entry(gettext_lazy("What we recommend"), "recommendations:my-recommendations", 30),
    MenuEntry(
        PUBLISHED_GROUP_MENU,
        gettext_lazy("Suppliers"),
        "recommendations:public-cards",
        20,
        takes=("slug",),
        applies=has_supplier_cards,
    ),
)
