"""One pass over a table: sums by stratum, cluster and domain, in any engine.

Everything is one GROUP BY, written in Ibis, so that it runs where the rows are. The result has at
most one row for each cluster and domain, however many people answered. If rows were drawn one by
one there are no clusters; sums of products by stratum and domain replace them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from vecu.stats.engine.columns import check_names_differ, nan_to_null, to_float
from vecu.stats.engine.design import Design
from vecu.stats.errors import DesignRefused, TableRefused, VariableRefused
from vecu.translation import gettext_noop

if TYPE_CHECKING:  # who has a table has loaded Ibis; whoever counts coders need not
    import ibis.expr.types as ir
    import pyarrow as pa

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

Statistics = Mapping[str, "ir.NumericValue"]
"""Columns, by name, of which totals are requested. A NULL adds nothing to the total."""

_MISSING = -1.7e308
"""Stands for a missing weight or size when the minimum is computed."""


@dataclass(frozen=True)
class StatisticsRequest:
    """The sums of one pass: `scored` with what their variance needs, the rest as plain sums.

    `scored` and `weighted` are summed with the weights, `crossed` with the weights before
    calibration; `counted` counts rows where a condition holds or an answer is not missing.
    """

    scored: Statistics
    weighted: Statistics = field(default_factory=dict)
    counted: Statistics = field(default_factory=dict)
    crossed: Statistics = field(default_factory=dict)

    def __or__(self, other: StatisticsRequest) -> StatisticsRequest:
        """Return the union of both requests."""
        return StatisticsRequest(
            {**self.scored, **other.scored},
            {**self.weighted, **other.weighted},
            {**self.counted, **other.counted},
            {**self.crossed, **other.crossed},
        )


@dataclass(frozen=True)
class DomainSpec:
    """The domains: the values of `by` where `where` holds.

    `within` splits each domain by answers, with missing (None) as an answer.
    """

    by: tuple[str, ...] = ()
    where: ir.BooleanValue | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class PsuTotals:
    """The result of a pass: a row for each stratum, cluster and domain that occur together.

    `domain` is the index in `labels`, or −1 for rows in none of them: such rows still count among
    the clusters. A label has the values of `by`, then those of `within`; `group` is the index of
    its `by` alone. `products` are in the order of `pairs`. `answering` counts the rows that say
    something of a statistic, if the design's rule for lonely PSUs depends on them.
    """

    stratum: Codes
    psu: Codes
    ssu: Codes
    domain: Codes
    strata: list[Any]
    psus: list[Any]
    labels: list[tuple[Any, ...]]
    group: Codes
    rows: Floats
    fpc: Floats
    scored: Floats
    products: Floats
    answering: Floats
    weighted: Floats
    counted: Floats
    crossed: Floats


def product_order(size: int) -> list[tuple[int, int]]:
    """Return the order of products of statistics."""
    return list(combinations_with_replacement(range(size), 2))


def aggregate(
    table: ir.Table, design: Design, request: StatisticsRequest, split: DomainSpec
) -> PsuTotals:
    """Run the one pass. Columns are checked before it, their values after it.

    Rows of weight 0 were drawn but represent nobody: if there are any, a second pass counts them
    among the clusters only, as R does.
    """
    check_names(table, design, split)
    found = _run_query(table, design, request, split)
    if design.weights and not to_matrix(found, ["lightest"]).all():
        speaking = _has_weight(table, design.weights)
        where = speaking if split.where is None else speaking & split.where
        split = replace(split, where=where)
        found = _run_query(table, design, request, split)
    return _to_psu_totals(found, design, request, split)


def _has_weight(table: ir.Table, weights: str) -> ir.BooleanValue:
    """Return which rows have a positive weight; refuse weights that are all 0."""
    if not execute(table.aggregate(heaviest=table[weights].max()))["heaviest"].to_pylist()[0]:
        raise DesignRefused(
            gettext_noop(
                "weights “%(column)s”: all are 0, so nobody stands for anybody. Mend the weights."
            ),
            column=weights,
        )
    return table[weights] > 0


def _run_query(
    table: ir.Table, design: Design, request: StatisticsRequest, split: DomainSpec
) -> pa.Table:
    keys = _keys(table, design, split)
    found = execute(table.aggregate(by=list(keys.values()), **_sums(table, design, request)))
    if found.num_rows == 0:
        raise VariableRefused(
            gettext_noop("The table has no rows: there is nothing to estimate. Look at the file.")
        )
    _check_result(found, design)
    return found


def execute(expression: ir.Table) -> pa.Table:
    """Return the result of an expression, computed by the engine that holds its rows.

    DuckDB is queried directly, without the detour through pandas that `to_pyarrow` makes. Every
    number comes through here, so that no engine can mistake a column for another.
    """
    check_names_differ(expression)
    engine = expression.get_backend()
    try:
        if engine.name == "duckdb":
            return engine._to_duckdb_relation(expression).to_arrow_table()
        return engine.to_pyarrow(expression)
    except Exception as error:  # every engine has its own exceptions, some with one-line messages
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise TableRefused(
            gettext_noop(
                "The table cannot be read to its end (%(reason)s). Mend what is named there."
            ),
            reason=reason,
        ) from error


def distinct_rows(*codes: Codes) -> tuple[Codes, Codes]:
    """Return the distinct rows of codes, and the index of each row among them.

    Combinations become one number each, which sorts many times faster than rows.
    """
    sizes = [int(code.max(initial=0)) + 1 for code in codes]
    keys, inverse = np.unique(np.ravel_multi_index(codes, sizes), return_inverse=True)
    return np.column_stack(np.unravel_index(keys, sizes)), inverse


def weighted_column(table: ir.Table, design: Design, column: ir.Value) -> ir.FloatingValue:
    """Return a column times the weight of each row; a condition counts as 1 or 0.

    A product is several times faster than a CASE expression: engines vectorise it.
    """
    if not design.weights and not design.calibration:
        return to_float(column)
    return _weight(table, design) * to_float(column)


def _weight(table: ir.Table, design: Design) -> ir.FloatingValue:
    given = table[design.weights].cast("float64") if design.weights else None
    if design.calibration is None:
        return given
    ratio = design.calibration.ratio(table)
    return ratio if given is None else given * ratio


def _keys(table: ir.Table, design: Design, split: DomainSpec) -> dict[str, ir.Value]:
    keys: dict[str, ir.Value] = {}
    if design.strata:
        keys["h"] = nan_to_null(table[design.strata]).name("h")
    for name, column in zip(("c", "s"), design.ids[: design.stages], strict=False):
        keys[name] = nan_to_null(table[column]).name(name)
    for index, column in enumerate((*split.by, *split.within)):
        label = nan_to_null(table[column])
        key = label if split.where is None else split.where.ifelse(label, None)
        keys[f"d{index}"] = key.name(f"d{index}")
    if split.where is not None and not split.by:
        keys["inside"] = (split.where.notnull() & split.where).name("inside")
    return keys


def _sums(table: ir.Table, design: Design, request: StatisticsRequest) -> dict[str, ir.Value]:
    scored = [weighted_column(table, design, column) for column in request.scored.values()]
    sums: dict[str, ir.Value] = {"n": table.count()}
    if design.weights:
        sums["lightest"] = min_weight(table, design.weights)
    for index, column in enumerate(design.fpc):
        size = table[column].cast("float64").fill_null(_MISSING)
        sums |= {f"low{index}": size.min(), f"high{index}": size.max()}
    sums |= {f"t{index}": _sum(column) for index, column in enumerate(scored)}
    if not design.ids:
        sums |= {f"p{i}_{j}": _sum(scored[i] * scored[j]) for i, j in product_order(len(scored))}
    if design.lone.looks_at_members:
        columns = enumerate(request.scored.values())
        sums |= {f"m{index}": _count(column) for index, column in columns}
    weighted = [weighted_column(table, design, column) for column in request.weighted.values()]
    sums |= {f"u{index}": _sum(column) for index, column in enumerate(weighted)}
    old = replace(design, calibration=None)
    crossed = [weighted_column(table, old, column) for column in request.crossed.values()]
    sums |= {f"o{index}": _sum(column) for index, column in enumerate(crossed)}
    counted = request.counted.values()
    sums |= {f"v{index}": _count(column) for index, column in enumerate(counted)}
    return sums


def _sum(column: ir.NumericValue) -> ir.FloatingValue:
    """Add up; the sum of nothing is 0."""
    return column.sum().fill_null(0.0)


def _count(column: ir.Value) -> ir.IntegerValue:
    """Count where a condition holds, or where a column is not NULL."""
    return column.ifelse(1, None).count() if column.type().is_boolean() else column.count()


def check_names(table: ir.Table, design: Design, split: DomainSpec) -> None:
    """Refuse a design whose columns are missing, or whose weights and sizes are no numbers."""
    telling = dict.fromkeys(split.within, "variable") | dict.fromkeys(split.by, "by")
    for name, role in {**telling, **design.columns}.items():
        if name not in table.columns:
            raise DesignRefused(
                gettext_noop("%(role)s: the table has no column “%(column)s”. It has %(columns)s."),
                role=role, column=name, columns=", ".join(table.columns),
            )  # fmt: skip
    for name in filter(None, (design.weights, *design.fpc)):
        if not table[name].type().is_numeric():
            raise DesignRefused(
                gettext_noop(
                    "%(role)s “%(column)s”: numbers only; the column holds %(kind)s. Read it as"
                    " numbers first."
                ),
                role=design.columns[name],
                column=name,
                kind=str(table[name].type()),
            )


def _check_result(found: pa.Table, design: Design) -> None:
    for key, name in zip(("h", "c", "s"), (design.strata, *design.ids, None), strict=False):
        if key in found.column_names and found[key].null_count:
            raise DesignRefused(
                gettext_noop(
                    "%(role)s “%(column)s”: each row belongs somewhere; found %(rows)s rows"
                    " without. Fill the column, or leave these rows out of the table if they were"
                    " never drawn."
                ),
                role=design.columns[name or ""],
                column=name,
                rows=_rows_without(found, key),
            )
    if design.weights:
        check_min_weight(float(to_matrix(found, ["lightest"]).min()), design.weights)


def min_weight(table: ir.Table, name: str) -> ir.FloatingValue:
    """Return the smallest weight; see `check_min_weight` for missing ones."""
    return table[name].cast("float64").fill_null(_MISSING).min()


def check_min_weight(lightest: float, name: str) -> None:
    """Refuse rows without a weight, or with one below 0."""
    if lightest == _MISSING:
        raise DesignRefused(
            gettext_noop(
                "weights “%(column)s”: each row weighs something, 0 or more; found rows without a"
                " weight. Mend the weights, or leave out of the table who was never drawn."
            ),
            column=name,
        )
    if lightest < 0:
        raise DesignRefused(
            gettext_noop(
                "weights “%(column)s”: each row weighs something, 0 or more; found %(weight)s."
                " Mend the weights, or leave out of the table who was never drawn."
            ),
            column=name,
            weight=lightest,
        )


def _rows_without(found: pa.Table, key: str) -> int:
    return int(to_matrix(found, ["n"])[factorize(found, key)[0] < 0].sum())


def _to_psu_totals(
    found: pa.Table, design: Design, request: StatisticsRequest, split: DomainSpec
) -> PsuTotals:
    stratum, strata = factorize(found, "h")
    psu, psus = factorize(found, "c")
    domain, labels = _domains(found, split)
    count = len(request.scored)
    products = [] if design.ids else [f"p{i}_{j}" for i, j in product_order(count)]
    fpc = [_sizes(found, design, index) for index in range(len(design.fpc))]
    group_labels = [label[: len(split.by)] for label in labels]
    groups = {group: index for index, group in enumerate(dict.fromkeys(group_labels))}
    return PsuTotals(
        stratum=stratum,
        psu=psu,
        ssu=factorize(found, "s")[0],
        domain=domain,
        strata=strata,
        psus=psus,
        labels=labels,
        group=np.array([groups[group] for group in group_labels], dtype=np.intp),
        rows=to_matrix(found, ["n"])[:, 0],
        fpc=np.column_stack(fpc or [np.empty((found.num_rows, 0))]),
        scored=to_matrix(found, [f"t{index}" for index in range(count)]),
        products=to_matrix(found, products),
        answering=to_matrix(
            found, [f"m{index}" for index in range(count) if design.lone.looks_at_members]
        ),
        weighted=to_matrix(found, [f"u{index}" for index in range(len(request.weighted))]),
        counted=to_matrix(found, [f"v{index}" for index in range(len(request.counted))]),
        crossed=to_matrix(found, [f"o{index}" for index in range(len(request.crossed))]),
    )


def to_matrix(found: pa.Table, names: Sequence[str]) -> Floats:
    """Return columns of the result as numbers."""
    # By DLPack, since Arrow's own conversion to numpy loads pandas.
    columns = [np.from_dlpack(found[name].cast("double").combine_chunks()) for name in names]
    table: Floats = np.column_stack(columns or [np.empty((found.num_rows, 0))])
    return table


def _sizes(found: pa.Table, design: Design, index: int) -> Floats:
    name = design.fpc[index]
    low = to_matrix(found, [f"low{index}"])[:, 0]
    high = to_matrix(found, [f"high{index}"])[:, 0]
    if low.min() == _MISSING:
        raise DesignRefused(
            gettext_noop("fpc “%(column)s”: a size for each row; some have none. Fill the column."),
            column=name,
        )
    if (uneven := low != high).any():
        raise DesignRefused(
            gettext_noop(
                "fpc “%(column)s”: one size for all rows of a stratum; found %(low)s and %(high)s"
                " in one. Mend the column."
            ),
            column=name,
            low=float(low[uneven][0]),
            high=float(high[uneven][0]),
        )
    return low


def factorize(found: pa.Table, key: str) -> tuple[Codes, list[Any]]:
    """Return each row's index among the different values, and these; −1 for missing."""
    if key not in found.column_names:
        return np.zeros(found.num_rows, dtype=np.intp), [None]
    encoded = found[key].combine_chunks().dictionary_encode(null_encoding="encode")
    values = encoded.dictionary.to_pylist()
    order = sorted(
        (index for index, value in enumerate(values) if value is not None), key=values.__getitem__
    )
    ranks = np.full(len(values), -1, dtype=np.intp)
    ranks[order] = np.arange(len(order))
    return ranks[np.from_dlpack(encoded.indices)], [values[index] for index in order]


def _domains(found: pa.Table, split: DomainSpec) -> tuple[Codes, list[tuple[Any, ...]]]:
    each = [factorize(found, f"d{index}") for index in range(len(split.by) + len(split.within))]
    inside = np.ones(found.num_rows, dtype=bool)
    if "inside" in found.column_names:
        inside = np.array(found["inside"].to_pylist(), dtype=bool)
    for codes, _values in each[: len(split.by)]:
        inside &= codes >= 0
    domain = np.full(found.num_rows, -1, dtype=np.intp)
    if not each:
        domain[inside] = 0
        return domain, [()] if inside.any() else []
    met, domain[inside] = distinct_rows(*(codes[inside] + 1 for codes, _values in each))
    values = [(None, *values) for _codes, values in each]
    return domain, [
        tuple(names[code] for names, code in zip(values, row, strict=True)) for row in met
    ]
