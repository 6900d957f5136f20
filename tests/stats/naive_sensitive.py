"""Naive estimates of sensitive questions, person by person; shares no code with the room."""

import math
from statistics import NormalDist

CHANCES = {
    "direct question": lambda _way: (1, 0),
    "Warner": lambda way: (way.p, 1 - way.p),
    "crosswise": lambda way: (way.p, 1 - way.p),
    "forced response": lambda way: (way.truth + way.yes, way.yes),
    "unrelated question": lambda way: (
        way.p + (1 - way.p) * way.q,
        (1 - way.p) * way.q,
    ),
}
"""The probability of a yes, if the trait is true of the person and if it is not."""


def share_of(yes, people, technique):
    """Return the share and its standard error, from a number of yes in a simple sample."""
    carriers, others = CHANCES[technique.name](technique)
    share = yes / people
    error = math.sqrt(share * (1 - share) / (people - 1))
    return (share - others) / (carriers - others), error / abs(carriers - others)


def anchored(answers, anchors, weights, p):
    """Return the corrected share, the attentive share, and a first-order standard error."""
    total = sum(weights)
    share = sum(w * y for w, y in zip(weights, answers, strict=True)) / total
    anchor = sum(w * a for w, a in zip(weights, anchors, strict=True)) / total
    followed = (anchor - 0.5) / (0.5 - p)
    found = 0.5 + (share - 0.5) / (followed * (2 * p - 1))
    moves = []
    for w, y, a in zip(weights, answers, anchors, strict=True):
        by_answer = (y - share) / (followed * (2 * p - 1))
        by_anchor = -(found - 0.5) / followed * (a - anchor) / (0.5 - p)
        moves.append(w / total * (by_answer + by_anchor))
    n = len(moves)
    return found, followed, math.sqrt(sum(move**2 for move in moves) * n / (n - 1))


def difference(counts, longer):
    """Return the difference in means, and Neyman's standard error."""
    groups = [[c for c, more in zip(counts, longer, strict=True) if more == arm] for arm in (1, 0)]
    means = [sum(group) / len(group) for group in groups]
    spread = [
        sum((count - mean) ** 2 for count in group) / (len(group) - 1) / len(group)
        for group, mean in zip(groups, means, strict=True)
    ]
    return means[0] - means[1], math.sqrt(sum(spread))


def below(z):
    """Return the probability that a standard normal number is below z."""
    return NormalDist().cdf(z)
