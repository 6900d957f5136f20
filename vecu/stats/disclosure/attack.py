"""What published counts give away: the bounds of each hidden cell, by linear programming.

Whoever reads all tables knows that counts are not negative, that each published one was rounded,
and which tables share margins. From this, the least and the greatest value of a hidden cell follow
(Fischetti and Salazar, *Management Science* 47, 2001, the "attacker's problems").
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from vecu.stats.disclosure.linear_system import build_linear_system
from vecu.stats.disclosure.tables import PROTECTED, THRESHOLD, CountTable, Mask, bound_count

_EXACT = 1e-6
"""Bounds of counts are whole numbers or near them; the solver's own tolerance is 1e-7."""


@dataclass(frozen=True)
class Proof:
    """Why the bounds of a hidden cell are too narrow: `cells` published show it together."""

    hidden: int
    cells: NDArray[np.intp]


@dataclass(eq=False)
class Attack:
    """All cells of some tables in one row, and what is known of those not hidden."""

    tables: Sequence[CountTable]
    _links: csr_array = field(init=False)
    _sums: csr_array = field(init=False)

    def __post_init__(self) -> None:
        """Lay the cells out, table after table."""
        sizes = {
            name: size
            for table in self.tables
            for name, size in zip(table.variables, table.counts.shape, strict=True)
        }
        system = build_linear_system([table.variables for table in self.tables], sizes)
        self._links = system.links
        self._sums = vstack([system.sums[each.variables] for each in self.tables], format="csr")
        self.counts = np.concatenate([each.counts.ravel() for each in self.tables])
        self.floors, self.ceilings = bound_count(self.counts)
        self.table_of = np.repeat(
            np.arange(len(self.tables)), [each.counts.size for each in self.tables]
        )

    def find_proofs(self, hidden: Mask) -> list[Proof]:
        """Return, for each hidden cell whose bounds are too narrow, what shows it.

        None means that nothing is given away. Each solution found on the way shows values that
        other cells can have, which saves most of the bounds.
        """
        low, high = self.counts.astype(float), self.counts.astype(float)
        proofs: list[Proof] = []
        for cell in map(int, np.flatnonzero(hidden)):
            small = self.counts[cell] < THRESHOLD
            shown = []
            for side, bounds in ((-1, low), (1, high)):
                if self._is_protected(cell, side, low, high):
                    continue
                found, point, cells = self._bound(cell, side, hidden)
                np.minimum(low, point, out=low)
                np.maximum(high, point, out=high)
                bounds[cell] = found
                if small and not self._is_protected(cell, side, low, high):
                    proofs.append(Proof(cell, cells))
                shown.append(cells)
            if not small and not self._is_protected(cell, 1, low, high):
                proofs.append(Proof(cell, np.unique(np.concatenate(shown))))
        return proofs

    def _is_protected(
        self, cell: int, side: int, low: NDArray[np.float64], high: NDArray[np.float64]
    ) -> bool:
        """Return whether a cell can be as small (`side` -1) or as large as it must.

        Of one that is not small, the width counts, whichever the side.
        """
        if self.counts[cell] >= THRESHOLD:
            return bool(high[cell] - low[cell] >= PROTECTED - _EXACT)
        return bool(low[cell] <= _EXACT if side < 0 else high[cell] >= PROTECTED - _EXACT)

    def find_bounds(self, cell: int, hidden: Mask) -> tuple[float, float]:
        """Return the least and the greatest value of a hidden cell."""
        return self._bound(cell, -1, hidden)[0], self._bound(cell, 1, hidden)[0]

    def _bound(
        self, cell: int, side: int, hidden: Mask
    ) -> tuple[float, NDArray[np.float64], NDArray[np.intp]]:
        """Return one bound, the values of all cells there, and which published cells set it."""
        known = np.flatnonzero(~hidden)
        rows = self._sums[known]
        goal = self._sums[[cell]].toarray().ravel()
        solved = linprog(
            -side * goal,
            A_ub=vstack([rows, -rows], format="csr"),
            b_ub=np.concatenate([self.ceilings[known], -self.floors[known]]),
            A_eq=self._links if self._links.shape[0] else None,
            b_eq=np.zeros(self._links.shape[0]) if self._links.shape[0] else None,
            method="highs",
        )
        if solved.status == 3:  # nothing published bounds it
            return np.inf, self.counts.astype(float), np.array([], dtype=np.intp)
        weights = np.abs(solved.ineqlin.marginals).reshape(2, -1).sum(axis=0)
        return side * -solved.fun, self._sums @ solved.x, known[weights > _EXACT]
