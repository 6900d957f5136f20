"""Variance under calibrated weights, from residuals on the calibration columns.

Each statistic is replaced by its residual from the regression, with the weights before calibration,
on the columns of calibration; residuals are then weighted with the calibrated weights (Deville and
Särndal, 1992; R's `calibrate`). Sums over rows are enough: the regression needs Σ d x y, and the
sum of residuals in a cluster is its sum of y less the regression times its sums of x.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from vecu.stats.engine.aggregation import Floats, PsuTotals, StatisticsRequest
from vecu.stats.engine.columns import to_float
from vecu.stats.engine.variance import VarianceEstimator
from vecu.stats.engine.weight_functions import Calibration

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class ResidualVariance:
    """Variance of residuals: what calibration explains is subtracted from each combination.

    `explained` has a row for each total and a column for each column of calibration; `everywhere`
    maps these to their totals in all domains.
    """

    spread: VarianceEstimator
    explained: sparse.csr_array
    everywhere: sparse.csr_array

    def variances(self, combining: sparse.csr_array) -> Floats:
        """Return the variance of each combination."""
        return self.spread.variances(self._left(combining))

    def covariance(self, combining: sparse.csr_array) -> Floats:
        """Return the covariance matrix of the combinations."""
        return self.spread.covariance(self._left(combining))

    def _left(self, combining: sparse.csr_array) -> sparse.csr_array:
        return sparse.csr_array(combining - combining @ self.explained @ self.everywhere)


def request_cross_products(
    table: ir.Table, calibration: Calibration, request: StatisticsRequest
) -> StatisticsRequest:
    """Return the request with the sums that residuals need added to `asked`."""
    terms = {f"⟂{index}": term.column(table) for index, term in enumerate(calibration.terms)}
    products = {
        f"{name} {other}": _product(term, column)
        for name, term in terms.items()
        for other, column in request.scored.items()
    }
    return StatisticsRequest(terms, crossed=products)


def build_residual_variance(
    cells: PsuTotals, calibration: Calibration, spread: VarianceEstimator
) -> ResidualVariance:
    """Return the residual variance of the statistics that come first in `cells`."""
    terms, stride, kinds = len(calibration.terms), cells.scored.shape[1], len(cells.labels) + 1
    statistics = stride - terms
    domain = np.where(cells.domain < 0, kinds - 1, cells.domain)
    sums = [np.bincount(domain, column, kinds) for column in cells.crossed.T]
    products = np.array(sums).reshape(terms, statistics, kinds)
    slopes = np.einsum("ct,tsk->ksc", calibration.inverse, products)
    explained = np.zeros((kinds, stride, terms))
    explained[:, :statistics] = slopes
    back = sparse.hstack([sparse.csr_array((terms, statistics)), sparse.eye_array(terms)])
    return ResidualVariance(
        spread,
        sparse.csr_array(explained.reshape(kinds * stride, terms)),
        sparse.csr_array(sparse.hstack([back] * kinds)),
    )


def _product(term: Any, column: Any) -> Any:
    number = to_float(column)
    return term.ifelse(number, None) if term.type().is_boolean() else term * number
