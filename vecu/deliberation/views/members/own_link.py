"""A link that only its member has seen, in place of the one that was handed over.

Whoever handed that over may have kept a copy: with it they would read a sealed position.
"""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from vecu.deliberation.groups.member_actions import make_own_link
from vecu.deliberation.views.members.member_cookie import set_member_cookie
from vecu.deliberation.views.members.member_session import MemberVisit, member_page
from vecu.surveys.print.render import qr_svg
from vecu.surveys.views.respondent_session import get_requested_language

PIXELS_A_MODULE = 5


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def replace_link(visit: MemberVisit) -> HttpResponse:
    """Say what a link of one’s own is for; with the button make it, and show it this once."""
    if visit.request.method != "POST" or get_requested_language(visit.request):
        return visit.render("replace_link.html", {})
    token = make_own_link(visit.member)
    address = visit.request.build_absolute_uri(reverse("deliberation:enter-group", args=(token,)))
    code = qr_svg(address, PIXELS_A_MODULE)
    response = visit.render("own_link.html", {"address": address, "code": code})
    response["Referrer-Policy"] = "strict-origin"
    set_member_cookie(response, visit.cookie.remove(visit.token).put_first(token))
    return response
