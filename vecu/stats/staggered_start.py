"""A staggered start: lots begin one after the other, in an order drawn by lot (a stepped wedge).

In weeks 1 and 2 no lot has begun, in week 3 the first of the order begins, then one more each week;
in the last all have. With five lots that is eight weeks. The estimate is the coefficient of having
begun in a regression on lots and weeks. Its interval holds all effects that the orders do not
exclude: if an effect is true, what is left without it would be the same under any order, so that
each is as likely as the one drawn (R. A. Fisher; J. P. Hughes et al., Contemporary Clinical Trials
88 (2020) 105892).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import factorial, sqrt
from statistics import NormalDist
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from vecu.stats.errors import DesignRefused, TooFewAnswers
from vecu.translation import gettext_noop

Floats = npt.NDArray[np.float64]

WEEKS_BEFORE = 2
"""Weeks in which no lot has begun."""
EXACT_WIDTH: Mapping[int, float] = MappingProxyType({5: 1.15, 6: 1.08, 7: 1.05})
"""How much larger an effect must be for the exact interval to exclude 0, by lots.

Simulated (20,000 evaluations of normal weeks, power 80 %); the formula takes weeks as normal.
"""
FEWEST_LOTS, MOST_LOTS = min(EXACT_WIDTH), max(EXACT_WIDTH)
_LEVEL = 0.05
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class StaggeredEffect:
    """What having begun changes in a week, with its exact 95 % interval; `orders` were compared."""

    estimate: float
    low: float
    high: float
    orders: int

    @property
    def excludes_zero(self) -> bool:
        """Whether chance alone explains the difference in at most 5 of 100 draws."""
        return self.low > 0 or self.high < 0


def count_weeks(lots: int) -> int:
    """Return how many weeks a staggered start of some lots takes."""
    return WEEKS_BEFORE + lots + 1


def get_first_week(position: int) -> int:
    """Return in which week, from 1, the lot begins that is at a position of the order, from 0."""
    return WEEKS_BEFORE + 1 + position


def make_schedule(order: Sequence[int]) -> Floats:
    """Return 1 where a lot has begun, a row for each lot and a column for each week."""
    schedule = np.zeros((len(order), count_weeks(len(order))))
    for position, lot in enumerate(order):
        schedule[lot, get_first_week(position) - 1 :] = 1
    return schedule


def estimate_staggered_effect(outcome: npt.ArrayLike, order: Sequence[int]) -> StaggeredEffect:
    """Estimate the effect of having begun on the outcome of a lot in a week.

    `outcome` has a row for each lot and a column for each week, NaN where nothing is known;
    `order` holds the lots in the order in which they were drawn to begin: lots are analysed so,
    whenever they really began. Raise `DesignRefused` or `TooFewAnswers`.
    """
    table = np.asarray(outcome, dtype=np.float64)
    _check(table, order)
    known = ~np.isnan(table)
    orders = [tuple(order), *(each for each in permutations(order) if each != tuple(order))]
    residual = _make_residual(known)
    begun = np.array([make_schedule(each)[known] for each in orders]) @ residual
    sizes = np.sqrt((begun**2).sum(axis=1))
    if sizes.min() < _TOLERANCE:
        raise TooFewAnswers(
            gettext_noop(
                "groups and weeks: %(found)s are known, too few to tell the effect from that of"
                " groups and weeks. Note the weeks that are missing."
            ),
            found=int(known.sum()),
        )
    scaled = begun / sizes[:, np.newaxis]
    reached, moved = scaled @ table[known], scaled @ begun[0]
    low, high = _exclude_effects(reached[0] - reached[1:], moved[0] - moved[1:])
    return StaggeredEffect(float(reached[0] / sizes[0]), low, high, len(orders))


def _exclude_effects(ahead: Floats, moving: Floats) -> tuple[float, float]:
    """Return the ends of the interval, from the effect at which each order is as far as that drawn.

    One that cannot be told from the drawn order excludes nothing. At most 2.5 % of orders lie
    outside at each end.
    """
    same = moving < _TOLERANCE
    crossings = np.divide(ahead, moving, out=np.zeros_like(ahead), where=~same)
    outside = int((len(ahead) + 1) * _LEVEL / 2 + _TOLERANCE)
    lows = np.sort(np.where(same, -np.inf, crossings))
    highs = np.sort(np.where(same, np.inf, crossings))
    return float(lows[outside - 1]), float(highs[-outside])


def _make_residual(known: npt.NDArray[np.bool_]) -> Floats:
    """Return what takes the means of lots and weeks out of what is known of each lot and week."""
    lots, weeks = np.nonzero(known)
    columns = np.hstack(
        [lots[:, np.newaxis] == np.unique(lots), weeks[:, np.newaxis] == np.unique(weeks)]
    ).astype(np.float64)
    return np.eye(len(lots)) - columns @ np.linalg.pinv(columns)


def _check(table: Floats, order: Sequence[int]) -> None:
    check_lots(len(order))
    shape = (len(order), count_weeks(len(order)))
    if table.shape != shape or sorted(order) != list(range(len(order))):
        raise DesignRefused(
            gettext_noop(
                "groups and weeks: a row for each of %(lots)s groups, a column for each of"
                " %(weeks)s weeks, and each group once in the order; found %(found)s."
            ),
            lots=shape[0],
            weeks=shape[1],
            found=str(table.shape),
        )


def check_lots(lots: int) -> None:
    """Raise `DesignRefused` unless a test at 5 % exists for so many lots, and can be computed."""
    if not FEWEST_LOTS <= lots <= MOST_LOTS:
        raise DesignRefused(
            gettext_noop(
                "groups: %(fewest)s to %(most)s; found %(found)s. With four there are 24 orders:"
                " the rarest is drawn 42 times in 1,000, so that no two-sided test at 5 %% exists."
            ),
            fewest=FEWEST_LOTS,
            most=MOST_LOTS,
            found=lots,
        )


def count_orders(lots: int) -> int:
    """Return in how many orders lots can begin."""
    return factorial(lots)


def smallest_visible_effect(
    people: int, lots: int, spread: float, *, exact: bool = False, power: float = 0.8
) -> float:
    """Return the true effect, in the unit of `spread`, that is seen with probability `power`.

    `spread` is the standard deviation of one person's weeks. By the formula for normal weeks, or,
    if `exact`, so that the interval from all orders excludes 0.
    """
    check_lots(lots)
    normal = NormalDist()
    reach = normal.inv_cdf(1 - _LEVEL / 2) + normal.inv_cdf(power)
    schedule = make_schedule(range(lots))
    residual = _make_residual(np.ones(schedule.shape, dtype=np.bool_))
    size = float(((schedule.ravel() @ residual) ** 2).sum())
    effect = reach * spread / sqrt(people / lots) / sqrt(size)
    return effect * EXACT_WIDTH[lots] if exact else effect
