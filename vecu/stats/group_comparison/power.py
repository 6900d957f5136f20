"""The difference between two groups that a given sample size can show."""

from math import sqrt
from statistics import NormalDist

from vecu.stats.errors import VariableRefused
from vecu.translation import gettext_noop

_HALVINGS = 60


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


def smallest_loss(
    first: int, second: int, *, share: float, power: float = 0.8, level: float = 0.05
) -> float:
    """Return how far below `share`, that of the second group, the first must be to be detected.

    As R's `power.prop.test`, for groups of unlike size: the test pools both shares, and the loss
    makes that of the first group vary otherwise. All of `share` if no loss would be detected.
    """
    _check(first, second, share, 1)
    normal = NormalDist()

    def get_power(loss: float) -> float:
        lower = share - loss
        pooled = (first * lower + second * share) / (first + second)
        apart = sqrt(lower * (1 - lower) / first + share * (1 - share) / second)
        reach = normal.inv_cdf(1 - level / 2) * _error(first, second, pooled, 1)
        return normal.cdf((loss - reach) / apart)

    low, high = 0.0, share
    for _step in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if get_power(middle) >= power else (middle, high)
    return high


def smallest_mean_difference(
    first: int, second: int, spread: float, *, power: float = 0.8, level: float = 0.05
) -> float:
    """Return the true difference of two means that is detected; `spread` is one standard deviation.

    In the unit of `spread`; as of normal values.
    """
    _check(first, second, 0.5, spread)
    return smallest_difference(first, second, power=power, level=level, deff=4 * spread * spread)


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
