"""What happens to wrong codes: counted for a whole inquiry, then answered less and less."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from vecu.credentials import TokenBucket

WRONG_CODES = 20
"""Wrong codes of an inquiry in a minute, after which guessing is slowed."""
PAUSE = 0.5
"""Seconds that a wrong code beyond the limit may wait for its answer."""


@dataclass
class CodeGuessLimiter:
    """The wrong codes of each inquiry. A right code is never counted, so never held up.

    Beyond the limit one guess at a time is slowed and the others are answered at once, so that
    guessing cannot occupy every worker.
    """

    attempts: TokenBucket = field(default_factory=TokenBucket)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _slowed: Lock = field(default_factory=Lock)

    def record_failure(self, name: str) -> bool:
        """Count a wrong code given for `name` and return whether it was within the limit."""
        if self.attempts.consume(name, now=self.clock()):
            return True
        if self._slowed.acquire(blocking=False):
            try:
                self.sleep(PAUSE)
            finally:
                self._slowed.release()
        return False

    @property
    def retry_after(self) -> int:
        """Seconds after which every try is allowed again."""
        return round(self.attempts.seconds)
