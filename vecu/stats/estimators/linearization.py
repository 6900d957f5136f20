"""Totals of any statistics with their covariance under the design: the basis of all estimates.

The variance of a smooth function of totals is, to first order, that of its derivative times the
totals (linearisation: R. S. Woodruff, Journal of the American Statistical Association 66 (1971),
411-414). So an estimator that is a function of sums over rows needs no variance of its own:
`estimate_totals`, then `derive` the function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse, special

from vecu.stats.calibration.margins import check_weights
from vecu.stats.calibration.residual_variance import build_residual_variance, request_cross_products
from vecu.stats.engine.aggregation import (
    Codes,
    DomainSpec,
    Floats,
    PsuTotals,
    Statistics,
    StatisticsRequest,
    aggregate,
    distinct_rows,
)
from vecu.stats.engine.columns import as_names, format_value
from vecu.stats.engine.design import Design
from vecu.stats.engine.estimates import EstimateRow, Estimates
from vecu.stats.engine.stages import build_stages
from vecu.stats.engine.variance import VarianceEstimator
from vecu.stats.errors import NotFinite, TooFewAnswers, VariableRefused
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Totals:
    """Totals of several statistics in each domain: `values[d, k]`, weighted, of `names[k]`.

    `domains` are the labels in order, one value for each column of `by`, the only one () without.
    `sums` are weighted and `counts` unweighted sums requested besides, by name, one for each
    domain. `rows` is how many rows a domain has and `df` its number of PSUs less strata.
    """

    design: Design
    names: tuple[str, ...]
    domains: tuple[tuple[Any, ...], ...]
    values: Floats
    sums: Mapping[str, Floats]
    counts: Mapping[str, Floats]
    rows: Floats
    df: Floats
    spread: VarianceEstimator = field(repr=False)
    cells: PsuTotals = field(repr=False)
    stride: int = field(repr=False)
    """The number of totals of a domain in `spread`: these, and those that calibration needs."""

    def __getitem__(self, name: str) -> Floats:
        """Return the totals of one statistic, one for each domain."""
        return self.values[:, self.names.index(name)]

    @property
    def width(self) -> int:
        """Return the number of totals, which is the width of `combining`."""
        return (len(self.domains) + 1) * self.stride

    def column_index(self, domain: int, name: str) -> int:
        """Return the column of a total in `combining`."""
        return domain * self.stride + self.names.index(name)

    def combine(self, weights: Sequence[Mapping[tuple[int, str], float]]) -> sparse.csr_array:
        """Return `combining`: a row for each estimate, from its weights by (domain, statistic)."""
        entries = [
            (row, self.column_index(*key), weight)
            for row, each in enumerate(weights)
            for key, weight in each.items()
        ]
        rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        shape = (len(weights), self.width)
        return sparse.csr_array((np.array(values, float), (rows, columns)), shape=shape)

    def derive(self, function: Callable[[Any], Any]) -> tuple[Floats, sparse.csr_array]:
        """Return a function of the totals, and its derivative as `combining`.

        `function` is called with an array like `values` and returns any number of results. It must
        be analytic (arithmetic, exp, log, powers; no abs, no max): the derivative is taken by a
        step along the imaginary axis, exact to the last digits (W. Squire and G. Trapp, SIAM Review
        40 (1998), 110-112).
        """
        found = np.atleast_1d(np.asarray(function(self.values), dtype=np.float64))
        slopes = np.zeros((len(found), self.width))
        for d, k in np.ndindex(self.values.shape):
            moved = self.values.astype(np.complex128)
            step = 1e-20 * max(1.0, abs(float(self.values[d, k])))
            moved[d, k] += 1j * step
            slopes[:, d * self.stride + k] = np.atleast_1d(np.imag(function(moved))) / step
        return found, sparse.csr_array(slopes)

    def df_of_answers(self, name: str) -> Floats:
        """Return `df` of those alone whom one of `counts` counts, one for each domain."""
        counted = self.cells.counted[:, list(self.counts).index(name)]
        everybody = np.array_equal(counted, self.cells.rows)
        return self.df if everybody else _freedom(self.cells, self.design, counted)

    def standard_errors(self, combining: sparse.csr_array) -> Floats:
        """Return the standard errors of combinations."""
        errors: Floats = np.sqrt(self.spread.variances(combining))
        return errors

    def make_estimates(
        self,
        rows: Sequence[Mapping[str, Any]],
        combining: sparse.csr_array,
        *,
        confidence: float = CONFIDENCE,
        interval: Callable[[Floats, Floats, Floats, Floats], tuple[Floats, Floats]] | None = None,
    ) -> Estimates:
        """Return estimates with their standard errors and intervals.

        Each of `rows` gives variable, level, domain, estimate, df, n, method, and optionally `deff`
        as the variance under simple random sampling. `interval` computes ends from estimates,
        errors, df and n; by default Student's t is used.
        """
        check_confidence(confidence)
        errors = self.standard_errors(combining)
        found = np.array([row["estimate"] for row in rows], dtype=np.float64)
        df = np.array([row["df"] for row in rows], dtype=np.float64)
        _check(rows, found, errors, df)
        ends = (
            t_interval(found, errors, df, confidence)
            if interval is None
            else interval(found, errors, df, np.array([row["n"] for row in rows], float))
        )
        made = tuple(
            EstimateRow(
                row["variable"],
                row.get("level"),
                row.get("domain"),
                float(found[i]),
                float(errors[i]),
                _end(ends[0][i]),
                _end(ends[1][i]),
                float(df[i]),
                int(row["n"]),
                _deff(errors[i] ** 2, row.get("chance")),
                row["method"],
            )
            for i, row in enumerate(rows)
        )
        return Estimates(made, confidence, combining, self.spread)


def estimate_totals(
    table: ir.Table,
    design: Design,
    statistics: Statistics,
    *,
    by: str | Sequence[str] = (),
    where: ir.BooleanValue | None = None,
    sums: Statistics | None = None,
    counts: Statistics | None = None,
) -> Totals:
    """Return totals of `statistics` in each domain, with what their covariance needs.

    A statistic is a numeric column or expression of `table`, which is weighted here; NULL adds
    nothing. Domains are the values of `by` among rows for which `where` holds; all other rows still
    describe the sample. `sums` (weighted) and `counts` (not) have no variance.
    """
    request = StatisticsRequest(statistics, sums or {}, counts or {})
    return estimate_domain_totals(table, design, request, DomainSpec(as_names(by), where))


def estimate_domain_totals(
    table: ir.Table, design: Design, request: StatisticsRequest, split: DomainSpec
) -> Totals:
    """Return totals as `estimate_totals` does, of domains that may be split by answers."""
    whole = (
        request
        if design.calibration is None
        else request | request_cross_products(table, design.calibration, request)
    )
    cells, spread = build_stages(aggregate(table, design, whole, split), design)
    if not cells.labels:
        raise _nobody(split)
    residual = (
        spread
        if design.calibration is None
        else build_residual_variance(cells, design.calibration, spread)
    )
    totals = _totals(cells, design, request, residual)
    if not (np.isfinite(cells.scored).all() and np.isfinite(cells.products).all()):
        raise _not_finite(table, design, request, cells)
    return totals


def _not_finite(
    table: ir.Table, design: Design, request: StatisticsRequest, cells: PsuTotals
) -> NotFinite:
    """Return which columns make sums infinite or NaN; weights, which affect all, come first."""
    import ibis.expr.operations as ops  # noqa: PLC0415 - who only counts coders need not wait

    check_weights(table, design)
    odd_sums = [not np.isfinite(sums).all() for sums in cells.scored.T[: len(request.scored)]]
    odd_columns = [
        field.name
        for index, statistic in enumerate(request.scored.values())
        if odd_sums[index] or not any(odd_sums)
        for field in statistic.op().find(ops.Field)
    ]
    return NotFinite(
        gettext_noop(
            "%(columns)s: only finite numbers can be added up; the column holds others. Put a"
            " number, or nothing, where they are."
        ),
        columns=", ".join(dict.fromkeys(f"“{name}”" for name in odd_columns)),
    )


def check_confidence(confidence: float) -> None:
    """Refuse what is no probability between 0 and 1."""
    if not 0 < confidence < 1:
        raise VariableRefused(
            gettext_noop("confidence: a share between 0 and 1, such as 0.95; found %(found)s."),
            found=float(confidence),
        )


def estimate_row(
    totals: Totals,
    domain: int,
    variable: str,
    estimate: float,
    n: float,
    method: str,
) -> dict[str, Any]:
    """Return an estimate's row, without what follows from its variance."""
    return {
        "variable": variable,
        "domain": domain_label(totals.domains[domain]),
        "estimate": estimate,
        "df": totals.df[domain],
        "n": n,
        "method": method,
    }


