"""Slow down tries under one name: some at once, then each is followed by a longer pause."""

from dataclasses import dataclass, field, replace
from threading import Lock

LONGEST, FORGOTTEN = 60.0, 600.0
"""Seconds: the longest pause, and after how long without a try a name begins anew."""


@dataclass(frozen=True, slots=True)
class _Tries:
    number: int = 0
    last: float = 0.0
    until: float = 0.0


@dataclass
class ExponentialBackoff:
    """Allow `allowed` tries of each name, then pauses that double, up to `LONGEST` seconds.

    The first pause is as long as one try takes in the long run: with ten a minute, six seconds.
    In memory and for one process, which gets its `per_process_limit`; callers bound the number of
    names. During a pause nothing is counted, so that it ends when it was promised to.
    """

    allowed: float
    _tries: dict[str, _Tries] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def reserve(self, name: str, *, now: float) -> float:
        """Count one try and return 0, or count nothing and return the seconds to wait.

        It is counted before it is known to be wrong, so that tries at the same moment count, too.
        """
        with self._lock:
            tries = self._get(name, now)
            if now < tries.until:
                return tries.until - now
            number = tries.number + 1
            self._tries[name] = _Tries(number, now, now + self._pause(number))
            return 0.0

    def refund(self, name: str, *, now: float) -> None:
        """Uncount one try, which was right or was not carried out, and the pause it began."""
        with self._lock:
            tries = self._get(name, now)
            if tries.number:
                self._tries[name] = replace(tries, number=tries.number - 1, until=now)

    def _get(self, name: str, now: float) -> _Tries:
        tries = self._tries.get(name, _Tries())
        return tries if now - tries.last < FORGOTTEN else _Tries()

    def _pause(self, number: int) -> float:
        beyond = number - int(self.allowed)
        if beyond < 0:
            return 0.0
        return min(LONGEST, LONGEST / self.allowed * 2.0 ** min(beyond, 10))
