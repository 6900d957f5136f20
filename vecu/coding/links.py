"""Codes that meet in one and the same story: which limits with which strategies. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.results import Carried

Story = tuple[UUID, str]
"""An answer, and the story in it."""


@dataclass(frozen=True, slots=True)
class Links:
    """How many stories tell of both, by row and column; `alone` are those of one code at all.

    `stories` is how many tell of any row and any column, what all counts are out of.
    """

    rows: Sequence[UUID]
    columns: Sequence[UUID]
    counts: Mapping[tuple[UUID, UUID], int]
    alone: Mapping[UUID, int]
    stories: int

    @property
    def most(self) -> int:
        """The greatest count of a row with a column."""
        return max(self.counts.values(), default=0)


def find_links(
    texts: Iterable[Carried],
    rows: Sequence[UUID],
    columns: Sequence[UUID],
    below: Mapping[UUID, frozenset[UUID]],
    among: Callable[[Story], bool] = lambda story: True,
) -> Links:
    """Count the stories in which a code of the rows and one of the columns meet.

    A code stands for all below it. `among` tells which stories are looked at.
    """
    carried: dict[Story, set[UUID]] = {}
    for text in texts:
        story = (text.answer, text.story)
        if among(story):
            carried.setdefault(story, set()).update(text.codes)
    told = [
        (
            {row for row in rows if codes & below[row]},
            {col for col in columns if codes & below[col]},
        )
        for codes in carried.values()
    ]
    both = [(r, c) for r, c in told if r and c]
    return Links(
        rows=rows,
        columns=columns,
        counts={
            (row, column): number
            for row in rows
            for column in columns
            if (number := sum(row in r and column in c for r, c in both))
        },
        alone={code: sum(code in r or code in c for r, c in told) for code in (*rows, *columns)},
        stories=len(both),
    )
