"""What the log offers in the menus of systems, and the menu of those who decide with a code."""

from functools import partial

from django.utils.translation import gettext_lazy

from vecu.accounts import rules
from vecu.register.menus import MONITOR, make_system_entry
from vecu.ui.menus import register_menu_entries

WORKERS_MENU = "log-workers"
"""Pages on which decisions are made with a diary code; shown to everybody, with the `slug`."""

make_log_entry = partial(make_system_entry, group=MONITOR)
"""Make an entry of the log in `SYSTEM_MENU` from its label, address, order and permission."""

register_menu_entries(
    make_log_entry(gettext_lazy("Log"), "fieldlog:log", 40, rules.can_see_system),
    make_log_entry(
        gettext_lazy("Closed months"), "fieldlog:months", 41, rules.can_see_closed_months
    ),
    make_log_entry(gettext_lazy("Papers"), "fieldlog:papers", 42, rules.can_keep_log),
    make_log_entry(gettext_lazy("Connect a system"), "fieldlog:connect", 43, rules.can_keep_log),
    make_log_entry(gettext_lazy("Diary codes"), "fieldlog:codes", 44, rules.can_keep_log),
    make_log_entry(gettext_lazy("Suspension"), "fieldlog:suspension", 45, rules.can_suspend_log),
)
