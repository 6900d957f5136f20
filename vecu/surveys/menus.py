"""The menus of studies, and what surveys itself offers in them; rooms above add theirs."""

from functools import partial

from django.utils.translation import gettext_lazy, pgettext_lazy

from vecu.accounts import rules
from vecu.ui.menus import (
    DOORS_MENU,
    STAFF_MENU,
    MenuEntry,
    MenuGroup,
    register_menu_entries,
)

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

SENT_MENU = "sent"
"""What is offered to who has just sent answers; shown to the study, with its `slug`."""

PREPARE = MenuGroup(pgettext_lazy("group of a menu", "Prepare"), 20)
COLLECT = MenuGroup(pgettext_lazy("group of a menu", "Collect"), 30)
READ = MenuGroup(pgettext_lazy("group of a menu", "Read"), 40)
CODE = MenuGroup(pgettext_lazy("group of a menu", "Code"), 50)
PUBLISH = MenuGroup(pgettext_lazy("group of a menu", "Publish"), 60)

make_study_entry = partial(MenuEntry, STUDY_MENU, takes=("slug",), covers_subpages=True)
"""Make an entry of `STUDY_MENU` from its label, address, order, permission and group."""

register_menu_entries(
    MenuEntry(DOORS_MENU, gettext_lazy("Take part"), "surveys:home", 10),
    MenuEntry(
        STAFF_MENU, pgettext_lazy("door", "Ask"), "surveys:studies", 10, covers_subpages=True
    ),
    make_study_entry(
        gettext_lazy("At a glance"),
        "surveys:study",
        10,
        rules.can_see_study,
        covers_subpages=False,
    ),
    make_study_entry(
        gettext_lazy("Study details"),
        "surveys:about",
        20,
        rules.can_write_questionnaire,
        group=PREPARE,
    ),
    make_study_entry(
        gettext_lazy("Questionnaire"),
        "surveys:questionnaire",
        22,
        rules.can_write_questionnaire,
        group=PREPARE,
    ),
    make_study_entry(
        gettext_lazy("Preview"), "surveys:preview", 24, rules.can_see_study, group=PREPARE
    ),
    make_study_entry(
        gettext_lazy("Members"), "surveys:members", 26, rules.can_manage_members, group=PREPARE
    ),
    make_study_entry(
        gettext_lazy("Audit log"), "surveys:audit", 28, rules.can_read_audit, group=PREPARE
    ),
    make_study_entry(
        gettext_lazy("Delete"), "surveys:delete", 29, rules.can_delete_study, group=PREPARE
    ),
    make_study_entry(
        gettext_lazy("Link and dates"), "surveys:link", 30, rules.can_see_counts, group=COLLECT
    ),
    make_study_entry(
        gettext_lazy("Relays and cards"),
        "surveys:relays",
        32,
        rules.can_run_fielding,
        group=COLLECT,
    ),
    make_study_entry(
        gettext_lazy("Telephone and paper"),
        "surveys:interviews",
        33,
        rules.can_run_fielding,
        group=COLLECT,
    ),
    make_study_entry(
        gettext_lazy("Where people stopped"),
        "surveys:completion",
        34,
        rules.can_see_counts,
        group=COLLECT,
    ),
    make_study_entry(
        gettext_lazy("Stories"), "surveys:people", 40, rules.can_read_stories, group=READ
    ),
    make_study_entry(
        gettext_lazy("Figures"), "surveys:figures", 42, rules.can_see_counts, group=READ
    ),
)
