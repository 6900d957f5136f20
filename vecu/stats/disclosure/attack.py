"""What published counts give away: the bounds of each hidden cell, by linear programming.

Whoever reads all tables knows that counts are not negative, that each published one was rounded,
and which tables share margins. From this, the least and the greatest value of a hidden cell follow
(Fischetti and Salazar, *Management Science* 47, 2001, the "attacker's problems").
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import block_array, csr_array, eye_array, hstack, vstack

from vecu.stats.disclosure.linear_system import build_linear_system
from vecu.stats.disclosure.nesting import Nesting, Routing, build_inequalities
from vecu.stats.disclosure.tables import (
    PROTECTED,
    THRESHOLD,
    Counts,
    CountTable,
    Mask,
    bound_count,
    check_same_people,
)

Cells = NDArray[np.intp]
Values = NDArray[np.float64]

_EXACT = 1e-6
"""Bounds of counts are whole numbers or near them; the solver's own tolerance is 1e-7."""
_UNBOUNDED = 1e7
"""No count is as large: a cell that can be has no greatest value."""


@dataclass(frozen=True)
class Proof:
    """Why the bounds of a hidden cell are too narrow: `cells` published show it together."""

    hidden: int
    cells: Cells


@dataclass(frozen=True, eq=False)
class _Extreme:
    """People who fit all that is published, with extreme counts in some hidden cells."""

    counts: Values
    """All cells of all tables."""
    holding: Cells
    """The published cells that allow no more."""


