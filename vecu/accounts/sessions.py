"""Begin and end the sessions of members: at a fixed time, and before it without an act.

The moments are in the session. Its row stays an hour longer and opens nothing: whoever sends a form
meanwhile has it back after signing in again (`unsent_forms.py`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.timezone import localdate

from vecu.accounts.browser_names import name_browser
from vecu.accounts.models import User

SIGNED_IN = "vecu.accounts.authentication.MemberBackend"
GRACE = timedelta(hours=1)
"""How long a form is kept that arrives after the end of its session."""
_STEP = 300
"""Seconds: as exactly as the session says when the last act was."""
_END, _LAST_ACT = "ends", "last act"


class SessionEnd(StrEnum):
    """Why a session is over."""

    IDLE = "idle"
    TIME = "time"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class EndedSession:
    """What became of the session of a request, and of the form that came with it."""

    why: SessionEnd
    form_kept: bool


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session of a member, as they recognise it; `device` is '' where nothing is known."""

    number: int
    began: date
    device: str
    is_current: bool


def start_session(
    request: HttpRequest, user: User, *, now: datetime, backend: str = SIGNED_IN
) -> None:
    """Sign a member in, until a fixed time. At every request `backend` says whether it goes on."""
    login(request, user, backend=backend)
    fix_end(request, now=now)
    list_session(request)


def fix_end(request: HttpRequest, *, now: datetime) -> None:
    """Let the session end twelve hours after `now`, whatever happens in it.

    A moment, not a number of seconds: Django would count these anew whenever the session changes,
    as it does with each message for the next page.
    """
    end = now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    request.session[_END] = end.timestamp()
    request.session[_LAST_ACT] = _round(now)
    request.session.set_expiry(end + GRACE)


def list_session(request: HttpRequest) -> None:
    """Add a session to those that its owner sees: the day, and no more of the browser than a name.

    allauth, which does so once more at sign-in, finds the same name in this request.
    """
    request.META["HTTP_USER_AGENT"] = name_browser(request.META.get("HTTP_USER_AGENT", ""))
    UserSession.objects.create_from_request(request)


def find_end(session: SessionBase, *, now: datetime) -> SessionEnd | None:
    """Return why a session is over, None while it goes on.

    The last act is known to five minutes, so a session ends that much later rather than earlier.
    """
    moment = now.timestamp()
    if moment >= session.get(_END, moment + 1):
        return SessionEnd.TIME
    if moment >= session.get(_LAST_ACT, moment) + settings.IDLE_MINUTES * 60 + _STEP:
        return SessionEnd.IDLE
    return None


def record_act(request: HttpRequest, *, now: datetime) -> None:
    """Note an act, every five minutes at most; where nothing can be written, pages still answer."""
    session = request.session
    if session.get(_LAST_ACT, _round(now)) == _round(now):
        return
    changed = session.modified
    session[_LAST_ACT] = _round(now)
    try:
        session.save()
    except (DatabaseError, UpdateError):  # a full disk; signed out in another tab
        session.modified = changed


def abandon_session(request: HttpRequest) -> None:
    """End the session of this request; what is put into it from now on is in a new one."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()


def end_sessions(user: User, *, except_key: str | None = None) -> int:
    """Delete the sessions of an account from the server, but for one; return how many."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=except_key or ""))
    for session in others:
        session.end()
    return len(others)


def end_own_session(user: User, number: int) -> bool:
    """Delete one session of an account; return False where it has none of this number."""
    session = UserSession.objects.filter(user=user, pk=number).first()
    if session is None:
        return False
    session.end()
    return True


def list_own_sessions(user: User, *, current_key: str | None, now: datetime) -> list[OwnSession]:
    """Return the sessions that go on, this one first, then the latest first."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    going_on = [
        OwnSession(
            each.pk, localdate(each.created_at), each.user_agent, each.session_key == current_key
        )
        for each in UserSession.objects.purge_and_list(user)
        if find_end(store(each.session_key), now=now) is None
    ]
    return sorted(going_on, key=lambda each: (each.is_current, each.began), reverse=True)


def _round(now: datetime) -> int:
    return int(now.timestamp()) // _STEP * _STEP
