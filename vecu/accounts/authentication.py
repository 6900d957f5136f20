"""Authenticate members, with little cost for guesses.

Wrong passwords are counted per account name and for the whole site, never by address. A right one
is never delayed. Beyond a limit, passwords that cannot match are no longer hashed: hashing is slow
on purpose, and a flood of it would slow every page.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from zlib import crc32

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest

from vecu.accounts.models import User
from vecu.credentials import TokenBucket, cannot_match, fast_password_mac, per_process_limit
from vecu.errors import VecuError

FOR_A_NAME, FOR_ALL = 10, 30
"""Wrong passwords per minute, after which users are told to wait and nothing is hashed."""
_SLOTS = 1 << 16
"""Number of buckets for names, so that guessing with ever new names fills no memory."""


class TooManyAttempts(VecuError):
    """The password is wrong, and so were too many before it."""


def _attempts(allowed: int) -> TokenBucket:
    return TokenBucket(allowed=per_process_limit(allowed, settings.PROCESSES), seconds=60)


@dataclass
class FailedLogins:
    """The wrong passwords sent to this process, by account name and in total."""

    by_name: TokenBucket = field(default_factory=lambda: _attempts(FOR_A_NAME))
    altogether: TokenBucket = field(default_factory=lambda: _attempts(FOR_ALL))
    clock: Callable[[], float] = time.monotonic

    def is_limit_reached(self, account: str) -> bool:
        """Return whether a limit is reached for this name or in total."""
        now = self.clock()
        slot = _slot(account)
        return self.by_name.is_exhausted(slot, now=now) or self.altogether.is_exhausted("", now=now)

    def count(self, account: str) -> bool:
        """Count one and return whether it was within both limits."""
        now = self.clock()
        within = self.by_name.consume(_slot(account), now=now)
        return self.altogether.consume("", now=now) and within


failed_logins = FailedLogins()


def authenticate_member(request: HttpRequest, account: str, password: str) -> User | None:
    """Return the member with this name and password, None if they do not match.

    Raise `TooManyAttempts` instead of None beyond a limit. Only then does the response time
    show whether a name belongs to an account that has not been used since the server started.
    """
    if failed_logins.is_limit_reached(account) and _cannot_be_right(account, password):
        raise TooManyAttempts
    user = authenticate(request, username=account, password=password)
    if not isinstance(user, User):
        if failed_logins.count(account):
            return None
        raise TooManyAttempts
    seen = fast_password_mac(password, user.password, key=settings.RUN_KEY)
    if user.glance != seen:
        User.objects.filter(pk=user.pk).update(glance=seen)
    return user


def _cannot_be_right(account: str, password: str) -> bool:
    """Return, without hashing, whether a password certainly does not match an account."""
    user = User.objects.filter(username=account, is_active=True).first()
    if user is None:
        return True
    return cannot_match(password, user.glance, user.password, key=settings.RUN_KEY)


def _slot(account: str) -> str:
    return str(crc32(account.lower().encode()) % _SLOTS)
