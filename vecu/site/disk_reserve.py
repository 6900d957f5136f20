"""A file that holds room on the laboratory's disk, given up when the disk is full.

What brings something new is refused while there is no room beside the reserve; what takes
something away, and signing in, may use it. So a full disk keeps nobody from withdrawing.
"""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DiskReserve:
    """A file of `size` bytes; as many more must be free for anything new to be stored."""

    path: Path
    size: int

    def has_room(self) -> bool:
        """Return whether something new may be stored."""
        return self.count_free_bytes() - self._missing() >= self.size

    def make_room(self) -> None:
        """Give the reserve up if the disk is full, for what takes something away."""
        if self.count_free_bytes() < self.size:
            self.path.unlink(missing_ok=True)

    def restore(self) -> None:
        """Set the room aside, if there is enough of it: at the start, and when some was freed."""
        if not self._missing() or not self.has_room():
            return
        # Written, as file systems that compress or copy on write keep no room for what is not.
        self.path.touch(mode=0o600)
        with self.path.open("wb") as file, suppress(OSError):
            left = self.size
            while left > 0:
                left -= file.write(os.urandom(min(left, 1_000_000)))

    def count_free_bytes(self) -> int:
        """Return how many bytes of the disk are free."""
        return shutil.disk_usage(self.path.parent).free

    def _missing(self) -> int:
        """Return how many bytes of the reserve are not set aside."""
        try:
            return max(0, self.size - self.path.stat().st_size)
        except FileNotFoundError:
            return self.size