def t_interval(
    found: Floats, errors: Floats, df: Floats, confidence: float
) -> tuple[Floats, Floats]:
    """Return the ends of Student's t intervals."""
    reach = special.stdtrit(df, (1 + confidence) / 2) * errors
    return found - reach, found + reach


def domain_label(domain: tuple[Any, ...]) -> str | None:
    """Return the name of a domain: its values joined, None for everybody."""
    return " · ".join(format_value(value) for value in domain) if domain else None


def _totals(
    cells: PsuTotals, design: Design, request: StatisticsRequest, spread: VarianceEstimator
) -> Totals:
    inside = cells.domain >= 0
    domain, kinds = cells.domain[inside], len(cells.labels)

    def summed(columns: Floats) -> Floats:
        each = [np.bincount(domain, column[inside], kinds) for column in columns.T]
        return np.column_stack(each) if each else np.empty((kinds, 0))

    def named(columns: Floats, names: Statistics) -> dict[str, Floats]:
        return dict(zip(names, summed(columns).T, strict=True))

    return Totals(
        design,
        tuple(request.scored),
        tuple(cells.labels),
        summed(cells.scored[:, : len(request.scored)]),
        named(cells.weighted, request.weighted),
        named(cells.counted, request.counted),
        summed(cells.rows[:, np.newaxis])[:, 0],
        _freedom(cells, design, cells.rows),
        spread,
        cells,
        cells.scored.shape[1],
    )


