"""Crosswise question with an anchor, which shows how many answered at random.

The anchor asks, in the same way, about something that is true of nobody. Of those who follow the
instructions a share 1 − p′ answers that both have the same answer, of those who do not one half: γ̂
= (Ā − ½) / (½ − p′) followed them, and π̂ = ½ + (λ̂ − ½) / (γ̂ (2p − 1)). Y. Atsusaka and R. T.
Stevenson, A Bias-Corrected Estimator for the Crosswise Model with Inattentive Respondents,
Political Analysis 31 (2023), 134-148. Error and interval come from the bootstrap: no formula is
valid if few followed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ibis
import numpy as np

from vecu.stats.engine.aggregation import Floats
from vecu.stats.engine.design import Design
from vecu.stats.errors import EstimateRefused, TooFewAnswers
from vecu.stats.estimators.binary_columns import binary_column
from vecu.stats.estimators.linearization import CONFIDENCE
from vecu.stats.estimators.microdata import Sample, load_microdata
from vecu.stats.sensitive.prevalence import estimate_sensitive_share
from vecu.stats.sensitive.randomized_response import Crosswise
from vecu.stats.sensitive.results import Caveat, Prevalence, with_caveats
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir

RESAMPLES = 2_000
FOLLOWED = 0.75
"""The share of attentive respondents below which a caveat is given."""

_BATCH = 4_000_000
"""Numbers held in memory at once."""


@dataclass(frozen=True, slots=True)
class CrosswiseItem:
    """A column of answers and how the question was asked."""

    column: str
    technique: Crosswise


@dataclass(frozen=True, slots=True)
class AnchoredCrosswise:
    """The share from a crosswise question, corrected for those who answered at random.

    `followed` is the share of attentive respondents. `uncorrected` is the estimate without the
    anchor.
    """

    corrected: Prevalence
    followed: float
    uncorrected: Prevalence


def crosswise_with_anchor(
    table: ir.Table,
    design: Design,
    question: CrosswiseItem,
    anchor: CrosswiseItem,
    *,
    chance: int,
    where: ir.BooleanValue | None = None,
) -> AnchoredCrosswise:
    """Return the corrected share from two crosswise answers: 1 if both are the same, else 0.

    `anchor` asks about something that is true of nobody. People with a missing answer are left
    out. All random draws follow from the seed `chance`.
    """
    both, drawn, inside = _read(table, design, question, anchor, where)
    techniques = question.technique, anchor.technique
    shares = drawn.weights @ both / drawn.weights.sum()
    found, followed = (float(each[0]) for each in _correct(shares[np.newaxis], *techniques))
    if not followed > 0:
        raise EstimateRefused(
            gettext_noop(
                "“%(column)s”: %(expected)s are expected to say that both agree; found %(found)s,"
                " no more than by tossing a coin. Nobody seems to have followed the instructions:"
                " nothing can be told."
            ),
            column=anchor.column,
            expected=1 - anchor.technique.p,
            found=round(float(shares[1]), 3),
        )
    plain = estimate_sensitive_share(
        table, design, question.column, question.technique, where=inside
    )
    spread = _redraw(both, drawn, techniques, chance)
    row = replace(
        plain.prevalences[0],
        estimate=found,
        std_error=spread.std_error,
        conf_low=spread.low,
        conf_high=spread.high,
        deff=None,
        method="crosswise with anchor",
    )
    return AnchoredCrosswise(
        with_caveats(row, _caveats(followed, spread)), followed, plain.prevalences[0]
    )


def _read(
    table: ir.Table,
    design: Design,
    question: CrosswiseItem,
    anchor: CrosswiseItem,
    where: ir.BooleanValue | None,
) -> tuple[Floats, Sample, ir.BooleanValue]:
    """Return both answers, the sample where only complete pairs have weight, and which."""
    columns = question.column, anchor.column
    whole = ibis.and_(*(binary_column(table, name).notnull() for name in columns))
    inside = whole if where is None else whole & where
    people, drawn = load_microdata(table, design, columns, inside)
    if (drawn.weights > 0).sum() < 2:
        raise TooFewAnswers(
            gettext_noop(
                "“%(question)s” and “%(anchor)s”: two people at least who answered both;"
                " found %(found)s."
            ),
            question=question.column,
            anchor=anchor.column,
            found=int((drawn.weights > 0).sum()),
        )
    return np.nan_to_num(np.column_stack([people[name] for name in columns])), drawn, inside


def _correct(shares: Floats, question: Crosswise, anchor: Crosswise) -> tuple[Floats, Floats]:
    """Return the corrected shares and the shares of attentive people, by row of `shares`."""
    followed: Floats = (shares[:, 1] - 0.5) / (0.5 - anchor.p)
    reach = followed * question.slope
    return 0.5 + (shares[:, 0] - 0.5) / np.where(reach == 0, np.inf, reach), followed


@dataclass(frozen=True, slots=True)
class _Spread:
    """Bootstrap of the corrected estimate; `followed`: a low quantile of attentive shares."""

    std_error: float
    low: float
    high: float
    followed: float


def _redraw(
    both: Floats, drawn: Sample, techniques: tuple[Crosswise, Crosswise], chance: int
) -> _Spread:
    weights = drawn.weights[:, np.newaxis]
    totals = drawn.totals(np.column_stack([weights * both, weights]))
    random = np.random.default_rng(chance)
    batch = max(1, _BATCH // len(totals))
    starts = range(0, RESAMPLES, batch)
    sums = np.concatenate(
        [
            drawn.bootstrap_weights(min(batch, RESAMPLES - start), random) @ totals
            for start in starts
        ]
    )
    # A sample of total weight 0 has no more information than tossing a coin.
    shares = np.full((len(sums), 2), 0.5)
    np.divide(sums[:, :2], sums[:, 2:], out=shares, where=sums[:, 2:] > 0)
    found, followed = _correct(shares, *techniques)
    kept = found[followed > 0]
    low, high = np.quantile(kept, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    few = np.quantile(followed, 0.005)
    return _Spread(float(kept.std(ddof=1)), float(low), float(high), float(few))


def _caveats(followed: float, spread: _Spread) -> tuple[Caveat, ...]:
    few = spread.followed
    raised = {
        Caveat.UNBOUNDED: few <= 0,
        Caveat.RANDOM_ANSWERS: few > 0 and followed < FOLLOWED,
        Caveat.BETTER_THAN_POSSIBLE: few > 1,
    }
    return tuple(doubt for doubt, holds in raised.items() if holds)
