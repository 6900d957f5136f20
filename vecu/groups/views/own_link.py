"""A link that only its member has seen, in place of the one that was handed over.

Whoever handed that over may have kept a copy: with it they would read a sealed position.
"""

import secrets
from dataclasses import replace

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from vecu.credentials import generate_token
from vecu.groups.member_actions import take_own_link
from vecu.groups.views.member_cookie import set_member_cookie
from vecu.groups.views.member_session import MemberVisit, member_page
from vecu.surveys.print.render import qr_svg
from vecu.ui.requests import get_requested_language

PIXELS_A_MODULE = 5


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def replace_link(visit: MemberVisit) -> HttpResponse:
    """Say what a link of one’s own is for; with the button take it, and show it this once.

    The page proposes the link, and the browser holds it from then on: of a button that was tapped
    twice, the second answer is read, and must not find the place closed.
    """
    proposed = visit.request.POST.get("proposed", "")
    if proposed not in visit.cookie.tokens or get_requested_language(visit.request):
        return _propose_link(visit)
    take_own_link(visit.member, proposed)
    address = visit.request.build_absolute_uri(reverse("groups:enter-group", args=(proposed,)))
    code = qr_svg(address, PIXELS_A_MODULE)
    context = {"address": address, "code": code}
    response = visit.render("groups/members/own_link.html", context)
    response["Referrer-Policy"] = "strict-origin"
    others = [each for each in visit.members if each != visit.token]
    set_member_cookie(response, replace(visit.cookie, tokens=others).put_first(proposed))
    return response


def _propose_link(visit: MemberVisit) -> HttpResponse:
    proposed = generate_token(secrets.token_bytes)
    response = visit.render("groups/members/replace_link.html", {"proposed": proposed})
    others = [each for each in visit.members if each != visit.token]
    set_member_cookie(response, replace(visit.cookie, tokens=[visit.token, proposed, *others]))
    return response
