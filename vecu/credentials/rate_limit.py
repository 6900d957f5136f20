"""Limit the rate of tries under a name without identifying who tries.

A rule says what one more try makes of those before it; where they are stored is another matter, so
that one process and many machines count alike. Names are of studies or accounts, never addresses:
no address is known here. A right code is never delayed by somebody else's wrong ones.
"""

from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

MANY_NAMES = 10_000
"""Names in the memory of a process before those whose tries no longer count are forgotten."""


def per_process_limit(allowed: float, processes: int) -> float:
    """Return the limit of each of several processes so that together they respect a total.

    For what must not be stored, since it would say when somebody took part: they do not
    communicate. With more processes than `allowed` each still allows one.
    """
    return max(1, allowed / processes)


@dataclass(frozen=True, slots=True)
class Tries:
    """The tries under one name: how many count, as of `last`, and `until` when none is allowed.

    Moments are in seconds, of any clock that all who count share.
    """

    number: float = 0.0
    last: float = 0.0
    until: float = 0.0


class RateLimit(Protocol):
    """A rule: what one more try makes of those before it."""

    @property
    def longest(self) -> float:
        """Return after how many seconds no try counts any more."""

    def count(self, tries: Tries, *, now: float) -> Tries:
        """Return the tries with one more, which is made at this moment."""

    def uncount(self, tries: Tries, *, now: float) -> Tries:
        """Return the tries with one less, which was right or was not carried out."""


class RateLimiter(Protocol):
    """A rule with the place where tries are counted, for each name apart."""

    def reserve(self, name: str, *, now: float) -> float:
        """Count one try and return 0, or count nothing and return the seconds to wait.

        It is counted before it is known to be wrong, so that tries at the same moment count, too.
        """

    def refund(self, name: str, *, now: float) -> None:
        """Uncount one try, and the pause it began."""


def get_wait(limit: RateLimit, tries: Tries, *, now: float) -> float:
    """Return how many seconds no try is allowed.

    What a clock said before it was set back by hours is not believed: nobody waits for `longest`.
    """
    wait = tries.until - now
    return wait if 0 < wait <= limit.longest else 0.0


def renew_tries(limit: RateLimit, tries: Tries, *, now: float) -> Tries:
    """Return the tries that still count: none of long ago, and none of a clock since set back."""
    return tries if abs(now - tries.last) < limit.longest else Tries(last=now)


@dataclass(frozen=True, slots=True)
class TokenBucket:
    """Allow `allowed` tries at once, refilled evenly over `seconds`."""

    allowed: float = 20
    seconds: float = 60.0

    @property
    def longest(self) -> float:
        """Return when a bucket is full again, whatever was taken from it."""
        return self.seconds

    def count(self, tries: Tries, *, now: float) -> Tries:
        """Take one, and say until when there is none."""
        return self._at(self._refill(tries, now) + 1, now)

    def uncount(self, tries: Tries, *, now: float) -> Tries:
        """Put one back."""
        return self._at(max(0.0, self._refill(tries, now) - 1), now)

    def _refill(self, tries: Tries, now: float) -> float:
        passed = max(0.0, now - tries.last)
        return max(0.0, tries.number - passed * self.allowed / self.seconds)

    def _at(self, number: float, now: float) -> Tries:
        missing = number + 1 - self.allowed
        return Tries(number, now, now + max(0.0, missing) * self.seconds / self.allowed)


@dataclass
class LocalRateLimiter:
    """Count tries in the memory of this process; a restart forgets them."""

    limit: RateLimit
    _tries: dict[str, Tries] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def reserve(self, name: str, *, now: float) -> float:
        """Count one try and return 0, or count nothing and return the seconds to wait."""
        with self._lock:
            tries = self._find(name, now)
            if wait := get_wait(self.limit, tries, now=now):
                return wait
            if len(self._tries) >= MANY_NAMES:
                self._forget(now)
            self._tries[name] = self.limit.count(tries, now=now)
            return 0.0

    def refund(self, name: str, *, now: float) -> None:
        """Uncount one try, which was right or was not carried out, and the pause it began."""
        with self._lock:
            self._tries[name] = self.limit.uncount(self._find(name, now), now=now)

    def _find(self, name: str, now: float) -> Tries:
        return renew_tries(self.limit, self._tries.get(name, Tries()), now=now)

    def _forget(self, now: float) -> None:
        """Forget names whose tries count no more; if all still do, forget all."""
        counting = {name: self._find(name, now) for name in self._tries}
        counting = {name: tries for name, tries in counting.items() if tries.number}
        self._tries = counting if len(counting) < MANY_NAMES else {}
