"""Measures that can be estimated in one pass: means, shares of an answer, totals and ratios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vecu.stats.engine.aggregation import DomainSpec, Floats, StatisticsRequest, execute
from vecu.stats.engine.columns import (
    Names,
    as_names,
    format_value,
    get_column,
    nan_to_null,
    numeric_column,
    retry_with_nan_as_null,
)
from vecu.stats.engine.design import Design
from vecu.stats.engine.estimates import Estimates
from vecu.stats.errors import VariableRefused, parse_option
from vecu.stats.estimators import srs_variance
from vecu.stats.estimators.linearization import (
    CONFIDENCE,
    Totals,
    estimate_domain_totals,
    estimate_row,
    t_interval,
)
from vecu.stats.estimators.proportion_intervals import IntervalMethod, proportion_confint

if TYPE_CHECKING:
    import ibis.expr.types as ir

LinearizedEstimate = tuple[float, float, dict[tuple[int, str], float]]
"""An estimate, its variance under simple random sampling, and its derivatives by totals."""
_ALL = "everybody"
_FEW = 3
"""From so many questions on, first check which columns have no missing values."""
_NOBODY: LinearizedEstimate = float("nan"), float("nan"), {}


@dataclass(frozen=True)
class ColumnFacts:
    """Known properties of columns, which save work in the pass.

    Columns in `whole` have no missing values; integer columns in `binary` contain only 0 and 1, so
    that their sum is a count.
    """

    whole: frozenset[str] = frozenset()
    binary: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Mean:
    """The mean of a number, over those who answered it."""

    variable: str

    level = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns it is made of."""
        return (self.variable,)

    @property
    def key(self) -> str:
        """Return its unique key."""
        return f"mean {self.variable}"

    def build_request(
        self, table: ir.Table, centre: float, known: ColumnFacts
    ) -> StatisticsRequest:
        """Return the sums that it needs; `centre` is subtracted until the end."""
        answer = numeric_column(table, self.variable)
        y = answer - centre if centre else answer
        return StatisticsRequest(
            {f"y {self.key}": y}, {f"yy {self.key}": y * y}
        ) | _request_answered(self, answer, known)

    def evaluate(self, totals: Totals, d: int) -> LinearizedEstimate:
        """Return the mean minus the centre."""
        under = _under(self, totals)
        y, x = totals[f"y {self.key}"][d], totals[under][d]
        if not x:
            return _NOBODY
        square = totals.sums[f"yy {self.key}"][d] / x - (y / x) ** 2
        variance = srs_variance.srs_variance_of_mean(square, x, count_answered(self, totals, d))
        return y / x, variance, {(d, f"y {self.key}"): 1 / x, (d, under): -y / x**2}


@dataclass(frozen=True)
class Proportion:
    """The share of an answer, over those who answered."""

    variable: str
    answer: object

    @property
    def level(self) -> str:
        """Return the answer as it stands in a table."""
        return format_value(self.answer)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns it is made of."""
        return (self.variable,)

    @property
    def key(self) -> str:
        """Return its unique key."""
        return f"share {self.variable} {self.level}"

    def build_request(
        self, table: ir.Table, _centre: float, known: ColumnFacts
    ) -> StatisticsRequest:
        """Return the sums that it needs."""
        answer = nan_to_null(get_column(table, self.variable))
        one = (
            answer if self.answer == 1 and self.variable in known.binary else answer == self.answer
        )
        return StatisticsRequest({f"y {self.key}": one}) | _request_answered(self, answer, known)

    def evaluate(self, totals: Totals, d: int) -> LinearizedEstimate:
        """Return the share."""
        under = _under(self, totals)
        y, x = totals[f"y {self.key}"][d], totals[under][d]
        if not x:
            return _NOBODY
        share = y / x
        variance = srs_variance.srs_variance_of_mean(
            share * (1 - share), x, count_answered(self, totals, d)
        )
        return share, variance, {(d, f"y {self.key}"): 1 / x, (d, under): -share / x}


@dataclass(frozen=True)
class Total:
    """The total of a number, over those who answered it."""

    variable: str

    level = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns it is made of."""
        return (self.variable,)

    @property
    def key(self) -> str:
        """Return its unique key."""
        return f"total {self.variable}"

    def build_request(
        self, table: ir.Table, _centre: float, _known: ColumnFacts
    ) -> StatisticsRequest:
        """Return the sums that it needs."""
        y = numeric_column(table, self.variable)
        sums = {f"x {self.key}": y.notnull(), f"yy {self.key}": y * y}
        return StatisticsRequest({f"y {self.key}": y}, sums, {self.key: y})

    def evaluate(self, totals: Totals, d: int) -> LinearizedEstimate:
        """Return the total."""
        y, x = totals[f"y {self.key}"][d], totals.sums[f"x {self.key}"][d]
        if not x:
            return _NOBODY
        square = totals.sums[f"yy {self.key}"][d] / x - (y / x) ** 2
        variance = srs_variance.srs_variance_of_total(square, x, totals.counts[self.key][d])
        return y, variance, {(d, f"y {self.key}"): 1.0}


