"""Limit the rate of guesses without identifying who guesses.

Wrong codes are counted per study (or account name), never by address: no address is known here. A
right code is never delayed by somebody else's wrong ones.
"""

from dataclasses import dataclass, field
from threading import Lock

MANY_NAMES = 10_000
"""Names counted at once before those with a full bucket are forgotten."""


def per_process_limit(allowed: float, processes: int) -> float:
    """Return the limit of each of several processes so that together they respect a total.

    They do not communicate, and nothing is stored. With more processes than `allowed` each
    still allows one.
    """
    return max(1, allowed / processes)


@dataclass
class TokenBucket:
    """A bucket of `allowed` wrong tries for each name, refilled evenly over `seconds`.

    In memory and for one process, which gets its `per_process_limit`: after a restart the
    bucket is full again, which is harmless with codes of 57 bits.
    """

    allowed: float = 20
    seconds: float = 60.0
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def consume(self, name: str, *, now: float) -> bool:
        """Count one wrong try and return whether it was within the limit. `now` in seconds."""
        with self._lock:
            if len(self._left) >= MANY_NAMES:
                self._forget_full(now)
            left = self._refilled(name, now)
            within = left >= 1
            self._left[name] = (left - within, now)
            return within

    def is_exhausted(self, name: str, *, now: float) -> bool:
        """Return whether the limit is reached, without counting."""
        with self._lock:
            return self._refilled(name, now) < 1

    def _forget_full(self, now: float) -> None:
        self._left = {
            name: state
            for name, state in self._left.items()
            if self._refilled(name, now) < self.allowed
        }

    def _refilled(self, name: str, now: float) -> float:
        left, since = self._left.get(name, (float(self.allowed), now))
        return min(self.allowed, left + (now - since) * self.allowed / self.seconds)
