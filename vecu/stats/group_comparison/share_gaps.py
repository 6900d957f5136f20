"""How far shares of groups are apart, and how far changes of shares are, from counts alone.

Each share has the score interval of E. B. Wilson; the interval of a sum or difference of several is
made of these ends by squaring and adding: R. G. Newcombe, Statistics in Medicine 17 (1998),
method 10; for more than two G. Y. Zou, A. Donner, Statistics in Medicine 27 (2008).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from statistics import NormalDist

from vecu.stats.errors import TooFewAnswers
from vecu.translation import gettext_noop

CountedShare = tuple[int, int]
"""How many, of how many."""


@dataclass(frozen=True, slots=True)
class ShareGap:
    """How much higher the first share is than the second, or its change; shares are from 0 to 1."""

    estimate: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether chance alone explains it in at most 5 of 100 samples."""
        return self.low > 0 or self.high < 0


def compare_shares(
    first: CountedShare, second: CountedShare, *, confidence: float = 0.95
) -> ShareGap:
    """Return by how much the first share is above the second. Raise `TooFewAnswers`."""
    return add_shares([(1, first), (-1, second)], _get_reach(confidence))


def compare_changes(
    first: tuple[CountedShare, CountedShare],
    second: tuple[CountedShare, CountedShare],
    *,
    confidence: float = 0.95,
) -> ShareGap:
    """Return how much more the first share rose than the second, each (before, after)."""
    before, after = first
    other_before, other_after = second
    signed = [(1, after), (-1, before), (-1, other_after), (1, other_before)]
    return add_shares(signed, _get_reach(confidence))


def add_shares(signed: Sequence[tuple[int, CountedShare]], reach: float) -> ShareGap:
    """Return the sum of shares, each with its sign; `reach` is in standard errors."""
    intervals = [(sign, *_find_wilson_interval(*share, reach)) for sign, share in signed]
    below = [share - low if sign > 0 else high - share for sign, share, low, high in intervals]
    above = [high - share if sign > 0 else share - low for sign, share, low, high in intervals]
    estimate = sum(sign * share for sign, share, _low, _high in intervals)
    return ShareGap(estimate, estimate - hypot(*below), estimate + hypot(*above))


def _get_reach(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _find_wilson_interval(count: int, of: int, reach: float) -> tuple[float, float, float]:
    """Return a share, and the ends of its score interval of `reach` standard errors."""
    if not 0 <= count <= of or of < 1:
        raise TooFewAnswers(
            gettext_noop("shares: %(count)s of %(of)s is none. Give a part of one at least."),
            count=count,
            of=of,
        )
    share, square = count / of, reach * reach / of
    middle = (share + square / 2) / (1 + square)
    half = sqrt(share * (1 - share) * square + square * square / 4) / (1 + square)
    return share, middle - half, middle + half
