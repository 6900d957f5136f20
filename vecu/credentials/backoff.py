"""Slow down tries under one name: some at once, then each is followed by a longer pause."""

from dataclasses import dataclass, replace

from vecu.credentials.rate_limit import Tries

LONGEST, FORGOTTEN = 60.0, 600.0
"""Seconds: the longest pause, and after how long without a try a name begins anew."""


@dataclass(frozen=True, slots=True)
class ExponentialBackoff:
    """Allow `allowed` tries of each name, then pauses that double, up to `LONGEST` seconds.

    The first pause is as long as one try takes in the long run: with ten a minute, six seconds.
    During a pause nothing is counted, so that it ends when it was promised to.
    """

    allowed: int

    @property
    def longest(self) -> float:
        """Return after how long without a try a name begins anew."""
        return FORGOTTEN

    def count(self, tries: Tries, *, now: float) -> Tries:
        """Count one try, and begin its pause."""
        number = tries.number + 1
        return Tries(number, now, now + self._pause(number))

    def uncount(self, tries: Tries, *, now: float) -> Tries:
        """Uncount one try, and the pause it began."""
        return replace(tries, number=max(0.0, tries.number - 1), until=now)

    def _pause(self, number: float) -> float:
        beyond = number - self.allowed
        return min(LONGEST, LONGEST / self.allowed * 2.0 ** min(beyond, 10)) if beyond >= 0 else 0.0
