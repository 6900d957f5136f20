"""The history of a system: who did what, and undoing the latest act."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.records.history import HistoryPage, build_history
from vecu.records.views import WRITE
from vecu.register.record_kinds import REGISTER
from vecu.register.views.system_access import SystemVisit, system_page


@system_page(allowed.can_see_system)
def show_history(visit: SystemVisit) -> HttpResponse:
    """List what members did with the register of a system, the latest first."""
    return _page(visit)


@system_page(allowed.can_edit_system, WRITE)
def undo(visit: SystemVisit) -> HttpResponse:
    """Undo the act that was shown as the latest."""
    if problem := visit.undo(REGISTER):
        return _page(visit, [problem])
    return visit.go_on(_("Undone."), "register:history")


def _page(visit: SystemVisit, problems: Sequence[str] = ()) -> HttpResponse:
    page = HistoryPage(
        "register/system.html",
        _("History"),
        _(
            "Who noted what, latest first. Nothing is erased from it: undoing adds to it. It never"
            " holds the name of the contact."
        ),
        visit.make_address("register:undo"),
    )
    may_undo = allowed.can_edit_system(visit.role)
    context = build_history(
        visit.request, visit.system, REGISTER, page, may_undo=may_undo, problems=problems
    )
    return visit.render("records/history.html", context)
