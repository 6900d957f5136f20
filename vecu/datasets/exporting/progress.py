"""Progress of an export."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

Row = TypeVar("Row")
_ROWS_PER_REPORT = 5_000


class ExportProgress(Protocol):
    """Receives each task with its number of rows, then every few thousand rows done."""

    def begin(self, task: str, rows: int) -> None:
        """Begin a task: "" is reading the answers, else a file's name."""

    def advance(self, rows: int) -> None:
        """Add to the number of rows done."""


class NullProgress:
    """Displays no progress."""

    def begin(self, task: str, rows: int) -> None:
        """Ignore the task."""

    def advance(self, rows: int) -> None:
        """Ignore the rows."""


def with_progress(rows: Iterable[Row], progress: ExportProgress) -> Iterator[Row]:
    """Yield the rows and report progress, some thousand at a time."""
    done = 0
    for row in rows:
        yield row
        done += 1
        if done % _ROWS_PER_REPORT == 0:
            progress.advance(_ROWS_PER_REPORT)
    progress.advance(done % _ROWS_PER_REPORT)
