"""Members of a study, for its owners."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_manage_members
from vecu.accounts.views.scope_members import MemberPages
from vecu.surveys.forms.staff import role_labels
from vecu.surveys.models import Study
from vecu.surveys.queries import get_study
from vecu.surveys.views.studies import render_study_page


@require_permission(can_manage_members, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """List the members of the study and give a role to an account."""
    return _get_pages(request, study, role).list_or_give()


@require_permission(can_manage_members, get_study)
@require_POST
def remove_member(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Remove an account's role in the study."""
    return _get_pages(request, study, role).remove_member()


@require_permission(can_manage_members, get_study)
@require_POST
def invite(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Make a link by which somebody without an account joins the study."""
    return _get_pages(request, study, role).invite()


@require_permission(can_manage_members, get_study)
@require_POST
def make_link(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Make a link by which a member of the study chooses a new password."""
    return _get_pages(request, study, role).make_password_link()


@require_permission(can_manage_members, get_study)
@require_POST
def revoke(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Make an open link to join this study useless."""
    return _get_pages(request, study, role).revoke_link()


def _get_pages(request: StaffRequest, study: Study, role: Role) -> MemberPages:
    def render(template: str, context: dict[str, Any], status: int) -> HttpResponse:
        return render_study_page(request, template, study, role, context, status)

    home = "surveys:studies"
    return MemberPages(request, study.scope, study.slug, role_labels(), "surveys", home, render)