class _Widths:
    """The least and the greatest value of each cell that solutions have reached so far."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.low, self.high = counts.astype(float), counts.astype(float)

    def add(self, counts: Values) -> None:
        """Widen all cells to the values of a solution."""
        np.minimum(self.low, counts, out=self.low)
        np.maximum(self.high, counts, out=self.high)

    def list_goals(self, cells: Cells, side: int) -> Values:
        """Return how small (`side` -1) or large each cell must be able to be.

        Of one that is not small, the width counts: from the other end that was reached.
        """
        small = self.counts[cells] < THRESHOLD
        if side < 0:
            return np.where(small, 0, self.high[cells] - PROTECTED)
        return np.where(small, PROTECTED, self.low[cells] + PROTECTED)

    def find_narrow(self, cells: Cells, side: int) -> Cells:
        """Return those that have not reached their goal."""
        reached = (self.low if side < 0 else self.high)[cells]
        missing = side * (self.list_goals(cells, side) - reached)
        return cells[np.flatnonzero(missing > _EXACT)]


@dataclass(eq=False)
class Attack:
    """All cells of some tables in one row, and what is known of those not hidden.

    Raise `ValueError` for tables that do not count the same people.
    """

    tables: Sequence[CountTable]
    known: Sequence[Nesting | Routing] = ()
    _links: csr_array = field(init=False)
    _sums: csr_array = field(init=False)
    _equations: csr_array = field(init=False)
    """Of people in the system's cells, and of two parts of the count of each cell of a table."""
    _nested: csr_array = field(init=False)
    """Rows that are not above zero, of the same."""

    def __post_init__(self) -> None:
        """Lay the cells out, table after table."""
        sizes = check_same_people(self.tables)
        system = build_linear_system([table.variables for table in self.tables], sizes)
        self._links = system.links
        self._sums = vstack([system.sums[each.variables] for each in self.tables], format="csr")
        parts = [-eye_array(self._sums.shape[0])] * 2
        self._equations = block_array(
            [[self._links, None, None], [self._sums, *parts]], format="csr"
        )
        nested = build_inequalities(self.known, system.sums, sizes, self._sums.shape[1])
        apart = csr_array((nested.shape[0], 2 * self._sums.shape[0]))
        self._nested = hstack([nested, apart], format="csr")
        self.counts = np.concatenate([each.counts.ravel() for each in self.tables])
        self.floors, self.ceilings = bound_count(self.counts)
        self.table_of = np.repeat(
            np.arange(len(self.tables)), [each.counts.size for each in self.tables]
        )

    def check_counts(self) -> None:
        """Raise `ValueError` if tables that form a cycle contradict each other, or nestings do.

        That two tables agree in what they share is checked before, and is enough without cycles.
        """
        nothing = np.zeros(self.counts.size)
        self._solve(nothing, self.counts, self.counts, nothing)

    def find_proofs(self, hidden: Mask) -> list[Proof]:
        """Return, for each hidden cell whose bounds are too narrow, what shows it.

        None means that nothing is given away. A few solutions, each with as many extreme cells as
        possible, clear most of them; each that is left has programs of its own.
        """
        widths = _Widths(self.counts)
        for side in (1, -1):
            self._widen_together(np.flatnonzero(hidden), side, widths, hidden)
        return [
            proof for cell in np.flatnonzero(hidden) for proof in self._prove(cell, widths, hidden)
        ]

    def _widen_together(self, cells: Cells, side: int, widths: _Widths, hidden: Mask) -> None:
        """Widen all of these cells at once, until this clears no more of them."""
        narrow = widths.find_narrow(cells, side)
        while narrow.size:
            found = self._stretch(narrow, side, widths.list_goals(narrow, side), hidden)
            widths.add(found.counts)
            cells, narrow = narrow, widths.find_narrow(narrow, side)
            if narrow.size == cells.size:
                return

    def _prove(self, cell: np.intp, widths: _Widths, hidden: Mask) -> list[Proof]:
        """Return the proofs of one cell: of a small one, for each side; else for its width."""
        cells, held = np.array([cell]), list[Cells]()
        for side in (1, -1):
            if widths.find_narrow(cells, side).size:
                found = self._stretch(cells, side, widths.list_goals(cells, side), hidden)
                widths.add(found.counts)
                if widths.find_narrow(cells, side).size:
                    held.append(found.holding)
        if self.counts[cell] < THRESHOLD:
            return [Proof(int(cell), each) for each in held]
        return [Proof(int(cell), np.unique(np.concatenate(held)))] if len(held) == 2 else []

    def find_bounds(self, cell: int, hidden: Mask) -> tuple[float, float]:
        """Return the least and the greatest value of a hidden cell."""
        cells = np.array([cell])
        low = self._stretch(cells, -1, np.zeros(1), hidden).counts[cell]
        high = self._stretch(cells, 1, np.full(1, _UNBOUNDED), hidden).counts[cell]
        return float(low), float(high) if high < _UNBOUNDED - 1 else np.inf

    def _stretch(self, cells: Cells, side: int, goals: Values, hidden: Mask) -> _Extreme:
        """Return people in whose counts some cells are as small (`side` -1) or large as can be.

        Beyond its goal a cell gains nothing, so that others can gain: its count has two parts, one
        that is paid for, and one as far as the goal, or from there on, that is not.
        """
        low, high = np.where(hidden, 0, self.floors), np.where(hidden, np.inf, self.ceilings)
        free, price = np.zeros(hidden.size), np.zeros(hidden.size)
        price[cells] = -side
        if side < 0:
            free[cells] = goals
        else:
            high[cells], free[cells] = goals, np.inf
        solved = self._solve(price, low, high, free)
        people, paid, _free = np.split(np.arange(solved.x.size), [self._sums.shape[1], -low.size])
        weights = np.abs(solved.lower.marginals[paid]) + np.abs(solved.upper.marginals[paid])
        return _Extreme(self._sums @ solved.x[people], np.flatnonzero((weights > _EXACT) & ~hidden))

    def _solve(self, price: Values, low: Values, high: Values, free: Values) -> OptimizeResult:
        """Return the cheapest people: each cell has a part with a price and bounds, and a free one.

        Raise `ValueError` if no people fit.
        """
        cells, people = price.size, self._sums.shape[1]
        first = np.concatenate([np.zeros(people), low, np.zeros(cells)])
        last = np.concatenate([np.full(people, np.inf), high, free])
        solved = linprog(
            np.concatenate([np.zeros(people), price, np.zeros(cells)]),
            A_ub=self._nested,
            b_ub=np.zeros(self._nested.shape[0]),
            A_eq=self._equations,
            b_eq=np.zeros(self._equations.shape[0]),
            bounds=np.stack([first, last], axis=1),
            method="highs",
        )
        if solved.status != 0:
            raise ValueError(f"No people can have these counts: {solved.message}")
        return solved
