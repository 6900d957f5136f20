"""Calibrate weights to known population totals: raking, linear and bounded calibration.

The engine that holds the rows returns only the frequency and weight of each combination of the
calibration columns; the multipliers are found from these by Newton's method.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from vecu.stats.calibration.margins import (
    CalibrationCells,
    Margins,
    Names,
    build_terms,
    check_totals,
    count_cells,
    format_levels,
)
from vecu.stats.calibration.newton import (
    WeightFunction,
    check_margins_reached,
    invert_gram_matrix,
    solve_newton,
)
from vecu.stats.engine.aggregation import Floats
from vecu.stats.engine.design import Design
from vecu.stats.engine.weight_functions import Calibration, CalibrationMethod, CalibrationTerm
from vecu.stats.errors import CalibrationRefused, parse_option
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Margin:
    """One known total: `wanted`, its value with the old weights (`before`), and `reached`."""

    variable: str
    level: str | None
    wanted: float
    before: float
    reached: float


@dataclass(frozen=True)
class CalibrationResult:
    """A design with calibrated weights, and diagnostics.

    `ratios` are the minimum, the quartiles and the maximum of new weight over old, over rows.
    Kish's effective sample size is (Σw)² / Σw².
    """

    design: Design
    margins: tuple[Margin, ...]
    ratios: tuple[float, float, float, float, float]
    lightest: float
    heaviest: float
    rows: int
    effective_before: float
    effective_after: float
    rounds: int


def calibrate(
    table: ir.Table,
    design: Design,
    margins: Margins,
    *,
    method: CalibrationMethod | str = CalibrationMethod.RAKING,
    bounds: tuple[float, float] | None = None,
) -> CalibrationResult:
    """Return the design with weights that meet `margins`, as near to its own as `method` allows.

    Estimates with that design use residual variances, since the margins are met exactly. Bounds
    apply to new weight over old, the first below 1, the second above.
    """
    method = parse_option(CalibrationMethod, method, "method", CalibrationRefused)
    check_calibration_options(design, method, bounds)
    kind, (terms, wanted) = WeightFunction(method, bounds), build_terms(table, margins)
    cells = count_cells(table, design, terms)
    before = cells.x.T @ cells.heavy
    check_totals(terms, wanted, before)
    multipliers, rounds = solve_newton(cells.x, cells.heavy, wanted, kind)
    ratio = kind.factor(cells.x @ multipliers)
    reached = cells.x.T @ (cells.heavy * ratio)
    check_margins_reached(terms, wanted, reached, kind)
    inverse = invert_gram_matrix(cells.x, cells.heavy)
    found = Calibration(terms, method, tuple(multipliers.tolist()), bounds, inverse)
    met = _margins(terms, wanted, before, reached)
    return _summarise(replace(design, calibration=found), cells, ratio, met, rounds)


def post_stratify(
    table: ir.Table, design: Design, by: Names, totals: Mapping[Any, float]
) -> CalibrationResult:
    """Return the design with weights that sum to the known size of each stratum of `by`."""
    return calibrate(table, design, {by: totals}, method=CalibrationMethod.LINEAR)


def check_calibration_options(
    design: Design, method: CalibrationMethod, bounds: tuple[float, float] | None
) -> None:
    """Refuse a second calibration, missing weights, and bounds that the method does not allow."""
    if design.calibration:
        raise CalibrationRefused(
            gettext_noop(
                "Weights are calibrated already: calibrate the first design to all margins at once."
            )
        )
    if design.fpc and not design.weights:
        raise CalibrationRefused(
            gettext_noop(
                "weights: calibration starts from a column of weights; the design names none."
                " stats.with_weights makes one from fpc."
            )
        )
    _check_bounds(method, bounds)


def _check_bounds(method: CalibrationMethod, bounds: tuple[float, float] | None) -> None:
    if bounds is None:
        if method.bounded:
            raise CalibrationRefused(
                gettext_noop(
                    "bounds: %(method)s takes two numbers, one below 1 and one above; found none."
                ),
                method=method,
            )
        return
    low, high = bounds
    if not method.bounded:
        raise CalibrationRefused(
            gettext_noop(
                "bounds: %(method)s takes none; found %(low)s and %(high)s."
                " Choose logit or truncated."
            ),
            method=method,
            low=low,
            high=high,
        )
    if not 0 <= low < 1 < high:
        raise CalibrationRefused(
            gettext_noop(
                "bounds: one number from 0 below 1 and one above 1; found %(low)s and %(high)s."
            ),
            low=low,
            high=high,
        )


def _margins(
    terms: Sequence[CalibrationTerm], wanted: Floats, before: Floats, reached: Floats
) -> tuple[Margin, ...]:
    return tuple(
        Margin(
            " × ".join(term.columns),
            format_levels(term.levels) or None,
            float(w),
            float(b),
            float(r),
        )
        for term, w, b, r in zip(terms, wanted, before, reached, strict=True)
    )


def _summarise(
    design: Design, cells: CalibrationCells, ratio: Floats, margins: tuple[Margin, ...], rounds: int
) -> CalibrationResult:
    order = np.argsort(ratio)
    upto = np.cumsum(cells.rows[order]) / cells.rows.sum()
    quartiles = [
        float(ratio[order][np.searchsorted(upto, share - 1e-12)]) for share in (0.25, 0.5, 0.75)
    ]
    light, heavy = cells.lightest * ratio, cells.heaviest * ratio
    before = cells.heavy.sum() ** 2 / cells.square.sum()
    after = (cells.heavy @ ratio) ** 2 / (cells.square @ ratio**2)
    return CalibrationResult(
        design=design,
        margins=margins,
        ratios=(float(ratio.min()), quartiles[0], quartiles[1], quartiles[2], float(ratio.max())),
        lightest=float(np.minimum(light, heavy).min()),
        heaviest=float(np.maximum(light, heavy).max()),
        rows=int(cells.rows.sum()),
        effective_before=float(before),
        effective_after=float(after),
        rounds=rounds,
    )
