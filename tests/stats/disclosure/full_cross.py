"""Bounds of hidden cells from the full cross of all variables: slow, plain, and independent."""

from collections.abc import Sequence
from functools import reduce

import numpy as np
from scipy.optimize import linprog

from vecu.stats.disclosure.tables import CountTable

LIMIT = 1_000
"""People in one cell of the cross at most: what can be more counts as unbounded."""


def cross_people(seed: int, mean: float, **sizes: int) -> np.ndarray:
    """Return the counts of a full cross, some of whose categories are rare."""
    rng = np.random.default_rng(seed)
    weights = [rng.lognormal(0, 0.7, size) for size in sizes.values()]
    shares = reduce(np.multiply.outer, weights)
    return rng.poisson(mean * shares.size * shares / shares.sum())


def tabulate(cross: np.ndarray, names: Sequence[str], *wanted: str, **options) -> CountTable:
    """Return the table of some variables of a cross whose axes are `names`, in order."""
    others = tuple(axis for axis, name in enumerate(names) if name not in wanted)
    return CountTable(tuple(sorted(wanted)), np.asarray(cross.sum(axis=others)), **options)


def bound_cells(tables: Sequence[CountTable], masks: Sequence[np.ndarray], cells=None):
    """Yield table, index, least and greatest value of hidden cells: of all, or of some numbers."""
    names = sorted({name for table in tables for name in table.variables})
    sizes = {
        name: size
        for table in tables
        for name, size in zip(table.variables, table.counts.shape, strict=True)
    }
    places = np.indices([sizes[name] for name in names]).reshape(len(names), -1)
    rows, limits, hidden = [], [], []
    for table, mask in zip(tables, masks, strict=True):
        for index in np.ndindex(table.counts.shape):
            row = np.ones(places.shape[1])
            for name, value in zip(table.variables, index, strict=True):
                row *= places[names.index(name)] == value
            if mask[index]:
                hidden.append((table, index, row))
            else:
                published = 5 * round(int(table.counts[index]) / 5)
                rows += [row, -row]
                limits += [published + 2, -max(published - 2, 11)]
    for number, (table, index, row) in enumerate(hidden):
        if cells is None or number in cells:
            low, high = (
                linprog(
                    side * row,
                    A_ub=np.array(rows) if rows else None,
                    b_ub=limits or None,
                    bounds=(0, LIMIT),
                ).fun
                for side in (1, -1)
            )
            yield table, index, low, -high


def assert_protected(tables: Sequence[CountTable], masks: Sequence[np.ndarray]) -> None:
    """Attack by the full cross: under 11 anything from 0 to 10, all others a width of 10."""
    for table, index, low, high in bound_cells(tables, masks):
        small = table.counts[index] < 11
        width = min(high, 10) - max(low, 0) if small else high - low
        assert width > 10 - 1e-5, (table.variables, index)
