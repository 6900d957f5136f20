"""Members of a system, and what they did, for its owners."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts.audit_runs import has_identifiers, list_audit_runs
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import can_manage_members, can_read_audit
from vecu.accounts.views.scope_members import MemberPages
from vecu.evidence.queries import map_titles
from vecu.records.views import WRITE
from vecu.register.presenters import SYSTEM_ROLE_LABELS
from vecu.register.views.system_access import SystemVisit, system_page
from vecu.ui.requests import READ_OR_WRITE

EVENTS_A_PAGE = 200


@system_page(can_manage_members, READ_OR_WRITE)
def members(visit: SystemVisit) -> HttpResponse:
    """List the members of the system and give a role to an account."""
    return _get_pages(visit).list_or_give()


@system_page(can_manage_members, WRITE)
def remove_member(visit: SystemVisit) -> HttpResponse:
    """Remove an account's role in the system."""
    return _get_pages(visit).remove_member()


@system_page(can_manage_members, WRITE)
def invite(visit: SystemVisit) -> HttpResponse:
    """Make a link by which somebody without an account joins the system."""
    return _get_pages(visit).invite()


@system_page(can_manage_members, WRITE)
def make_link(visit: SystemVisit) -> HttpResponse:
    """Make a link by which a member of the system chooses a new password."""
    return _get_pages(visit).make_password_link()


@system_page(can_manage_members, WRITE)
def revoke(visit: SystemVisit) -> HttpResponse:
    """Make an open link to join this system useless."""
    return _get_pages(visit).revoke_link()


@system_page(can_read_audit)
def audit(visit: SystemVisit) -> HttpResponse:
    """List what members did with the system's data, the latest first."""
    page = Paginator(list_audit(visit.system.scope), EVENTS_A_PAGE).get_page(
        visit.request.GET.get("page")
    )
    titles = map_titles(visit.system.scope) if has_identifiers(page) else {}
    lines = list_audit_runs(page, titles)
    context = {"page": page, "lines": lines, "audit_days": settings.AUDIT_DAYS}
    return visit.render("register/audit.html", context)


def _get_pages(visit: SystemVisit) -> MemberPages:
    def render(template: str, context: dict[str, Any], status: int) -> HttpResponse:
        page = f"register/{template}.html"
        return visit.render(page, context, status=status)

    labels = {role: _(label) for role, label in SYSTEM_ROLE_LABELS.items()}
    home = "register:systems"
    return MemberPages(
        visit.request, visit.system.scope, visit.system.slug, labels, "register", home, render
    )
