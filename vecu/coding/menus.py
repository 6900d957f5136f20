"""What coding offers in the menus of studies."""

from functools import partial
from operator import attrgetter

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.surveys.menus import CODE, NEW_STUDY_MENU, PUBLISH, RELEASED_MENU, make_study_entry
from vecu.ui.menus import MenuEntry, register_menu_entries

make_coding_entry = partial(make_study_entry, is_visible=rules.can_code, group=CODE)
"""Make an entry of `STUDY_MENU` for those who code, from its label, address and order."""

register_menu_entries(
    make_coding_entry(gettext_lazy("Texts"), "coding:overview", 50),
    make_coding_entry(gettext_lazy("Codebook"), "coding:codebook", 51),
    make_coding_entry(gettext_lazy("Agreement"), "coding:agreement", 52),
    make_coding_entry(gettext_lazy("Disagreements"), "coding:disagreements", 53),
    make_coding_entry(gettext_lazy("Links"), "coding:links", 54),
    make_coding_entry(gettext_lazy("Guides"), "coding:guides", 55),
    make_coding_entry(gettext_lazy("Machine"), "coding:machine", 56),
    make_study_entry(
        gettext_lazy("Quotations"), "coding:quotations", 63, rules.can_code, group=PUBLISH
    ),
    make_study_entry(
        gettext_lazy("Whole stories"),
        "coding:whole-stories",
        65,
        rules.can_lead_coding,
        group=PUBLISH,
    ),
    make_study_entry(
        gettext_lazy("Released quotations"),
        "coding:released",
        64,
        rules.can_see_study,
        group=PUBLISH,
    ),
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
