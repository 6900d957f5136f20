"""Count the people of an item by its rows and columns, as they can be published. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from vecu.datasets.releases.extract_counts import ItemTable
from vecu.stats import BASE, Counts, draw_noise, make_record_key, show_count, spread_noise

People = NDArray[np.bool_]
"""Which of all people, in the order in which they were read."""


@dataclass(frozen=True, eq=False)
class CellMembers:
    """Who is in the base of an item, and in each of its rows: rows × people.

    Rows that are `dividing` are all people of the base, each once.
    """

    base: People
    rows: People
    dividing: bool


@dataclass(frozen=True, eq=False)
class CellCounter:
    """Counts cells of one extract; `keys` are the record keys of all its people."""

    study_key: bytes
    extract: int
    keys: NDArray[np.uint64]

    @classmethod
    def prepare(cls, study_key: bytes, extract: int, records: Sequence[UUID]) -> "CellCounter":
        """Return a counter of these records."""
        keys = (make_record_key(study_key, record) for record in records)
        return cls(study_key, extract, np.fromiter(keys, np.uint64, len(records)))

    def count(self, members: CellMembers, columns: Sequence[People]) -> ItemTable:
        """Return the table of an item; a column without a breakdown is everybody.

        Nothing is shown above all people, rounded down, nor a row above what is shown of its base.
        """
        size = len(self.keys)
        where = np.stack(columns)
        bases, of_bases = self._count_cells(members.base[np.newaxis, :], where)
        rows, of_rows = self._count_cells(members.rows, where)
        shown_bases, shown_rows = [], []
        for place in range(len(columns)):
            noise = of_rows[:, place].tolist()
            if members.dividing:
                noise = spread_noise(rows[:, place].tolist(), noise, int(of_bases[0, place]))
            base = show_count(int(bases[0, place]), int(of_bases[0, place]), size // BASE * BASE)
            shown_bases.append(base)
            counts = zip(rows[:, place].tolist(), noise, strict=True)
            shown_rows.append([show_count(count, value, base) for count, value in counts])
        return ItemTable(tuple(shown_bases), tuple(zip(*shown_rows, strict=True)))

    def count_one(self, people: People) -> int:
        """Return how many people these are, as a figure of their own."""
        everybody = np.ones((1, len(self.keys)), dtype=np.bool_)
        counts, noise = self._count_cells(people[np.newaxis, :], everybody)
        return show_count(int(counts[0, 0]), int(noise[0, 0]), len(self.keys) // BASE * BASE)

    def _count_cells(self, rows: People, columns: People) -> tuple[Counts, Counts]:
        """Return counts and noise of each row in each column; nobody is in a column twice."""
        column = np.where(columns.any(axis=0), columns.argmax(axis=0), -1)
        counts = np.zeros((len(rows), len(columns)), dtype=np.int64)
        totals = np.zeros((len(rows), len(columns)), dtype=np.uint64)
        for place, row in enumerate(rows):
            inside = row & (column >= 0)
            counts[place] = np.bincount(column[inside], minlength=len(columns))
            np.add.at(totals[place], column[inside], self.keys[inside])
        return counts, draw_noise(self.study_key, self.extract, totals)
