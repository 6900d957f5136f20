"""Two small groups: do they differ at all, in what, and how large must a difference be?

Fifty leaders have experimented with AI and two hundred have not; each is asked about six concerns.
One test shows whether the groups differ in anything; only simultaneous intervals show in what. A
difference found at one time is not the effect of experimenting.
"""

import numpy as np
import pytest

from tests.spec.published import printed
from tests.stats import naive_group_comparison
from vecu import stats
from vecu.stats import GroupTest, JointEstimates, compare_people, compare_samples

# --- Before the survey ---------------------------------------------------------------------------


def test_what_fifty_and_two_hundred_people_can_show():
    """Standard error √(.25/50 + .25/200) = .0791. The margin of error is 1.96 of these, 15.5
    points; a true difference is detected four times in five if it is 2.80 of these, 22 points."""
    assert stats.margin_of_difference(50, 200) == printed(0.155, 3)
    assert stats.smallest_difference(50, 200) == printed(0.22, 2)


# Of counts alone the same is asked, for a loss: below the 70 % of many accepters, how much lower
# must the share of a few refusers be? The test pools both shares, and a lower share varies more, as
# in R's `power.prop.test`, which takes groups of one size.


@pytest.mark.parametrize(
    ("refusers", "points"), [(20, 0.3285), (30, 0.2687), (60, 0.1892), (120, 0.1328), (240, 0.0932)]
)
def test_the_smallest_loss_that_a_quarter_shows(refusers, points):
    """Five accepters for each refuser; R 4.5.0 solves the equation of both variances by
    `uniroot`."""
    assert stats.smallest_loss(refusers, 5 * refusers, share=0.7) == printed(points, 4)


def test_of_two_groups_of_one_size_the_smallest_loss_is_that_of_r():
    """`power.prop.test(n = 120, p1 = .7, power = .8)` below .7: .5246448497."""
    assert stats.smallest_loss(120, 120, share=0.7) == printed(0.1753551503, 9)


def test_a_change_against_a_change_needs_more_and_so_does_a_margin():
    """Four shares instead of two: twice the variance, 2.8016 · √(2 · .21 · (1/60 + 1/300)) = .2568.
    And 198 refusers beside 990 accepters are the fewest whose interval excludes 10 points."""
    assert stats.smallest_difference(60, 300, share=0.7, deff=2) == printed(0.2568, 4)
    assert stats.smallest_difference(198, 990, share=0.7) < 0.1
    assert stats.smallest_difference(197, 985, share=0.7) > 0.1


@pytest.mark.parametrize(("refusers", "days"), [(30, 11.21), (60, 7.92), (120, 5.60)])
def test_the_smallest_delay_that_a_quarter_shows(refusers, days):
    """Standard deviation 20 days: 2.8016 · 20 · √(1/60 + 1/300) = 7.92."""
    assert stats.smallest_mean_difference(refusers, 5 * refusers, 20) == printed(days, 2)


# --- Shares from counts alone --------------------------------------------------------------------
#
# Each share has Wilson's interval, R's `prop.test(x, n, correct = FALSE)`; distances to its ends
# are squared and added.


def test_the_gap_of_two_counted_shares():
    """40 of 60 and 215 of 300: R's ends are .54057 and .77271, .66319 and .76467. Down √(.12610² +
    .04800²), up √(.10604² + .05348²)."""
    found = stats.compare_shares((40, 60), (215, 300))

    assert (found.estimate, found.low, found.high) == pytest.approx(
        (-0.05, -0.18492569918, 0.06876389232), abs=1e-10
    )
    assert not found.excludes_zero


def test_a_change_against_a_change():
    """From 205 of 290 to 130 of 220; beside it from 212 of 300 to 190 of 260: four intervals."""
    found = stats.compare_changes(((205, 290), (130, 220)), ((212, 300), (190, 260)))

    assert (found.estimate, found.low, found.high) == pytest.approx(
        (-0.14009002492, -0.25065628712, -0.02796657425), abs=1e-10
    )
    assert found.excludes_zero


