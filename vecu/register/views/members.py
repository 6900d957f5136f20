"""Members of a system, and what they did, for its owners."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts.audit_runs import has_identifiers, list_audit_runs
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role, can_manage_members, can_read_audit
from vecu.accounts.views.scope_members import MemberPages
from vecu.evidence.queries import map_titles
from vecu.register.presenters import SYSTEM_ROLE_LABELS
from vecu.register.queries import System
from vecu.register.views.system_access import (
    get_system,
    render_system_page,
)
from vecu.ui.requests import READ_OR_WRITE

EVENTS_A_PAGE = 200


@require_permission(can_manage_members, get_system)
@require_http_methods(READ_OR_WRITE)
def members(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """List the members of the system and give a role to an account."""
    return _get_pages(request, system, role).list_or_give()


@require_permission(can_manage_members, get_system)
@require_POST
def remove_member(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Remove an account's role in the system."""
    return _get_pages(request, system, role).remove_member()


@require_permission(can_manage_members, get_system)
@require_POST
def invite(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Make a link by which somebody without an account joins the system."""
    return _get_pages(request, system, role).invite()


@require_permission(can_manage_members, get_system)
@require_POST
def make_link(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Make a link by which a member of the system chooses a new password."""
    return _get_pages(request, system, role).make_password_link()


@require_permission(can_manage_members, get_system)
@require_POST
def revoke(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Make an open link to join this system useless."""
    return _get_pages(request, system, role).revoke_link()


@require_permission(can_read_audit, get_system)
@require_safe
def audit(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """List what members did with the system's data, the latest first."""
    page = Paginator(list_audit(system.scope), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    titles = map_titles(system.scope) if has_identifiers(page) else {}
    lines = list_audit_runs(page, titles)
    context = {"page": page, "lines": lines, "audit_days": settings.AUDIT_DAYS}
    return render_system_page(request, "register/audit.html", system, role, context)


def _get_pages(request: StaffRequest, system: System, role: Role) -> MemberPages:
    def render(template: str, context: dict[str, Any], status: int) -> HttpResponse:
        page = f"register/{template}.html"
        return render_system_page(request, page, system, role, context, status)

    labels = {role: _(label) for role, label in SYSTEM_ROLE_LABELS.items()}
    home = "register:systems"
    return MemberPages(request, system.scope, system.slug, labels, "register", home, render)
