"""Judgements of coders; units with equal judgements are counted together."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.intp]

MOST_VALUES = 1000
"""The most different values, since each is compared with each other."""

_NOBODY = -1


@dataclass(frozen=True, slots=True)
class Units:
    """Units by pattern: `times[p]` units had `counts[p, v]` coders who gave `values[v]`.

    Every pattern was judged by somebody. `coders` is how many judged anything, `judged` how many
    units anybody judged: it stays when units are left out.
    """

    counts: Floats
    times: Floats
    values: Floats
    coders: int
    judged: int

    @property
    def size(self) -> Floats:
        """Of each pattern, the number of coders who judged."""
        return row_sums(self.counts)

    @property
    def pairable(self) -> int:
        """The number of units judged by at least two coders."""
        return int(self.times[self.size >= 2].sum())

    @property
    def disputed(self) -> int:
        """The number of units on which coders disagree."""
        return int(self.times[self.counts.max(axis=1, initial=0) < self.size].sum())

    @property
    def differing(self) -> int:
        """The fewest pairable units without which all judgements would be equal."""
        whole = (self.counts == self.size[:, np.newaxis]) & (self.size[:, np.newaxis] >= 2)
        alike = (self.times[:, np.newaxis] * whole).sum(axis=0)
        return self.pairable - int(alike.max(initial=0))

    def only_pairable(self) -> "Units":
        """Return the units judged by at least two coders."""
        several = self.size >= 2
        return replace(self, counts=self.counts[several], times=self.times[several])


def encode_ratings(ratings: npt.ArrayLike) -> tuple[Marks, Floats]:
    """Return the index of each judgement among the different values, and these in ascending order.

    `ratings` has a row for each coder and a column for each unit, NaN where a coder did not judge.
    Nominal values are coded as numbers. A unit that nobody judged is left out. The index is −1 for
    a missing judgement. Anything else than such a table is a `ValueError`.
    """
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2:
        message = f"Ratings have a row per coder and a column per unit; found {table.ndim} axes."
        raise ValueError(message)
    if np.isinf(table).any():
        message = "A rating is infinite; write NaN where a coder did not judge."
        raise ValueError(message)
    judged = ~np.isnan(table)
    values, places = np.unique(table[judged], return_inverse=True)
    if len(values) > MOST_VALUES:
        message = f"{len(values)} different values are more than {MOST_VALUES}: round them first."
        raise ValueError(message)
    marks = np.full(table.shape, _NOBODY, dtype=np.intp)
    marks[judged] = places
    return marks[:, judged.any(axis=0)], values


def group_units(marks: Marks, values: Floats, *, by_coder: bool = False) -> tuple[Marks, Units]:
    """Return the patterns of judgements, one per column, and the units counted by pattern.

    Coders are distinguished only if `by_coder`; else a column has its indices in ascending order.
    """
    ratings = marks if by_coder else np.sort(marks, axis=0)
    patterns, times = np.unique(ratings, axis=1, return_counts=True)
    counts = (patterns[:, :, np.newaxis] == np.arange(len(values))).sum(axis=0)
    return patterns, Units(
        counts=counts.astype(np.float64),
        times=times.astype(np.float64),
        values=values,
        coders=int((marks > _NOBODY).any(axis=1).sum()),
        judged=marks.shape[1],
    )


def units_from_ratings(ratings: npt.ArrayLike) -> Units:
    """Return the units of `ratings`, without distinguishing coders."""
    return group_units(*encode_ratings(ratings))[1]


def row_sums(table: Floats) -> Floats:
    """Return the sum of each row."""
    sums: Floats = table.sum(axis=1)
    return sums


def safe_divide(dividend: Floats, divisor: Floats) -> Floats:
    """Return the quotients, NaN where the divisor is 0."""
    shape = np.broadcast(dividend, divisor).shape
    result: Floats = np.divide(dividend, divisor, out=np.full(shape, np.nan), where=divisor != 0)
    return result
