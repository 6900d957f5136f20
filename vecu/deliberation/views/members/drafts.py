"""What the group recommends, and how one member stands to it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from vecu.deliberation.recommendations.queries import list_group_recommendations
from vecu.deliberation.views.members.member_session import MemberVisit, member_page


@require_safe
@member_page
def list_drafts(visit: MemberVisit) -> HttpResponse:
    """Show what is open to positions, what was published, and what is to be argued again."""
    found = list_group_recommendations(visit.group.pk, visit.today)
    return visit.render("recommendations.html", {"found": found})
