"""Codes that are counted together, as one row of a table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """The code or practice of a row, and the codes that count for it.

    `own` is a code alone: its child codes have rows of their own.
    """

    id: UUID
    codes: frozenset[UUID]
    own: bool = False


class CodeGroupIndex(dict[frozenset[UUID], frozenset[int]]):
    """Cache: set of codes -> indices of the groups that contain any of them.

    Thousands of texts carry the same few sets of codes.
    """

    def __init__(self, lines: Sequence[CodeGroup]) -> None:
        super().__init__()
        self._places: dict[UUID, set[int]] = {}
        for index, line in enumerate(lines):
            for code in line.codes:
                self._places.setdefault(code, set()).add(index)

    def __missing__(self, codes: frozenset[UUID]) -> frozenset[int]:
        self[codes] = groups = frozenset().union(*(self._places.get(code, ()) for code in codes))
        return groups
