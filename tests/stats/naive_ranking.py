"""Naive ranks, one pair at a time, in plain Python; shares no code with the room."""

import math
import random
from fractions import Fraction
from types import SimpleNamespace

from vecu.stats import RankConfidenceSet, RankedItem


def rank(measured, *, chance, level=Fraction(1, 20), simultaneous=True):
    """Reject θ_j ≤ θ_k by the largest t of the remaining pairs, from 2,000 new samples."""
    theta = [float(value) for value in measured.estimates]
    size = len(theta)
    covariance = [[float(value) for value in row] for row in measured.covariance]
    root = _cholesky(covariance)
    source = random.Random(chance)  # noqa: S311 - samples, no secret
    samples = []
    for _sample in range(2000):
        z = [source.gauss(0, 1) for _one in theta]
        samples.append([sum(root[i][j] * z[j] for j in range(i + 1)) for i in range(size)])

    def error(j, k):
        return math.sqrt(covariance[j][j] + covariance[k][k] - 2 * covariance[j][k])

    def drop(claims):
        left, dropped = set(claims), set[tuple[int, int]]()
        while left:
            largest = sorted(
                max((sample[j] - sample[k]) / error(j, k) for j, k in left) for sample in samples
            )
            limit = largest[math.ceil((1 - level) * len(largest)) - 1]
            more = {(j, k) for j, k in left if (theta[j] - theta[k]) / error(j, k) > limit}
            if not more:
                break
            left, dropped = left - more, dropped | more
        return dropped

    return _ranking(measured.names, theta, drop, simultaneous)


def rank_counts(counts, *, level=Fraction(1, 20), simultaneous=True):
    """Test each pair by the binomial, in fractions; Holm's correction."""
    numbers = list(counts.values())

    def p_value(j, k):
        both = numbers[j] + numbers[k]
        ways = sum(math.comb(both, more) for more in range(numbers[j], both + 1))
        return Fraction(ways, 2**both)

    def drop(claims):
        ordered = sorted(claims, key=lambda claim: p_value(*claim))
        dropped = set()
        for place, claim in enumerate(ordered):
            if p_value(*claim) > level / (len(ordered) - place):
                break
            dropped.add(claim)
        return dropped

    return _ranking(list(counts), numbers, drop, simultaneous)


def _ranking(names, theta, drop, simultaneous):
    size = len(theta)
    pairs = [(j, k) for j in range(size) for k in range(size) if j != k]
    ranked = []
    for i in range(size):
        above = drop(pairs if simultaneous else [pair for pair in pairs if i in pair])
        first = 1 + sum(pair[1] == i for pair in above)
        last = size - sum(pair[0] == i for pair in above)
        found = 1 + sum(other > theta[i] for other in theta)
        ranked.append(
            RankedItem(names[i], theta[i], RankConfidenceSet(first, found, last, of=size))
        )
    ranked.sort(key=lambda one: -one.estimate)
    places = {one.name: one.places for one in ranked}
    return _Ranking(ranked, places)


class _Ranking(SimpleNamespace):
    def __init__(self, ranked, places):
        super().__init__(ranked=ranked, places=places.__getitem__)

    def __iter__(self):
        return iter(self.ranked)


def _cholesky(matrix):
    size = len(matrix)
    root = [[0.0] * size for _row in range(size)]
    for i in range(size):
        for j in range(i + 1):
            left = matrix[i][j] - sum(root[i][k] * root[j][k] for k in range(j))
            root[i][j] = math.sqrt(left) if i == j else left / root[j][j]
    return root
