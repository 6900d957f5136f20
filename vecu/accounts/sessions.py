"""Begin and end the sessions of members."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from vecu.accounts.models import User

PASSWORDS = "django.contrib.auth.backends.ModelBackend"


def start_session(
    request: HttpRequest, user: User, *, now: datetime, backend: str = PASSWORDS
) -> None:
    """Sign a member in, until a fixed time. At every request `backend` says whether it goes on.

    A date, not a number of seconds: Django would count these anew whenever the session changes,
    as it does with each message for the next page.
    """
    login(request, user, backend=backend)
    request.session.set_expiry(now + timedelta(seconds=settings.SESSION_COOKIE_AGE))


def end_sessions(user: User, *, except_key: str | None = None) -> None:
    """Delete the sessions of an account from the server, but for one.

    A session does not say in a column whose it is; a laboratory has few enough to read all.
    """
    for session in Session.objects.exclude(session_key=except_key or "").iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
