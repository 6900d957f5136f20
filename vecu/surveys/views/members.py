"""Members of a study, for its owners."""

from typing import Any

from django.http import HttpResponse

from vecu.accounts.rules import can_manage_members
from vecu.accounts.views.scope_members import MemberPages
from vecu.records.views import WRITE
from vecu.surveys.forms.staff import role_labels
from vecu.surveys.views.studies import StudyVisit, study_page
from vecu.ui.requests import READ_OR_WRITE


@study_page(can_manage_members, READ_OR_WRITE)
def members(visit: StudyVisit) -> HttpResponse:
    """List the members of the study and give a role to an account."""
    return _get_pages(visit).list_or_give()


@study_page(can_manage_members, WRITE)
def remove_member(visit: StudyVisit) -> HttpResponse:
    """Remove an account's role in the study."""
    return _get_pages(visit).remove_member()


@study_page(can_manage_members, WRITE)
def invite(visit: StudyVisit) -> HttpResponse:
    """Make a link by which somebody without an account joins the study."""
    return _get_pages(visit).invite()


@study_page(can_manage_members, WRITE)
def make_link(visit: StudyVisit) -> HttpResponse:
    """Make a link by which a member of the study chooses a new password."""
    return _get_pages(visit).make_password_link()


@study_page(can_manage_members, WRITE)
def revoke(visit: StudyVisit) -> HttpResponse:
    """Make an open link to join this study useless."""
    return _get_pages(visit).revoke_link()


def _get_pages(visit: StudyVisit) -> MemberPages:
    def render(template: str, context: dict[str, Any], status: int) -> HttpResponse:
        return visit.render(f"surveys/staff/{template}.html", context, status=status)

    study, home = visit.study, "surveys:studies"
    labels = role_labels()
    return MemberPages(visit.request, study.scope, study.slug, labels, "surveys", home, render)
