"""What can be estimated in one pass: means, shares of an answer, totals and ratios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vecu.stats import chance
from vecu.stats.columns import Names, as_names, column, nan_as_none, number, told, without_nan
from vecu.stats.designs import Design
from vecu.stats.intervals import Interval, interval_of_shares
from vecu.stats.linear import CONFIDENCE, Totals, described, measure_split, student
from vecu.stats.passing import Asked, Floats, Split, fetch
from vecu.stats.refusals import VariableRefused, chosen
from vecu.stats.results import Estimates

if TYPE_CHECKING:
    import ibis.expr.types as ir

Found = tuple[float, float, dict[tuple[int, str], float]]
"""An estimate, its variance under pure chance, and its slopes by totals of a domain."""
_ALL = "everybody"
_FEW = 3
"""From so many questions on it is worth looking first at what all their answers have in common."""
_NOBODY: Found = float("nan"), float("nan"), {}


@dataclass(frozen=True)
class Known:
    """What is known of columns before the pass, so that it has less to do.

    In `whole` nothing is missing; whole numbers in `binary` are 0 or 1, so that a sum of them
    counts how many are 1.
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
        """Return what tells it from others."""
        return f"mean {self.variable}"

    def asked(self, table: ir.Table, centre: float, known: Known) -> Asked:
        """Return what a pass must collect; the centre is taken off until the end."""
        answer = number(table, self.variable)
        y = answer - centre if centre else answer
        return Asked({f"y {self.key}": y}, {f"yy {self.key}": y * y}) | _told(self, answer, known)

    def found(self, totals: Totals, d: int) -> Found:
        """Return the mean less the centre."""
        under = _under(self, totals)
        y, x = totals[f"y {self.key}"][d], totals[under][d]
        if not x:
            return _NOBODY
        square = totals.sums[f"yy {self.key}"][d] / x - (y / x) ** 2
        variance = chance.of_mean(square, x, answered(self, totals, d))
        return y / x, variance, {(d, f"y {self.key}"): 1 / x, (d, under): -y / x**2}


@dataclass(frozen=True)
class Share:
    """The share of an answer, over those who answered."""

    variable: str
    answer: object

    @property
    def level(self) -> str:
        """Return the answer as it stands in a table."""
        return told(self.answer)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns it is made of."""
        return (self.variable,)

    @property
    def key(self) -> str:
        """Return what tells it from others."""
        return f"share {self.variable} {self.level}"

    def asked(self, table: ir.Table, _centre: float, known: Known) -> Asked:
        """Return what a pass must collect."""
        answer = nan_as_none(column(table, self.variable))
        one = (
            answer if self.answer == 1 and self.variable in known.binary else answer == self.answer
        )
        return Asked({f"y {self.key}": one}) | _told(self, answer, known)

    def found(self, totals: Totals, d: int) -> Found:
        """Return the share."""
        under = _under(self, totals)
        y, x = totals[f"y {self.key}"][d], totals[under][d]
        if not x:
            return _NOBODY
        share = y / x
        variance = chance.of_mean(share * (1 - share), x, answered(self, totals, d))
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
        """Return what tells it from others."""
        return f"total {self.variable}"

    def asked(self, table: ir.Table, _centre: float, _known: Known) -> Asked:
        """Return what a pass must collect."""
        y = number(table, self.variable)
        sums = {f"x {self.key}": y.notnull(), f"yy {self.key}": y * y}
        return Asked({f"y {self.key}": y}, sums, {self.key: y})

    def found(self, totals: Totals, d: int) -> Found:
        """Return the total."""
        y, x = totals[f"y {self.key}"][d], totals.sums[f"x {self.key}"][d]
        if not x:
            return _NOBODY
        square = totals.sums[f"yy {self.key}"][d] / x - (y / x) ** 2
        variance = chance.of_total(square, x, totals.counts[self.key][d])
        return y, variance, {(d, f"y {self.key}"): 1.0}


@dataclass(frozen=True)
class Ratio:
    """The total of one number over that of another, over those who answered both."""

    over: str
    under: str

    level = None

    @property
    def variable(self) -> str:
        """Return how it is named."""
        return f"{self.over}/{self.under}"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the columns it is made of."""
        return (self.over, self.under)

    @property
    def key(self) -> str:
        """Return what tells it from others."""
        return f"ratio {self.variable}"

    def asked(self, table: ir.Table, _centre: float, _known: Known) -> Asked:
        """Return what a pass must collect."""
        over, under = number(table, self.over), number(table, self.under)
        both = over.notnull() & under.notnull()
        y, x = both.ifelse(over, None), both.ifelse(under, None)
        sums = {"w": both, "yy": y * y, "xy": x * y, "xx": x * x}
        named = {f"{name} {self.key}": each for name, each in sums.items()}
        return Asked({f"y {self.key}": y, f"x {self.key}": x}, named, {self.key: both})

    def found(self, totals: Totals, d: int) -> Found:
        """Return the ratio."""
        y, x = totals[f"y {self.key}"][d], totals[f"x {self.key}"][d]
        if not x:
            return _NOBODY
        ratio = y / x
        size, yy, xy, xx = (totals.sums[f"{k} {self.key}"][d] for k in ("w", "yy", "xy", "xx"))
        square = (yy - 2 * ratio * xy + ratio**2 * xx) / size
        variance = chance.of_total(square, size, totals.counts[self.key][d]) / x**2
        return ratio, variance, {(d, f"y {self.key}"): 1 / x, (d, f"x {self.key}"): -ratio / x}


