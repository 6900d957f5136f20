"""Design effect of a list experiment: whether the longer list changes the other answers.

Then the difference in means is no estimate. People are of types: y harmless items, and the
sensitive one true (1) or not (0). With F and G the shares of at most y on the longer and the
shorter list, their shares are

    π(y, 1) = G(y) − F(y),  π(y, 0) = F(y) − G(y − 1).

None can be below 0 unless the longer list changed answers, or people lied about it. Each set is
tested by the likelihood ratio, with Bonferroni's correction: G. Blair and K. Imai, Statistical
Analysis of List Experiments, Political Analysis 20 (2012), 47-77. Shares more than √(log n)
standard errors above 0 are left out, which increases power: D. W. K. Andrews and G. Soares,
Econometrica 78 (2010), 119-157. R's `ict.test` divides by the spread of the π over y instead of by
their standard errors; its p-values differ from ours.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import nnls
from scipy.stats import chi2, multivariate_normal

from vecu.stats.engine.aggregation import Codes, Floats

_NOTHING = 1e-12
_SEED = 1
"""Seed of the integration of orthants of four dimensions and more."""


@dataclass(frozen=True, slots=True)
class TypeShare:
    """The share of people with so many harmless items, with or without the sensitive one."""

    count: int
    sensitive: bool
    estimate: float
    std_error: float


@dataclass(frozen=True, slots=True)
class ListDesignEffect:
    """A small `p_value` says that the longer list changed answers. `types` sum to 1."""

    p_value: float
    types: tuple[TypeShare, ...]


def check_list_design_effect(
    at_most: Floats, varies: Floats, n: int, *, selecting: bool = True
) -> ListDesignEffect:
    """Return the test of Blair and Imai with the shares of all types.

    `at_most` are F(0) … F(J), G(0) … G(J), `varies` is their covariance, from `n` people. Without
    `selecting`, no share is left out for being far above 0.
    """
    size = len(at_most) // 2
    same, before = np.eye(size), np.eye(size, k=-1)
    p_values, types = [], []
    for sensitive, contrast in ((True, (-same, same)), (False, (same, -before))):
        shares = np.hstack(contrast) @ at_most
        covariance = np.hstack(contrast) @ varies @ np.hstack(contrast).T
        errors = np.sqrt(np.maximum(np.diag(covariance), 0))
        types += [TypeShare(y, sensitive, float(shares[y]), float(errors[y])) for y in range(size)]
        # π(J, 1) and π(0, 0) are observed shares, and so never below 0
        open_to_doubt = np.arange(size - 1) + (not sensitive)
        doubted = _doubted(shares, errors, open_to_doubt, n, selecting=selecting)
        p_values.append(_p_value(shares[doubted], covariance[np.ix_(doubted, doubted)]))
    return ListDesignEffect(min(1.0, 2 * min(p_values)), tuple(types))


def _doubted(shares: Floats, errors: Floats, places: Codes, n: int, *, selecting: bool) -> Codes:
    """Return those of `places` whose share has a variance and is not far above 0."""
    plainly = np.sqrt(np.log(n)) if selecting else np.inf
    kept: Codes = places[(errors[places] > _NOTHING) & (shares[places] <= plainly * errors[places])]
    return kept


def _p_value(shares: Floats, covariance: Floats) -> float:
    """Return the p-value of such negative shares if all are 0, by a mixture of χ²."""
    if len(shares) == 0:
        return 1.0
    root = np.linalg.cholesky(np.linalg.pinv(covariance) + _NOTHING * np.eye(len(shares))).T
    _nearest, distance = nnls(root, root @ shares)
    if distance < _NOTHING:
        return 1.0
    weights = _weights(covariance)
    return float(sum(weight * chi2.sf(distance**2, df) for df, weight in enumerate(weights) if df))


def _weights(covariance: Floats) -> list[float]:
    """Return the probabilities that 0, 1, … of the shares projected to be non-negative are 0.

    A. Kudô, A Multivariate Analogue of the One-Sided Test, Biometrika 50 (1963), 403-418.
    """
    size = len(covariance)
    found = [0.0] * (size + 1)
    for at_zero in range(size + 1):
        for some in combinations(range(size), at_zero):
            zero, above = list(some), [each for each in range(size) if each not in some]
            pulled = np.linalg.inv(covariance[np.ix_(zero, zero)]).astype(np.float64)
            across = covariance[np.ix_(above, zero)]
            left = covariance[np.ix_(above, above)] - across @ pulled @ across.T
            found[at_zero] += _orthant(pulled) * _orthant(left)
    return found


def _orthant(covariance: Floats) -> float:
    """Return the probability that all of some jointly normal numbers are positive."""
    size = len(covariance)
    if size > 3:
        normal = multivariate_normal(np.zeros(size), covariance, seed=_SEED)
        return float(normal.cdf(np.zeros(size)))
    errors = np.sqrt(np.diag(covariance))
    angles = np.arcsin(np.clip(covariance / np.outer(errors, errors), -1, 1))[
        np.triu_indices(size, 1)
    ]
    return float(0.5**size + angles.sum() / (2 * np.pi) * (0.5 if size == 3 else 1.0))
