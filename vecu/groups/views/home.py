"""The first page of a member: what is next, what is new, and what the mandate says."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from vecu.groups.holdings import list_member_steps
from vecu.groups.presenters.mandate import describe_mandate
from vecu.groups.presenters.member_home import lay_out_home
from vecu.groups.presenters.member_rounds import lay_out_rounds
from vecu.groups.queries import get_mandate_sheet, list_group_members, list_steps
from vecu.groups.sentences import (
    describe_composition,
    describe_gaps,
    describe_members,
)
from vecu.groups.views.member_cookie import set_member_cookie
from vecu.groups.views.member_session import MemberVisit, member_page
from vecu.groups.views.positions import list_views
from vecu.ui.requests import get_requested_language


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def show_home(visit: MemberVisit) -> HttpResponse:
    """Show one next step and the mandate; a POST turns to another group of this browser."""
    if visit.request.method == "POST" and not get_requested_language(visit.request):
        response = visit.redirect("groups:my-group")
        set_member_cookie(response, visit.cookie.put_first(visit.token))
        return response
    sheet = get_mandate_sheet(visit.group)
    context = {
        "home": lay_out_home(
            lay_out_rounds(list_views(visit)),
            list_member_steps(visit.member),
            list_steps(visit.group),
            visit.today,
        ),
        "mandate": describe_mandate(sheet.mandate),
        "composition": describe_composition(sheet),
        "people": describe_members(list_group_members(visit.group)),
        "gaps": describe_gaps(sheet),
        "others": visit.others,
    }
    return visit.render("groups/members/home.html", context)
