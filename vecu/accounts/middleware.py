"""What stands between Django's middleware and our pages, for members alone."""

from collections.abc import Callable

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from vecu.accounts.models import User
from vecu.accounts.openid.admission import is_still_admitted
from vecu.accounts.sessions import EndedSession, SessionEnd, abandon_session, find_end, record_act
from vecu.accounts.unsent_forms import keep_form

_KEPT = {"CONTENT_TYPE", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "SERVER_NAME", "SERVER_PORT"}
"""Of a request that waits for a fresh sign-in: what it takes to answer it afterwards."""


class ForgetAddresses:
    """Keep the address of a member out of a form that waits for them to sign in afresh.

    allauth stores such a form in the session with all that came with it: the address of the
    person, their browser and their cookies, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on every request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Cut what will be stored down to what is needed; allauth then stores it."""
        if isinstance(error, ReauthenticationRequired):
            request.META = {name: request.META[name] for name in _KEPT & request.META.keys()}


class EndSessions:
    """Let nobody go on in a session that is over; a form that comes then waits for its member.

    Only where a page asks who the user is: others do without a session, and without its cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on every request, with a user who is looked at when somebody asks."""
        request.user = SimpleLazyObject(lambda: _find_user(request))  # type: ignore[assignment]
        return self.get_response(request)


def _find_user(request: HttpRequest) -> User | AnonymousUser:
    """Return the member whose session goes on, nobody in place of one whose session is over.

    What a page asks for by itself, every few seconds, is no act.
    """
    found = get_user(request)
    if not isinstance(found, User):
        return found
    now = timezone.now()
    why = find_end(request.session, now=now)
    if why is None and not is_still_admitted(request, found, now=now):
        why = SessionEnd.PROVIDER
    if why is None:
        if request.method != "GET" or "HX-Request" not in request.headers:
            record_act(request, now=now)
        return found
    abandon_session(request)
    kept = "HX-Request" not in request.headers and keep_form(request, found, now=now)
    request.ended_session = EndedSession(why, kept)  # type: ignore[attr-defined]
    return AnonymousUser()
