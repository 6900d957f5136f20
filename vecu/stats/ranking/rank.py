"""Confidence sets of ranks, from significant differences.

The first rank in the set is 1 + how many are truly above, the last p minus how many are truly
below.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import binom

from vecu.messages import Message
from vecu.stats.engine.aggregation import Floats
from vecu.stats.engine.estimates import Estimates
from vecu.stats.errors import TooFewAnswers, VariableRefused
from vecu.stats.estimators.joint_estimates import JointEstimates, as_joint_estimates
from vecu.stats.ranking.results import RankConfidenceSet, RankedItem, Ranking, RankMethod
from vecu.stats.ranking.stepdown import Booleans, pairwise_differences, stepdown_test
from vecu.translation import gettext_noop

Test = Callable[[Booleans], Booleans]
"""Returns the ordered pairs of a family in which the first is significantly above the second."""

Counts = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Order:
    coverage: float
    simultaneous: bool
    lowest_first: bool


def rank(
    figures: JointEstimates | Estimates,
    *,
    chance: int,
    coverage: float = 0.95,
    simultaneous: bool = True,
    lowest_first: bool = False,
) -> Ranking:
    """Return the ranks of estimates that were made together, each with its confidence set.

    Estimates on the same people must be given together: their covariance decides which differences
    are significant. All random draws follow from the seed `chance`.
    """
    measured = as_joint_estimates(figures)
    _check(measured.names, coverage)
    found = pairwise_differences(measured, chance)
    return _ranking(
        lambda family: stepdown_test(found, family, 1 - coverage),
        measured.names,
        measured.estimates,
        RankMethod.STEP_DOWN,
        _Order(coverage, simultaneous, lowest_first),
    )


def rank_counts(
    counts: Mapping[str, int],
    *,
    coverage: float = 0.95,
    simultaneous: bool = True,
    lowest_first: bool = False,
) -> Ranking:
    """Return the ranks of categories of which each person named one, however few did.

    Of those who named either of two, half would name each under the null hypothesis, so tests are
    exact; Holm's correction makes them simultaneous. S. Bazylik and others, Finite- and
    Large-Sample Inference for Ranks using Multinomial Data (2021). Weighted counts have no exact
    test: use `rank`.
    """
    names, numbers = tuple(counts), np.array(list(counts.values()), dtype=np.float64)
    _check(names, coverage)
    if not (np.isfinite(numbers) & (numbers >= 0) & (numbers == np.floor(numbers))).all():
        raise VariableRefused(
            gettext_noop(
                "counts: whole numbers of people, 0 or more; found %(found)s."
                " Rank weighted shares with their covariance."
            ),
            found=", ".join(map(str, counts.values())),
        )
    if numbers.sum() == 0:
        raise TooFewAnswers(gettext_noop("counts: somebody must have named one; all are 0."))
    both = numbers[:, np.newaxis] + numbers
    p_values = binom.sf(numbers[:, np.newaxis] - 1, both, 0.5)
    return _ranking(
        lambda family: _holm(p_values, family, 1 - coverage),
        names,
        numbers,
        RankMethod.EXACT_HOLM,
        _Order(coverage, simultaneous, lowest_first),
    )


def _check(names: Sequence[str], coverage: float) -> None:
    if len(names) < 2:
        raise VariableRefused(
            gettext_noop(
                "A ranking takes two at least; found %(found)s. Add others to rank it among, or"
                " tell its estimate alone."
            ),
            found=", ".join(names) or Message(gettext_noop("none")),
        )
    if not 0.5 <= coverage < 1:
        raise VariableRefused(
            gettext_noop("coverage: from 0.5 to below 1; found %(found)s. Custom asks for 0.95."),
            found=coverage,
        )


def _ruled_out(test: Test, size: int, *, simultaneous: bool) -> tuple[Counts, Counts]:
    """Return how many are significantly above each one, and how many below.

    All pairs are one family or, for marginal sets, the pairs of each item are one.
    """
    pairs = ~np.eye(size, dtype=bool)
    if simultaneous:
        above = test(pairs)
        return above.sum(axis=0), above.sum(axis=1)
    higher, lower = np.zeros(size, dtype=np.intp), np.zeros(size, dtype=np.intp)
    for index in range(size):
        own = np.zeros_like(pairs)
        own[index], own[:, index] = pairs[index], pairs[:, index]
        above = test(own)
        higher[index], lower[index] = above[:, index].sum(), above[index].sum()
    return higher, lower


def _holm(p_values: Floats, family: Booleans, level: float) -> Booleans:
    order = np.argsort(p_values[family], kind="stable")
    sizes = np.arange(len(order), 0, -1)
    passed = np.logical_and.accumulate(p_values[family][order] <= level / sizes)
    dropped = np.zeros_like(family)
    dropped[tuple(axis[order[passed]] for axis in np.nonzero(family))] = True
    return dropped


def _ranking(
    test: Test, names: Sequence[str], estimates: Floats, method: RankMethod, order: _Order
) -> Ranking:
    size = len(names)
    above, below = _ruled_out(test, size, simultaneous=order.simultaneous)
    before = estimates[:, np.newaxis] < estimates
    if order.lowest_first:
        above, below, before = below, above, before.T
    ranked = [
        RankedItem(
            name,
            float(value),
            RankConfidenceSet(1 + int(up), 1 + int(at), size - int(down), of=size),
        )
        for name, value, up, at, down in zip(
            names, estimates, above, before.sum(axis=1), below, strict=True
        )
    ]
    ranked.sort(key=lambda one: one.estimate, reverse=not order.lowest_first)
    return Ranking(tuple(ranked), order.coverage, order.simultaneous, order.lowest_first, method)
