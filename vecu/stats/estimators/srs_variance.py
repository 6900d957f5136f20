"""The variance under simple random sampling, the denominator of design effects.

For the same number of people, drawn without replacement from a population of the size that the
weights sum to; with replacement if the weights sum to less than the sample size, and so are no
population counts. R's survey package gives no design effect there.
"""

from __future__ import annotations

import math


def srs_variance_of_mean(square: float, size: float, n: float) -> float:
    """Return the variance of the mean of `n` answers from `size`, NaN for one answer.

    `square` is the weighted mean of squared deviations from the mean.
    """
    if n < 2 or not size > 0:
        return math.nan
    left = (size - n) / size if size > n else 1.0
    return float(max(square, 0.0) / (n - 1) * left)


def srs_variance_of_total(square: float, size: float, n: float) -> float:
    """Return the variance of the total of `n` answers from `size`."""
    return srs_variance_of_mean(square, size, n) * float(size) ** 2
