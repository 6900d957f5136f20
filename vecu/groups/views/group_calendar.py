"""The calendar of the group, as its members read it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from vecu.groups.presenters.member_calendar import lay_out_calendar
from vecu.groups.queries import list_steps
from vecu.groups.views.member_session import MemberVisit, member_page


@require_safe
@member_page
def show_calendar(visit: MemberVisit) -> HttpResponse:
    """Show the steps with their material, the notes that were agreed, and what they changed."""
    calendar = lay_out_calendar(list_steps(visit.group), visit.today)
    return visit.render("groups/members/calendar.html", {"calendar": calendar})
