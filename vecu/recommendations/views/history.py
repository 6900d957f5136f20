"""The history of what a group recommends, and undoing its latest act."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.recommendations.queries import get_statements
from vecu.recommendations.record_kinds import RECOMMENDATIONS
from vecu.records.descriptions import ActDescription, describe_act
from vecu.records.history import HistoryPage, build_history
from vecu.records.queries import Act
from vecu.records.views import WRITE


@group_page(allowed.can_see_group)
def show_history(visit: GroupVisit) -> HttpResponse:
    """List what was done, the latest act first."""
    return _page(visit)


@group_page(allowed.can_lead_group, WRITE)
def undo(visit: GroupVisit) -> HttpResponse:
    """Undo the act that was shown as the latest, to all that it was done to."""
    if problem := visit.undo(RECOMMENDATIONS):
        return _page(visit, [problem])
    return visit.go_on(_("Undone."), "recommendations:recommendation-history")


def _page(visit: GroupVisit, problems: Sequence[str] = ()) -> HttpResponse:
    statements = get_statements(visit.group.pk)

    def describe(act: Act) -> ActDescription:
        described = describe_act(act)
        subject = statements.get(act.entry, described.subject) if act.entry else {}
        return replace(described, subject=subject)

    page = HistoryPage(
        "groups/group.html",
        _("History of the recommendations"),
        _(
            "Who did what, the latest first. It only grows: undoing adds to it. Positions of"
            " members are no part of it."
        ),
        visit.make_address("recommendations:undo-recommendation"),
        (_("Recommendations"), visit.make_address("recommendations:recommendations")),
        describe,
    )
    may_undo = allowed.can_lead_group(visit.role)
    context = build_history(
        visit.request, visit.group, RECOMMENDATIONS, page, may_undo=may_undo, problems=problems
    )
    return visit.render("records/history.html", context)
