"""What is written into the security log, and from where it is known.

Acts come from the audit, once they are committed; sign-ins from Django's signals; failures from
their tally, which gathers them for a minute, so that a flood of guesses is no flood of lines.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import connection, transaction
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone

from vecu import __version__
from vecu.accounts.actions import audit_event_recorded
from vecu.accounts.failed_sign_ins import failures_stored, tally
from vecu.accounts.queries import ACCOUNT_VERBS, is_interviewer
from vecu.accounts.rules import Scope
from vecu.site.security_log.ecs import EventCategory, EventType, SecurityEvent, format_event

log = logging.getLogger("vecu.security")
COMMAND = "command"
"""The actor of what is done at the machine itself, as in the audit."""
SCOPE_VERBS = dict.fromkeys(("gave role", "removed role", "named mandate", "undertook secrecy"))
"""Of acts on accounts, those that are in a scope alone."""
_TYPES = {
    "deleted account": EventType.DELETION,
    "joined": EventType.CREATION,
    "removed account": EventType.DELETION,
}
"""Of acts on accounts; all others change one."""
_GATHERED = ("read ", "wrote ")
"""How verbs begin that are written once an hour: the log shows who reads, not how fast."""
_SETTINGS = ("HTTPS", "AUDIT_DAYS", "LAB_FICTIONAL", "HAS_MAIL")
"""What is written at a start: nothing that is secret, and nothing that somebody typed freely."""


@dataclass
class HourlyActs:
    """The acts of the present hour that were written, so that each is once."""

    _hour: datetime | None = None
    _written: set[tuple[object, ...]] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def is_first(self, at: datetime, *act: object) -> bool:
        """Return whether an act is the first of its kind in its hour, and remember it."""
        hour = at.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            if hour != self._hour:
                self._hour, self._written = hour, set()
            if act in self._written:
                return False
            self._written.add(act)
            return True


_hourly = HourlyActs()


def connect_signals() -> None:
    """Listen from now on."""
    audit_event_recorded.connect(_await_commit)
    user_logged_in.connect(_note_sign_in)
    user_logged_out.connect(_note_sign_out)
    authenticator_used.connect(_note_factor)
    failures_stored.connect(_note_failures)


def write_event(event: SecurityEvent) -> None:
    """Write one line, if the settings name a place for it.

    Of somebody who types what people say in calls there is none: the hour of an interviewer is the
    hour of who called, and their account reads nothing.
    """
    if settings.SECURITY_LOG and not is_interviewer(event.user):
        log.info(format_event(event, __version__))


def write_start(now: datetime) -> None:
    """Note that a server starts, with the settings on which security rests."""
    labels = {name.lower(): str(getattr(settings, name)).lower() for name in _SETTINGS}
    labels["second_factor"] = " ".join(sorted(settings.SECOND_FACTOR)) or "none"
    labels["database"] = connection.vendor
    write_event(
        SecurityEvent(now, "started server", EventCategory.PROCESS, EventType.START, labels=labels)
    )


def write_stop(now: datetime) -> None:
    """Note that a server stops."""
    write_event(SecurityEvent(now, "stopped server", EventCategory.PROCESS, EventType.END))


def write_configuration(action: str, now: datetime, **labels: str) -> None:
    """Note what a command changed that all data rest on: a key, or the data as a whole."""
    kind, change = EventCategory.CONFIGURATION, EventType.CHANGE
    write_event(SecurityEvent(now, action, kind, change, COMMAND, labels=labels))


def write_refusal(request: HttpRequest, now: datetime) -> None:
    """Note that a page was refused to a member for their role: which page, not of what."""
    page = request.resolver_match.view_name if request.resolver_match else ""
    write_event(
        SecurityEvent(
            now,
            "refused page",
            EventCategory.WEB,
            EventType.ACCESS,
            request.user.get_username(),
            succeeded=False,
            labels={"page": page},
        )
    )


def write_missing_role(request: HttpRequest, now: datetime) -> None:
    """Note, once an hour, that a member sought what exists, where they have no role."""
    if _hourly.is_first(now, request.user.get_username(), "sought without a role"):
        write_refusal(request, now)


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """What the audit holds of one act."""

    at: datetime
    actor: str
    verb: str
    scope: Scope | None
    target: str
    detail: Mapping[str, Any]


def describe_act(act: RecordedAct) -> SecurityEvent | None:
    """Return what is written of an act in the audit, None if it is there a second time.

    An act on an account is noted in each of its scopes, too. Of an act on data there is what was
    done and in which scope: no target, no detail.
    """
    labels: dict[str, str] = {}
    if act.scope:
        labels = {"scope": act.scope.kind, "scope_id": str(act.scope.id)}
    if act.verb in ACCOUNT_VERBS | SCOPE_VERBS:
        if act.verb in ACCOUNT_VERBS and act.scope and act.target:
            return None
        if role := act.detail.get("role"):
            labels["role"] = role
        category, kind = EventCategory.IAM, _TYPES.get(act.verb, EventType.CHANGE)
        return SecurityEvent(act.at, act.verb, category, kind, act.actor, act.target, labels=labels)
    key = (act.actor, act.verb, act.scope)
    if act.verb.startswith(_GATHERED) and not _hourly.is_first(act.at, *key):
        return None
    kind = EventType.ACCESS if act.verb.startswith(("read ", "took ")) else EventType.CHANGE
    return SecurityEvent(act.at, act.verb, EventCategory.DATABASE, kind, act.actor, labels=labels)


def _await_commit(signal: Signal, sender: object, **act: Any) -> None:
    if settings.SECURITY_LOG:
        transaction.on_commit(partial(_write_act, RecordedAct(**act)), robust=True)


def _write_act(act: RecordedAct) -> None:
    if found := describe_act(act):
        write_event(found)


def _note_sign_in(user: Any, **_signal: Any) -> None:
    if not settings.SECURITY_LOG:
        return
    tally.store()  # wrong passwords before the right one are written before it
    _write_session(user, "signed in", EventCategory.AUTHENTICATION, EventType.START)


def _note_sign_out(user: Any, **_signal: Any) -> None:
    if user is not None:
        _write_session(user, "signed out", EventCategory.SESSION, EventType.END)


def _note_factor(user: Any, authenticator: Authenticator, **_signal: Any) -> None:
    labels = {"factor": str(authenticator.type)}
    kind = EventCategory.AUTHENTICATION
    _write_session(user, "used second factor", kind, EventType.INFO, labels)


def _write_session(
    user: Any,
    action: str,
    category: EventCategory,
    kind: EventType,
    labels: Mapping[str, str] | None = None,
) -> None:
    """Write that a member came or went, or used a second factor."""
    write_event(
        SecurityEvent(
            timezone.now(), action, category, kind, user.get_username(), labels=labels or {}
        )
    )


def _note_failures(numbers: Mapping[str, int], **_signal: Any) -> None:
    """Write how many tries failed by account; under names that no account has, without a name."""
    for account, number in sorted(numbers.items()):
        write_event(
            SecurityEvent(
                timezone.now(),
                "failed sign-in",
                EventCategory.AUTHENTICATION,
                EventType.INFO,
                account,
                succeeded=False,
                labels={"tries": str(number)},
            )
        )
