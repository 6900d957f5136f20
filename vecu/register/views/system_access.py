"""What every page of one system needs, in this room and those above: the system, and its frame."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest
from vecu.accounts.rules import Role
from vecu.records.views import PageDecorator, StaffVisit
from vecu.register.queries import System, find_system_by_slug


def get_system(slug: str) -> System:
    """Return the system with this end of its address, for `require_permission`; raise Http404."""
    system = find_system_by_slug(slug)
    if system is None:
        raise Http404
    return system


class SystemVisit(StaffVisit[System]):
    """A request of somebody with a role in a system; templates extend `register/system.html`."""

    @property
    def system(self) -> System:
        """The system of this page."""
        return self.subject

    @property
    def frame(self) -> dict[str, Any]:
        """The system, and what its menu needs to know of the role."""
        return {
            "system": self.system,
            "role": self.role,
            "edits": allowed.can_edit_system(self.role),
            "deletes": allowed.can_delete_system(self.role),
        }


system_page = PageDecorator(SystemVisit, get_system)
"""Decorate a view of one system, which gets a `SystemVisit`, for roles that are permitted."""


def render_system_page(
    request: StaffRequest,
    template: str,
    system: System,
    role: Role,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render a page of one system, whose template extends `register/system.html`."""
    shared = SystemVisit(request, system, role).frame
    return render(request, template, shared | context, status=status)
