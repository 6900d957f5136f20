"""Calibrated weights as a formula: the old weight times a function of the calibration columns.

A calibrated weight is d · F(λ · x): d is the old weight, x the calibration columns, λ a multiplier
for each of these, F depends on the method. J.-C. Deville and C.-E. Särndal, Journal of the American
Statistical Association 87 (1992), 376-382. So weights are never stored: they are computed where the
rows are, in the same pass as everything else.
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
    """The calibration methods; the first three names are CALMAR's.

    Each has the same variance in large samples. Only bounds keep single rows from a very large
    weight or, with the linear method, a negative one.
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
    """One column of calibration: the rows with `levels` in `columns`, or a number without levels.

    Its population total is what margins give.
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
    """The calibration of a design: `method` applied to `multipliers` times `terms`.

    `inverse` is that of Σ d x xᵀ over all rows, for the residuals in variances.
    """

    terms: tuple[CalibrationTerm, ...]
    method: CalibrationMethod
    multipliers: tuple[float, ...]
    bounds: tuple[float, float] | None = None
    inverse: Floats = field(default=None, repr=False, compare=False)

    def ratio(self, table: ir.Table) -> ir.FloatingValue:
        """Return the factor of each row's old weight."""
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

    Engines would take a plain literal for a fixed-point decimal.
    """
    import ibis  # noqa: PLC0415 - who only counts coders need not wait for it

    return ibis.literal(repr(float(value))).cast("float64")


def weight_factor(moved: Any, method: CalibrationMethod, bounds: tuple[float, float] | None) -> Any:
    """Return F, the factor of a weight, for numpy arrays or Ibis expressions."""
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
    with np.errstate(over="ignore"):  # the limit is infinite
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
