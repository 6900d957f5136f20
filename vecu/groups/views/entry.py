"""A member’s link, opened on their phone; and the phone, closed again.

The address holds the token of the link. Opening it changes nothing, since programs that show a
preview of a message open links: only the button on the page does.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.groups.member_actions import find_member_by_link, map_members_by_link
from vecu.groups.queries import GroupMember
from vecu.groups.views.member_cookie import (
    DAYS_ON_PHONE,
    delete_member_cookie,
    read_member_cookie,
    set_member_cookie,
)
from vecu.groups.views.member_session import protect_member_page, redirect_member
from vecu.surveys.guess_limits import make_guess_limiter

View = Callable[[HttpRequest, str], HttpResponse]
LONGEST_TOKEN = 64

guesses = make_guess_limiter("links of members")
"""The wrong links sent to this process. A right one is never counted, so never delayed."""


def _link_page(view: View) -> View:
    """Let the address of a page stand in no cache, no search engine and no other site’s records.

    With `no-referrer`, browsers without Sec-Fetch-Site would send the form without an origin, and
    it would be refused as another site’s.
    """

    @wraps(view)
    def respond(request: HttpRequest, token: str) -> HttpResponse:
        response = protect_member_page(view(request, token))
        response["Referrer-Policy"] = "strict-origin"
        return response

    return respond


@require_http_methods(["GET", "HEAD", "POST"])
@_link_page
def enter_group(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link opens; with the button, open it in this browser."""
    member = find_member_by_link(token[:LONGEST_TOKEN])
    if member is None:
        return _refuse_link(request)
    if request.method == "POST":
        response = redirect_member("groups:my-group")
        open_place(request, response, member, token, stays="keep" in request.POST)
        return response
    cookie = read_member_cookie(request)
    others = [each for each in map_members_by_link(cookie.tokens).values() if each != member]
    context = {
        "group": member.group,
        "days": DAYS_ON_PHONE,
        "stays": cookie.stays,
        "others": bool(others),
    }
    return render(request, "groups/members/enter.html", context)


@require_POST
def leave_phone(request: HttpRequest) -> HttpResponse:
    """Delete the cookie, and say what the phone still holds."""
    context = {
        "heading": _("Your place is closed on this phone"),
        "sentences": [
            _("The cookie that opened it is deleted. What you wrote stays in the group."),
            _(
                "Your browser’s history and the message that brought you the link still have it:"
                " whoever finds it can open your place. Delete them there, if others use this"
                " phone."
            ),
        ],
        "typed": [],
    }
    response = render(request, "groups/members/stopped.html", context)
    delete_member_cookie(response)
    return protect_member_page(response)


def open_place(
    request: HttpRequest, response: HttpResponse, member: GroupMember, token: str, *, stays: bool
) -> None:
    """Add a link to the cookie; of one group a browser holds one."""
    cookie = read_member_cookie(request)
    held = map_members_by_link(cookie.tokens)
    rest = [each for each, other in held.items() if other.group_id != member.group_id]
    set_member_cookie(response, replace(cookie, tokens=rest, stays=stays).put_first(token))


def _refuse_link(request: HttpRequest) -> HttpResponse:
    """Say that a link opens nothing; too many of them are slowed down."""
    in_time = guesses.record_failure("group links")
    sentences = [
        _(
            "It is incomplete, or was replaced by a new one, or the person it was for has left, or"
            " the group has ended: its links then end with it."
        ),
        _("Copy it again, whole. If it is right, ask whoever facilitates the group for a new one."),
    ]
    if not in_time:
        sentences.append(
            _("Many wrong links have been tried, by you or by others. A right one always works.")
        )
    context = {"heading": _("This link opens no group"), "sentences": sentences, "typed": []}
    status = HTTPStatus.GONE if in_time else HTTPStatus.TOO_MANY_REQUESTS
    response = render(request, "groups/members/stopped.html", context, status=status)
    if not in_time:
        response["Retry-After"] = str(guesses.retry_after)
    return response
