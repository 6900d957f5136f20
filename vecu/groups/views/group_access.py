"""What every page of one group needs: the group, and its frame."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest
from vecu.accounts.rules import Role
from vecu.groups.public_group import find_published_group
from vecu.groups.queries import LearningGroup, find_group_by_slug


def get_group(slug: str) -> LearningGroup:
    """Return the group with this end of its address, for `require_permission`; raise Http404."""
    group = find_group_by_slug(slug)
    if group is None:
        raise Http404
    return group


def get_published_group(slug: str) -> LearningGroup:
    """Return a published group; raise Http404 for any other, as for one that does not exist."""
    group = find_published_group(slug)
    if group is None:
        raise Http404
    return group


def render_group_page(
    request: StaffRequest,
    template: str,
    group: LearningGroup,
    role: Role,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render a page of one group, whose template extends `groups/group.html`."""
    shared: dict[str, Any] = {
        "group": group,
        "role": role,
        "leads": allowed.can_lead_group(role),
        "deletes": allowed.can_delete_group(role),
    }
    return render(request, template, shared | context, status=status)
