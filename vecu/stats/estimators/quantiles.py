"""Quantiles, with intervals obtained from proportions.

The quantile p is the smallest answer that at least a share p of people do not exceed (R's
`svyquantile`, rule "math"). Its interval is Woodruff's: that of the share of people at or below it,
its ends converted to quantiles (R's interval type "mean"); the standard error is the interval's
half width over Student's t. R. S. Woodruff, Journal of the American Statistical Association 47
(1952), 635-646.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse, special

from vecu.stats.engine.aggregation import (
    DomainSpec,
    Floats,
    StatisticsRequest,
    execute,
    weighted_column,
)
from vecu.stats.engine.columns import (
    Names,
    as_names,
    format_value,
    nan_to_null,
    numeric_column,
    retry_with_nan_as_null,
)
from vecu.stats.engine.design import Design
from vecu.stats.engine.design_weights import with_weights
from vecu.stats.engine.estimates import Estimates
from vecu.stats.errors import TooFewAnswers, VariableRefused
from vecu.stats.estimators.linearization import (
    CONFIDENCE,
    Totals,
    check_confidence,
    domain_label,
    estimate_domain_totals,
    estimate_row,
)
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SLACK = 1e-12
"""Sums of weights and numbers that differ by less are equal except for rounding."""

Domain = tuple[Any, ...]
Numbers = Mapping[Domain, float] | float
"""A number for each domain, or one for all."""


def quantile(
    table: ir.Table,
    design: Design,
    variable: str,
    quantiles: float | Sequence[float] = (0.25, 0.5, 0.75),
    *,
    by: Names = (),
    where: ir.BooleanValue | None = None,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return quantiles of a numeric column, over those who answered.

    `level` of a row is the share of people at or below it. An end of an interval is None if the
    share's own end is beyond 0 or 1, so that the data give no value.
    """
    shares = [quantiles] if isinstance(quantiles, float) else list(quantiles)
    for share in shares:
        if not 0 < share < 1:
            raise VariableRefused(
                gettext_noop("quantiles: shares between 0 and 1; found %(share)s."),
                share=float(share),
            )
    check_confidence(confidence)
    split = DomainSpec(as_names(by), where)

    def make(table: ir.Table) -> Estimates:
        numeric_column(table, variable)
        return _estimate(
            _Question(*with_weights(table, design), variable, split), shares, confidence
        )

    return retry_with_nan_as_null(table, (variable,), make)


@dataclass(frozen=True)
class _Question:
    """A column, its respondents, and the design."""

    table: ir.Table
    design: Design
    variable: str
    split: DomainSpec

    def answers_at(self, shares: Sequence[Numbers]) -> dict[Domain, list[float]]:
        """Return for each domain the smallest answers that such shares of its people do not exceed.

        Sorting is done in the engine; one row for each domain is returned.
        """
        by = list(self.split.by)
        rows = self.table if self.split.where is None else self.table.filter(self.split.where)
        rows = rows.filter(*(nan_to_null(rows[name]).notnull() for name in (self.variable, *by)))
        heavy = weighted_column(rows, self.design, rows[self.variable].notnull()).sum()
        answers = rows.aggregate(
            by=[*by, numeric_column(rows, self.variable).name("answer")], heavy=heavy
        )
        answers = answers.filter(answers.heavy > 0)
        ranked = answers.mutate(
            upto=answers.heavy.sum().over(group_by=by, order_by="answer", rows=(None, 0)),
            whole=answers.heavy.sum().over(group_by=by),
        )
        enough = [ranked.whole * (_of_domain(ranked, by, share) * (1 - _SLACK)) for share in shares]
        found = {
            f"q{index}": (ranked.upto >= least).ifelse(ranked.answer, None).min()
            for index, least in enumerate(enough)
        }
        return {
            tuple(row[name] for name in by): [row[name] for name in found]
            for row in execute(ranked.aggregate(by=by, **found)).to_pylist()
            if row["q0"] is not None
        }

    def shares_upto(self, points: Mapping[Domain, Sequence[float]], count: int) -> Totals:
        """Return the totals of people at or below each of `count` points of their domain."""
        answer = nan_to_null(numeric_column(self.table, self.variable))
        scored: dict[str, Any] = {"x": answer.notnull()}
        for index in range(count):
            limits = {d: each[index] + abs(each[index]) * _SLACK for d, each in points.items()}
            scored[f"y{index}"] = answer <= _of_domain(self.table, self.split.by, limits)
        request = StatisticsRequest(scored, {}, {"n": answer.notnull()})
        where = (
            answer.notnull() if self.split.where is None else answer.notnull() & self.split.where
        )
        return estimate_domain_totals(
            self.table, self.design, request, DomainSpec(self.split.by, where)
        )


