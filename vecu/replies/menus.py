"""What replies offers after answers were sent, and in the menu of a study."""

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.replies.views.taking import can_reply
from vecu.surveys.menus import READ, SENT_MENU, make_study_entry
from vecu.ui.menus import MenuEntry, register_menu_entries

CARD_MENU = "card"
"""Where a finding leads that somebody has been asked about; shown to the study, with its `slug` and
the `finding`."""


register_menu_entries(
    MenuEntry(
        SENT_MENU,
        gettext_lazy("Reply to findings, one tap each"),
        "replies:start",
        10,
        can_reply,
        takes=("slug",),
    ),
    make_study_entry(
        gettext_lazy("Replies to findings"),
        "replies:study-replies",
        67,
        rules.can_release,
        group=READ,
    ),
)
