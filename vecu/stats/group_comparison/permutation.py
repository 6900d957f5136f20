"""Permutation tests of two small groups, for answers too rare for a Wald test.

If the groups do not differ, group membership is exchangeable: it is permuted many times, and the
largest t of all items is recorded. Items are tested by the step-down method of P. H. Westfall and
S. S. Young, Resampling-Based Multiple Testing (1993). The test is exact, however few said yes.
Intervals are those of R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890 (his method 10),
widened to be simultaneous; test and interval may differ at the edge.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vecu.stats.engine.aggregation import Floats
from vecu.stats.estimators.joint_estimates import means_of_people, to_answer_matrix
from vecu.stats.group_comparison.results import GroupComparison, GroupDifference, GroupTest
from vecu.stats.group_comparison.share_gaps import CountedShare, add_shares
from vecu.stats.group_comparison.wald import CONFIDENCE, compare_samples, max_t_distribution

PERMUTATIONS = 9_999
SMALL = 5.0
"""Expected count below which a cell is too small for a Wald test (W. G. Cochran, 1954)."""

_BATCH = 4_000_000
"""Numbers held in memory at once."""


def compare_people(
    names: Sequence[str],
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    *,
    chance: int,
    confidence: float = CONFIDENCE,
) -> GroupComparison:
    """Compare two groups of a simple sample: a row for each person, a column for each name.

    NaN is a missing answer. Items of yes and no (1, 0) are compared by permutation if some expected
    count is below five; else, and for other numbers, by a Wald test. All random draws follow from
    the seed `chance`.
    """
    one, other = to_answer_matrix(names, first), to_answer_matrix(names, second)
    if not (_yes_or_no(one) and _yes_or_no(other) and _expected(one, other) < SMALL):
        measured = (means_of_people(names, each) for each in (one, other))
        return compare_samples(*measured, chance=chance, confidence=confidence)
    return _permuted(tuple(names), one, other, chance, confidence)


def _yes_or_no(table: Floats) -> bool:
    return bool((np.isnan(table) | (table == 0) | (table == 1)).all())


def _expected(one: Floats, other: Floats) -> float:
    """Return the smallest expected count if the groups do not differ."""
    both = np.vstack([one, other])
    share = np.nanmean(both, axis=0)
    rarer = np.minimum(share, 1 - share)
    return float(min((rarer * (~np.isnan(each)).sum(axis=0)).min() for each in (one, other)))


def _permuted(
    names: tuple[str, ...], one: Floats, other: Floats, chance: int, confidence: float
) -> GroupComparison:
    both = np.vstack([one, other])
    member = np.arange(len(both)) < len(one)
    t, apart, errors = _t(both, member[np.newaxis])
    random = np.random.default_rng(chance)
    found = np.abs(t[0])
    drawn = _drawn(both, member, random)
    p_values = _stepped(found, drawn)
    given = np.nan_to_num(both - np.nanmean(both, axis=0))
    largest = max_t_distribution(given.T @ given, np.inf, chance)
    reach = float(np.quantile(largest, confidence, method="higher"))
    ends = [_newcombe(one[:, i], other[:, i], reach) for i in range(len(names))]
    differences = tuple(
        GroupDifference(
            name,
            float(np.nanmean(one[:, i])),
            float(np.nanmean(other[:, i])),
            float(apart[0, i]),
            float(errors[0, i]),
            *ends[i],
            float(p_values[i]),
        )
        for i, name in enumerate(names)
    )
    n = (len(one), len(other))
    return GroupComparison(
        GroupTest.PERMUTATION,
        float(found.max()),
        None,
        float(p_values.min()),
        differences,
        confidence,
        n,
    )


def _t(both: Floats, members: npt.NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Return t, differences and errors, a row for each row of `members`.

    The variance is that of both groups pooled, as under the null hypothesis: a group in which
    nobody says yes is no problem.
    """
    given = ~np.isnan(both)
    said = np.where(given, both, 0.0)
    inside = members.astype(np.float64)
    sums, sizes = inside @ said, inside @ given
    rest_sums, rest_sizes = said.sum(axis=0) - sums, given.sum(axis=0) - sizes
    empty = (sizes == 0) | (rest_sizes == 0)
    sizes, rest_sizes = np.where(empty, 1, sizes), np.where(empty, 1, rest_sizes)
    apart = np.where(empty, 0.0, sums / sizes - rest_sums / rest_sizes)
    variance = np.nanvar(both, axis=0, ddof=1)
    errors = np.sqrt(variance * (1 / sizes + 1 / rest_sizes))
    return np.divide(apart, errors, out=np.zeros_like(apart), where=errors > 0), apart, errors


def _drawn(both: Floats, member: npt.NDArray[np.bool_], random: np.random.Generator) -> Floats:
    """Return |t| of each item, a row for each permutation."""
    batch = max(1, _BATCH // len(member))
    rows = []
    for start in range(0, PERMUTATIONS, batch):
        size = min(batch, PERMUTATIONS - start)
        members = random.permuted(np.tile(member, (size, 1)), axis=1)
        rows.append(np.abs(_t(both, members)[0]))
    return np.concatenate(rows)


def _stepped(found: Floats, drawn: Floats) -> Floats:
    """Return p-values adjusted by the step-down method, from the largest |t| down."""
    order = np.argsort(-found, kind="stable")
    largest = np.maximum.accumulate(drawn[:, order[::-1]], axis=1)[:, ::-1]
    as_large = largest >= found[order] - 1e-9
    p_values = np.empty(len(found))
    p_values[order] = np.maximum.accumulate((as_large.sum(axis=0) + 1) / (len(drawn) + 1))
    return p_values


def _newcombe(one: Floats, other: Floats, reach: float) -> tuple[float, float]:
    first, second = (_count_yes(each[~np.isnan(each)]) for each in (one, other))
    gap = add_shares([(1, first), (-1, second)], reach)
    return gap.low, gap.high


def _count_yes(said: Floats) -> CountedShare:
    return int(said.sum()), len(said)
