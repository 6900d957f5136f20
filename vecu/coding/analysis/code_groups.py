"""Codes that are counted together, as one line of a table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """What a line is about, a code or a practice, and the codes that count for it.

    `own` is a code by itself: the finer ones below it have lines of their own.
    """

    id: UUID
    codes: frozenset[UUID]
    own: bool = False


class CodeGroupIndex(dict[frozenset[UUID], frozenset[int]]):
    """The places of the lines for which any of some codes counts.

    Thousands of texts carry the same few codes: what these tell of is worked out once.
    """

    def __init__(self, lines: Sequence[CodeGroup]) -> None:
        super().__init__()
        self._places: dict[UUID, set[int]] = {}
        for place, line in enumerate(lines):
            for code in line.codes:
                self._places.setdefault(code, set()).add(place)

    def __missing__(self, codes: frozenset[UUID]) -> frozenset[int]:
        self[codes] = told = frozenset().union(*(self._places.get(code, ()) for code in codes))
        return told