Part = Mean | Share | Total | Ratio


def _told(part: Part, answer: ir.Value, known: Known) -> Asked:
    """Ask who answered: once for all questions that everybody did."""
    if part.variable in known.whole:
        return Asked({_ALL: answer.notnull()}, {}, {_ALL: answer})
    return Asked({f"x {part.key}": answer.notnull()}, {}, {part.key: answer})


def _under(part: Part, totals: Totals) -> str:
    return name if (name := f"x {part.key}") in totals.names else _ALL


def answered(part: Part, totals: Totals, d: int) -> float:
    """Return how many of a domain answered."""
    return float(totals.counts[part.key if part.key in totals.counts else _ALL][d])


def estimate(
    table: ir.Table,
    design: Design,
    parts: Sequence[Part],
    *,
    by: Names = (),
    where: ir.BooleanValue | None = None,
    interval: Interval | str = Interval.LOGIT,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return several estimates made in one pass, with the covariance of all.

    Each is over those who answered its own questions. Rows come by domain, then in the order asked.
    """
    kind, split = (
        chosen(Interval, interval, "interval", VariableRefused),
        Split(as_names(by), where),
    )
    names = [name for part in parts for name in part.names]

    def make(table: ir.Table) -> Estimates:
        centres = _centres(table, design, parts)
        asked = Asked({}, {}, {})
        known = _look(table, parts)
        for part in parts:
            centre = centres.get(part.variable, 0.0)
            asked |= part.asked(table, centre, known)
        totals = measure_split(table, design, asked, split)
        rows, slopes = _rows(totals, parts, centres, kind)
        ends = _Ends(np.array([row["share"] for row in rows]), kind, confidence)
        return totals.estimates(rows, totals.combine(slopes), confidence=confidence, interval=ends)

    return without_nan(table, names, make)


def _rows(
    totals: Totals, parts: Sequence[Part], centres: Mapping[str, float], kind: Interval
) -> tuple[list[dict[str, Any]], list[dict[tuple[int, str], float]]]:
    rows, slopes = [], []
    for d in range(len(totals.domains)):
        for part in parts:
            found, variance, slope = part.found(totals, d)
            if isinstance(part, Mean):
                found += centres.get(part.variable, 0.0)
            share = isinstance(part, Share)
            method = share_method(found, kind) if share else type(part).__name__.lower()
            row = described(totals, d, part.variable, found, answered(part, totals, d), method)
            rows.append(row | {"chance": variance, "level": part.level, "share": share})
            slopes.append(slope)
    return rows, slopes


def share_method(share: float, kind: Interval) -> str:
    """Return how the interval of a share is made: at 0 and 1 there is one way only."""
    return f"proportion, {kind if 0 < share < 1 else Interval.KORN_GRAUBARD}"


@dataclass(frozen=True)
class _Ends:
    """Makes the ends of intervals: of shares in their own way, of all others by Student's t."""

    shares: Any
    kind: Interval
    confidence: float

    def __call__(
        self, found: Floats, errors: Floats, df: Floats, n: Floats
    ) -> tuple[Floats, Floats]:
        low, high = student(found, errors, df, self.confidence)
        if self.shares.any():
            p, se, free, rows = (each[self.shares] for each in (found, errors, df, n))
            ends = interval_of_shares(p, se, free, rows, self.kind, self.confidence)
            low[self.shares], high[self.shares] = ends
        return low, high


def _look(table: ir.Table, parts: Sequence[Part]) -> Known:
    """Return what columns hold, as far as it is worth knowing: many files say it in a summary."""
    names = sorted({part.variable for part in parts if isinstance(part, Mean | Share)})
    if len(names) < _FEW:
        return Known()
    columns = {name: nan_as_none(column(table, name)) for name in names}
    integers = [name for name in names if columns[name].type().is_integer()]
    counts = {f"n {name}": columns[name].count() for name in names}
    lows = {f"low {name}": columns[name].min() for name in integers}
    highs = {f"high {name}": columns[name].max() for name in integers}
    (found,) = fetch(table.aggregate(n=table.count(), **counts, **lows, **highs)).to_pylist()
    told = [name for name in integers if found[f"n {name}"]]
    return Known(
        frozenset(name for name in names if found[f"n {name}"] == found["n"]),
        frozenset(name for name in told if 0 <= found[f"low {name}"] <= found[f"high {name}"] <= 1),
    )


def _centres(table: ir.Table, design: Design, parts: Sequence[Part]) -> dict[str, float]:
    """Return the plain mean of each number of which a mean is asked.

    Rows drawn one by one are known by sums of squares, which lose their last digits far from 0.
    """
    names = [part.variable for part in parts if isinstance(part, Mean)]
    if design.ids or not names:
        return {}
    found = fetch(table.aggregate(**{name: number(table, name).mean() for name in names}))
    plain = {name: found[name][0].as_py() for name in names}
    return {
        name: value for name, value in plain.items() if value is not None and abs(value) < 1e300
    }
