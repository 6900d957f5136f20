"""Calibrated weights as one formula: what a row weighed, times a function of what it is.

A calibrated weight is d · F(λ · x): d what the row weighed, x its columns of calibration, λ a
number for each of these, F what kind of calibration it is. J.-C. Deville and C.-E. Särndal, Journal
of the American Statistical Association 87 (1992), 376-382. So weights are never written down: they
are worked out where the rows are, in the same pass as everything else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import ibis.expr.types as ir

Floats = Any


class CalibrationMethod(StrEnum):
    """How far weights may move from what they were; the first three names are CALMAR's.

    Each has the same variance in large samples. Only bounds keep single rows from weighing too much
    or, with the linear method, less than nothing.
    """

    LINEAR = "linear"
    RAKING = "raking"
    LOGIT = "logit"
    TRUNCATED = "truncated"

    @property
    def bounded(self) -> bool:
        """Whether it takes bounds for the ratio of new weights to old."""
        return self in {CalibrationMethod.LOGIT, CalibrationMethod.TRUNCATED}


@dataclass(frozen=True, slots=True)
class CalibrationTerm:
    """One column of calibration: who holds `levels` in `columns`, or a number if none is named.

    Its total over the population is what margins give.
    """

    columns: tuple[str, ...]
    levels: tuple[Any, ...] = ()

    def column(self, table: ir.Table) -> ir.Value:
        """Return a condition, or the number itself."""
        if not self.levels:
            return table[self.columns[0]].cast("float64")
        conditions = [
            table[name] == level for name, level in zip(self.columns, self.levels, strict=True)
        ]
        found = conditions[0]
        for condition in conditions[1:]:
            found &= condition
        return found


@dataclass(frozen=True)
class Calibration:
    """What weights are multiplied by: `method` of `multipliers` times `terms`.

    `inverse` is that of Σ d x xᵀ over all rows, from which residuals follow that variances take.
    """

    terms: tuple[CalibrationTerm, ...]
    method: CalibrationMethod
    multipliers: tuple[float, ...]
    bounds: tuple[float, float] | None = None
    inverse: Floats = field(default=None, repr=False, compare=False)

    def ratio(self, table: ir.Table) -> ir.FloatingValue:
        """Return what the old weight of each row is multiplied by."""
        moved: Any = None
        for columns in dict.fromkeys(term.columns for term in self.terms):
            part = self._moved_by(table, columns)
            moved = part if moved is None else moved + part
        return weight_factor(moved, self.method, self.bounds)

    def _moved_by(self, table: ir.Table, columns: tuple[str, ...]) -> ir.FloatingValue:
        met = [
            (term, sql_literal(multiplier))
            for term, multiplier in zip(self.terms, self.multipliers, strict=True)
            if term.columns == columns
        ]
        if not met[0][0].levels:
            return table[columns[0]].cast("float64") * met[0][1]
        import ibis  # noqa: PLC0415 - who only counts coders need not wait for it

        return ibis.cases(*((term.column(table), multiplier) for term, multiplier in met))


def sql_literal(value: float) -> ir.FloatingValue:
    """Return a number for a formula, to its last digit.

    Written as a number, engines would take it for a decimal one of so many places.
    """
    import ibis  # noqa: PLC0415 - who only counts coders need not wait for it

    return ibis.literal(repr(float(value))).cast("float64")


def weight_factor(moved: Any, method: CalibrationMethod, bounds: tuple[float, float] | None) -> Any:
    """Return F: by how much a weight changes, as numbers of numpy or as a formula of Ibis."""
    exp = _exp if isinstance(moved, np.ndarray) else lambda formula: formula.exp()
    if method is CalibrationMethod.LINEAR:
        return moved + 1.0
    if method is CalibrationMethod.RAKING:
        return exp(moved)
    low, high = bounds or (0.0, np.inf)
    if method is CalibrationMethod.TRUNCATED:
        return (moved + 1.0).clip(low, high)
    steep = (high - low) / ((1 - low) * (high - 1))
    return low + (high - low) / (exp(moved * -steep) * ((high - 1) / (1 - low)) + 1.0)


def _exp(moved: Any) -> Any:
    with np.errstate(over="ignore"):  # infinite is what it comes to
        return np.exp(moved)


def weight_factor_derivative(
    moved: Any, method: CalibrationMethod, bounds: tuple[float, float] | None
) -> Any:
    """Return the derivative of F."""
    ratio = weight_factor(moved, method, bounds)
    if method is CalibrationMethod.LINEAR:
        return np.ones_like(moved)
    if method is CalibrationMethod.RAKING:
        return ratio
    low, high = bounds or (0.0, np.inf)
    if method is CalibrationMethod.TRUNCATED:
        return ((moved + 1.0 > low) & (moved + 1.0 < high)).astype(np.float64)
    return (ratio - low) * (high - ratio) / ((1 - low) * (high - 1))
