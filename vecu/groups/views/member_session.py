"""Shared by pages of members: whose link the browser holds, and what every page needs.

No page here uses a session or a user, and none writes a log. Nothing is stored but what members
write: neither that a link was opened nor what was read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from vecu.groups.member_actions import map_members_by_link
from vecu.groups.queries import GroupMember, LearningGroup
from vecu.groups.views.member_cookie import (
    MemberCookie,
    delete_member_cookie,
    read_member_cookie,
    set_member_cookie,
)
from vecu.ui.requests import get_requested_language

Arguments = ParamSpec("Arguments")
MOST_SHOWN = 5_000
"""Characters of a text that could not be saved, shown for its author to copy."""
_WRITTEN = ("reason", "would_change", "name")


@dataclass(frozen=True, slots=True)
class MemberVisit:
    """A request of a member: `members` are by token those whose links this browser holds.

    `token` is the link that this page is about.
    """

    request: HttpRequest
    cookie: MemberCookie
    members: Mapping[str, GroupMember]
    token: str
    today: date

    @property
    def member(self) -> GroupMember:
        """Who reads and writes."""
        return self.members[self.token]

    @property
    def group(self) -> LearningGroup:
        """The group of this page."""
        return self.member.group

    @property
    def device(self) -> str:
        """The mark of this browser, another one for each member: it links no two of them."""
        return f"{self.cookie.mark} {self.member.pk}"

    @property
    def others(self) -> list[LearningGroup]:
        """The other groups that are open in this browser."""
        return [each.group for token, each in self.members.items() if token != self.token]

    def render(
        self, template: str, context: Mapping[str, object], status: int = HTTPStatus.OK
    ) -> HttpResponse:
        """Return a page of this group."""
        shared = {"group": self.group, "member": self.member}
        return render(self.request, template, {**shared, **context}, status=status)

    def render_elsewhere(self, heading: str, sentence: str) -> HttpResponse:
        """Say that the group has nothing at an address; what was typed is shown to be copied."""
        typed = list_typed_texts(self.request)
        context = {"heading": heading, "sentence": sentence, "typed": typed}
        return self.render("groups/members/elsewhere.html", context, HTTPStatus.NOT_FOUND)

    def redirect(self, name: str, *arguments: object, query: str = "") -> HttpResponse:
        """Redirect to a page of this group with a GET (303)."""
        return redirect_member(name, *arguments, query=query)


def redirect_member(name: str, *arguments: object, query: str = "") -> HttpResponse:
    """Redirect to a page of members with a GET (303)."""
    address = reverse(name, args=arguments)
    response = HttpResponseRedirect(f"{address}?{query}" if query else address)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def member_page(
    view: Callable[Concatenate[MemberVisit, Arguments], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponse]:
    """Find whose link the browser holds; let nothing stay in a cache or search engine.

    A form says of which group it is: another may have been opened in another tab since.
    """

    @wraps(view)
    def respond(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponse:
        with override(get_requested_language(request) or get_language()):
            visit = find_visit(request)
            response = view(visit, *args, **kwargs) if visit else _render_not_open(request)
        if visit and visit.token != visit.cookie.tokens[0] and not response.cookies:
            set_member_cookie(response, visit.cookie.put_first(visit.token))
        return protect_member_page(response)

    return respond


def find_visit(request: HttpRequest) -> MemberVisit | None:
    """Return whose page this is, None if this browser holds no link that opens it."""
    cookie = read_member_cookie(request)
    members = map_members_by_link(cookie.tokens) if cookie.tokens else {}
    slug = request.POST.get("group", "")
    fitting = [token for token, each in members.items() if slug in {"", each.group.slug}]
    if not fitting:
        return None
    return MemberVisit(request, cookie, members, fitting[0], timezone.localdate())


def protect_member_page(response: HttpResponse) -> HttpResponse:
    """Let no browser, proxy or search engine keep a page of a member."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _render_not_open(request: HttpRequest) -> HttpResponse:
    """Say that no group is open here, or no longer; what was just typed is shown again."""
    held = bool(read_member_cookie(request).tokens)
    context = {
        "heading": _("This group is no longer open here") if held else _("No group is open here"),
        "sentences": [
            _(
                "The group has ended, or you have left it, or you were given a new link since:"
                " then the one that was opened here no longer works. What a group published stays"
                " public after its end."
            )
            if held
            else _("This page opens with the link that you were given, and this browser has none."),
            _("Open your link again. If you do not have one, ask whoever facilitates the group."),
        ],
        "typed": list_typed_texts(request),
    }
    response = render(request, "groups/members/stopped.html", context, status=HTTPStatus.FORBIDDEN)
    if held and not map_members_by_link(read_member_cookie(request).tokens):
        delete_member_cookie(response)
    return response


def list_typed_texts(request: HttpRequest) -> list[str]:
    """Return the texts that were sent with a form, to show them to who wrote them."""
    typed = [request.POST.get(name, "").strip()[:MOST_SHOWN] for name in _WRITTEN]
    return [each.encode("utf-8", "replace").decode() for each in typed if each]
