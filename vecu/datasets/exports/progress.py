"""Telling whoever waits how far an export is."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

Row = TypeVar("Row")
_TOLD_EACH = 5_000


class Progress(Protocol):
    """Is told when a task begins and how many rows it has, then of every few thousand done."""

    def begin(self, task: str, rows: int) -> None:
        """Take note of a task that begins: "" is reading the answers, else a file's name."""

    def advance(self, rows: int) -> None:
        """Take note of rows that are done."""


class Silent:
    """Nobody waits."""

    def begin(self, task: str, rows: int) -> None:
        """Say nothing."""

    def advance(self, rows: int) -> None:
        """Say nothing."""


def watched(rows: Iterable[Row], progress: Progress) -> Iterator[Row]:
    """Yield the rows and tell of them, some thousand at a time."""
    done = 0
    for row in rows:
        yield row
        done += 1
        if done % _TOLD_EACH == 0:
            progress.advance(_TOLD_EACH)
    progress.advance(done % _TOLD_EACH)
