"""Variance of totals by strata and stages.

V = Σ_h (1 − f_h) n_h / (n_h − 1) Σ_c (z_hc − z̄_h)(z_hc − z̄_h)ᵀ over the clusters c of strata h,
and for a second stage the same within each cluster, times f_h: W. G. Cochran, Sampling Techniques,
3rd edition, 1977, chapter 10. A cluster without members of a domain counts, with a z of 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import sparse

from vecu.stats.engine.aggregation import Codes, Floats

_BATCH = 4_000_000
"""Numbers held in memory at once."""


@dataclass(frozen=True)
class SamplingUnits:
    """Strata, or the clusters of a second stage: the number of units drawn in each.

    `scale` multiplies a group's sum of squares. Units of a group that is not `centred` are compared
    with the mean over all units.
    """

    size: Floats
    scale: Floats
    centred: Codes


class VarianceEstimator(Protocol):
    """Computes the variances of linear combinations of totals."""

    def variances(self, combining: sparse.csr_array) -> Floats:
        """Return the variance of each combination, one in a row of `combining`."""

    def covariance(self, combining: sparse.csr_array) -> Floats:
        """Return the covariance matrix of the combinations."""


@dataclass(frozen=True)
class ClusterVariance:
    """One stage of clusters: `totals` has a row for each, `group` its stratum."""

    totals: sparse.csr_array
    group: Codes
    groups: SamplingUnits

    def variances(self, combining: sparse.csr_array) -> Floats:
        """Return the variance of each combination."""
        found = np.zeros(combining.shape[0])
        for part in self._deviations(combining):
            found += np.einsum("ij,ij->j", part, part)
        return found

    def covariance(self, combining: sparse.csr_array) -> Floats:
        """Return the covariance matrix of the combinations."""
        found = np.zeros((combining.shape[0],) * 2)
        for part in self._deviations(combining):
            found += part.T @ part
        return found

    def _deviations(self, combining: sparse.csr_array) -> Iterator[Floats]:
        """Yield each cluster's scaled deviation from its group's mean, some clusters at a time."""
        scores = (self.totals @ combining.T).tocsr()
        count = len(self.group)
        within = sparse.csr_array(
            (np.ones(count), (self.group, np.arange(count))), shape=(len(self.groups.size), count)
        )
        means = np.where(
            self.groups.centred[:, np.newaxis],
            (within @ scores).toarray() / self.groups.size[:, np.newaxis],
            np.asarray(scores.sum(axis=0)).reshape(1, -1) / count,
        )
        root = np.sqrt(self.groups.scale)[self.group][:, np.newaxis]
        step = max(1, _BATCH // max(1, combining.shape[0]))
        for start in range(0, count, step):
            some = slice(start, start + step)
            yield (scores[some].toarray() - means[self.group[some]]) * root[some]


@dataclass(frozen=True)
class ElementVariance:
    """Rows drawn one by one, represented by the sums of their statistics and of products of these.

    `sums` has a row for each stratum; `products` are summed over strata, scaled already.
    """

    sums: sparse.csr_array
    products: sparse.csr_array
    groups: SamplingUnits

    def variances(self, combining: sparse.csr_array) -> Floats:
        """Return the variance of each combination."""
        squares = np.asarray((combining @ self.products).multiply(combining).sum(axis=1)).ravel()
        sums, mean = self._summed(combining)
        scale, size, own = self.groups.scale, self.groups.size, self.groups.centred
        taken = (scale / size * own) @ sums**2
        off = scale * ~own
        found: Floats = squares - taken - 2 * (off @ sums) * mean + (off @ size) * mean**2
        return found.clip(min=0)

    def covariance(self, combining: sparse.csr_array) -> Floats:
        """Return the covariance matrix of the combinations."""
        sums, mean = self._summed(combining)
        scale, size, own = self.groups.scale, self.groups.size, self.groups.centred
        found: Floats = (combining @ self.products @ combining.T).toarray()
        found -= (sums * (scale / size * own)[:, np.newaxis]).T @ sums
        off = scale * ~own
        crossed = np.outer(off @ sums, mean)
        found -= crossed + crossed.T - (off @ size) * np.outer(mean, mean)
        return found

    def _summed(self, combining: sparse.csr_array) -> tuple[Floats, Floats]:
        sums = (self.sums @ combining.T).toarray()
        return sums, sums.sum(axis=0) / self.groups.size.sum()


@dataclass(frozen=True)
class MultistageVariance:
    """The sum of the variances of several stages."""

    stages: tuple[ClusterVariance | ElementVariance, ...]

    def variances(self, combining: sparse.csr_array) -> Floats:
        """Return the variance of each combination."""
        found: Floats = np.sum([stage.variances(combining) for stage in self.stages], axis=0)
        return found

    def covariance(self, combining: sparse.csr_array) -> Floats:
        """Return the covariance matrix of the combinations."""
        found: Floats = np.sum([stage.covariance(combining) for stage in self.stages], axis=0)
        return found
