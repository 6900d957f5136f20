"""What coding offers in the menus of studies."""

from operator import attrgetter

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.surveys.menus import NEW_STUDY_MENU, RELEASED_MENU, make_study_entry
from vecu.ui.menus import MenuEntry, register_menu_entries

register_menu_entries(
    make_study_entry(
        gettext_lazy("Coding"), "coding:overview", 50, rules.can_code, covers_subpages=True
    ),
    make_study_entry(gettext_lazy("Quotations"), "coding:released", 60, rules.can_see_study),
    MenuEntry(
        RELEASED_MENU,
        gettext_lazy("Released quotations"),
        "coding:released",
        10,
        rules.can_see_study,
        takes=("slug",),
    ),
    MenuEntry(
        NEW_STUDY_MENU,
        gettext_lazy("Or begin with a project that was coded in another program."),
        "coding:project",
        10,
        attrgetter("may_create_studies"),
    ),
)
