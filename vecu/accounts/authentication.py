"""Whether an account name and a password go together, at little cost for those who only guess.

Wrong passwords are counted for each account name and for the whole laboratory, never by address. A
right one is never held up. Past a limit, what cannot be right is not hashed any more: hashing is
slow on purpose, and a flood of it would slow every page.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from zlib import crc32

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest

from vecu.accounts.models import User
from vecu.credentials import (
    TokenBucket,
    cannot_match,
    fast_password_mac,
    per_process_limit,
)
from vecu.errors import VecuError

FOR_A_NAME, FOR_ALL = 10, 30
"""Wrong passwords in a minute, after which they are told to wait and are no longer hashed."""
_SLOTS = 1 << 16
"""Names fall into so many slots, so that guessing with ever new names fills no memory."""


class TooManyAttempts(VecuError):
    """The password is wrong, and so were too many before it."""


def _attempts(allowed: int) -> TokenBucket:
    return TokenBucket(allowed=per_process_limit(allowed, settings.PROCESSES), seconds=60)


@dataclass
class FailedLogins:
    """The wrong passwords given to this process, by account name and altogether."""

    by_name: TokenBucket = field(default_factory=lambda: _attempts(FOR_A_NAME))
    altogether: TokenBucket = field(default_factory=lambda: _attempts(FOR_ALL))
    clock: Callable[[], float] = time.monotonic

    def is_limit_reached(self, account: str) -> bool:
        """Return whether a limit is reached for this name or for all."""
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
    """Return the member whose name and password these are, None when they do not go together.

    Raise `TooManyWrong` instead of None past a limit. Only there, how long it takes tells whether a
    name belongs to an account that nobody has used since the server started.
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
    """Tell, without hashing, whether a password is certainly not that of an account."""
    user = User.objects.filter(username=account, is_active=True).first()
    if user is None:
        return True
    return cannot_match(password, user.glance, user.password, key=settings.RUN_KEY)


def _slot(account: str) -> str:
    return str(crc32(account.lower().encode()) % _SLOTS)
