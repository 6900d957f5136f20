"""Estimates as tidy rows, with the covariance of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse, special

from vecu.stats.engine.aggregation import Floats
from vecu.stats.engine.variance import VarianceEstimator
from vecu.stats.errors import VariableRefused
from vecu.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """One estimate.

    `level` is the answer of a share, None for other estimates. `domain` names the group, None for
    everybody. `n` people answered. `df` are the degrees of freedom of the interval. `deff` is the
    ratio of the variance to that of a simple random sample of the same size, None where it is
    undefined. `method` says what was estimated and how. No number is NaN; an interval of a quantile
    may be open at an end, which is None.
    """

    variable: str
    level: str | None
    domain: str | None
    estimate: float
    std_error: float
    conf_low: float | None
    conf_high: float | None
    df: float
    n: int
    deff: float | None
    method: str


@dataclass(frozen=True)
class Estimates:
    """Estimates made together, so that they can be compared.

    Iterating gives the rows. `covariance` has a row and a column for each of them. `combining` has
    each estimate as a linear combination of totals, exact or to first order; `spread` is their
    variance estimator.
    """

    rows: tuple[EstimateRow, ...]
    confidence: float
    combining: sparse.csr_array = field(repr=False)
    spread: VarianceEstimator = field(repr=False)

    def __iter__(self) -> Iterator[EstimateRow]:
        """Iterate over the rows in order."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return how many estimates there are."""
        return len(self.rows)

    @property
    def values(self) -> Floats:
        """Return the estimates alone."""
        return np.array([row.estimate for row in self.rows])

    @property
    def df(self) -> float:
        """Return the smallest degrees of freedom of any of them."""
        return min(row.df for row in self.rows)

    @cached_property
    def covariance(self) -> Floats:
        """Return the covariance matrix of the estimates, computed on first use."""
        return self.spread.covariance(self.combining)

    def at(
        self, *, variable: str | None = None, level: str | None = None, domain: str | None = None
    ) -> int:
        """Return the index of the one row with these values; None matches anything."""
        places = [
            index
            for index, row in enumerate(self.rows)
            if (variable is None or row.variable == variable)
            and (level is None or row.level == level)
            and (domain is None or row.domain == domain)
        ]
        if len(places) != 1:
            raise VariableRefused(
                gettext_noop(
                    "at: exactly one estimate; found %(count)s with variable “%(variable)s”, level"
                    " “%(level)s”, domain “%(domain)s”. Name them as they stand in the rows."
                ),
                count=len(places),
                variable=str(variable or ""),
                level=str("" if level is None else level),
                domain=str("" if domain is None else domain),
            )
        return places[0]

    def contrast(self, weights: Mapping[str, Mapping[int, float]]) -> Estimates:
        """Return linear combinations, each named, of estimates by their indices (see `at`).

        Covariance is taken into account. Degrees of freedom are the smallest of the parts; `n` sums
        those who answered for each.
        """
        self._check_places(weights)
        matrix = np.zeros((len(weights), len(self.rows)))
        for row, parts in enumerate(weights.values()):
            for index, weight in parts.items():
                matrix[row, index] = weight
        combining = sparse.csr_array(sparse.csr_array(matrix) @ self.combining)
        values, errors = matrix @ self.values, np.sqrt(self.spread.variances(combining))
        rows = []
        for (name, parts), value, error in zip(weights.items(), values, errors, strict=True):
            met = [self.rows[index] for index in parts]
            df, n = min(row.df for row in met), sum(row.n for row in met)
            reach = float(special.stdtrit(df, (1 + self.confidence) / 2)) * error
            ends = float(value - reach), float(value + reach)
            rows.append(
                EstimateRow(
                    name, None, None, float(value), float(error), *ends, df, n, None, "contrast"
                )
            )
        return Estimates(tuple(rows), self.confidence, combining, self.spread)

    def difference(self, one: int, other: int) -> Estimates:
        """Return the estimate at one index minus that at another."""
        names = [self._describe_row(self.rows[index]) for index in (one, other)]
        return self.contrast({" − ".join(names): {one: 1.0, other: -1.0}})

    def _check_places(self, weights: Mapping[str, Mapping[int, float]]) -> None:
        for name, parts in weights.items():
            odd = [index for index in parts if index not in range(len(self))]
            if odd or not parts:
                raise VariableRefused(
                    gettext_noop(
                        "contrast “%(name)s”: weights of estimates by their places, from 0 to"
                        " %(last)s; found “%(found)s”. Ask `at` for places."
                    ),
                    name=str(name),
                    last=len(self) - 1,
                    found=", ".join(map(str, odd)),
                )

    @staticmethod
    def _describe_row(row: EstimateRow) -> str:
        return " ".join(part for part in (row.variable, row.level, row.domain) if part)
