"""The history of a group, undoing its latest act, and its audit."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.accounts.audit_runs import has_identifiers, list_audit_runs
from vecu.accounts.queries import list_audit
from vecu.evidence.queries import map_titles
from vecu.groups.record_kinds import GROUP
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.groups.vocabulary import GroupVerb
from vecu.records.descriptions import ActDescription, describe_act
from vecu.records.history import ACTS_A_PAGE, HistoryPage, build_history
from vecu.records.queries import Act
from vecu.records.views import WRITE


@group_page(allowed.can_see_group)
def show_group_acts(visit: GroupVisit) -> HttpResponse:
    """List what was done in a group, the latest first."""
    return _page(visit)


@group_page(allowed.can_lead_group, WRITE)
def undo_latest(visit: GroupVisit) -> HttpResponse:
    """Undo the act that was shown as the latest."""
    if problem := visit.undo(GROUP):
        return _page(visit, [problem])
    return visit.go_on(_("Undone."), "groups:group-history")


@group_page(allowed.can_read_audit)
def audit(visit: GroupVisit) -> HttpResponse:
    """List who gave roles, published or released, the latest first."""
    events = list_audit(visit.group.scope)
    page = Paginator(events, ACTS_A_PAGE).get_page(visit.request.GET.get("page"))
    titles = map_titles(visit.group.scope) if has_identifiers(page) else {}
    context = {
        "page": page,
        "lines": list_audit_runs(page, titles),
        "audit_days": settings.AUDIT_DAYS,
    }
    return visit.render("groups/audit.html", context)


def _page(visit: GroupVisit, problems: Sequence[str] = ()) -> HttpResponse:
    page = HistoryPage(
        "groups/group.html",
        _("History of the group"),
        _(
            "Who noted what, the latest first. It only grows: undoing adds to it. It names no"
            " member, and holds no position."
        ),
        visit.make_address("groups:undo-group"),
        describe=_describe,
    )
    may_undo = allowed.can_lead_group(visit.role)
    context = build_history(
        visit.request, visit.group, GROUP, page, may_undo=may_undo, problems=problems
    )
    context["audits"] = allowed.can_read_audit(visit.role)
    return visit.render("groups/history.html", context)


def _describe(act: Act) -> ActDescription:
    """Return an act in words; taking a group back is stored as undoing its publication."""
    described = describe_act(act)
    if act.undoes_id and act.verb == GroupVerb.PUBLISH:
        described = replace(described, act=_("took the group back from the public"))
    return described if act.by else replace(described, actor=_("without an account"))
