"""The stochastic lie detector: two groups, two chances, and how many carriers tell the truth.

Everyone for whom it is true is asked plainly, and says so with chance t. The others answer no with
the chance p of their group, else they are made to say yes. So λ_i = πt + (1 − π)(1 − p_i), and two
groups tell π and t. M. Moshagen, J. Musch, E. Erdfelder, A Stochastic Lie Detector, Behavior
Research Methods 44 (2012), 222-231.
"""

from dataclasses import dataclass

import numpy as np

from vecu.stats.refusals import EstimateRefused, VariableRefused
from vecu.stats.sensitive.results import Prevalence
from vecu.stats.sensitive.shares import Yes, told


@dataclass(frozen=True, slots=True)
class LieDetector:
    """The share for whom it is true, and the share of them who said so."""

    carriers: Prevalence
    truthful: Prevalence


def lie_detector(
    one: Yes, other: Yes, *, p: tuple[float, float], covariance: float = 0
) -> LieDetector:
    """Return π and t from the share of yes in two groups, whose chances of a true no are `p`.

    `covariance` is that of the two shares where both groups were drawn together.
    """
    first, second = p
    if not (0 <= first <= 1 and 0 <= second <= 1) or abs(first - second) < 1e-9:
        message = f"p: two chances from 0 to 1 that differ; found {first:g} and {second:g}."
        raise VariableRefused(message)
    apart = second - first
    share = 1 + (other.share - one.share) / apart
    if abs(share) < 1e-9:
        message = "truthful: a share of carriers; none were found, so none could tell the truth."
        raise EstimateRefused(message)
    candid = one.share - (1 - share) * (1 - first)
    toward = np.array([-1 / apart, 1 / apart])
    # t = candid / share, where candid moves with each group's share of yes by these
    moves = np.array([1.0, 0.0]) + toward * (1 - first)
    t_toward = (moves - candid / share * toward) / share
    varies = np.array([[one.variance, covariance], [covariance, other.variance]])
    df, n = one.df + other.df, one.n + other.n
    return LieDetector(
        told("stochastic lie detector", share, _error(toward, varies), df, n),
        told("truthful carriers", candid / share, _error(t_toward, varies), df, n),
    )


def _error(toward: np.ndarray, varies: np.ndarray) -> float:
    return float(np.sqrt(toward @ varies @ toward))
