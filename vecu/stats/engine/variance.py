"""Variance of totals by strata and stages.

V = Σ_h (1 − f_h) n_h / (n_h − 1) Σ_c (z_hc − z̄_h)(z_hc − z̄_h)ᵀ over the clusters c of strata h,
and for a second stage the same within each cluster, times f_h: W. G. Cochran, Sampling Techniques,
3rd edition, 1977, chapter 10. A cluster without members of a domain counts, with a z of 0. A rule
for lonely PSUs looks at the strata with members of the domain only, as R's survey does on a subset.
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
    with the mean over all units. Groups in `averaged` add what the others add on average.
    `members` counts, for each group, the rows that contribute to each total; None if no rule for
    lonely PSUs asks for them.
    """

    size: Floats
    scale: Floats
    centred: Codes
    averaged: Codes | None = None
    members: sparse.csr_array | None = None

    def has_members(self, combining: sparse.csr_array) -> Codes:
        """Return which groups have members of what each combination is made of, by column."""
        if self.members is None:
            return np.ones((len(self.size), combining.shape[0]), dtype=bool)
        involved = sparse.csr_array((combining != 0).astype(np.float64))
        there: Codes = (self.members @ involved.T).toarray() > 0
        return there

    def inflation(self, combining: sparse.csr_array) -> Floats:
        """Return by how much each variance grows so that averaged groups add their part.

        NaN where a combination has members in such groups only: nothing shows their part.
        """
        if self.averaged is None:
            return np.ones(combining.shape[0])
        there = self.has_members(combining)
        count: Floats = there.sum(axis=0).astype(np.float64)
        rest = count - there[self.averaged].sum(axis=0)
        unknown = np.where(count > 0, np.nan, 1.0)
        factor: Floats = np.divide(count, rest, out=unknown, where=rest > 0)
        return factor


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
        return found * self.groups.inflation(combining)

    def covariance(self, combining: sparse.csr_array) -> Floats:
        """Return the covariance matrix of the combinations."""
        found = np.zeros((combining.shape[0],) * 2)
        for part in self._deviations(combining):
            found += part.T @ part
        return _inflate(found, self.groups, combining)

    def _deviations(self, combining: sparse.csr_array) -> Iterator[Floats]:
        """Yield each cluster's scaled deviation from its group's mean, some clusters at a time."""
        scores = (self.totals @ combining.T).tocsr()
        count = len(self.group)
        within = sparse.csr_array(
            (np.ones(count), (self.group, np.arange(count))), shape=(len(self.groups.size), count)
        )
        sums = (within @ scores).toarray()
        means = np.where(
            self.groups.centred[:, np.newaxis],
            sums / self.groups.size[:, np.newaxis],
            _overall_means(sums, self.groups, combining),
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
        sums, means = self._summed(combining)
        scale, size, own = self.groups.scale, self.groups.size, self.groups.centred
        taken = (scale / size * own) @ sums**2
        off = scale * ~own
        found: Floats = squares - taken - 2 * off @ (sums * means) + (off * size) @ means**2
        return found.clip(min=0) * self.groups.inflation(combining)

    def covariance(self, combining: sparse.csr_array) -> Floats:
        """Return the covariance matrix of the combinations."""
        sums, means = self._summed(combining)
        scale, size, own = self.groups.scale, self.groups.size, self.groups.centred
        found: Floats = (combining @ self.products @ combining.T).toarray()
        found -= (sums * (scale / size * own)[:, np.newaxis]).T @ sums
        off = (scale * ~own)[:, np.newaxis]
        crossed = (off * sums).T @ means
        found -= crossed + crossed.T - (off * size[:, np.newaxis] * means).T @ means
        return _inflate(found, self.groups, combining)

    def _summed(self, combining: sparse.csr_array) -> tuple[Floats, Floats]:
        sums = (self.sums @ combining.T).toarray()
        return sums, _overall_means(sums, self.groups, combining)


def _overall_means(sums: Floats, groups: SamplingUnits, combining: sparse.csr_array) -> Floats:
    """Return the mean over all units of the groups with members; 0 for the other groups."""
    there = groups.has_members(combining)
    units = groups.size @ there
    means: Floats = there * np.divide(
        sums.sum(axis=0), units, out=np.zeros(len(units)), where=units > 0
    )
    return means


def _inflate(found: Floats, groups: SamplingUnits, combining: sparse.csr_array) -> Floats:
    root = np.sqrt(groups.inflation(combining))
    inflated: Floats = found * np.outer(root, root)
    return inflated


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
