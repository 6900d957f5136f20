"""Telling whoever waits how far an export is."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

Row = TypeVar("Row")
_ROWS_PER_REPORT = 5_000


class ExportProgress(Protocol):
    """Is told when a task begins and how many rows it has, then of every few thousand done."""

    def begin(self, task: str, rows: int) -> None:
        """Take note of a task that begins: "" is reading the answers, else a file's name."""

    def advance(self, rows: int) -> None:
        """Take note of rows that are done."""


class NullProgress:
    """Nobody waits."""

    def begin(self, task: str, rows: int) -> None:
        """Say nothing."""

    def advance(self, rows: int) -> None:
        """Say nothing."""


def with_progress(rows: Iterable[Row], progress: ExportProgress) -> Iterator[Row]:
    """Yield the rows and tell of them, some thousand at a time."""
    done = 0
    for row in rows:
        yield row
        done += 1
        if done % _ROWS_PER_REPORT == 0:
            progress.advance(_ROWS_PER_REPORT)
    progress.advance(done % _ROWS_PER_REPORT)
