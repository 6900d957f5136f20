"""Hold back a burst of replies: a rate of each study, never of an address, which nobody knows."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from vecu.credentials import LocalRateLimiter


@dataclass
class BurstLimiter:
    """How many replies a study takes at once; those beyond it are not stored.

    In the memory of each process: a shared count would store in which minute somebody replied.
    """

    replies: LocalRateLimiter
    clock: Callable[[], float] = time.monotonic

    def admit(self, study: UUID) -> bool:
        """Count a reply to a study and return whether it can be taken now."""
        return not self.replies.reserve(str(study), now=self.clock())
