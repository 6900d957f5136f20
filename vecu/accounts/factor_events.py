"""What allauth tells of second factors: the audit notes it, and the count of failures."""

from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.utils import timezone

from vecu.accounts.account_changes import record_account_event
from vecu.accounts.failed_sign_ins import tally
from vecu.accounts.models import User
from vecu.accounts.second_factor import forget_proven_factor, record_proven_factor


def connect_signals() -> None:
    """Listen from now on."""
    signals.authenticator_added.connect(_note_added)
    signals.authenticator_removed.connect(_note_removed)
    signals.authenticator_reset.connect(_note_new_codes)
    signals.authenticator_used.connect(_note_used)
    signals.authentication_failed.connect(_count_failure)


def _note_added(user: User, authenticator: Authenticator, request: Any, **_signal: Any) -> None:
    """Note a factor, which was proven as it was added; codes for its loss come with it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_proven_factor(request, user, authenticator.type)
        _record(user, "added second factor", authenticator)


def _note_removed(user: User, authenticator: Authenticator, request: Any, **_signal: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        if not Authenticator.objects.filter(user=user).exists():
            forget_proven_factor(request, user)
        _record(user, "removed second factor", authenticator)


def _note_new_codes(user: User, authenticator: Authenticator, **_signal: Any) -> None:
    _record(user, "made recovery codes", authenticator)


def _note_used(user: User, authenticator: Authenticator, **_signal: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _record(user, "used recovery code", authenticator)


def _count_failure(user: User, **_signal: Any) -> None:
    tally.count(user.username, today=timezone.localdate())


def _record(user: User, verb: str, authenticator: Authenticator) -> None:
    detail = {"kind": authenticator.type}
    record_account_event(user.username, verb, user, detail, now=timezone.now())
