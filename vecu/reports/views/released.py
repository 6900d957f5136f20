"""The staff's page of what is released of a study, for every role."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_see_study
from vecu.evidence.sources import Audience
from vecu.reports.queries import get_study_results, has_public_page
from vecu.reports.views.public_studies import describe_results
from vecu.surveys.queries import Study, get_study


@require_permission(can_see_study, get_study)
@require_safe
def show_released(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show a member all that readers of this study may read, and what of it is for them only."""
    results = get_study_results(study, Audience.MEMBERS, timezone.localdate())
    context = describe_results(results) | {
        "role": role,
        "members": True,
        "public": has_public_page(study),
    }
    return render(request, "reports/staff/released.html", context)
