"""Authenticate members, with little cost for guesses.

Tries are counted per account name, never by address. Beyond the limit every try under a name is
refused unread, right or wrong, during pauses that grow to a minute: what is not tried reveals
nothing and costs nothing. An existing and an invented name are treated alike, in work and words.
Hashing a password is slow on purpose, so each process does it for one person at a time, and for one
more in whose browser the same account signed in before: that one has tries of its own, too.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from threading import BoundedSemaphore, Lock
from zlib import crc32

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest

from vecu.accounts.known_devices import find_device
from vecu.accounts.models import User
from vecu.credentials import ExponentialBackoff, per_process_limit
from vecu.errors import VecuError

TRIES = 10
"""Tries under one name, in all processes together, before the first pause."""
TRIES_OF_DEVICE = 10
"""Wrong tries in a browser that signed in before, until the server restarts or one is right."""
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


def _attempts() -> ExponentialBackoff:
    return ExponentialBackoff(per_process_limit(TRIES, settings.PROCESSES))


@dataclass
class SignInAttempts:
    """The tries to sign in that reached this process, and the line before its hashing.

    A device that signed in before has a turn that nobody without its cookie can take. A stolen
    cookie is worth a few tries: when they are used up, its holder is like anybody.
    """

    by_slot: ExponentialBackoff = field(default_factory=_attempts)
    clock: Callable[[], float] = time.monotonic
    _line: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_IN_LINE))
    _hashing: Lock = field(default_factory=Lock)
    _device_turn: Lock = field(default_factory=Lock)
    _by_device: Counter[str] = field(default_factory=Counter)
    _counting: Lock = field(default_factory=Lock)

    def reserve(self, slot: str) -> None:
        """Count one try; raise `TooManyAttempts` during a pause."""
        if wait := self.by_slot.reserve(slot, now=self.clock()):
            raise TooManyAttempts(ceil(wait))

    def refund(self, slot: str) -> None:
        """Uncount one try, which was right or was not read."""
        self.by_slot.refund(slot, now=self.clock())

    def reserve_of_device(self, device: str) -> bool:
        """Count one try of a device that signed in before; return False when it has none left."""
        with self._counting:
            within = self._by_device[device] < per_process_limit(
                TRIES_OF_DEVICE, settings.PROCESSES
            )
            self._by_device[device] += within
            return within

    def refund_of_device(self, device: str) -> None:
        """Uncount one try, which was right or was not read."""
        with self._counting:
            self._by_device -= Counter([device])

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


attempts = SignInAttempts()


def authenticate_member(request: HttpRequest, account: str, password: str) -> User | None:
    """Return the member with this name and password, None if they do not match.

    Raise `TooManyAttempts` or `SignInBusy` when the try was not read. For an unknown name, a
    disabled account and one without password Django hashes as often as for any other.
    """
    refund, of_device = _reserve(request, account)
    try:
        with attempts.take_turn(of_device=of_device):
            user = authenticate(request, username=account, password=password)
    except SignInBusy:
        refund()
        raise
    if not isinstance(user, User):
        return None
    refund()
    return user


def _reserve(request: HttpRequest, account: str) -> tuple[Callable[[], None], bool]:
    """Count one try of the device, else of the name; return how to uncount it, and of which."""
    device = find_device(request, account)
    if device and attempts.reserve_of_device(device):
        return partial(attempts.refund_of_device, device), True
    slot = _slot(account)
    attempts.reserve(slot)
    return partial(attempts.refund, slot), False


def is_own_password(user: User, password: str) -> bool:
    """Return whether this is the password of a member who is signed in.

    Limited as signing in is, but apart: whoever guesses at a name keeps nobody from changing
    their password. Raise `TooManyAttempts` beyond the limit.
    """
    slot = f"own {user.pk}"
    attempts.reserve(slot)
    if right := user.check_password(password):
        attempts.refund(slot)
    return right


def _slot(account: str) -> str:
    return str(crc32(account.lower().encode()) % _SLOTS)
