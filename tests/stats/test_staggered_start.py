"""Lots that begin one after the other: the estimate, its exact interval, what few can show.

Expected values are R's (4.5.0), from the code below; those of the planner are worked out by hand:
without the means of lots and weeks, 2.75 is left of the schedule of five lots in eight weeks.

    lot <- factor(row(y)); week <- factor(col(y)); order <- c(3, 1, 5, 2, 4); known <- !is.na(y)
    begun <- function(o) {
      x <- matrix(0, 5, 8); for (p in 1:5) x[o[p], (p + 2):8] <- 1; x }
    perms <- function(v) if (length(v) < 2) list(v) else do.call(c, lapply(seq_along(v),
      function(i) lapply(perms(v[-i]), function(p) c(v[i], p))))
    fit <- coef(lm(y[known] ~ begun(order)[known] + lot[known] + week[known]))[2]
    score <- function(z, o) {
      r <- resid(lm(begun(o)[known] ~ lot[known] + week[known]))
      sum(r * z[known]) / sqrt(sum(r^2)) }
    tails <- function(theta) {
      z <- y - theta * begun(order); s <- sapply(perms(1:5), function(o) score(z, o))
      c(mean(s >= score(z, order) - 1e-9), mean(s <= score(z, order) + 1e-9)) }
    # ends: by bisection, where tails(theta)[1], and [2], come to .025
"""

from itertools import permutations
from math import sqrt

import numpy as np
import pytest

from vecu.stats import (
    DesignRefused,
    TooFewAnswers,
    count_orders,
    estimate_staggered_effect,
    smallest_visible_effect,
)
from vecu.stats.staggered_start import make_schedule

ORDER = (2, 0, 4, 1, 3)
MINUTES = [
    [612, 598, 640, 571, 560, 575, 548, 541],
    [705, 688, 731, 702, 690, 641, 655, 622],
    [540, 566, 552, 561, 498, 489, 505, 477],
    [655, 631, 668, 640, 651, 629, 645, 590],
    [590, 612, 603, 560, 588, 541, 560, 530],
]


def test_estimate_and_interval_are_those_of_r():
    found = estimate_staggered_effect(MINUTES, ORDER)

    assert found.estimate == pytest.approx(-14.44545455, abs=1e-7)
    assert (found.low, found.high) == pytest.approx((-35.28571429, 8.57894737), abs=1e-6)
    assert found.orders == 120
    assert not found.excludes_zero


def test_weeks_that_are_not_known_are_left_out_as_r_leaves_them_out():
    minutes = np.array(MINUTES, dtype=float)
    minutes[1, 3] = minutes[4, 7] = np.nan

    found = estimate_staggered_effect(minutes, ORDER)

    assert found.estimate == pytest.approx(-12.83221339, abs=1e-7)
    assert (found.low, found.high) == pytest.approx((-35.285714288, 9.425816132), abs=1e-6)


def test_an_effect_as_large_as_the_design_shows_is_found_and_a_table_of_nothing_is_not():
    exact = estimate_staggered_effect(np.array(MINUTES) - 200 * make_schedule(ORDER), ORDER)
    nothing = estimate_staggered_effect(np.full((5, 8), 40.0), ORDER)

    assert exact.estimate == pytest.approx(-214.44545455)
    assert exact.excludes_zero
    assert (nothing.estimate, nothing.excludes_zero) == (pytest.approx(0, abs=1e-9), False)


@pytest.mark.parametrize(
    ("spread", "by_formula", "exact"), [(90, 76, 87), (150, 127, 146)], ids=["90", "150"]
)
def test_what_twenty_people_can_show(spread, by_formula, exact):
    """(1.960 + 0.842) · 90 / √4 / √2.75 = 76.0; the exact interval needs 1.15 times as much."""
    assert (1.959964 + 0.841621) * 90 / sqrt(4) / sqrt(2.75) == pytest.approx(76.0, abs=0.05)
    assert round(smallest_visible_effect(20, 5, spread)) == by_formula
    assert round(smallest_visible_effect(20, 5, spread, exact=True)) == exact


def test_four_lots_have_no_two_sided_test():
    """24 orders: the rarest is one-sided p = 1/24 = .042; of 120 it is .008."""
    assert [count_orders(4), count_orders(5)] == [24, 120]
    for lots in (4, 8):
        with pytest.raises(
            DesignRefused, match=r"groups: 5 to 7; found \d\. With four there are 24"
        ):
            smallest_visible_effect(20, lots, 90)


def test_a_table_of_another_shape_or_too_few_weeks_are_refused():
    empty = np.full((5, 8), np.nan)
    empty[:, :2] = 1
    with pytest.raises(TooFewAnswers, match="10 are known"):
        estimate_staggered_effect(empty, ORDER)
    for table, order in ((MINUTES[:4], ORDER), (MINUTES, (0, 0, 1, 2, 3))):
        with pytest.raises(DesignRefused, match="5 groups, a column for each of 8 weeks"):
            estimate_staggered_effect(table, order)


@pytest.mark.slow
def test_the_interval_covers_in_95_of_100_draws_and_sees_what_the_planner_says():
    """Exact: 6 of 120 orders lie outside. Weeks of lots are as unlike as one likes: here skewed."""
    random = np.random.default_rng(20261203)
    orders = list(permutations(range(5)))
    draws = 4_000
    seen = covered = 0
    lots = random.exponential(300, (5, 1))
    smallest = smallest_visible_effect(20, 5, 90, exact=True)
    for _draw in range(draws):
        order = orders[random.integers(120)]
        effect = -smallest * make_schedule(order)
        skewed = lots + random.exponential(45, (5, 8)) + effect
        found = estimate_staggered_effect(skewed, order)
        covered += found.low <= -smallest <= found.high
        normal = estimate_staggered_effect(random.normal(0, 45, (5, 8)) + effect, order)
        seen += normal.excludes_zero
    assert covered / draws == pytest.approx(0.95, abs=3 * sqrt(0.95 * 0.05 / draws))
    assert seen / draws == pytest.approx(0.80, abs=3 * sqrt(0.8 * 0.2 / draws) + 0.005)
