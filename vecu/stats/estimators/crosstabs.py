"""Crosstabs: the share of each pair of answers to two questions, and a test of independence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from vecu.messages import Message
from vecu.stats.engine.aggregation import DomainSpec, Floats, StatisticsRequest
from vecu.stats.engine.columns import format_value, get_column, nan_to_null
from vecu.stats.engine.design import Design
from vecu.stats.engine.estimates import Estimates
from vecu.stats.errors import TooFewAnswers
from vecu.stats.estimators import srs_variance
from vecu.stats.estimators.linearization import (
    CONFIDENCE,
    Totals,
    estimate_domain_totals,
    estimate_row,
)
from vecu.stats.estimators.measures import describe_interval
from vecu.stats.estimators.proportion_intervals import IntervalMethod, proportion_confint
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Independence:
    """Rao and Scott's second-order test of independence.

    `statistic` is F on `ndf` and `ddf` degrees of freedom; `chi2` is Pearson's, of weighted shares
    and the number of people who answered, without correction for the design.
    """

    statistic: float
    ndf: float
    ddf: float
    p_value: float
    chi2: float


@dataclass(frozen=True)
class CrossTable:
    """Shares of all who answered both questions, and the test of independence.

    In `cells`, `level` is the answer to the second question, `domain` that to the first.
    """

    cells: Estimates
    independence: Independence


def crosstab(
    table: ir.Table,
    design: Design,
    first: str,
    second: str,
    *,
    where: ir.BooleanValue | None = None,
    confidence: float = CONFIDENCE,
) -> CrossTable:
    """Return the share of each pair of answers to two questions, with the test of independence.

    J. N. K. Rao and A. J. Scott, Annals of Statistics 12 (1984), 46-60; as R's `svychisq`, F.
    """
    one, other = (nan_to_null(get_column(table, name)).notnull() for name in (first, second))
    told_both = one & other
    split = DomainSpec((), where, (first, second))
    totals = estimate_domain_totals(
        table, design, StatisticsRequest({"x": told_both}, {}, {"n": told_both}), split
    )
    answers = _answers(totals, first, 0), _answers(totals, second, 1)
    cells = _cells(totals, answers, second, confidence)
    n = int(totals.counts["n"].sum())
    return CrossTable(cells, _independence(cells, [len(each) for each in answers], n, totals.df[0]))


def _answers(totals: Totals, name: str, index: int) -> list[Any]:
    found = sorted(
        {domain[index] for domain, n in zip(totals.domains, totals.counts["n"], strict=True) if n}
    )
    if len(found) < 2:
        raise TooFewAnswers(
            gettext_noop(
                "“%(column)s”: a cross-table takes two different answers at least; found"
                " %(answers)s. Look at where, or ask for shares of the other question alone."
            ),
            column=name,
            answers=format_value(found[0]) if found else Message(gettext_noop("nothing")),
        )
    return found


def _cells(
    totals: Totals, answers: tuple[list[Any], list[Any]], name: str, confidence: float
) -> Estimates:
    size, n, df = totals["x"].sum(), totals.counts["n"].sum(), totals.df_of_answers("n")[0]
    places = {domain: index for index, domain in enumerate(totals.domains)}
    whole = {(index, "x"): 1 / size for index in range(len(totals.domains))}
    rows, slopes = [], []
    for one in answers[0]:
        for other in answers[1]:
            index = places.get((one, other))
            share = 0.0 if index is None else float(totals["x"][index] / size)
            said = {
                "chance": srs_variance.srs_variance_of_mean(share * (1 - share), size, n),
                "domain": format_value(one),
                "level": format_value(other),
            }
            said |= describe_interval(share, IntervalMethod.KORN_GRAUBARD, df)
            rows.append(estimate_row(totals, 0, name, share, n, "") | said)
            slope = {key: -share * weight for key, weight in whole.items()}
            if index is not None:
                slope[index, "x"] += 1 / size
            slopes.append(slope)

    ends = partial(
        proportion_confint,
        kind=IntervalMethod.KORN_GRAUBARD,
        confidence=confidence,
        finite=bool(totals.design.fpc),
    )
    return totals.make_estimates(rows, totals.combine(slopes), confidence=confidence, interval=ends)


def _independence(cells: Estimates, shape: list[int], n: int, df: float) -> Independence:
    """Return F = X² / tr Δ on (tr Δ)² / tr Δ² and df times as many degrees of freedom."""
    shares = cells.values
    table = shares.reshape(shape)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    chi2 = float(n * ((table - expected) ** 2 / expected).sum())
    inverse = np.where(shares > 0, 1 / np.where(shares > 0, shares, 1), 0)
    contrasts = _interactions(shape)
    weighed = contrasts * inverse[:, np.newaxis]
    by_chance = contrasts.T @ weighed / n
    by_design = weighed.T @ cells.covariance @ weighed
    if np.linalg.matrix_rank(by_chance) < len(by_chance) or not np.trace(by_design) > 0:
        raise TooFewAnswers(
            gettext_noop(
                "Cross-table: nobody gave too many of the pairs of answers for a test of"
                " independence. Put answers together."
            )
        )
    delta = np.linalg.solve(by_chance, by_design)
    trace = float(np.trace(delta))
    ndf = trace**2 / float(np.trace(delta @ delta))
    statistic = chi2 / trace
    p_value = float(special.fdtrc(ndf, ndf * df, statistic))
    return Independence(statistic, ndf, float(ndf * df), p_value, chi2)


def _interactions(shape: list[int]) -> Floats:
    """Return columns that span the interaction of rows and columns of a table."""
    one, other = (np.eye(size)[:, 1:] for size in shape)
    main = np.column_stack(
        [
            np.ones(shape[0] * shape[1]),
            np.kron(one, np.ones((shape[1], 1))),
            np.kron(np.ones((shape[0], 1)), other),
        ]
    )
    both = np.kron(one, other)
    inside: Floats = both - main @ np.linalg.lstsq(main, both, rcond=None)[0]
    return inside
