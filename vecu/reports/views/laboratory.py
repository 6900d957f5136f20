"""The staff's first pages: the laboratory, and what there is to understand in each study."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vecu.accounts.decorators import StaffRequest, require_staff
from vecu.accounts.queries import list_roles
from vecu.accounts.rules import ScopeKind
from vecu.reports.laboratory import (
    find_next_step,
    get_laboratory,
    list_lacking,
    list_study_lines,
)
from vecu.surveys.links import get_new_study_url, get_study_list_url
from vecu.ui.next_steps import NewsReader, SubjectKind


@require_staff
@require_safe
def show_laboratory(request: StaffRequest) -> HttpResponse:
    """Show the four doors with what is new behind each, and the one next step."""
    roles = {kind: list_roles(request.user, ScopeKind(kind.value)) for kind in SubjectKind}
    context = {
        "laboratory": get_laboratory(_get_reader(request), roles),
        "begins": request.user.may_create_studies,
        "new_study": get_new_study_url(),
    }
    return render(request, "reports/staff/laboratory.html", context)


@require_staff
@require_safe
def list_what_to_understand(request: StaffRequest) -> HttpResponse:
    """List the member's studies with what there is to read, to code and to publish."""
    roles = list_roles(request.user, ScopeKind.STUDY)
    lines = list_study_lines(_get_reader(request), roles)
    context = {
        "lines": lines,
        "next": find_next_step(lines),
        "begins": request.user.may_create_studies,
        "new_study": get_new_study_url(),
        "studies": get_study_list_url(),
    }
    return render(request, "reports/staff/understand.html", context)


@require_staff
@require_safe
def show_untranslated(request: StaffRequest) -> HttpResponse:
    """List what everybody reads in one language only, of all that the member may write."""
    roles = {kind: list_roles(request.user, ScopeKind(kind.value)) for kind in SubjectKind}
    context = {"texts": list_lacking(_get_reader(request), roles)}
    return render(request, "reports/staff/untranslated.html", context)


def _get_reader(request: StaffRequest) -> NewsReader:
    return NewsReader(request.user, timezone.localdate())
