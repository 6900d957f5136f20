"""Who has an account with a role in a group: those who facilitate it, not its members."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_manage_members
from vecu.accounts.views.scope_members import MemberPages
from vecu.groups.presenters.mandate import GROUP_ROLE_LABELS
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.ui.requests import READ_OR_WRITE


@require_permission(can_manage_members, get_group)
@require_http_methods(READ_OR_WRITE)
def list_team(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """List the accounts with a role in the group, and give a role to one."""
    return _get_pages(request, group, role).list_or_give()


@require_permission(can_manage_members, get_group)
@require_POST
def remove_account(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Take an account's role in the group away."""
    return _get_pages(request, group, role).remove_member()


@require_permission(can_manage_members, get_group)
@require_POST
def invite(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Make a link by which somebody without an account gets one, with a role in the group."""
    return _get_pages(request, group, role).invite()


@require_permission(can_manage_members, get_group)
@require_POST
def make_link(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Make a link by which an account of the team chooses a new password."""
    return _get_pages(request, group, role).make_password_link()


@require_permission(can_manage_members, get_group)
@require_POST
def revoke(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Make an open link to join the team useless."""
    return _get_pages(request, group, role).revoke_link()


def _get_pages(request: StaffRequest, group: LearningGroup, role: Role) -> MemberPages:
    def render(template: str, context: dict[str, Any], status: int) -> HttpResponse:
        page = f"groups/team_{template}.html"
        return render_group_page(request, page, group, role, context, status)

    labels = {role: _(label) for role, label in GROUP_ROLE_LABELS.items()}
    home = "groups:groups"
    return MemberPages(request, group.scope, group.slug, labels, "groups", home, render)