def _freedom(cells: PsuTotals, design: Design, members: Floats) -> Floats:
    """Return PSUs less strata for each domain, counting only those with members."""
    met = (cells.domain >= 0) & (members > 0)
    group, stratum = cells.group[cells.domain[met]], cells.stratum[met]
    kinds = int(cells.group.max()) + 1

    def different(*columns: Codes) -> Floats:
        first = distinct_rows(group, *columns)[0][:, 0]
        return np.bincount(first, minlength=kinds).astype(np.float64)

    if design.ids:
        return (different(stratum, cells.psu[met]) - different(stratum))[cells.group]
    return (np.bincount(group, members[met], kinds) - different(stratum))[cells.group]


def _check(rows: Sequence[Mapping[str, Any]], found: Floats, errors: Floats, df: Floats) -> None:
    for row, value, error, free in zip(rows, found, errors, df, strict=True):
        if not np.isfinite(value) or row["n"] == 0:
            raise _no_answers(row["variable"], row.get("domain"))
        if free <= 0 or not np.isfinite(error):
            raise _too_few_clusters(row)


def _no_answers(variable: str, group: str | None) -> TooFewAnswers:
    if group:
        return TooFewAnswers(
            gettext_noop(
                "“%(column)s”: an estimate takes answers; found none in %(group)s. Leave this"
                " group out (where), or put it together with another."
            ),
            column=variable,
            group=group,
        )
    return TooFewAnswers(
        gettext_noop(
            "“%(column)s”: an estimate takes answers; found none. Look at the column, and at where."
        ),
        column=variable,
    )


def _too_few_clusters(row: Mapping[str, Any]) -> TooFewAnswers:
    variable, n = row["variable"], int(row["n"])
    if group := row.get("domain"):
        return TooFewAnswers(
            gettext_noop(
                "“%(column)s”: an interval takes answers from two clusters of one stratum at least;"
                " found %(n)s answers in %(group)s, of one cluster in each stratum. Leave this"
                " group out (where), or put it together with another."
            ),
            column=variable, n=n, group=group,
        )  # fmt: skip
    return TooFewAnswers(
        gettext_noop(
            "“%(column)s”: an interval takes answers from two clusters of one stratum at least;"
            " found %(n)s answers, of one cluster in each stratum. Look at the column, and at"
            " where."
        ),
        column=variable, n=n,
    )  # fmt: skip


def _nobody(split: DomainSpec) -> TooFewAnswers:
    if split.by:
        return TooFewAnswers(
            gettext_noop("by %(columns)s: no row belongs to a group. Look at them, and at where."),
            columns=", ".join(split.by),
        )
    return TooFewAnswers(
        gettext_noop("where: no row is so; there is nobody to speak of. Look at the condition.")
    )


def _end(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _deff(variance: float, chance: float | None) -> float | None:
    if chance is None or not chance > 0:
        return None
    return float(variance / chance)
