"""Who has an account with a role in a group: those who facilitate it, not its members."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_manage_members
from vecu.accounts.views.scope_members import MemberPages
from vecu.groups.presenters.mandate import GROUP_ROLE_LABELS
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.records.views import WRITE
from vecu.ui.requests import READ_OR_WRITE


@group_page(can_manage_members, READ_OR_WRITE)
def list_team(visit: GroupVisit) -> HttpResponse:
    """List the accounts with a role in the group, and give a role to one."""
    return _get_pages(visit).list_or_give()


@group_page(can_manage_members, WRITE)
def remove_account(visit: GroupVisit) -> HttpResponse:
    """Take an account's role in the group away."""
    return _get_pages(visit).remove_member()


@group_page(can_manage_members, WRITE)
def invite(visit: GroupVisit) -> HttpResponse:
    """Make a link by which somebody without an account gets one, with a role in the group."""
    return _get_pages(visit).invite()


@group_page(can_manage_members, WRITE)
def make_link(visit: GroupVisit) -> HttpResponse:
    """Make a link by which an account of the team chooses a new password."""
    return _get_pages(visit).make_password_link()


@group_page(can_manage_members, WRITE)
def revoke(visit: GroupVisit) -> HttpResponse:
    """Make an open link to join the team useless."""
    return _get_pages(visit).revoke_link()


def _get_pages(visit: GroupVisit) -> MemberPages:
    def render(template: str, context: dict[str, Any], status: int) -> HttpResponse:
        page = f"groups/team_{template}.html"
        return visit.render(page, context, status=status)

    labels = {role: _(label) for role, label in GROUP_ROLE_LABELS.items()}
    home = "groups:groups"
    return MemberPages(
        visit.request, visit.group.scope, visit.group.slug, labels, "groups", home, render
    )
