"""The menus of studies, and what surveys itself offers in them; rooms above add theirs."""

from functools import partial

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.ui.menus import DOORS_MENU, STAFF_MENU, MenuEntry, register_menu_entries

STUDY_MENU = "study"
"""On every page of one study; shown to a role, with the study's `slug`."""
RELEASED_MENU = "released"
"""What those who see no figures can read of a study; shown to a role, with the study's `slug`."""
STUDIES_MENU = "studies"
"""Buttons above the list of studies; shown to the member's account."""
NEW_STUDY_MENU = "new-study"
"""Other ways to begin a study, on the page that begins one; shown to the member's account."""

RESPONDENTS_MENU = "respondents"
"""Where those who answer may go before and after, such as what others told; shown to the study,
with its `slug`."""

make_study_entry = partial(MenuEntry, STUDY_MENU, takes=("slug",))
"""Make an entry of `STUDY_MENU` from its label, address, order and permission."""

register_menu_entries(
    MenuEntry(DOORS_MENU, gettext_lazy("Take part"), "surveys:home", 10),
    MenuEntry(STAFF_MENU, gettext_lazy("Studies"), "surveys:studies", 10),
    make_study_entry(gettext_lazy("At a glance"), "surveys:study", 10, rules.can_see_study),
    make_study_entry(gettext_lazy("Preview"), "surveys:preview", 20, rules.can_see_study),
    make_study_entry(
        gettext_lazy("Questionnaire"), "surveys:questionnaire", 30, rules.can_write_questionnaire
    ),
    make_study_entry(gettext_lazy("Stories"), "surveys:people", 40, rules.can_read_stories),
    make_study_entry(gettext_lazy("Figures"), "surveys:figures", 70, rules.can_see_counts),
    make_study_entry(gettext_lazy("Completion"), "surveys:completion", 80, rules.can_see_counts),
    make_study_entry(
        gettext_lazy("Relays and cards"), "surveys:relays", 90, rules.can_run_fielding
    ),
    make_study_entry(gettext_lazy("Members"), "surveys:members", 120, rules.can_manage_members),
    make_study_entry(gettext_lazy("Audit"), "surveys:audit", 130, rules.can_read_audit),
)
