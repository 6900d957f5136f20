"""Krippendorff's alpha: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).

alpha = 1 − (n − 1) · O / E. n values were given on units that at least two coders judged. O sums
the distances between all ordered pairs of values on one unit, each divided by the unit's number of
coders less one; E sums those between all ordered pairs of the n values.
"""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from vecu.stats.agreement.inference import Statistic, estimate_agreement
from vecu.stats.agreement.rating_patterns import (
    Floats,
    Units,
    row_sums,
    safe_divide,
    units_from_ratings,
)
from vecu.stats.agreement.results import Agreement, Coefficient


class MeasurementLevel(StrEnum):
    """The measurement level of values, which defines their distances."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def krippendorff_alpha(
    ratings: npt.ArrayLike, level: MeasurementLevel = MeasurementLevel.NOMINAL, *, chance: int
) -> Agreement:
    """Return alpha of `ratings`: a row for each coder, a column for each unit, NaN if missing.

    Any number of coders, with missing judgements. A unit that one coder judged alone changes
    nothing. If all values are equal alpha is 0/0: there is no estimate.
    """
    return alpha_from_units(units_from_ratings(ratings), level, chance=chance)


def alpha_from_units(
    units: Units, level: MeasurementLevel = MeasurementLevel.NOMINAL, *, chance: int
) -> Agreement:
    """Return alpha of units that are counted already."""
    units = units.only_pairable()
    alphas = _by_rank(units) if level is MeasurementLevel.ORDINAL else _by_value(units, level)
    return estimate_agreement(Coefficient.ALPHA, units, alphas, chance=chance)


def _by_value(units: Units, level: MeasurementLevel) -> Statistic:
    """Return alpha by a distance that depends on the two values alone."""
    counts, distances = units.counts, _distances(units.values, level)
    on_unit = row_sums((counts @ distances) * counts) / (units.size - 1)

    def alphas(weights: Floats) -> Floats:
        given = weights @ counts
        expected = row_sums((given @ distances) * given)
        return _alphas(weights @ on_unit, expected, given)

    return alphas


def _distances(values: Floats, level: MeasurementLevel) -> Floats:
    apart: Floats = values[:, np.newaxis] - values
    if level is MeasurementLevel.NOMINAL:
        return np.sign(np.abs(apart))
    if level is MeasurementLevel.RATIO:
        if (values < 0).any():
            message = "Values of the level “ratio” are counted from 0: none is below."
            raise ValueError(message)
        apart = np.nan_to_num(safe_divide(apart, values[:, np.newaxis] + values))  # 0 to 0 is none
    return apart * apart


def _by_rank(units: Units) -> Statistic:
    """Return alpha by the squared number of given values between two ranks.

    Values equal to one of the two count half, so the distance is the difference of mean ranks.
    Ranks depend on the values given, so each bootstrap sample has its own. Sums over pairs of
    squared differences come from sums and sums of squares.
    """
    counts, size = units.counts, units.size

    def alphas(weights: Floats) -> Floats:
        given = weights @ counts
        total = row_sums(given)
        ranks = given.cumsum(axis=1) - given / 2 - total[:, np.newaxis] / 2
        sums, squares = ranks @ counts.T, np.square(ranks) @ counts.T
        on_unit = 2 * (size * squares - np.square(sums)) / (size - 1)
        first, second = row_sums(given * ranks), row_sums(given * np.square(ranks))
        expected = 2 * (total * second - np.square(first))
        return _alphas(row_sums(weights * on_unit), expected, given)

    return alphas


def _alphas(observed: Floats, expected: Floats, given: Floats) -> Floats:
    return 1 - (row_sums(given) - 1) * safe_divide(observed, expected)
