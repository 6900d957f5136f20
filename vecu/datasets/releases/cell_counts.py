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

    Rows that are `dividing` are all people of the base, each once. A base is `everybody` where the
    questionnaire puts a question to all, so that readers know it.
    """

    base: People
    rows: People
    dividing: bool
    everybody: bool = False


@dataclass(frozen=True, eq=False)
class _Cells:
    """Rows × columns: how many people, and the sum of their record keys."""

    counts: Counts
    totals: NDArray[np.uint64]

    def within(self, wholes: "_Cells") -> "_Cells":
        """Return these cells with noise of their own where they are all of their whole.

        With the same noise, the same figure for a part and its whole in table after table would
        tell that nobody is missing, and another figure that somebody is, in which columns.
        """
        complete = self.counts == wholes.counts
        return _Cells(self.counts, np.where(complete, 2 * wholes.totals, self.totals))

    def at(self, column: int) -> "_Cells":
        """Return one column, without this axis."""
        return _Cells(self.counts[:, column], self.totals[:, column])


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
        where = np.stack(columns)
        bases = self._add_cells(members.base[np.newaxis, :], where)
        if not members.everybody:
            bases = bases.within(self._add_cells(self._everybody, where))
        rows = self._add_cells(members.rows, where).within(bases)
        shown = [
            self._show_column(bases.at(index), rows.at(index), dividing=members.dividing)
            for index in range(len(columns))
        ]
        shown_bases, *shown_rows = zip(*shown, strict=True)
        return ItemTable(shown_bases, tuple(shown_rows))

    def count_one(self, people: People) -> int:
        """Return how many people these are, as a figure of their own."""
        cells = self._add_cells(people[np.newaxis, :], self._everybody)
        return show_count(int(cells.counts[0, 0]), int(self._draw(cells.totals)[0, 0]), self._most)

    def _show_column(self, base: _Cells, rows: _Cells, *, dividing: bool) -> list[int]:
        """Return the base of one column and its rows, as they are published.

        Where a row is all of its base, noise is spread as if somebody were missing from it.
        """
        [count], counts = base.counts.tolist(), rows.counts.tolist()
        [of_base], noise = self._draw(base.totals).tolist(), self._draw(rows.totals).tolist()
        if dividing and count in counts:
            missing = self._draw(0 - base.totals).tolist()
            noise = spread_noise([*counts, 1], [*noise, *missing], of_base)[:-1]
        elif dividing:
            noise = spread_noise(counts, noise, of_base)
        most = show_count(count, of_base, self._most)
        return [most, *(show_count(*each, most) for each in zip(counts, noise, strict=True))]

    @property
    def _everybody(self) -> People:
        return np.ones((1, len(self.keys)), dtype=np.bool_)

    @property
    def _most(self) -> int:
        return len(self.keys) // BASE * BASE

    def _draw(self, totals: NDArray[np.uint64]) -> Counts:
        return draw_noise(self.study_key, self.extract, totals)

    def _add_cells(self, rows: People, columns: People) -> _Cells:
        """Return each row in each column; nobody is in a column twice."""
        column = np.where(columns.any(axis=0), columns.argmax(axis=0), -1)
        counts = np.zeros((len(rows), len(columns)), dtype=np.int64)
        totals = np.zeros((len(rows), len(columns)), dtype=np.uint64)
        for index, row in enumerate(rows):
            inside = row & (column >= 0)
            counts[index] = np.bincount(column[inside], minlength=len(columns))
            np.add.at(totals[index], column[inside], self.keys[inside])
        return _Cells(counts, totals)
