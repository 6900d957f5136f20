"""Ranks: which ranks are not ruled out, and why a rank alone is not enough.

Fifty people are asked about six concerns; the one named most often comes first. Ask fifty others,
and another may. A rank is therefore given with its confidence set: all ranks that the data do not
rule out. With 95 % probability the true ranks of *all* concerns lie in their sets.
"""

import numpy as np
import pytest

from tests.spec.published import needs_data, printed, table
from tests.stats import naive_ranking
from vecu.stats import JointEstimates, rank, rank_counts

CONCERNS = ("autonomy", "know-how", "relations", "recognition", "responsibility", "meaning")
SHARES = (0.62, 0.55, 0.48, 0.40, 0.30, 0.22)


def estimates_of(people, correlation=0.3):
    """Return the shares with the covariance of answers that correlate alike."""
    errors = [np.sqrt(p * (1 - p) / people) for p in SHARES]
    covariance = [
        [one * other * (1 if i == j else correlation) for j, other in enumerate(errors)]
        for i, one in enumerate(errors)
    ]
    return JointEstimates(CONCERNS, np.array(SHARES), np.array(covariance), df=np.inf, n=people)


def ends(ranking):
    """Return the first and the last places, in the order of CONCERNS."""
    found = {one.name: one.places for one in ranking}
    return [found[name].first for name in found], [found[name].last for name in found]


# --- Ranks that are ruled out --------------------------------------------------------------------
#
# For each ordered pair (j, k) the hypothesis "j is truly not above k" is tested; where it is
# rejected, j is above k. All hypotheses are tested together: the largest t of those that remain is
# compared with its distribution under chance, until none is rejected (step-down). Then
#
#   first rank = 1 + how many are above        last rank = all − how many are below
#
# M. Mogstad, J. P. Romano, A. M. Shaikh, D. Wilhelm, Inference for Ranks, Review of Economic
# Studies 91 (2024). Values are those of their package csranks 1.2.3.


@pytest.mark.parametrize("engine", [rank, naive_ranking.rank], ids=["room", "twin"])
@pytest.mark.parametrize(
    ("people", "first", "last"),
    [
        (50, [1, 1, 1, 1, 3, 4], [4, 4, 5, 6, 6, 6]),
        (200, [1, 1, 2, 3, 4, 5], [2, 3, 4, 5, 6, 6]),
    ],
)
def test_what_fifty_and_two_hundred_people_can_tell(engine, people, first, last):
    """With fifty people, four concerns may be the first; with two hundred, two."""
    assert ends(engine(estimates_of(people), chance=1)) == (first, last)


def test_a_rank_is_written_with_its_set_and_is_not_available_without():
    """`str(places)` is "3 (1–5)"; there is no attribute for the 3."""
    places = rank(estimates_of(50), chance=1).places("relations")

    assert str(places) == "3 (1–5)"
    assert tuple(places) == (1, 3, 5)
    assert not hasattr(places, "place")
    assert not hasattr(places, "found")


@needs_data
def test_the_countries_that_may_be_among_the_five_best():
    """PISA 2018, mathematics: twelve countries may be among the five best. OECD; csranks,
    `cstaubest`."""
    scores = table("csranks_pisa")
    found = scores.select("jurisdiction", "math_score", "math_se").to_pyarrow().to_pydict()
    measured = JointEstimates(
        tuple(found["jurisdiction"]),
        np.array(found["math_score"]),
        np.diag(np.array(found["math_se"]) ** 2),
        df=np.inf,
        n=1,
    )

    best = rank(measured, chance=1).among_first(5)

    assert len(best) == 12
    assert {"Japan", "Korea", "Estonia", "Netherlands", "Poland"} <= set(best)


# --- Few people, each naming one -----------------------------------------------------------------
#
# Of those who named j or k, half would name j by chance: a binomial test, exact for any number of
# people, with Holm's correction over all pairs. S. Bazylik, M. Mogstad,
# J. P. Romano, A. M. Shaikh, D. Wilhelm (2021); `csranks_multinom`.


@pytest.mark.parametrize("engine", [rank_counts, naive_ranking.rank_counts], ids=["room", "twin"])
def test_fifty_people_who_each_name_one_concern(engine):
    """17 name the first and 3 the last: P(17 or more of 20) = .0013, times 30 pairs = .039. No
    other pair differs significantly: 17 against 4 is .0036, times the remaining 29 .10."""
    counts = dict(zip(CONCERNS, (17, 11, 9, 6, 4, 3), strict=True))

    assert ends(engine(counts)) == ([1, 1, 1, 1, 1, 2], [5, 6, 6, 6, 6, 6])


# --- How many people it takes --------------------------------------------------------------------


def test_the_order_that_is_found_is_seldom_the_true_one():
    """In repeated samples of fifty people from a population with these proportions, the order found
    is the true one in about four of ten samples. (Normal approximation, 20,000 samples.)"""
    measured = estimates_of(50)
    drawn = np.random.default_rng(1).multivariate_normal(
        measured.estimates, measured.covariance, size=20_000
    )
    right = (np.diff(drawn, axis=1) < 0).all(axis=1).mean()

    assert right == printed(0.4, 1)
