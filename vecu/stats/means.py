"""Means, totals and ratios."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from vecu.stats.designs import Design
from vecu.stats.linear import CONFIDENCE, Totals, label, measure
from vecu.stats.refusals import VariableRefused
from vecu.stats.results import Estimates

if TYPE_CHECKING:
    import ibis.expr.types as ir

Names = str | Sequence[str]


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
    names = as_names(variables)
    return _ratios(
        table,
        design,
        [(name, number(table, name), None) for name in names],
        "mean",
        by=by,
        where=where,
        confidence=confidence,
    )


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
    """Return the ratio of two totals, over those who answered both."""
    return _ratios(
        table,
        design,
        [(f"{over}/{under}", number(table, over), number(table, under))],
        "ratio",
        by=by,
        where=where,
        confidence=confidence,
    )


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
    names = as_names(variables)
    columns = {name: number(table, name) for name in names}
    counts = {name: column.notnull() for name, column in columns.items()}
    sums = {f"w {name}": column.notnull() for name, column in columns.items()} | {
        f"yy {name}": column * column for name, column in columns.items()
    }
    totals = measure(table, design, columns, by=by, where=where, sums=sums, counts=counts)
    rows, weights = [], []
    for d in range(len(totals.domains)):
        for name in names:
            value, size, n = totals[name][d], totals.sums[f"w {name}"][d], totals.counts[name][d]
            square = totals.sums[f"yy {name}"][d] - value**2 / size if size else np.nan
            chance = _by_chance(square / size if size else np.nan, size, n) * size**2
            rows.append(_row(totals, d, name, value, n, chance, "total"))
            weights.append({(d, name): 1.0})
    return totals.estimates(rows, totals.combine(weights), confidence=confidence)


def number(table: ir.Table, name: str) -> ir.NumericValue:
    """Return a column as numbers, NULL where it is not a number; refuses text."""
    if name not in table.columns:
        message = f"“{name}”: the table has no such column. It has {', '.join(table.columns)}."
        raise VariableRefused(message)
    column = table[name]
    if column.type().is_boolean():
        return column.cast("float64")
    if not column.type().is_numeric():
        message = (
            f"“{name}”: only numbers can be averaged or added up; the column holds"
            f" {column.type()}. Ask for the share of each answer instead, or read it as numbers."
        )
        raise VariableRefused(message)
    if column.type().is_floating():
        return column.isnan().ifelse(None, column.cast("float64"))
    return column.cast("float64")


def as_names(given: Names) -> tuple[str, ...]:
    """Return one name or several as several."""
    return (given,) if isinstance(given, str) else tuple(given)


def _ratios(
    table: ir.Table,
    design: Design,
    asked: Sequence[tuple[str, Any, Any]],
    method: str,
    *,
    by: Names,
    where: ir.BooleanValue | None,
    confidence: float,
) -> Estimates:
    scored: dict[str, Any] = {}
    sums: dict[str, Any] = {}
    counts: dict[str, Any] = {}
    for name, over, under in asked:
        told = over.notnull() if under is None else over.notnull() & under.notnull()
        scored |= {f"y {name}": over if under is None else told.ifelse(over, None)}
        scored |= {f"x {name}": told.cast("float64") if under is None else told.ifelse(under, None)}
        sums |= {f"yy {name}": over * over}
        if under is not None:
            sums |= {
                f"w {name}": told,
                f"xy {name}": over * under,
                f"xx {name}": told.ifelse(under * under, None),
                f"yy {name}": told.ifelse(over * over, None),
            }
        counts |= {name: told}
    totals = measure(table, design, scored, by=by, where=where, sums=sums, counts=counts)
    rows, weights = [], []
    for d in range(len(totals.domains)):
        for name, _over, under in asked:
            y, x, n = totals[f"y {name}"][d], totals[f"x {name}"][d], totals.counts[name][d]
            found = y / x if x else np.nan
            rows.append(
                _row(
                    totals,
                    d,
                    name,
                    found,
                    n,
                    _chance(totals, d, name, found, n, plain=under is None),
                    method,
                )
            )
            weights.append({(d, f"y {name}"): 1 / x, (d, f"x {name}"): -found / x} if x else {})
    return totals.estimates(rows, totals.combine(weights), confidence=confidence)


def _chance(totals: Totals, d: int, name: str, found: float, n: float, *, plain: bool) -> float:
    """Return the variance that this ratio would have among as many rows drawn by pure chance."""
    yy, x = totals.sums[f"yy {name}"][d], totals[f"x {name}"][d]
    if not x:
        return np.nan
    if plain:
        return _by_chance(yy / x - found**2, x, n)
    size = totals.sums[f"w {name}"][d]
    xy, xx = totals.sums[f"xy {name}"][d], totals.sums[f"xx {name}"][d]
    square = (yy - 2 * found * xy + found**2 * xx) / size
    return _by_chance(square, size, n) * float(size / x) ** 2


def _by_chance(square: float, size: float, n: float) -> float:
    """Return the variance of a mean of `n` drawn from `size`; from many if weights say less."""
    if n < 2:
        return float("nan")
    left = (size - n) / size if size > n else 1.0
    return float(square / (n - 1) * left)


def _row(
    totals: Totals, d: int, name: str, found: float, n: float, chance: float, method: str
) -> dict[str, Any]:
    return {
        "variable": name,
        "domain": label(totals.domains[d]),
        "estimate": found,
        "df": totals.df[d],
        "n": n,
        "chance": chance,
        "method": method,
    }
