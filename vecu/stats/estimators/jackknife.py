"""The jackknife: standard errors from leaving out one cluster at a time.

An alternative to linearisation that recalibrates the weights in every replicate. JK1: of n clusters
each is left out once, the others have weights times n / (n − 1), calibrated again; V = (1 − f) (n −
1) / n Σ (θ_r − θ̄)². As R's `as.svrepdesign`, type "JK1".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from vecu.stats.calibration.calibrate import check_calibration_options
from vecu.stats.calibration.margins import Margins, build_model_matrix, build_terms, check_weights
from vecu.stats.calibration.newton import WeightFunction, check_margins_reached, solve_newton
from vecu.stats.engine.aggregation import (
    Codes,
    Floats,
    execute,
    factorize,
    to_matrix,
    weighted_column,
)
from vecu.stats.engine.columns import numeric_column
from vecu.stats.engine.design import Design
from vecu.stats.engine.design_weights import with_weights
from vecu.stats.engine.estimates import EstimateRow, Estimates
from vecu.stats.engine.variance import ClusterVariance, MultistageVariance, SamplingUnits
from vecu.stats.engine.weight_functions import CalibrationMethod, CalibrationTerm
from vecu.stats.errors import (
    CalibrationRefused,
    DesignRefused,
    LonelyPsuError,
    TooFewAnswers,
    parse_option,
)
from vecu.stats.estimators.linearization import CONFIDENCE, t_interval
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir


def jackknife_mean(
    table: ir.Table,
    design: Design,
    variable: str,
    *,
    margins: Margins | None = None,
    method: CalibrationMethod | str = CalibrationMethod.RAKING,
    bounds: tuple[float, float] | None = None,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return the mean of a numeric column with the standard error of the jackknife.

    With `margins`, weights are calibrated to them, again in each replicate.
    """
    kind = WeightFunction(
        parse_option(CalibrationMethod, method, "method", CalibrationRefused), bounds
    )
    parts = _jackknife_cells(table, design, variable, margins, kind)
    count = int(parts.psu.max()) + 1
    if count < 2:
        raise LonelyPsuError(
            gettext_noop("ids “%(column)s”: the jackknife takes two clusters at least; found one."),
            column=design.ids[0],
        )
    whole = parts.mean(np.ones(len(parts.psu)), kind)
    each = [parts.mean((parts.psu != left) * (count / (count - 1)), kind) for left in range(count)]
    scale = (1 - parts.share) * (count - 1) / count
    groups = SamplingUnits(np.array([float(count)]), np.array([scale]), np.array([True]))
    without = sparse.csr_array(np.array(each)[:, np.newaxis])
    spread = MultistageVariance((ClusterVariance(without, np.zeros(count, dtype=np.intp), groups),))
    combining = sparse.csr_array(np.ones((1, 1)))
    error, df = np.sqrt(spread.variances(combining)), count - 1.0
    low, high = t_interval(np.array([whole]), error, np.array([df]), confidence)
    row = EstimateRow(
        variable, None, None, whole, float(error[0]), float(low[0]), float(high[0]),
        df, parts.n, None, "mean, jackknife",
    )  # fmt: skip
    return Estimates((row,), confidence, combining, spread)


@dataclass(frozen=True)
class _JackknifeCells:
    """The sample by cluster and combination of the calibration columns."""

    terms: tuple[CalibrationTerm, ...]
    wanted: Floats
    psu: Codes
    x: Floats
    heavy: Floats
    y: Floats
    answered: Floats
    n: int
    share: float

    def mean(self, multiples: Floats, kind: WeightFunction) -> float:
        """Return the mean with old weights times `kept`, calibrated."""
        ratio = np.ones(len(multiples))
        if self.terms:
            heavy = self.heavy * multiples
            multipliers, _rounds = solve_newton(self.x, heavy, self.wanted, kind)
            ratio = kind.factor(self.x @ multipliers)
            check_margins_reached(self.terms, self.wanted, self.x.T @ (heavy * ratio), kind)
        weights = multiples * ratio
        return float((weights @ self.y) / (weights @ self.answered))


def _jackknife_cells(
    table: ir.Table, design: Design, variable: str, margins: Margins | None, kind: WeightFunction
) -> _JackknifeCells:
    if design.strata or len(design.ids) != 1:
        raise DesignRefused(
            gettext_noop(
                "The jackknife is for one stage of clusters (ids) and no strata. Take the standard"
                " errors of linearisation instead: they hold for all designs."
            )
        )
    table, design = with_weights(table, design)
    check_weights(table, design)
    check_calibration_options(design, kind.method, kind.bounds)
    terms, wanted = build_terms(table, margins) if margins else ((), np.empty(0))
    names = list(dict.fromkeys(name for term in terms for name in term.columns))
    y = numeric_column(table, variable)
    sums = {
        "heavy": weighted_column(table, design, table[design.ids[0]].notnull()).sum(),
        "y": weighted_column(table, design, y).sum().fill_null(0.0),
        "told": weighted_column(table, design, y.notnull()).sum().fill_null(0.0),
        "n": y.count().cast("float64"),
        "fpc": table[design.fpc[0]].cast("float64").max()
        if design.fpc
        else y.count().cast("float64") * 0.0,
    }
    found = execute(
        table.aggregate(
            by=[
                table[design.ids[0]].name("psu"),
                *(table[name].name(f"k{i}") for i, name in enumerate(names)),
            ],
            **sums,
        )
    )
    psu, psus = factorize(found, "psu")
    heavy, total, answered, n, fpc = to_matrix(found, list(sums)).T
    if not n.sum():
        raise TooFewAnswers(
            gettext_noop(
                "“%(column)s”: an estimate takes answers; found none. Look at the column."
            ),
            column=variable,
        )
    values = {name: found[f"k{index}"].to_pylist() for index, name in enumerate(names)}
    size = fpc.max()
    share = 0.0 if not design.fpc else size if size <= 1 else len(psus) / size
    return _JackknifeCells(
        terms,
        wanted,
        psu,
        build_model_matrix(terms, values),
        heavy,
        total,
        answered,
        int(n.sum()),
        float(share),
    )