def _of_domain(table: ir.Table, by: Sequence[str], numbers: Numbers) -> Any:
    """Return a column with the number of each row's domain."""
    if isinstance(numbers, float):
        return numbers
    if not by:
        return numbers[()]
    import ibis  # noqa: PLC0415 - who only counts coders need not wait for it

    cases = [
        (ibis.and_(*(table[name] == value for name, value in zip(by, domain, strict=True))), number)
        for domain, number in numbers.items()
    ]
    return ibis.cases(*cases).cast("float64")


def _estimate(question: _Question, shares: Sequence[float], confidence: float) -> Estimates:
    points = question.answers_at(list(shares))
    totals = question.shares_upto(points, len(shares))
    places = [(d, i) for d in range(len(totals.domains)) for i in range(len(shares))]
    for d in range(len(totals.domains)):
        if totals.domains[d] not in points or totals.df[d] <= 0:
            raise _too_few(question, totals, d)
    found = np.array([points[totals.domains[d]][i] for d, i in places])
    upto = np.array([totals[f"y{i}"][d] / totals["x"][d] for d, i in places])
    slopes = [
        {(d, f"y{i}"): 1 / totals["x"][d], (d, "x"): -share / totals["x"][d]}
        for (d, i), share in zip(places, upto, strict=True)
    ]
    combining = totals.combine(slopes)
    errors = totals.standard_errors(combining)
    reach = special.stdtrit(totals.df[[d for d, _i in places]], (1 + confidence) / 2)
    low, high = _ends(question, totals, upto - reach * errors, upto + reach * errors, len(shares))
    unknown = np.isnan(low) & np.isnan(high)
    if unknown.any():
        raise _too_few(question, totals, places[int(np.argmax(unknown))][0])
    half = np.nanmean([found - low, high - found], axis=0) / reach
    rows = [
        estimate_row(
            totals, d, question.variable, value, totals.counts["n"][d], "quantile, woodruff"
        )
        | {"level": format_value(shares[i])}
        for (d, i), value in zip(places, found, strict=True)
    ]
    steep = np.divide(half, errors, out=np.zeros_like(half), where=errors > 0)
    return totals.make_estimates(
        rows,
        sparse.csr_array(sparse.diags_array(-steep) @ combining),
        confidence=confidence,
        interval=lambda *_known: (low, high),
    )


def _ends(
    question: _Question, totals: Totals, low: Floats, high: Floats, count: int
) -> tuple[Floats, Floats]:
    """Return the quantiles at both ends of intervals of shares, NaN beyond 0 and 1."""
    kinds = len(totals.domains)
    wanted = np.column_stack([low.reshape(kinds, count), high.reshape(kinds, count)])
    inside = (wanted >= 0) & (wanted <= 1)
    numbers = [
        dict(zip(totals.domains, column, strict=True)) for column in wanted.clip(0, 1).T.tolist()
    ]
    found = question.answers_at(numbers)
    ends = np.array([found[domain] for domain in totals.domains], dtype=np.float64)
    ends = np.where(inside, ends, np.nan)
    return ends[:, :count].ravel(), ends[:, count:].ravel()


def _too_few(question: _Question, totals: Totals, d: int) -> TooFewAnswers:
    variable, n = question.variable, int(totals.counts["n"][d])
    if group := domain_label(totals.domains[d]):
        return TooFewAnswers(
            gettext_noop(
                "“%(column)s”: %(n)s answers in %(group)s are too few for the interval of a"
                " quantile. Leave this group out (where), or put it together with another."
            ),
            column=variable, n=n, group=group,
        )  # fmt: skip
    return TooFewAnswers(
        gettext_noop(
            "“%(column)s”: %(n)s answers are too few for the interval of a quantile. Look at the"
            " column, and at where."
        ),
        column=variable, n=n,
    )  # fmt: skip
