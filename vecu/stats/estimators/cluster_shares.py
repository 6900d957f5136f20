"""A share of events that people supply, of different numbers each: each person is a cluster."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from vecu.stats.errors import TooFewAnswers
from vecu.stats.estimators.linearization import CONFIDENCE
from vecu.stats.estimators.proportion_intervals import IntervalMethod, proportion_confint
from vecu.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class ClusterShare:
    """A share with its interval."""

    share: float
    low: float
    high: float


def cluster_share(
    found: ArrayLike, events: ArrayLike, confidence: float = CONFIDENCE
) -> ClusterShare:
    """Return the share of events with a property, from the counts of each cluster.

    The interval is Korn and Graubard's (1998), as `proportion` gives it for one row per event with
    `ids` the cluster; but events are never worth more than as many independent ones (J. D. Parker
    and others, *National Center for Health Statistics Data Presentation Standards for
    Proportions*, 2017). Clusters without events count for nothing. Raise `TooFewAnswers` for less
    than two clusters.
    """
    sizes = np.asarray(events, dtype=np.float64)
    counts, sizes = np.asarray(found, dtype=np.float64)[sizes > 0], sizes[sizes > 0]
    if sizes.size < 2:
        raise TooFewAnswers(
            gettext_noop("A share of events needs two people at least. Found: %(found)s."),
            found=int(sizes.size),
        )
    n = sizes.sum()
    share = counts.sum() / n
    scores = counts - share * sizes
    between = sizes.size / (sizes.size - 1) * (scores**2).sum() / n**2
    variance = max(between, share * (1 - share) / n)
    ends = proportion_confint(
        np.array([share]),
        np.sqrt([variance]),
        np.array([sizes.size - 1.0]),
        np.array([n]),
        IntervalMethod.KORN_GRAUBARD,
        confidence,
    )
    return ClusterShare(float(share), *(float(end[0]) for end in ends))
