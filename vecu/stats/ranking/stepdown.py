"""Step-down test of the differences of all ordered pairs.

M. Mogstad, J. P. Romano, A. M. Shaikh, D. Wilhelm, Inference for Ranks with Applications to
Mobility across Neighbourhoods and Academic Achievement across Countries, Review of Economic Studies
91 (2024), 476-518. Each ordered pair (j, k) is the hypothesis θ_j ≤ θ_k. A hypothesis is rejected
if t = (θ̂_j − θ̂_k) / se exceeds the `coverage` quantile of the largest t of all remaining
hypotheses under the null; then the test is repeated with those that remain. The null distribution
is simulated from the covariance, by multivariate t where its degrees of freedom are few.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vecu.stats.engine.aggregation import Floats
from vecu.stats.errors import VariableRefused
from vecu.stats.estimators.joint_estimates import JointEstimates
from vecu.translation import gettext_noop

DRAWS = 10_000

_BATCH = 4_000_000
"""Numbers held in memory at once."""

_NONE = 1e-12
"""Relative to the variances of both, a variance of their difference that is only rounding."""

Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class PairwiseDifferences:
    """For each ordered pair the t of its difference, and its simulated null deviations.

    `scale[j, k]` is 1 over the standard error of the difference, 0 if that is 0.
    """

    t: Floats
    scale: Floats
    drawn: Floats

    def critical_value(self, family: Booleans, level: float) -> float:
        """Return the `level` quantile of the largest t of `family` under the null."""
        largest = np.full(len(self.drawn), -np.inf)
        first, second = np.nonzero(family)
        scale = self.scale[first, second]
        step = max(1, _BATCH // len(self.drawn))
        for start in range(0, len(first), step):
            some = slice(start, start + step)
            apart = (self.drawn[:, first[some]] - self.drawn[:, second[some]]) * scale[some]
            np.maximum(largest, apart.max(axis=1), out=largest)
        return float(np.quantile(largest, 1 - level, method="higher"))


def pairwise_differences(measured: JointEstimates, chance: int) -> PairwiseDifferences:
    """Return all pairwise differences; refuse one whose variance is 0."""
    variances = np.diag(measured.covariance)
    spread = variances[:, np.newaxis] + variances - 2 * measured.covariance
    apart = measured.estimates[:, np.newaxis] - measured.estimates
    never = spread <= _NONE * (variances[:, np.newaxis] + variances)
    if (never & (apart != 0)).any():
        first, second = np.argwhere(never & (apart != 0))[0]
        raise VariableRefused(
            gettext_noop(
                "“%(first)s” and “%(second)s”: a difference with a standard error; it has none, as"
                " when everybody gave the same answer. Leave one of them out, or rank counts."
            ),
            first=measured.names[first],
            second=measured.names[second],
        )
    scale = np.where(never, 0.0, 1 / np.sqrt(np.where(never, 1.0, spread)))
    return PairwiseDifferences(apart * scale, scale, _deviations(measured, chance))


def _deviations(measured: JointEstimates, chance: int) -> Floats:
    random = np.random.default_rng(chance)
    values, vectors = np.linalg.eigh(measured.covariance)
    root = vectors * np.sqrt(np.maximum(values, 0))
    drawn: Floats = random.standard_normal((DRAWS, len(values))) @ root.T
    if np.isfinite(measured.df):
        drawn /= np.sqrt(random.chisquare(measured.df, size=(DRAWS, 1)) / measured.df)
    return drawn


def stepdown_test(found: PairwiseDifferences, family: Booleans, level: float) -> Booleans:
    """Return which hypotheses of `family` are rejected: [j, k] means that j is truly above k."""
    dropped = np.zeros_like(family)
    while (left := family & ~dropped).any():
        more = left & (found.t > found.critical_value(left, level))
        if not more.any():
            break
        dropped |= more
    return dropped
