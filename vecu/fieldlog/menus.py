"""The menu of a log, what the log offers in the menus of systems, and in its own."""

from functools import partial

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.register.menus import make_system_entry
from vecu.ui.menus import MenuEntry, register_menu_entries

LOG_MENU = "log"
"""On every page of the log of one system; shown to a role, with the system's `slug`."""

WORKERS_MENU = "log-workers"
"""Pages on which decisions are made with a diary code; shown to everybody, with the `slug`."""

make_log_entry = partial(MenuEntry, LOG_MENU, takes=("slug",))
"""Make an entry of `LOG_MENU` from its label, address, order and permission."""

register_menu_entries(
    make_system_entry(
        gettext_lazy("Log"), "fieldlog:log", 50, rules.can_see_system, covers_subpages=True
    ),
    make_log_entry(gettext_lazy("Where the log stands"), "fieldlog:log", 10, rules.can_see_system),
    make_log_entry(gettext_lazy("Papers"), "fieldlog:papers", 20, rules.can_keep_log),
    make_log_entry(gettext_lazy("Connect a system"), "fieldlog:connect", 30, rules.can_keep_log),
    make_log_entry(gettext_lazy("Diary codes"), "fieldlog:codes", 40, rules.can_keep_log),
    make_log_entry(gettext_lazy("Suspension"), "fieldlog:suspension", 50, rules.can_suspend_log),
    make_log_entry(
        gettext_lazy("Closed months"),
        "fieldlog:months",
        60,
        rules.can_see_closed_months,
        covers_subpages=True,
    ),
)