@dataclass(frozen=True)
class Ratio:
    """The total of one number over that of another, over those who answered both."""

    over: str
    under: str

    level = None

    @property
    def variable(self) -> str:
        """Return its name."""
        return f"{self.over}/{self.under}"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns it is made of."""
        return (self.over, self.under)

    @property
    def key(self) -> str:
        """Return its unique key."""
        return f"ratio {self.variable}"

    def build_request(
        self, table: ir.Table, _centre: float, _known: ColumnFacts
    ) -> StatisticsRequest:
        """Return the sums that it needs."""
        over, under = numeric_column(table, self.over), numeric_column(table, self.under)
        both = over.notnull() & under.notnull()
        y, x = both.ifelse(over, None), both.ifelse(under, None)
        sums = {"w": both, "yy": y * y, "xy": x * y, "xx": x * x}
        named = {f"{name} {self.key}": each for name, each in sums.items()}
        return StatisticsRequest({f"y {self.key}": y, f"x {self.key}": x}, named, {self.key: both})

    def evaluate(self, totals: Totals, d: int) -> LinearizedEstimate:
        """Return the ratio."""
        y, x = totals[f"y {self.key}"][d], totals[f"x {self.key}"][d]
        if not x:
            return _NOBODY
        ratio = y / x
        size, yy, xy, xx = (totals.sums[f"{k} {self.key}"][d] for k in ("w", "yy", "xy", "xx"))
        square = (yy - 2 * ratio * xy + ratio**2 * xx) / size
        variance = (
            srs_variance.srs_variance_of_total(square, size, totals.counts[self.key][d]) / x**2
        )
        return ratio, variance, {(d, f"y {self.key}"): 1 / x, (d, f"x {self.key}"): -ratio / x}


Measure = Mean | Proportion | Total | Ratio


def _request_answered(part: Measure, answer: ir.Value, known: ColumnFacts) -> StatisticsRequest:
    """Request the number of answers: once for all columns without missing values."""
    if part.variable in known.whole:
        return StatisticsRequest({_ALL: answer.notnull()}, {}, {_ALL: answer})
    return StatisticsRequest({f"x {part.key}": answer.notnull()}, {}, {part.key: answer})


def _under(part: Measure, totals: Totals) -> str:
    return name if (name := f"x {part.key}") in totals.names else _ALL


def count_answered(part: Measure, totals: Totals, d: int) -> float:
    """Return how many people of a domain answered."""
    return float(totals.counts[_counted(part, totals)][d])


def _counted(part: Measure, totals: Totals) -> str:
    return part.key if part.key in totals.counts else _ALL


def estimate(
    table: ir.Table,
    design: Design,
    parts: Sequence[Measure],
    *,
    by: Names = (),
    where: ir.BooleanValue | None = None,
    interval: IntervalMethod | str = IntervalMethod.KORN_GRAUBARD,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return several estimates made in one pass, with the covariance of all.

    Each is over those who answered its own questions. Rows are sorted by domain, then in the order
    of `parts`.
    """
    kind, split = (
        parse_option(IntervalMethod, interval, "interval", VariableRefused),
        DomainSpec(as_names(by), where),
    )
    names = [name for part in parts for name in part.names]

    def make(table: ir.Table) -> Estimates:
        centres = _centres(table, design, parts)
        request = StatisticsRequest({}, {}, {})
        known = _inspect_columns(table, parts)
        for part in parts:
            centre = centres.get(part.variable, 0.0)
            request |= part.build_request(table, centre, known)
        totals = estimate_domain_totals(table, design, request, split)
        rows, slopes = _rows(totals, parts, centres, kind)
        shares = np.array([row["share"] for row in rows])
        ends = _Ends(shares, kind, confidence, finite=bool(design.fpc))
        return totals.make_estimates(
            rows, totals.combine(slopes), confidence=confidence, interval=ends
        )

    return retry_with_nan_as_null(table, names, make)


