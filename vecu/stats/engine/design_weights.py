"""Weights that follow from how many there are to draw from, as a column of the table.

Means, totals and shares need none: their pass finds them as it goes. What sorts people by what they
weigh, or bends weights, has to know each one first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vecu.stats.engine.aggregation import (
    DomainSpec,
    StatisticsRequest,
    aggregate,
    execute,
)
from vecu.stats.engine.design import Design
from vecu.stats.engine.stages import build_stages

if TYPE_CHECKING:
    import ibis.expr.types as ir

WEIGHT = "weight by fpc"


def with_weights(table: ir.Table, design: Design) -> tuple[ir.Table, Design]:
    """Return the table with what each row stands for, and the design that names that column.

    Of a design with `fpc` alone: the units there are over those drawn, times the same of the second
    stage. A design that names weights, or neither, comes back as it is. Refuses sizes as estimates
    do.
    """
    if design.weights or not design.fpc:
        return table, design
    check_sizes(table, design)
    share = sampling_fraction(table, design, 0)
    for stage in range(1, design.stages):
        share *= sampling_fraction(table, design, stage)
    return table.mutate(**{WEIGHT: 1 / share}), replace(design, weights=WEIGHT)


def check_sizes(table: ir.Table, design: Design) -> None:
    """Refuse sizes that contradict each other, or what was drawn, as any estimate does."""
    build_stages(aggregate(table, design, StatisticsRequest({}), DomainSpec()), design)


def sampling_fraction(table: ir.Table, design: Design, stage: int) -> ir.FloatingValue:
    """Return which share was drawn of the units among which a row's unit was, unchecked."""
    name = design.fpc[stage]
    sizes = table[name].cast("float64")
    (largest,) = execute(table.aggregate(largest=sizes.max()))["largest"].to_pylist()
    return sizes if largest <= 1 else _drawn(table, design, stage) / sizes


def _drawn(table: ir.Table, design: Design, stage: int) -> ir.FloatingValue:
    """Return how many units were drawn where a row's was, in a way that every engine knows."""
    import ibis  # noqa: PLC0415 - who only counts coders need not wait for it

    among = [name for name in (design.strata, *design.ids[:stage]) if name]
    if not design.ids:
        return table.count().over(group_by=among).cast("float64")
    unit = table[design.ids[stage]]
    up, down = (
        ibis.dense_rank().over(group_by=among, order_by=order) for order in (unit, unit.desc())
    )
    return (up + down + 1).cast("float64")
