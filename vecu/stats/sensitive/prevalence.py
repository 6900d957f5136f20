"""From the share who said yes to the prevalence of the sensitive trait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import t

from vecu.stats.engine.aggregation import Floats
from vecu.stats.engine.columns import Names
from vecu.stats.engine.design import Design
from vecu.stats.engine.estimates import EstimateRow
from vecu.stats.errors import TooFewAnswers, VariableRefused
from vecu.stats.estimators.binary_columns import binary_column, indicator
from vecu.stats.estimators.linearization import (
    CONFIDENCE,
    domain_label,
    estimate_totals,
    t_interval,
)
from vecu.stats.estimators.proportion_intervals import IntervalMethod, proportion_confint
from vecu.stats.sensitive.randomized_response import RandomizedResponse
from vecu.stats.sensitive.results import Caveat, Prevalence, Prevalences, with_caveats
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class ObservedShare:
    """The share of `n` people who said yes, with its variance under the design."""

    share: float
    variance: float
    df: float
    n: int

    def __post_init__(self) -> None:
        """Refuse an invalid share or variance."""
        if not (0 <= self.share <= 1 and 0 <= self.variance < np.inf):
            raise VariableRefused(
                gettext_noop(
                    "share: from 0 to 1, with a variance; found %(share)s and %(variance)s."
                    " Give the share who said yes."
                ),
                share=self.share,
                variance=self.variance,
            )
        if not (self.df > 0 and self.n > 1):
            raise TooFewAnswers(
                gettext_noop(
                    "n: two answers at least; found %(found)s. One has no standard error."
                ),
                found=self.n,
            )


def estimate_prevalence(
    yes: ObservedShare, technique: RandomizedResponse, *, variable: str = "yes"
) -> Prevalence:
    """Return the prevalence, from the share of yes alone.

    For a table use `estimate_sensitive_share`, which computes the variance.
    """
    estimate = (yes.share - technique.offset) / technique.slope
    error = float(np.sqrt(yes.variance)) / abs(technique.slope)
    share, df, n = (np.array([float(each)]) for each in (yes.share, yes.df, yes.n))
    ends = _ends(technique, share, np.array([error]), df, n, CONFIDENCE)
    chance = yes.share * (1 - yes.share) / (yes.n - 1)
    row = EstimateRow(
        variable=variable,
        level=None,
        domain=None,
        estimate=float(estimate),
        std_error=error,
        conf_low=float(ends[0][0]),
        conf_high=float(ends[1][0]),
        df=float(yes.df),
        n=yes.n,
        deff=yes.variance / chance if chance else None,
        method=technique.name,
    )
    return with_caveats(row, _impossible(yes, technique))


def estimate_sensitive_share(
    table: ir.Table,
    design: Design,
    answer: str,
    technique: RandomizedResponse,
    *,
    by: Names = (),
    where: ir.BooleanValue | None = None,
    confidence: float = CONFIDENCE,
) -> Prevalences:
    """Return the prevalence, from a column of answers, 1 for yes and 0 for no.

    For the crosswise question 1 is "the same answer to both".
    """
    said = binary_column(table, answer)
    statistics = {"yes": said, "asked": indicator(said.notnull())}
    totals = estimate_totals(
        table, design, statistics, by=by, where=where, counts={"asked": said.notnull()}
    )
    rows, weights, shares = [], [], []
    for d, domain in enumerate(totals.domains):
        asked, n = totals["asked"][d], totals.counts["asked"][d]
        if n < 2:
            raise _too_few(answer, int(n), domain_label(domain))
        shares.append(totals["yes"][d] / asked)
        varies = shares[-1] * (1 - shares[-1]) / (n - 1)
        rows.append(
            {
                "variable": answer,
                "domain": domain_label(domain),
                "estimate": (shares[-1] - technique.offset) / technique.slope,
                "df": (totals.df if 0 < shares[-1] < 1 else totals.df_of_answers("asked"))[d],
                "n": n,
                "chance": varies / technique.slope**2,
                "method": technique.name,
            }
        )
        reach = asked * technique.slope
        weights.append({(d, "yes"): 1 / reach, (d, "asked"): -shares[-1] / reach})

    def ends(_found: Floats, errors: Floats, df: Floats, n: Floats) -> tuple[Floats, Floats]:
        return _ends(technique, np.array(shares), errors, df, n, confidence)

    estimates = totals.make_estimates(
        rows, totals.combine(weights), confidence=confidence, interval=ends
    )
    annotated = (
        with_caveats(row, _impossible(_yes(row, share, technique), technique))
        for row, share in zip(estimates, shares, strict=True)
    )
    return Prevalences(estimates, tuple(annotated))


def _too_few(answer: str, found: int, domain: str | None) -> TooFewAnswers:
    if domain is None:
        return TooFewAnswers(
            gettext_noop("“%(column)s”: two answers at least; found %(found)s. Ask more people."),
            column=answer,
            found=found,
        )
    return TooFewAnswers(
        gettext_noop(
            "“%(column)s”: two answers at least; found %(found)s in %(domain)s. Ask more people."
        ),
        column=answer,
        found=found,
        domain=domain,
    )


def _ends(
    technique: RandomizedResponse,
    shares: Floats,
    errors: Floats,
    df: Floats,
    n: Floats,
    confidence: float,
) -> tuple[Floats, Floats]:
    """Return the ends of intervals, from shares of yes.

    If all or none said yes, the standard error is 0 and useless: the interval of that share by Korn
    and Graubard is transformed in the same way.
    """
    low, high = t_interval((shares - technique.offset) / technique.slope, errors, df, confidence)
    all_alike = (shares == 0) | (shares == 1)
    if all_alike.any():
        found = proportion_confint(
            shares[all_alike],
            errors[all_alike],
            df[all_alike],
            n[all_alike],
            IntervalMethod.KORN_GRAUBARD,
            confidence,
        )
        ends = np.sort([(end - technique.offset) / technique.slope for end in found], axis=0)
        low[all_alike], high[all_alike] = ends
    return low, high


def _yes(row: EstimateRow, share: float, technique: RandomizedResponse) -> ObservedShare:
    return ObservedShare(float(share), (row.std_error * technique.slope) ** 2, row.df, row.n)


def _impossible(yes: ObservedShare, technique: RandomizedResponse) -> tuple[Caveat, ...]:
    """Return a caveat if the share of yes is implausible for people who follow the instructions."""
    ends = sorted((technique.offset, technique.offset + technique.slope))
    nearest = min(max(yes.share, ends[0]), ends[1])
    by_chance = t.ppf(0.995, yes.df) * np.sqrt(max(yes.variance, 1 / yes.n**2))
    return (Caveat.IMPOSSIBLE_ANSWERS,) if abs(yes.share - nearest) > by_chance else ()
