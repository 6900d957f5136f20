"""People as dots, one each: filled, ring or dashed ring, so that colour says nothing by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class DotMark(StrEnum):
    """How the dots of one answer are drawn."""

    FILLED = "filled"
    RING = "ring"
    DASHED = "dashed"


@dataclass(frozen=True, slots=True)
class DotRun:
    """So many people who say the same; `label` says what."""

    number: int
    label: str
    mark: DotMark


@dataclass(frozen=True, slots=True)
class DotRow:
    """All people at one time; `title` says when, and each run of them stands with its number."""

    title: str
    runs: Sequence[DotRun]
