"""Intervals of proportions, which stay between 0 and 1."""

from enum import StrEnum

import numpy as np
from scipy import special

from vecu.stats.engine.aggregation import Floats


class IntervalMethod(StrEnum):
    """The method of a proportion's interval.

    Both are R's (`svyciprop`: logit, beta). At 0 or 1 the first is undefined: the second is used,
    as for a simple random sample, and the row says so.
    """

    LOGIT = "logit"
    """Student's t on the scale of log p / (1 − p)."""
    KORN_GRAUBARD = "korn-graubard"
    """Clopper and Pearson's, of as many answers as the design is worth: E. L. Korn and B. I.
    Graubard, Survey Methodology 24 (1998), 193-201. Right when counts are small."""


def proportion_confint(
    found: Floats, errors: Floats, df: Floats, n: Floats, kind: IntervalMethod, confidence: float
) -> tuple[Floats, Floats]:
    """Return the ends of intervals of proportions."""
    low, high = _korn_graubard(found, errors, df, n, confidence)
    if kind is IntervalMethod.LOGIT:
        inner = (found > 0) & (found < 1)
        share, error = found[inner], errors[inner]
        reach = special.stdtrit(df[inner], (1 + confidence) / 2) * error / (share * (1 - share))
        low[inner] = special.expit(special.logit(share) - reach)
        high[inner] = special.expit(special.logit(share) + reach)
    return low, high


def _korn_graubard(
    found: Floats, errors: Floats, df: Floats, n: Floats, confidence: float
) -> tuple[Floats, Floats]:
    tail = (1 - confidence) / 2
    known = errors > 0
    worth = n.astype(np.float64)
    worth[known] = found[known] * (1 - found[known]) / errors[known] ** 2
    worth = worth * (special.stdtrit(n - 1, tail) / special.stdtrit(df, tail)) ** 2
    low, high = np.zeros_like(found), np.ones_like(found)
    some, most = found > 0, found < 1
    low[some] = special.betaincinv((worth * found)[some], (worth * (1 - found) + 1)[some], tail)
    high[most] = special.betaincinv(
        (worth * found + 1)[most], (worth * (1 - found))[most], 1 - tail
    )
    sure = ~known & some & most
    low[sure] = high[sure] = found[sure]
    return low, high
