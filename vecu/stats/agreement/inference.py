"""From a coefficient to an estimate with its interval, or to the reason why there is none.

Intervals come from the bootstrap over units: as many units as were judged are drawn with
replacement, many times, and the coefficient is computed for each sample. The interval consists of
bias-corrected and accelerated percentiles (BCa): B. Efron, Better bootstrap confidence intervals,
Journal of the American Statistical Association 82 (1987), 171-185. A. Zapf and others (BMC Medical
Research Methodology 16 (2016), 93) recommend the bootstrap over units for these coefficients; BCa
had better coverage than plain percentiles for rare codes.

Equally judged units are counted together: the number of draws of each pattern is multinomial.
"""

from collections.abc import Callable, Iterator
from statistics import NormalDist

import numpy as np

from vecu.stats.agreement.rating_patterns import Floats, Units
from vecu.stats.agreement.results import Agreement, Coefficient, NoAgreementReason

RESAMPLES = 2000
CONFIDENCE = 0.95
FEWEST_DIFFERING = 5
"""Units at least that must keep the rest from being all the same. A draw misses five of them once
in 150 times; with fewer, and with few disagreements, intervals are too short."""

_BATCH = 4_000_000
"""Numbers held in memory at once."""

_NORMAL = NormalDist()

Statistic = Callable[[Floats], Floats]
"""Computes one coefficient for each row of weights, the counts of each pattern."""


def estimate_agreement(
    coefficient: Coefficient,
    units: Units,
    statistic: Statistic,
    *,
    chance: int,
    std_error: Callable[[], float] | None = None,
) -> Agreement:
    """Return the coefficient of `units` with its interval.

    All random draws follow from the seed `chance` and from `units`: the result is reproducible.
    """

    def make_agreement(
        why: NoAgreementReason | None,
        value: float | None = None,
        error: float | None = None,
        ends: tuple[float, float] | tuple[None, None] = (None, None),
    ) -> Agreement:
        low, high = ends
        judged, pairable, coders = units.judged, units.pairable, units.coders
        return Agreement(coefficient, value, error, low, high, judged, pairable, coders, why)

    if why := _reason_without_estimate(units):
        return make_agreement(why)
    found = float(statistic(units.times[np.newaxis])[0])
    if np.isnan(found):
        return make_agreement(NoAgreementReason.ALL_ALIKE)
    error = std_error() if std_error else None
    if why := _reason_without_interval(units):
        return make_agreement(why, found, error)
    return make_agreement(None, found, error, _interval(statistic, units.times, found, chance))


def _reason_without_estimate(units: Units) -> NoAgreementReason | None:
    if units.judged == 0:
        return NoAgreementReason.NOTHING_JUDGED
    if units.coders < 2:
        return NoAgreementReason.ONE_CODER
    if units.pairable == 0:
        return NoAgreementReason.NEVER_TWO
    return NoAgreementReason.ONE_UNIT if units.pairable == 1 else None


def _reason_without_interval(units: Units) -> NoAgreementReason | None:
    if units.disputed == 0:
        return NoAgreementReason.NO_DISAGREEMENT
    return NoAgreementReason.FEW_DIFFER if units.differing < FEWEST_DIFFERING else None


def _interval(
    statistic: Statistic, times: Floats, found: float, chance: int
) -> tuple[float, float]:
    """Return the BCa interval; the few samples without a coefficient are left out."""
    drawn = _each(statistic, _draws(times, np.random.default_rng(chance)))
    drawn = drawn[~np.isnan(drawn)].round(12)  # so that what is equal but for rounding is equal
    below = (drawn < round(found, 12)).mean() + (drawn == round(found, 12)).mean() / 2
    shift = _NORMAL.inv_cdf(min(max(below, 1 / (2 * len(drawn))), 1 - 1 / (2 * len(drawn))))
    lean = _acceleration(statistic, times)
    ends = []
    for tail in ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2):
        moved = shift + _NORMAL.inv_cdf(tail)
        ends.append(_NORMAL.cdf(shift + moved / (1 - lean * moved)))
    low, high = np.quantile(drawn, ends)
    return float(low), float(high)


def _acceleration(statistic: Statistic, times: Floats) -> float:
    """Return the acceleration of BCa, from leaving out each unit once."""
    without = _each(statistic, _left_out(times))
    times, without = times[~np.isnan(without)], without[~np.isnan(without)]
    away = np.average(without, weights=times) - without
    spread = float((times * away**2).sum())
    return float((times * away**3).sum()) / (6 * spread**1.5) if spread else 0.0


def _each(statistic: Statistic, batches: Iterator[Floats]) -> Floats:
    return np.concatenate([statistic(weights) for weights in batches])


def _draws(times: Floats, random: np.random.Generator) -> Iterator[Floats]:
    total = int(times.sum())
    batch = max(1, _BATCH // len(times))
    for start in range(0, RESAMPLES, batch):
        size = min(batch, RESAMPLES - start)
        yield random.multinomial(total, times / total, size=size).astype(np.float64)


def _left_out(times: Floats) -> Iterator[Floats]:
    batch = max(1, _BATCH // len(times))
    for start in range(0, len(times), batch):
        places = np.arange(start, min(start + batch, len(times)))
        weights = np.tile(times, (len(places), 1))
        weights[places - start, places] -= 1
        yield weights
