"""Means, totals and ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vecu.stats import chance
from vecu.stats.columns import Names, as_names, number, without_nan
from vecu.stats.designs import Design
from vecu.stats.linear import CONFIDENCE, Totals, described, measure_split
from vecu.stats.passing import Asked, Split, fetch
from vecu.stats.results import Estimates

if TYPE_CHECKING:
    import ibis.expr.types as ir


def mean(
    table: ir.Table,
    design: Design,
    variables: Names,
    *,
    by: Names = (),
    where: ir.BooleanValue | None = None,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return means of numeric columns, each over those who answered it."""
    names, split = as_names(variables), Split(as_names(by), where)

    def make(table: ir.Table) -> Estimates:
        centres = _centres(table, design, names)
        means = [_Mean(name, number(table, name), centres[name]) for name in names]
        return _estimate(table, design, means, split, confidence)

    return without_nan(table, names, make)


def total(
    table: ir.Table,
    design: Design,
    variables: Names,
    *,
    by: Names = (),
    where: ir.BooleanValue | None = None,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return totals of numeric columns, over those who answered."""
    names, split = as_names(variables), Split(as_names(by), where)

    def make(table: ir.Table) -> Estimates:
        totals = [_Total(name, number(table, name)) for name in names]
        return _estimate(table, design, totals, split, confidence)

    return without_nan(table, names, make)


def ratio(
    table: ir.Table,
    design: Design,
    over: str,
    under: str,
    *,
    by: Names = (),
    where: ir.BooleanValue | None = None,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return the ratio of the total of one column to that of another, over who answered both."""
    split = Split(as_names(by), where)

    def make(table: ir.Table) -> Estimates:
        asked = _Ratio(f"{over}/{under}", number(table, over), number(table, under))
        return _estimate(table, design, [asked], split, confidence)

    return without_nan(table, (over, under), make)


@dataclass(frozen=True)
class _Mean:
    """The mean of a column: the total of `y` over that of who answered.

    `centre` is taken from all answers, and added again at the end: where rows are known by sums of
    squares, numbers far from 0 would lose their last digits.
    """

    name: str
    y: Any
    centre: float

    method = "mean"

    def asked(self) -> Asked:
        y = self.y - self.centre if self.centre else self.y
        told = {self.name: self.y.notnull()}
        scored = {f"y {self.name}": y, f"x {self.name}": self.y.notnull()}
        return Asked(scored, {f"yy {self.name}": y * y}, told)

    def found(self, totals: Totals, d: int) -> tuple[float, float, dict[tuple[int, str], float]]:
        y, x = totals[f"y {self.name}"][d], totals[f"x {self.name}"][d]
        if not x:
            return float("nan"), float("nan"), {}
        mean = y / x
        square = totals.sums[f"yy {self.name}"][d] / x - mean**2
        variance = chance.of_mean(square, x, totals.counts[self.name][d])
        slopes = {(d, f"y {self.name}"): 1 / x, (d, f"x {self.name}"): -mean / x}
        return mean + self.centre, variance, slopes


@dataclass(frozen=True)
class _Total:
    """The total of a column."""

    name: str
    y: Any

    method = "total"

    def asked(self) -> Asked:
        told = {self.name: self.y.notnull()}
        sums = {f"x {self.name}": self.y.notnull(), f"yy {self.name}": self.y * self.y}
        return Asked({f"y {self.name}": self.y}, sums, told)

    def found(self, totals: Totals, d: int) -> tuple[float, float, dict[tuple[int, str], float]]:
        y, x = totals[f"y {self.name}"][d], totals.sums[f"x {self.name}"][d]
        if not x:
            return float("nan"), float("nan"), {}
        square = totals.sums[f"yy {self.name}"][d] / x - (y / x) ** 2
        variance = chance.of_total(square, x, totals.counts[self.name][d])
        return y, variance, {(d, f"y {self.name}"): 1.0}


@dataclass(frozen=True)
class _Ratio:
    """The total of `y` over that of `x`, both answered."""

    name: str
    y: Any
    x: Any

    method = "ratio"

    def asked(self) -> Asked:
        told = self.y.notnull() & self.x.notnull()
        y, x = told.ifelse(self.y, None), told.ifelse(self.x, None)
        sums = {"w": told, "yy": y * y, "xy": x * y, "xx": x * x}
        named = {f"{key} {self.name}": column for key, column in sums.items()}
        return Asked({f"y {self.name}": y, f"x {self.name}": x}, named, {self.name: told})

    def found(self, totals: Totals, d: int) -> tuple[float, float, dict[tuple[int, str], float]]:
        y, x = totals[f"y {self.name}"][d], totals[f"x {self.name}"][d]
        if not x:
            return float("nan"), float("nan"), {}
        ratio = y / x
        size, yy, xy, xx = (totals.sums[f"{k} {self.name}"][d] for k in ("w", "yy", "xy", "xx"))
        square = (yy - 2 * ratio * xy + ratio**2 * xx) / size
        variance = chance.of_total(square, size, totals.counts[self.name][d]) / x**2
        return ratio, variance, {(d, f"y {self.name}"): 1 / x, (d, f"x {self.name}"): -ratio / x}


def _estimate(
    table: ir.Table,
    design: Design,
    parts: Sequence[_Mean | _Total | _Ratio],
    split: Split,
    confidence: float,
) -> Estimates:
    asked = Asked({}, {}, {})
    for part in parts:
        asked |= part.asked()
    totals = measure_split(table, design, asked, split)
    rows, slopes = [], []
    for d in range(len(totals.domains)):
        for part in parts:
            found, variance, slope = part.found(totals, d)
            n = totals.counts[part.name][d]
            row = described(totals, d, part.name, found, n, part.method)
            rows.append(row | {"chance": variance})
            slopes.append(slope)
    return totals.estimates(rows, totals.combine(slopes), confidence=confidence)


def _centres(table: ir.Table, design: Design, names: Sequence[str]) -> dict[str, float]:
    if design.ids:
        return dict.fromkeys(names, 0.0)
    found = fetch(table.aggregate(**{name: number(table, name).mean() for name in names}))
    return {name: _finite(found[name][0].as_py()) for name in names}


def _finite(value: float | None) -> float:
    return value if value is not None and abs(value) < float("inf") else 0.0
