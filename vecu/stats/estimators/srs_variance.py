"""The variance that an estimate would have under pure chance: what a design effect divides by.

As many people as answered, drawn one by one, without replacement from as many as their weights say
there are; with replacement where weights add up to fewer than answered, and so count nobody.
R's survey package gives no design effect there.
"""

from __future__ import annotations

import math


def srs_variance_of_mean(square: float, size: float, n: float) -> float:
    """Return the variance of the mean of `n` answers from `size`, NaN of one answer.

    `square` is the mean squared distance from the mean, with the weights.
    """
    if n < 2 or not size > 0:
        return math.nan
    left = (size - n) / size if size > n else 1.0
    return float(max(square, 0.0) / (n - 1) * left)


def srs_variance_of_total(square: float, size: float, n: float) -> float:
    """Return the variance of the total of `n` answers from `size`."""
    return srs_variance_of_mean(square, size, n) * float(size) ** 2
