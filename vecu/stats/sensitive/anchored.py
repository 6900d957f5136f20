"""The crosswise question beside an anchor, which shows how many answered at random.

The anchor asks, in the same way, about something that is true of nobody. Of those who follow the
instructions a share 1 − p′ answers that both have the same answer, of those who do not one half:
γ̂ = (Ā − ½) / (½ − p′) followed them, and π̂ = ½ + (λ̂ − ½) / (γ̂ (2p − 1)). Y. Atsusaka and R. T.
Stevenson, A Bias-Corrected Estimator for the Crosswise Model with Inattentive Respondents,
Political Analysis 31 (2023), 134-148. The error and the interval come from samples drawn anew:
no formula is right where few followed.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vecu.stats.drawn import Sample
from vecu.stats.measured import Floats
from vecu.stats.refusals import EstimateRefused, VariableRefused
from vecu.stats.sensitive.results import Doubt, Prevalence
from vecu.stats.sensitive.shares import CONFIDENCE, prevalence, read_answers, yes_of
from vecu.stats.sensitive.techniques import Crosswise

RESAMPLES = 2_000
FOLLOWED = 0.75
"""Followers below which a reader is warned."""

_BATCH = 4_000_000
"""Numbers that are held in memory at once."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """What the crosswise question tells, corrected for those who answered at random.

    `followed` is the share who did not. `uncorrected` is what would be told without the anchor.
    """

    corrected: Prevalence
    followed: float
    uncorrected: Prevalence


def crosswise_with_anchor(
    answers: npt.ArrayLike,
    anchors: npt.ArrayLike,
    question: Crosswise,
    anchor: Crosswise,
    *,
    chance: int,
    sample: Sample | None = None,
) -> Anchored:
    """Return what two crosswise answers of each person tell: 1 where both questions agree, else 0.

    `anchor` asks about something that is true of nobody. Who left one of them out is left out. All
    chance follows from the number `chance`.
    """
    both, drawn = _read(answers, anchors, sample)
    shares = drawn.weights @ both / drawn.weights.sum()
    found, followed = (float(each[0]) for each in _correct(shares[np.newaxis], question, anchor))
    if not followed > 0:
        message = (
            f"anchor: {1 - anchor.p:g} are expected to say that both agree; found {shares[1]:.3f},"
            " no more than by tossing a coin. Nobody seems to have followed the instructions:"
            " nothing can be told."
        )
        raise EstimateRefused(message)
    spread = _redraw(both, drawn, question, anchor, chance)
    n = int((drawn.weights > 0).sum())
    corrected = Prevalence(
        "crosswise with anchor",
        found,
        *(spread.std_error, spread.low, spread.high),
        drawn.df,
        n,
        _doubts(found, followed, spread),
    )
    uncorrected = prevalence(yes_of(both[:, 0], drawn), question)
    return Anchored(corrected, followed, uncorrected)


def _read(
    answers: npt.ArrayLike, anchors: npt.ArrayLike, sample: Sample | None
) -> tuple[Floats, Sample]:
    """Return the answers to both, and the sample in which only who answered both weighs."""
    said, drawn = read_answers("answers", answers, sample)
    if np.shape(anchors) != said.shape:
        message = f"anchors: one for each of {len(said)} answers; found {np.shape(anchors)}."
        raise VariableRefused(message)
    asked, drawn = read_answers("anchors", anchors, drawn)
    return np.column_stack([said, asked]), drawn


def _correct(shares: Floats, question: Crosswise, anchor: Crosswise) -> tuple[Floats, Floats]:
    """Return the corrected shares and the shares who followed, one for each row of `shares`."""
    followed: Floats = (shares[:, 1] - 0.5) / (0.5 - anchor.p)
    reach = followed * question.slope
    return 0.5 + (shares[:, 0] - 0.5) / np.where(reach == 0, np.inf, reach), followed


@dataclass(frozen=True, slots=True)
class _Spread:
    """How far the corrected estimate varies; `followed` is the least that followers may be."""

    std_error: float
    low: float
    high: float
    followed: float


def _redraw(
    both: Floats, drawn: Sample, question: Crosswise, anchor: Crosswise, chance: int
) -> _Spread:
    weights = drawn.weights[:, np.newaxis]
    totals = drawn.totals(np.column_stack([weights * both, weights]))
    random = np.random.default_rng(chance)
    batch = max(1, _BATCH // len(totals))
    starts = range(0, RESAMPLES, batch)
    sums = np.concatenate(
        [drawn.redrawn(min(batch, RESAMPLES - start), random) @ totals for start in starts]
    )
    found, followed = _correct(sums[:, :2] / sums[:, 2:], question, anchor)
    kept = found[followed > 0]
    low, high = np.quantile(kept, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    few = np.quantile(followed, 0.005)
    return _Spread(float(kept.std(ddof=1)), float(low), float(high), float(few))


def _doubts(found: float, followed: float, spread: _Spread) -> tuple[Doubt, ...]:
    few = spread.followed
    raised = {
        Doubt.BELOW_NONE: found < 0,
        Doubt.ABOVE_ALL: found > 1,
        Doubt.UNBOUNDED: few <= 0,
        Doubt.RANDOM_ANSWERS: few > 0 and followed < FOLLOWED,
        Doubt.BETTER_THAN_POSSIBLE: few > 1,
    }
    return tuple(doubt for doubt, holds in raised.items() if holds)
