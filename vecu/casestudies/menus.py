"""What case studies offer in the menus of systems; the papers of an evaluation, from above."""

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.casestudies.queries import has_evaluations
from vecu.register.menus import (
    DECIDE,
    PUBLISHED_SYSTEM_MENU,
    PUBLISHED_SYSTEMS_MENU,
    make_system_entry,
)
from vecu.surveys.menus import READ, make_study_entry
from vecu.ui.menus import MenuEntry, register_menu_entries

EVALUATION_MENU = "evaluation"
"""Papers of an evaluation on its members' page; shown to a role, with `slug` and `evaluation`."""
PUBLIC_EVALUATION_MENU = "public-evaluation"
"""The same on the page that everybody reads."""
METHOD_MENU = "evaluation-method"
"""Papers to print beside the protocol; shown to everybody."""
SWAP_TEST_MENU = "swap-test"
"""Where swapped records can be read; shown to everybody, with the `name` of a demonstrator."""

register_menu_entries(
    make_system_entry(
        gettext_lazy("Evaluations"),
        "casestudies:evaluations",
        49,
        rules.can_see_system,
        group=DECIDE,
    ),
    MenuEntry(
        PUBLISHED_SYSTEM_MENU,
        gettext_lazy("Evaluations"),
        "casestudies:public-evaluations",
        70,
        takes=("slug",),
        applies=has_evaluations,
    ),
    MenuEntry(
        PUBLISHED_SYSTEMS_MENU,
        gettext_lazy("Evaluate a writing tool in eight weeks"),
        "casestudies:method",
        40,
    ),
    make_study_entry(
        gettext_lazy("Cases"),
        "casestudies:cases",
        45,
        rules.can_read_stories,
        group=READ,
        covers_subpages=True,
    ),
    MenuEntry(METHOD_MENU, gettext_lazy("The swap test"), "casestudies:swap-test", 20),
    MenuEntry(
        SWAP_TEST_MENU,
        gettext_lazy("Read some of them, and guess first"),
        "demonstrators:demonstrator",
        10,
        takes=("name",),
    ),
)
