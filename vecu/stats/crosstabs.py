"""Two questions crossed: the share of each pair of answers, and whether they hang together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from vecu.messages import Message
from vecu.stats import chance
from vecu.stats.columns import column, nan_as_none, told
from vecu.stats.designs import Design
from vecu.stats.intervals import Interval, interval_of_shares
from vecu.stats.linear import CONFIDENCE, Totals, described, measure_split
from vecu.stats.parts import share_method
from vecu.stats.passing import Asked, Floats, Split
from vecu.stats.refusals import TooFewAnswers
from vecu.stats.results import Estimates
from vecu.text import _

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Independence:
    """Rao and Scott's test, of the second order, that two answers hang together by chance only.

    `statistic` is F on `ndf` and `ddf` degrees of freedom; `chi2` is Pearson's, of weighted shares
    and as many people as answered, before it is corrected for the design.
    """

    statistic: float
    ndf: float
    ddf: float
    p_value: float
    chi2: float


@dataclass(frozen=True)
class CrossTable:
    """Shares of all who answered both questions, and the test of independence.

    A row of `cells` has the answer to the second question as `level`, to the first as `domain`.
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
    one, other = (nan_as_none(column(table, name)).notnull() for name in (first, second))
    told_both = one & other
    split = Split((), where, (first, second))
    totals = measure_split(table, design, Asked({"x": told_both}, {}, {"n": told_both}), split)
    answers = _answers(totals, first, 0), _answers(totals, second, 1)
    cells = _cells(totals, answers, second, confidence)
    n = int(totals.counts["n"].sum())
    return CrossTable(cells, _independence(cells, [len(each) for each in answers], n, totals.df[0]))


def _answers(totals: Totals, name: str, place: int) -> list[Any]:
    found = sorted(
        {domain[place] for domain, n in zip(totals.domains, totals.counts["n"], strict=True) if n}
    )
    if len(found) < 2:
        raise TooFewAnswers(
            _(
                "“%(column)s”: a cross-table takes two different answers at least; found"
                " %(answers)s. Look at where, or ask for shares of the other question alone."
            ),
            column=name,
            answers=told(found[0]) if found else Message(_("nothing")),
        )
    return found


def _cells(
    totals: Totals, answers: tuple[list[Any], list[Any]], name: str, confidence: float
) -> Estimates:
    size, n = totals["x"].sum(), totals.counts["n"].sum()
    places = {domain: place for place, domain in enumerate(totals.domains)}
    whole = {(place, "x"): 1 / size for place in range(len(totals.domains))}
    rows, slopes = [], []
    for one in answers[0]:
        for other in answers[1]:
            place = places.get((one, other))
            share = 0.0 if place is None else float(totals["x"][place] / size)
            said = {"chance": chance.of_mean(share * (1 - share), size, n), "domain": told(one)}
            row = described(totals, 0, name, share, n, share_method(share, Interval.LOGIT)) | said
            rows.append(row | {"level": told(other)})
            slope = {key: -share * weight for key, weight in whole.items()}
            if place is not None:
                slope[place, "x"] += 1 / size
            slopes.append(slope)

    def ends(found: Floats, errors: Floats, df: Floats, n: Floats) -> tuple[Floats, Floats]:
        return interval_of_shares(found, errors, df, n, Interval.LOGIT, confidence)

    return totals.estimates(rows, totals.combine(slopes), confidence=confidence, interval=ends)


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
            _(
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
    """Return columns that span what main effects of rows and columns leave of a table."""
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
