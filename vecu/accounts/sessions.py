"""Begin and end the sessions of members."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from vecu.accounts.models import User

SIGNED_IN = "allauth.account.auth_backends.AuthenticationBackend"


def start_session(
    request: HttpRequest, user: User, *, now: datetime, backend: str = SIGNED_IN
) -> None:
    """Sign a member in, until a fixed time. At every request `backend` says whether it goes on."""
    login(request, user, backend=backend)
    fix_end(request, now=now)
    UserSession.objects.create_from_request(request)


def fix_end(request: HttpRequest, *, now: datetime) -> None:
    """Let the session end twelve hours after `now`, whatever happens in it.

    A date, not a number of seconds: Django would count these anew whenever the session changes,
    as it does with each message for the next page.
    """
    request.session.set_expiry(now + timedelta(seconds=settings.SESSION_COOKIE_AGE))


def end_sessions(user: User, *, except_key: str | None = None) -> None:
    """Delete the sessions of an account from the server, but for one."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=except_key or ""):
        session.end()