def _rows(
    totals: Totals, parts: Sequence[Measure], centres: Mapping[str, float], kind: IntervalMethod
) -> tuple[list[dict[str, Any]], list[dict[tuple[int, str], float]]]:
    rows, slopes = [], []
    freedom = [
        totals.df_of_answers(_counted(part, totals)) if isinstance(part, Proportion) else totals.df
        for part in parts
    ]
    for d in range(len(totals.domains)):
        for part, df in zip(parts, freedom, strict=True):
            found, variance, slope = part.evaluate(totals, d)
            if isinstance(part, Mean):
                found += centres.get(part.variable, 0.0)
            share = isinstance(part, Proportion)
            n, name = count_answered(part, totals, d), type(part).__name__.lower()
            row = estimate_row(totals, d, part.variable, found, n, name)
            if share:
                row |= describe_interval(found, kind, df[d])
            rows.append(row | {"chance": variance, "level": part.level, "share": share})
            slopes.append(slope)
    return rows, slopes


def describe_interval(share: float, kind: IntervalMethod, df_of_answers: float) -> dict[str, Any]:
    """Return the method of a share's interval, with its degrees of freedom if they are its own.

    At 0 and 1 only Korn and Graubard's exists. Its degrees of freedom are of those who answered, as
    in R of a subset of these; those of all other intervals are of rows.
    """
    if kind is IntervalMethod.LOGIT and 0 < share < 1:
        return {"method": f"proportion, {kind}"}
    return {"method": f"proportion, {IntervalMethod.KORN_GRAUBARD}", "df": df_of_answers}


@dataclass(frozen=True)
class _Ends:
    """Computes intervals: of shares by their own method, of all others by Student's t."""

    shares: Any
    kind: IntervalMethod
    confidence: float
    finite: bool

    def __call__(
        self, found: Floats, errors: Floats, df: Floats, n: Floats
    ) -> tuple[Floats, Floats]:
        low, high = t_interval(found, errors, df, self.confidence)
        if self.shares.any():
            p, se, free, rows = (each[self.shares] for each in (found, errors, df, n))
            ends = proportion_confint(
                p, se, free, rows, self.kind, self.confidence, finite=self.finite
            )
            low[self.shares], high[self.shares] = ends
        return low, high


def _inspect_columns(table: ir.Table, parts: Sequence[Measure]) -> ColumnFacts:
    """Inspect columns, as far as that saves time: many files have summaries."""
    names = sorted({part.variable for part in parts if isinstance(part, Mean | Proportion)})
    if len(names) < _FEW:
        return ColumnFacts()
    columns = {name: nan_to_null(get_column(table, name)) for name in names}
    integers = [name for name in names if columns[name].type().is_integer()]
    counts = {f"n {name}": columns[name].count() for name in names}
    lows = {f"low {name}": columns[name].min() for name in integers}
    highs = {f"high {name}": columns[name].max() for name in integers}
    (found,) = execute(table.aggregate(n=table.count(), **counts, **lows, **highs)).to_pylist()
    with_range = [name for name in integers if found[f"n {name}"]]
    return ColumnFacts(
        frozenset(name for name in names if found[f"n {name}"] == found["n"]),
        frozenset(
            name for name in with_range if 0 <= found[f"low {name}"] <= found[f"high {name}"] <= 1
        ),
    )


def _centres(table: ir.Table, design: Design, parts: Sequence[Measure]) -> dict[str, float]:
    """Return the unweighted mean of each number whose mean is requested.

    Rows drawn one by one are represented by sums of squares, which lose precision far from 0.
    """
    names = [part.variable for part in parts if isinstance(part, Mean)]
    if design.ids or not names:
        return {}
    found = execute(table.aggregate(**{name: numeric_column(table, name).mean() for name in names}))
    plain = {name: found[name][0].as_py() for name in names}
    return {
        name: value for name, value in plain.items() if value is not None and abs(value) < 1e300
    }
