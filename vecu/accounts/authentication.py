"""Authenticate members, with little cost for guesses.

Tries are counted per account name, never by address. Beyond the limit every try under a name is
refused unread, right or wrong, during pauses that grow to a minute: what is not tried reveals
nothing and costs nothing. An existing and an invented name are treated alike, in work and words.
Hashing a password is slow on purpose, so each process does it for one person at a time, and for one
more in whose browser the same account signed in before: that one has tries of its own, too.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from threading import BoundedSemaphore, Lock
from zlib import crc32

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import authenticate
from django.http import HttpRequest

from vecu.accounts.known_devices import find_device
from vecu.accounts.models import User
from vecu.credentials import ExponentialBackoff, TokenBucket
from vecu.errors import VecuError
from vecu.rate_limits.shared_limiter import SharedRateLimiter

TRIES = 10
"""Tries under one name, on all machines together, before the first pause."""
TRIES_OF_DEVICE, _DAY = 10, 86_400.0
"""Wrong tries in a browser that signed in before, a day."""
_SLOTS = 1 << 16
"""Number of names told apart, so that guessing with ever new names fills no memory."""
_IN_LINE = 2
"""Sign-ins in a process at once: one is hashed, one waits. Pages of respondents have the rest."""


class TooManyAttempts(VecuError):
    """Too many tries under this name: this one was not read. `seconds` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class SignInBusy(VecuError):
    """Others are signing in at this moment: this try was not read."""


def _share_names() -> SharedRateLimiter:
    return SharedRateLimiter(ExponentialBackoff(TRIES), "passwords of names")


def _share_devices() -> SharedRateLimiter:
    return SharedRateLimiter(TokenBucket(TRIES_OF_DEVICE, _DAY), "passwords of devices", step=_DAY)


@dataclass
class SignInAttempts:
    """The tries to sign in, and the line before hashing in this process.

    A device that signed in before has a turn that nobody without its cookie can take. A stolen
    cookie is worth a few tries: when they are used up, its holder is like anybody.
    """

    by_slot: SharedRateLimiter = field(default_factory=_share_names)
    by_device: SharedRateLimiter = field(default_factory=_share_devices)
    clock: Callable[[], float] = time.time
    _line: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_IN_LINE))
    _hashing: Lock = field(default_factory=Lock)
    _device_turn: Lock = field(default_factory=Lock)

    @contextmanager
    def reserve(self, slot: str, device: str = "") -> Iterator[Callable[[], None]]:
        """Count one try and wait for the turn to hash it; give what uncounts it.

        It is counted when its turn has come, so that who is sent away writes nothing. A device
        counts for itself, and for its name when it has no try left. Raise `TooManyAttempts` during
        a pause, `SignInBusy` where others wait.
        """
        of_device = bool(device) and not self.by_device.get_wait(device, now=self.clock())
        limiter, name = (self.by_device, device) if of_device else (self.by_slot, slot)
        _refuse(limiter.get_wait(name, now=self.clock()))
        with self.take_turn(of_device=of_device):
            wait = limiter.reserve(name, now=self.clock())
            if not (wait and of_device):
                _refuse(wait)
                yield lambda: limiter.refund(name, now=self.clock())
                return
        with self.reserve(slot) as refund:
            yield refund

    @contextmanager
    def take_turn(self, *, of_device: bool = False) -> Iterator[None]:
        """Wait for one person at most before hashing; raise `SignInBusy` at once for more.

        Devices that signed in before have one turn that is theirs, at the same time; beyond that
        they wait like anybody.
        """
        if of_device and self._device_turn.acquire(blocking=False):
            try:
                yield
            finally:
                self._device_turn.release()
            return
        if not self._line.acquire(blocking=False):
            raise SignInBusy
        try:
            with self._hashing:
                yield
        finally:
            self._line.release()


def _refuse(wait: float) -> None:
    if wait:
        raise TooManyAttempts(ceil(wait))


attempts = SignInAttempts()


class MemberBackend(AuthenticationBackend):
    """Finds members by the name as it is written.

    allauth ignores case, and lets in neither of two whose names differ by it alone, as they do in
    laboratories from before that was refused.
    """

    def _authenticate_by_username(self, username: str, password: str) -> User | None:
        user = User.objects.filter(username=username).first()
        member: User | None = self._check_password(user, password)
        return member


def authenticate_member(request: HttpRequest, account: str, password: str) -> User | None:
    """Return the member with this name and password, None if they do not match.

    Raise `TooManyAttempts` or `SignInBusy` when the try was not read. For an unknown name, a
    disabled account and one without password Django hashes as often as for any other.
    """
    with attempts.reserve(_slot(account), find_device(request, account)) as refund:
        user = authenticate(request, username=account, password=password)
        if not isinstance(user, User):
            return None
        refund()
        return user


def is_own_password(user: User, password: str) -> bool:
    """Return whether this is the password of a member who is signed in.

    Limited as signing in is, but apart: whoever guesses at a name keeps nobody from changing
    their password. Raise `TooManyAttempts` beyond the limit.
    """
    slot = f"own {user.pk}"
    _refuse(attempts.by_slot.reserve(slot, now=attempts.clock()))
    if right := user.check_password(password):
        attempts.by_slot.refund(slot, now=attempts.clock())
    return right


def _slot(account: str) -> str:
    return str(crc32(account.lower().encode()) % _SLOTS)
