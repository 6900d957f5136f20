"""Wald test of whether two groups differ in any of several estimates.

T² = d′V⁻¹d. For two samples its distribution is that of Hotelling's T² with ν degrees of freedom
which match the mean and variance of the covariances' sum, D. G. Nel and C. A. van der Merwe,
Communications in Statistics 15 (1986), 3719-3735:

    ν = (tr V² + (tr V)²) / Σ (tr V_i² + (tr V_i)²) / df_i,    F = T² (ν − p + 1) / (ν p).

For two domains of one design ν is the design's. Intervals are simultaneous: they use the quantile
of the largest |t| under the null hypothesis, simulated from V with ν degrees of freedom.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import f as fisher

from vecu.stats.engine.aggregation import Floats
from vecu.stats.engine.estimates import Estimates
from vecu.stats.errors import TooFewAnswers, VariableRefused
from vecu.stats.estimators.joint_estimates import JointEstimates
from vecu.stats.group_comparison.results import GroupComparison, GroupDifference, GroupTest
from vecu.translation import gettext_noop

CONFIDENCE = 0.95
DRAWS = 20_000

_NOTHING = 1e-10
"""Relative to the largest, a variance that is 0 except for rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class JointDifferences:
    """Differences of several estimates, with their covariance and `df` degrees of freedom."""

    names: tuple[str, ...]
    first: Floats
    second: Floats
    covariance: Floats
    df: float

    @property
    def estimates(self) -> Floats:
        """Return first minus second."""
        return self.first - self.second

    @property
    def standard_errors(self) -> Floats:
        """Return the standard error of each."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def compare_samples(
    first: JointEstimates, second: JointEstimates, *, chance: int, confidence: float = CONFIDENCE
) -> GroupComparison:
    """Compare two independent samples on the same estimates.

    All random draws follow from the seed `chance`.
    """
    if first.names != second.names:
        raise VariableRefused(
            gettext_noop(
                "names: the same figures of both groups; found %(first)s and %(second)s."
                " Put them in one order."
            ),
            first=", ".join(first.names),
            second=", ".join(second.names),
        )
    parts = ((first.covariance, first.df), (second.covariance, second.df))
    together = first.covariance + second.covariance
    df = _size(together) / sum(_size(part) / df for part, df in parts) if together.any() else 0.0
    df = df if np.isfinite(df) else np.inf
    apart = JointDifferences(first.names, first.estimates, second.estimates, together, df)
    return _compared(apart, GroupTest.WALD_TWO_SAMPLES, (first.n, second.n), chance, confidence)


def compare_domains(
    estimates: Estimates,
    first: str,
    second: str,
    *,
    chance: int,
    confidence: float = CONFIDENCE,
) -> GroupComparison:
    """Compare two domains of one design on all estimates of both.

    Their covariance is taken into account, so shared clusters are no problem. All random draws
    follow from the seed `chance`.
    """
    places = [_places(estimates, domain) for domain in (first, second)]
    if not places[0] or list(places[0]) != list(places[1]):
        domains = dict.fromkeys(str(row.domain) for row in estimates)
        raise VariableRefused(
            gettext_noop(
                "domains: the same estimates of “%(first)s” and “%(second)s”; found some of one"
                " only. There are %(domains)s."
            ),
            first=first,
            second=second,
            domains=", ".join(domains),
        )
    one, other = (list(each.values()) for each in places)
    contrast = np.zeros((len(one), len(estimates)))
    contrast[np.arange(len(one)), one] = 1
    contrast[np.arange(len(one)), other] = -1
    apart = JointDifferences(
        tuple(" · ".join(filter(None, key)) for key in places[0]),
        estimates.values[one],
        estimates.values[other],
        contrast @ estimates.covariance @ contrast.T,
        estimates.df,
    )
    n = max(estimates.rows[i].n for i in one), max(estimates.rows[i].n for i in other)
    return _compared(apart, GroupTest.WALD_ONE_DESIGN, n, chance, confidence)


def _places(estimates: Estimates, domain: str) -> dict[tuple[str, str | None], int]:
    return {
        (row.variable, row.level): index
        for index, row in enumerate(estimates)
        if row.domain == domain
    }


def _size(covariance: Floats) -> float:
    return float((covariance * covariance).sum() + np.trace(covariance) ** 2)


def _compared(
    apart: JointDifferences, test: GroupTest, n: tuple[int, int], chance: int, confidence: float
) -> GroupComparison:
    _check(apart)
    statistic, rank = _wald(apart)
    ddf = apart.df - rank + 1
    if not ddf > 0:
        raise TooFewAnswers(
            gettext_noop(
                "df: more than %(least)s for %(figures)s figures together; found %(found)s."
                " Compare fewer figures, or more people."
            ),
            least=rank - 1,
            figures=rank,
            found=round(float(apart.df), 1),
        )
    scaled = statistic / rank * (ddf / apart.df if np.isfinite(apart.df) else 1.0)
    largest = max_t_distribution(apart.covariance, apart.df, chance)
    reach = float(np.quantile(largest, confidence, method="higher"))
    differences = tuple(
        _difference(apart, index, reach, largest) for index in range(len(apart.names))
    )
    p_value = float(fisher.sf(scaled, rank, min(ddf, 1e9)))
    return GroupComparison(test, scaled, (rank, ddf), p_value, differences, confidence, n)


def _difference(
    apart: JointDifferences, index: int, reach: float, largest: Floats
) -> GroupDifference:
    estimate, error = float(apart.estimates[index]), float(apart.standard_errors[index])
    return GroupDifference(
        apart.names[index],
        float(apart.first[index]),
        float(apart.second[index]),
        estimate,
        error,
        conf_low=estimate - reach * error,
        conf_high=estimate + reach * error,
        p_value=adjusted_p_value(largest, abs(estimate) / error),
    )


def _check(apart: JointDifferences) -> None:
    variances = np.diag(apart.covariance)
    none = variances <= _NOTHING * variances.max()
    if none.any():
        raise VariableRefused(
            gettext_noop(
                "“%(name)s”: a difference with a standard error; it has none, as when everybody in"
                " both groups answered the same. Leave it out, or compare people by permutation."
            ),
            name=apart.names[int(np.argmax(none))],
        )


def _wald(apart: JointDifferences) -> tuple[float, int]:
    """Return T² and the number of free differences; shares that sum to 1 are one fewer."""
    errors = apart.standard_errors
    values, vectors = np.linalg.eigh(apart.covariance / np.outer(errors, errors))
    free = values > _NOTHING * values.max() * len(values)
    along = vectors.T @ (apart.estimates / errors)
    return float((along[free] ** 2 / values[free]).sum()), int(free.sum())


def max_t_distribution(covariance: Floats, df: float, chance: int) -> Floats:
    """Return, ascending, the largest |t| of many samples under the null hypothesis."""
    random = np.random.default_rng(chance)
    errors = np.sqrt(np.diag(covariance))
    errors = np.where(errors > 0, errors, 1.0)
    values, vectors = np.linalg.eigh(covariance / np.outer(errors, errors))
    drawn = (
        random.standard_normal((DRAWS, len(values))) @ (vectors * np.sqrt(np.maximum(values, 0))).T
    )
    if np.isfinite(df):
        drawn /= np.sqrt(random.chisquare(df, size=(DRAWS, 1)) / df)
    return np.sort(np.abs(drawn).max(axis=1))


def adjusted_p_value(largest: Floats, t: float) -> float:
    """Return the share of simulated largest |t| of at least `t`; never 0, as draws are finite."""
    above = len(largest) - int(np.searchsorted(largest, t * (1 - 1e-12)))
    return (above + 1) / (len(largest) + 1)
