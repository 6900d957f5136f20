"""Enter a role of the tour: sign in or out, open or close the place of a member."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from vecu.accounts.queries import get_account
from vecu.accounts.rules import Role
from vecu.accounts.sessions import start_session
from vecu.groups.member_actions import find_member_by_link, map_members_by_link
from vecu.groups.queries import GroupMember, find_group_by_slug
from vecu.groups.views.entry import open_place
from vecu.groups.views.member_cookie import read_member_cookie, set_member_cookie
from vecu.site.demo.learning_group import GROUP, renew_visitor_link
from vecu.site.tour.sessions import TourSessions
from vecu.site.tour.steps import TourRole

SESSIONS = f"{TourSessions.__module__}.{TourSessions.__qualname__}"
"""What finds whose session it is: nothing does so any more when the tour is closed."""
MEMBER = "Inès"
"""The member of the invented group whose place the tour opens. The link that `vecu demo` prints is
another's, and goes on working."""


def enter_role(
    request: HttpRequest, response: HttpResponse, role: TourRole, *, now: datetime
) -> bool:
    """Have the browser go on as `role`; return whether it can, as an account may be gone.

    Ask first whether there is a tour at all: this takes no password.
    """
    if role is TourRole.MEMBER:
        _sign_out(request)
        return _open_member_place(request, response, now)
    if not role.account:
        leave_roles(request, response)
        return True
    user = get_account(role.account)
    if user is None or not user.is_active:
        return False
    _close_member_place(request, response)
    if request.user != user:
        start_session(request, user, now=now, backend=SESSIONS)
    return True


def leave_roles(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser go on without an account and without a member's place."""
    _sign_out(request)
    _close_member_place(request, response)


def _sign_out(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        logout(request)


def _open_member_place(request: HttpRequest, response: HttpResponse, now: datetime) -> bool:
    """Open the place with a link drawn anew, unless it is open."""
    if any(each.name == MEMBER for each in _map_places(request).values()):
        return True
    group = find_group_by_slug(GROUP)
    if group is None:
        return False
    token = renew_visitor_link(group, by=Role.OWNER.value, now=now, name=MEMBER)
    member = find_member_by_link(token) if token else None
    if member is None:
        return False
    open_place(request, response, member, token, stays=False)
    return True


def _close_member_place(request: HttpRequest, response: HttpResponse) -> None:
    """Take the links of the invented group out of the cookie."""
    places = _map_places(request)
    if places:
        cookie = read_member_cookie(request)
        rest = [each for each in cookie.tokens if each not in places]
        set_member_cookie(response, replace(cookie, tokens=rest))


def _map_places(request: HttpRequest) -> Mapping[str, GroupMember]:
    """Return by token whose places of the invented group are open in this browser."""
    held = map_members_by_link(read_member_cookie(request).tokens)
    return {token: each for token, each in held.items() if each.group.slug == GROUP}
