"""The difference between two groups that a given sample size can show."""

from math import sqrt
from statistics import NormalDist

from vecu.stats.errors import VariableRefused
from vecu.translation import gettext_noop


def margin_of_difference(
    first: int, second: int, *, share: float = 0.5, confidence: float = 0.95, deff: float = 1
) -> float:
    """Return the half width of the interval of the difference of two shares.

    `share` is about what both are. Simultaneous intervals are wider.
    """
    _check(first, second, share, deff)
    return NormalDist().inv_cdf((1 + confidence) / 2) * _error(first, second, share, deff)


def smallest_difference(
    first: int,
    second: int,
    *,
    share: float = 0.5,
    power: float = 0.8,
    level: float = 0.05,
    deff: float = 1,
) -> float:
    """Return the true difference that a test at `level` detects with probability `power`.

    A smaller one is likely to be missed: then "no difference was seen" says next to nothing.
    """
    _check(first, second, share, deff)
    normal = NormalDist()
    reach = normal.inv_cdf(1 - level / 2) + normal.inv_cdf(power)
    return reach * _error(first, second, share, deff)


def _error(first: int, second: int, share: float, deff: float) -> float:
    return sqrt(deff * share * (1 - share) * (1 / first + 1 / second))


def _check(first: int, second: int, share: float, deff: float) -> None:
    if min(first, second) < 2 or not 0 < share < 1 or not deff > 0:
        raise VariableRefused(
            gettext_noop(
                "groups: two people at least in each, a share between 0 and 1, a deff above 0;"
                " found %(first)s and %(second)s, %(share)s, %(deff)s."
            ),
            first=first,
            second=second,
            share=share,
            deff=deff,
        )
