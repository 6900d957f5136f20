"""Means, totals and ratios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vecu.stats.engine.columns import Names, as_names
from vecu.stats.engine.design import Design
from vecu.stats.engine.estimates import Estimates
from vecu.stats.estimators.linearization import CONFIDENCE
from vecu.stats.estimators.measures import Mean, Ratio, Total, estimate

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
    """Return means of numeric columns, each over those who answered."""
    parts = [Mean(name) for name in as_names(variables)]
    return estimate(table, design, parts, by=by, where=where, confidence=confidence)


def total(
    table: ir.Table,
    design: Design,
    variables: Names,
    *,
    by: Names = (),
    where: ir.BooleanValue | None = None,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return totals of numeric columns, each over those who answered."""
    parts = [Total(name) for name in as_names(variables)]
    return estimate(table, design, parts, by=by, where=where, confidence=confidence)


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
    """Return the ratio of the totals of two columns, over those who answered both."""
    parts = [Ratio(over, under)]
    return estimate(table, design, parts, by=by, where=where, confidence=confidence)
