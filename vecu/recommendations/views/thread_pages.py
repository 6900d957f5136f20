"""The thread of a recommendation: which version came of which, and what each changed."""

from uuid import UUID

from django.http import HttpResponse

from vecu.accounts import rules as allowed
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.recommendations.presenters.version_differences import describe_thread
from vecu.recommendations.queries import list_thread, list_undone_versions
from vecu.recommendations.sentences import describe_version
from vecu.recommendations.views.recommendation_access import get_recommendation


@group_page(allowed.can_see_group)
def show_thread(visit: GroupVisit, recommendation: UUID) -> HttpResponse:
    """Show all versions that the latest one came of, the latest first."""
    row = get_recommendation(visit.group, recommendation)
    lines = describe_thread(list_thread(row, row.latest))
    undone = [(describe_version(each), each) for each in list_undone_versions(row)]
    context = {"row": row, "lines": lines[::-1], "latest": lines[-1], "undone": undone}
    return visit.render("recommendations/thread.html", context)