# --- One test of all items -----------------------------------------------------------------------
#
# T² = d′V⁻¹d, where d are the differences and V is their covariance, the sum of both groups'. Then
# F = T² (ν − p + 1) / (ν p) with p and ν − p + 1 degrees of freedom,
#
#   ν = (tr V² + (tr V)²) / Σ (tr V_i² + (tr V_i)²) / df_i
#
# D. G. Nel, C. A. van der Merwe, Communications in Statistics 15 (1986), 3719-3735.

FIRST = JointEstimates(
    ("autonomy", "know-how"), np.array([0.6, 0.5]), np.diag([0.0048, 0.0052]), df=49, n=50
)
SECOND = JointEstimates(
    ("autonomy", "know-how"), np.array([0.4, 0.5]), np.diag([0.0012, 0.0013]), df=199, n=200
)


@pytest.mark.parametrize("engine", [compare_samples, naive_group_comparison.compare_samples])
def test_two_concerns_computed_by_hand(engine):
    """V = diag(.0060, .0065); T² = .2² / .0060 = 6.66667. tr V² + (tr V)² = .00007825 + .00015625 =
    .0002345. In the first group .00005008 + .0001 = .00015008, over 49; in the second a sixteenth
    of that, .00000938, over 199. So ν = .0002345 / (.0000030629 + .0000000471) = 75.40, and
    F = 6.66667 · 74.40 / (2 · 75.40) = 3.28912, with 2 and 74.40 degrees of freedom: p = .0428."""
    found = engine(FIRST, SECOND, chance=1)

    assert found.statistic == printed(3.2891, 4)
    assert found.df == (2, printed(74.40, 2))
    assert found.p_value == printed(0.0428, 4)


def test_intervals_are_simultaneous():
    """Two independent differences: both lie within ± c with 95 % probability if each does with √.95
    = 97.47 %, by Student's t with 75 degrees of freedom c = 2.28 (simulated)."""
    found = compare_samples(FIRST, SECOND, chance=1)
    autonomy = found.differences[0]

    assert (autonomy.first, autonomy.second) == (0.6, 0.4)
    assert autonomy.estimate == pytest.approx(0.2)
    assert autonomy.std_error == pytest.approx(np.sqrt(0.006))
    reach = (autonomy.conf_high - autonomy.estimate) / autonomy.std_error
    assert reach == pytest.approx(2.28, abs=0.03)


# --- When few say yes ----------------------------------------------------------------------------
#
# Where fewer than five would be expected in a cell, people are reassigned to the groups at random,
# 9,999 times, and the largest t of all items is recorded: exact, if the groups do not differ. Items
# are tested by the step-down of P. H. Westfall, S. S. Young, Resampling-Based Multiple Testing,
# 1993.


FEW = [[1, 0], [1, 1], [1, 0], [0, 0]]
MANY = [[0, 1], [0, 0], [0, 1], [0, 0], [1, 1]]


def test_nine_people_in_every_possible_assignment():
    """There are 126 ways to divide nine people into four and five. The reference implementation
    goes through all of them; Vécu samples, so that its p-values differ by chance, here by less than
    .015."""
    found = compare_people(("first", "second"), FEW, MANY, chance=1)
    exact = naive_group_comparison.permuted_p_values(FEW, MANY)

    assert found.test is GroupTest.PERMUTATION
    assert [one.p_value for one in found.differences] == pytest.approx(exact, abs=0.015)
    assert found.p_value == min(one.p_value for one in found.differences)


def test_a_concern_that_nobody_in_a_group_names_has_an_interval():
    """None of 50 and 6 of 200. For a single item the interval is R. G. Newcombe's (1998, method
    10). Wilson's ends are 0 and .07135 for 0/50, .01381 and .06388 for 6/200. So from −.03 it
    extends down by .06388 − .03 = .03388, and up by √(.07135² + (.03 − .01381)²) = .07316: −.0639
    to .0432."""
    first, second = np.zeros((50, 1)), np.zeros((200, 1))
    second[:6] = 1

    (found,) = compare_people(("rare",), first, second, chance=1).differences

    assert found.estimate == pytest.approx(-0.03)
    assert found.conf_low == pytest.approx(-0.0639, abs=0.002)
    assert found.conf_high == pytest.approx(0.0432, abs=0.002)
