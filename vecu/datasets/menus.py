"""What datasets offers in the menus of studies."""

from operator import attrgetter

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.surveys.menus import COLLECT, PUBLISH, STUDIES_MENU, make_study_entry
from vecu.ui.menus import MenuEntry, register_menu_entries

register_menu_entries(
    make_study_entry(
        gettext_lazy("Import answers"),
        "datasets:upload",
        36,
        rules.can_bring_answers_in,
        group=COLLECT,
    ),
    make_study_entry(
        gettext_lazy("Release figures"),
        "datasets:releases",
        62,
        rules.can_release,
        group=PUBLISH,
    ),
    make_study_entry(
        gettext_lazy("Export data"), "datasets:data", 69, rules.can_take_data_out, group=PUBLISH
    ),
    MenuEntry(
        STUDIES_MENU,
        gettext_lazy("Create a study from a file of answers"),
        "datasets:begin",
        10,
        attrgetter("may_create_studies"),
    ),
)
