"""Weights that follow from population sizes, as a column of the table.

Means, totals and shares do not need it: their pass computes the weights. Sorting by weight, and
calibration, need the weight of each row first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vecu.stats.engine.aggregation import DomainSpec, StatisticsRequest, aggregate, execute
from vecu.stats.engine.design import Design
from vecu.stats.engine.stages import build_stages

if TYPE_CHECKING:
    import ibis.expr.types as ir

WEIGHT = "weight by fpc"


def with_weights(table: ir.Table, design: Design) -> tuple[ir.Table, Design]:
    """Return the table with a column of weights, and the design that names it.

    With `fpc` alone: population over sample size, times the same of the second stage. A design that
    names weights, or neither, is returned unchanged. Refuses sizes as estimates do.
    """
    if design.weights or not design.fpc:
        return table, design
    check_sizes(table, design)
    share = sampling_fraction(table, design, 0)
    for stage in range(1, design.stages):
        share *= sampling_fraction(table, design, stage)
    return table.mutate(**{WEIGHT: 1 / share}), replace(design, weights=WEIGHT)


def check_sizes(table: ir.Table, design: Design) -> None:
    """Refuse sizes that contradict each other or the sample, as any estimate does."""
    build_stages(aggregate(table, design, StatisticsRequest({}), DomainSpec()), design)


def sampling_fraction(table: ir.Table, design: Design, stage: int) -> ir.FloatingValue:
    """Return the sampling fraction at a row's unit, unchecked."""
    name = design.fpc[stage]
    sizes = table[name].cast("float64")
    (largest,) = execute(table.aggregate(largest=sizes.max()))["largest"].to_pylist()
    return sizes if largest <= 1 else _drawn(table, design, stage) / sizes


def _drawn(table: ir.Table, design: Design, stage: int) -> ir.FloatingValue:
    """Return the sample size at a row's unit, in a way that every engine supports."""
    import ibis  # noqa: PLC0415 - who only counts coders need not wait for it

    among = [name for name in (design.strata, *design.ids[:stage]) if name]
    if not design.ids:
        return table.count().over(group_by=among).cast("float64")
    unit = table[design.ids[stage]]
    up, down = (
        ibis.dense_rank().over(group_by=among, order_by=order) for order in (unit, unit.desc())
    )
    return (up + down + 1).cast("float64")
