"""Slow down guessing without knowing who guesses.

Wrong codes are counted for a whole inquiry (or account name), never by address: there is no
address to count by. A right code is never held up by somebody else's wrong ones.
"""

from dataclasses import dataclass, field
from threading import Lock

MANY_NAMES = 10_000
"""Names counted at once before those whose bucket is full again are forgotten."""


def per_process_limit(allowed: float, processes: int) -> float:
    """Return what each of several processes may allow so that all together keep to a limit.

    They need to tell each other nothing, and nothing is written down. With more processes than
    `allowed` each still allows one.
    """
    return max(1, allowed / processes)


@dataclass
class TokenBucket:
    """A bucket of `allowed` wrong tries for each name, refilled evenly over `seconds`.

    In memory and for one process, which gets its `share_of` what a laboratory allows: after a
    restart the bucket is full again, which costs nothing against codes of 57 bits.
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
        """Return whether the limit is reached, and count nothing."""
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
