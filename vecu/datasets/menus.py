"""What datasets offers in the menus of studies."""

from operator import attrgetter

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.surveys.menus import STUDIES_MENU, make_study_entry
from vecu.ui.menus import MenuEntry, register_menu_entries

register_menu_entries(
    make_study_entry(
        gettext_lazy("Release figures"),
        "datasets:releases",
        75,
        rules.can_release,
        covers_subpages=True,
    ),
    make_study_entry(
        gettext_lazy("Bring answers in"), "datasets:upload", 100, rules.can_bring_answers_in
    ),
    make_study_entry(gettext_lazy("Data"), "datasets:data", 110, rules.can_take_data_out),
    MenuEntry(
        STUDIES_MENU,
        gettext_lazy("Begin a study from a file of answers"),
        "datasets:begin",
        10,
        attrgetter("may_create_studies"),
    ),
)
