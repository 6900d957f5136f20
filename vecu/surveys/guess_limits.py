"""Limit guesses of codes: wrong codes are counted per study, then slowed down."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from threading import Lock

from vecu.credentials import RateLimiter, TokenBucket
from vecu.rate_limits.shared_limiter import SharedRateLimiter

WRONG_CODES = 20
"""Wrong codes of a study per minute before guesses are slowed down."""
_MINUTE = 60.0
PAUSE = 0.5
"""Maximum delay of a wrong code beyond the limit, in seconds."""


@dataclass
class CodeGuessLimiter:
    """The wrong codes of each study. Right codes are never counted, so never delayed.

    Beyond the limit one guess at a time is delayed and the others are rejected at once, so that
    guessing cannot occupy all workers.
    """

    attempts: RateLimiter
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    _slowed: Lock = field(default_factory=Lock)

    def record_failure(self, name: str) -> bool:
        """Count a wrong code for `name` and return whether it was within the limit."""
        if not self.attempts.reserve(name, now=self.clock()):
            return True
        if self._slowed.acquire(blocking=False):
            try:
                self.sleep(PAUSE)
            finally:
                self._slowed.release()
        return False

    @property
    def retry_after(self) -> int:
        """Seconds until all attempts are allowed again."""
        return ceil(_MINUTE)


def make_guess_limiter(purpose: str) -> CodeGuessLimiter:
    """Return the limit of wrong codes of one kind, which all processes and machines share.

    To the minute: the table does not say in which second a respondent mistyped.
    """
    bucket = TokenBucket(allowed=WRONG_CODES, seconds=_MINUTE)
    return CodeGuessLimiter(SharedRateLimiter(bucket, purpose, step=_MINUTE))
