"""What reports offers: the doors of the laboratory, ways there from other rooms' pages."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from vecu.accounts import rules
from vecu.casestudies.menus import EVALUATION_MENU, METHOD_MENU, PUBLIC_EVALUATION_MENU
from vecu.groups.menus import PUBLISHED_GROUP_MENU, SESSION_MENU
from vecu.recommendations.menus import PUBLISHED_RECOMMENDATION_MENU
from vecu.recommendations.public_versions import has_published_recommendation
from vecu.register.menus import PUBLISHED_SYSTEM_MENU
from vecu.replies.menus import CARD_MENU
from vecu.reports.cards.reply_sections import map_reply_sections
from vecu.reports.cards.sections import register_card_sections
from vecu.reports.queries import has_public_page, has_sorted_writings
from vecu.surveys.menus import PUBLISH, RELEASED_MENU, RESPONDENTS_MENU, make_study_entry
from vecu.ui.menus import (
    DOORS_MENU,
    FOOTER_MENU,
    STAFF_HOME_MENU,
    STAFF_MENU,
    MenuEntry,
    register_menu_entries,
)

register_card_sections(map_reply_sections)
register_menu_entries(
    make_study_entry(
        gettext_lazy("Findings"),
        "reports:study-findings",
        60,
        rules.can_write_findings,
        group=PUBLISH,
    ),
    MenuEntry(STAFF_HOME_MENU, gettext_lazy("Laboratory"), "reports:lab", 10),
    MenuEntry(
        STAFF_MENU,
        pgettext_lazy("door", "Understand"),
        "reports:understand",
        20,
        covers_subpages=True,
    ),
    MenuEntry(
        DOORS_MENU, gettext_lazy("What we found"), "reports:findings", 20, covers_subpages=True
    ),
    MenuEntry(DOORS_MENU, gettext_lazy("AI at work"), "reports:systems", 30, covers_subpages=True),
    MenuEntry(
        DOORS_MENU,
        gettext_lazy("What is recommended"),
        "reports:recommendations",
        40,
        covers_subpages=True,
    ),
    MenuEntry(FOOTER_MENU, gettext_lazy("What this laboratory answers"), "reports:answers", 20),
    make_study_entry(
        gettext_lazy("What is released"),
        "reports:released",
        66,
        rules.can_see_study,
        group=PUBLISH,
    ),
    MenuEntry(
        PUBLISHED_RECOMMENDATION_MENU,
        gettext_lazy("What everybody reads"),
        "reports:recommendation",
        10,
        takes=("recommendation",),
    ),
    MenuEntry(
        PUBLISHED_SYSTEM_MENU,
        gettext_lazy("Overview"),
        "reports:system",
        10,
        takes=("slug",),
    ),
    MenuEntry(
        PUBLISHED_SYSTEM_MENU,
        gettext_lazy("Work as prescribed, work as done"),
        "reports:system-gap",
        50,
        takes=("slug",),
    ),
    MenuEntry(
        PUBLISHED_GROUP_MENU,
        gettext_lazy("What it recommends"),
        "reports:group-recommendations",
        30,
        takes=("slug",),
        applies=has_published_recommendation,
    ),
    MenuEntry(
        PUBLISHED_GROUP_MENU,
        gettext_lazy("Cards on a screen"),
        "reports:group-projector",
        40,
        takes=("slug",),
        applies=has_published_recommendation,
    ),
    MenuEntry(SESSION_MENU, gettext_lazy("Discuss the cards on a screen"), "reports:projector", 10),
    MenuEntry(
        RELEASED_MENU,
        gettext_lazy("What is released"),
        "reports:released",
        5,
        rules.can_see_study,
        takes=("slug",),
    ),
    MenuEntry(
        CARD_MENU,
        gettext_lazy("Figures and evidence"),
        "reports:finding",
        10,
        takes=("slug", "finding"),
    ),
    MenuEntry(
        RESPONDENTS_MENU,
        gettext_lazy("How others sorted"),
        "reports:sorted-writings",
        5,
        has_sorted_writings,
        takes=("slug",),
    ),
    MenuEntry(
        RESPONDENTS_MENU,
        gettext_lazy("What others told us"),
        "reports:study",
        10,
        has_public_page,
        takes=("slug",),
    ),
    MenuEntry(
        EVALUATION_MENU,
        gettext_lazy("Print the protocol (PDF)"),
        "reports:member-protocol",
        10,
        takes=("slug", "evaluation"),
    ),
    MenuEntry(
        PUBLIC_EVALUATION_MENU,
        gettext_lazy("The protocol (PDF)"),
        "reports:evaluation-protocol",
        10,
        takes=("slug", "evaluation"),
    ),
    MenuEntry(
        METHOD_MENU, gettext_lazy("Sheet of a blind reading (PDF)"), "reports:reading-sheet", 10
    ),
)
