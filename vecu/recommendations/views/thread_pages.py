"""The thread of a recommendation: which version came of which, and what each changed."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.recommendations.presenters.version_differences import describe_thread
from vecu.recommendations.queries import list_thread, list_undone_versions
from vecu.recommendations.sentences import describe_version
from vecu.recommendations.views.recommendation_access import get_recommendation


@require_permission(allowed.can_see_group, get_group)
@require_safe
def show_thread(
    request: StaffRequest, group: LearningGroup, role: Role, recommendation: UUID
) -> HttpResponse:
    """Show all versions that the latest one came of, the latest first."""
    row = get_recommendation(group, recommendation)
    lines = describe_thread(list_thread(row, row.latest))
    undone = [(describe_version(each), each) for each in list_undone_versions(row)]
    context = {"row": row, "lines": lines[::-1], "latest": lines[-1], "undone": undone}
    template = "recommendations/thread.html"
    return render_group_page(request, template, group, role, context)
