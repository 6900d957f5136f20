"""Naive comparison of two groups, in plain Python; shares no code with the room."""

import math
from itertools import combinations
from types import SimpleNamespace

from scipy.stats import f


def compare_samples(first, second, *, chance):
    """Return Nel and van der Merwe's F."""
    del chance  # there is none in F
    one, other = (
        [[float(value) for value in row] for row in each.covariance] for each in (first, second)
    )
    both = _sum(one, other)
    apart = [float(a - b) for a, b in zip(first.estimates, second.estimates, strict=True)]
    square = sum(a * b for a, b in zip(apart, _solve(both, apart), strict=True))
    df = _size(both) / (_size(one) / first.df + _size(other) / second.df)
    p = len(apart)
    statistic = square * (df - p + 1) / (df * p)
    p_value = float(f.sf(statistic, p, df - p + 1))
    return SimpleNamespace(statistic=statistic, df=(p, df - p + 1), p_value=p_value)


def permuted_p_values(first, second):
    """Return step-down p-values from all ways to split the people."""
    people, size = first + second, len(first)
    found = _t(people, range(size))
    ways = [_t(people, group) for group in combinations(range(len(people)), size)]
    order = sorted(range(len(found)), key=lambda item: -found[item])
    p_values, last = [0.0] * len(found), 0.0
    for place, item in enumerate(order):
        left = order[place:]
        as_large = sum(max(way[i] for i in left) >= found[item] - 1e-9 for way in ways)
        last = max(last, as_large / len(ways))
        p_values[item] = last
    return p_values


def _t(people, group):
    inside = [people[i] for i in group]
    outside = [people[i] for i in range(len(people)) if i not in set(group)]
    found = []
    for item in range(len(people[0])):
        values = [person[item] for person in people]
        mean = sum(values) / len(values)
        variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
        apart = _mean(inside, item) - _mean(outside, item)
        error = math.sqrt(variance * (1 / len(inside) + 1 / len(outside)))
        found.append(abs(apart) / error if error else 0.0)
    return found


def _mean(people, item):
    return sum(person[item] for person in people) / len(people)


def _sum(one, other):
    return [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(one, other, strict=True)]


def _size(matrix):
    squares = sum(value * value for row in matrix for value in row)
    return squares + sum(row[i] for i, row in enumerate(matrix)) ** 2


def _solve(matrix, right):
    """Return the solution of a linear system, by Gauss and Jordan."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(len(rows)):
        rows[i] = pivot = [value / rows[i][i] for value in rows[i]]
        for j, row in enumerate(rows):
            if j != i:
                rows[j] = [a - row[i] * b for a, b in zip(row, pivot, strict=True)]
    return [row[-1] for row in rows]
