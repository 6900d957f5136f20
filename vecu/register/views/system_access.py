"""What every page of one system needs, in this room and those above: the system, and its frame."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest
from vecu.accounts.rules import Role
from vecu.register.queries import System, find_system_by_slug


def get_system(slug: str) -> System:
    """Return the system with this end of its address, for `require_permission`; raise Http404."""
    system = find_system_by_slug(slug)
    if system is None:
        raise Http404
    return system


def render_system_page(
    request: StaffRequest,
    template: str,
    system: System,
    role: Role,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render a page of one system, whose template extends `register/system.html`."""
    shared: dict[str, Any] = {
        "system": system,
        "role": role,
        "edits": allowed.can_edit_system(role),
        "deletes": allowed.can_delete_system(role),
    }
    return render(request, template, shared | context, status=status)
