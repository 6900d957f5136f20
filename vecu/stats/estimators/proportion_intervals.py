"""Intervals of proportions, which stay between 0 and 1."""

from enum import StrEnum

import numpy as np
from scipy import special

from vecu.stats.engine.aggregation import Floats


class IntervalMethod(StrEnum):
    """The method of a proportion's interval.

    Both are R's (`svyciprop`: beta, logit). The default is Korn and Graubard's: of a simple random
    sample it holds the truth in 95 of 100 samples at least, whatever the proportion and however
    many answered. The other falls short of that (90.5 % for 20 answers and p = .005), and not only
    where counts are small: changing to it from some count on does not help.
    """

    LOGIT = "logit"
    """Student's t on the scale of log p / (1 − p). Undefined at 0 and 1, where the other is used
    and the row says so."""
    KORN_GRAUBARD = "korn-graubard"
    """Clopper and Pearson's, of as many answers as the design is worth: E. L. Korn and B. I.
    Graubard, Survey Methodology 24 (1998), 193-201."""


_NO_VARIANCE = 1e-9
"""A variance so small beside that of as many independent answers is rounding."""


def proportion_confint(
    found: Floats,
    errors: Floats,
    df: Floats,
    n: Floats,
    kind: IntervalMethod,
    confidence: float,
    *,
    finite: bool = False,
) -> tuple[Floats, Floats]:
    """Return the ends of intervals of proportions.

    `n` people answered, and Korn and Graubard's `df` are theirs too: clusters and strata in which
    nobody answered do not count, nor do rows. Where answers show no variance they are worth their
    number; only in a `finite` population may they be all there are, and a proportion between 0 and
    1 be certain.
    """
    low, high = _korn_graubard(found, errors, df, n, confidence, finite=finite)
    if kind is IntervalMethod.LOGIT:
        inner = (found > 0) & (found < 1)
        share, error = found[inner], errors[inner]
        reach = special.stdtrit(df[inner], (1 + confidence) / 2) * error / (share * (1 - share))
        low[inner] = special.expit(special.logit(share) - reach)
        high[inner] = special.expit(special.logit(share) + reach)
    return low, high


def exact_interval(count: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the interval of a share of `n` independent cases, `count` of which it counts.

    C. Clopper and E. Pearson, Biometrika 26 (1934): 0 of 60 is 0 to 6 %, never "none".
    """
    tail = (1 - confidence) / 2
    low = special.betaincinv(count, n - count + 1, tail) if count else 0.0
    high = special.betaincinv(count + 1, n - count, 1 - tail) if count < n else 1.0
    return float(low), float(high)


def _korn_graubard(
    found: Floats, errors: Floats, df: Floats, n: Floats, confidence: float, *, finite: bool
) -> tuple[Floats, Floats]:
    tail = (1 - confidence) / 2
    known = (found > 0) & (found < 1) & (errors**2 * n > _NO_VARIANCE * found * (1 - found))
    worth = n.astype(np.float64)
    worth[known] = found[known] * (1 - found[known]) / errors[known] ** 2
    worth = worth * (special.stdtrit(n - 1, tail) / special.stdtrit(df, tail)) ** 2
    low, high = np.zeros_like(found), np.ones_like(found)
    some, most = found > 0, found < 1
    low[some] = special.betaincinv((worth * found)[some], (worth * (1 - found) + 1)[some], tail)
    high[most] = special.betaincinv(
        (worth * found + 1)[most], (worth * (1 - found))[most], 1 - tail
    )
    if finite:
        sure = ~known & some & most
        low[sure] = high[sure] = found[sure]
    return low, high
