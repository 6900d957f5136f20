"""Hold back a burst of replies: a rate of each study, never of an address, which nobody knows."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from vecu.credentials import TokenBucket


@dataclass
class BurstLimiter:
    """How many replies a study takes at once; those beyond it are not stored."""

    replies: TokenBucket = field(default_factory=TokenBucket)
    clock: Callable[[], float] = time.monotonic

    def admit(self, study: UUID) -> bool:
        """Count a reply to a study and return whether it can be taken now."""
        return self.replies.consume(str(study), now=self.clock())
