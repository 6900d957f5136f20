"""Known population totals, and the sample's distribution on the same columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vecu.stats.engine.aggregation import (
    DomainSpec,
    Floats,
    check_min_weight,
    check_names,
    execute,
    min_weight,
    to_matrix,
    weighted_column,
)
from vecu.stats.engine.columns import format_value, get_column, numeric_column
from vecu.stats.engine.design import Design
from vecu.stats.engine.weight_functions import CalibrationTerm
from vecu.stats.errors import CalibrationRefused, NotFinite
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_CELLS = 2_000_000
"""The most combinations, since they are held in memory."""

Names = str | tuple[str, ...]
Margins = Mapping[Names, Mapping[Any, float] | float]
"""For each column the total of each answer, or of the number; several columns may be crossed."""


@dataclass(frozen=True)
class CalibrationCells:
    """The combinations of the calibration columns: `x`, and the total weight of each."""

    x: Floats
    rows: Floats
    heavy: Floats
    square: Floats
    lightest: Floats
    heaviest: Floats


def build_terms(table: ir.Table, margins: Margins) -> tuple[tuple[CalibrationTerm, ...], Floats]:
    """Return the columns of calibration, and the total of each."""
    terms: list[CalibrationTerm] = []
    wanted: list[float] = []
    for names, totals in margins.items():
        columns = (names,) if isinstance(names, str) else tuple(names)
        for name in columns:
            get_column(table, name)
        if isinstance(totals, Mapping):
            for levels, total in totals.items():
                terms.append(
                    CalibrationTerm(columns, levels if isinstance(levels, tuple) else (levels,))
                )
                wanted.append(_total(columns, levels, total))
        else:
            numeric_column(table, columns[0])
            terms.append(CalibrationTerm(columns))
            wanted.append(_total(columns, None, totals))
    if not terms:
        raise CalibrationRefused(gettext_noop("margins: at least one total to meet; found none."))
    return tuple(terms), np.array(wanted)


def _total(columns: tuple[str, ...], levels: Any, given: Any) -> float:
    try:
        total = float(given)
    except (TypeError, ValueError):
        total = np.nan
    if np.isfinite(total):
        return total
    name = " × ".join(columns)
    if levels is None:
        raise CalibrationRefused(
            gettext_noop(
                "margin “%(margin)s”: its total is a finite number; found “%(total)s”. Mend it."
            ),
            margin=name,
            total=str(given),
        )
    raise CalibrationRefused(
        gettext_noop(
            "margin “%(margin)s”: each total is a finite number; found “%(total)s” for %(answer)s."
            " Mend it."
        ),
        margin=name, total=str(given),
        answer=format_levels(levels if isinstance(levels, tuple) else (levels,)),
    )  # fmt: skip


_LARGEST = float(np.finfo(np.float64).max)
"""Infinity is larger, and every engine that keeps NaN sorts it above all numbers."""


def check_weights(table: ir.Table, design: Design) -> None:
    """Refuse a design that does not fit its table, or invalid weights, as estimates do."""
    check_names(table, design, DomainSpec())
    if not (name := design.weights):
        return
    weight = table[name].cast("float64")
    sums = {"least": min_weight(table, name).fill_null(0.0), "all": weight.sum().fill_null(0.0)}
    least, whole = to_matrix(execute(table.aggregate(**sums)), list(sums))[0]
    if not np.isfinite(whole):
        odd = execute(table.aggregate(rows=(weight.abs() > _LARGEST).sum()))
        raise NotFinite(
            gettext_noop(
                "weights “%(column)s”: finite numbers, 0 or more; in %(rows)s rows they are not."
                " Mend the weights, or leave out of the table who was never drawn."
            ),
            column=name,
            rows=odd["rows"][0].as_py(),
        )
    check_min_weight(float(least), name)


def count_cells(
    table: ir.Table, design: Design, terms: Sequence[CalibrationTerm]
) -> CalibrationCells:
    """Return the distribution of the sample on the calibration columns."""
    check_weights(table, design)
    names = list(dict.fromkeys(name for term in terms for name in term.columns))
    first = table[names[0]]
    one = weighted_column(table, design, first.notnull() | first.isnull())
    found = execute(
        table.aggregate(
            by=[table[name].name(f"k{index}") for index, name in enumerate(names)],
            rows=table.count().cast("float64"),
            heavy=one.sum(),
            square=(one * one).sum(),
            lightest=one.min(),
            heaviest=one.max(),
        ).limit(MOST_CELLS + 1)
    )
    if found.num_rows > MOST_CELLS:
        raise CalibrationRefused(
            gettext_noop(
                "margins: at most %(most)s combinations of %(names)s; there are more."
                " Round numbers, or calibrate on fewer columns."
            ),
            most=MOST_CELLS,
            names=", ".join(names),
        )
    values = {name: found[f"k{index}"].to_pylist() for index, name in enumerate(names)}
    x = build_model_matrix(terms, values)
    columns = to_matrix(found, ["rows", "heavy", "square", "lightest", "heaviest"])
    return CalibrationCells(x, *columns.T)


def build_model_matrix(terms: Sequence[CalibrationTerm], values: Mapping[str, list[Any]]) -> Floats:
    """Return the model matrix; refuse answers without a total, and totals without answers."""
    _check_values(terms, values)
    x: Floats = np.column_stack([_column(term, values) for term in terms] or [np.empty((0, 0))])
    return x


def _column(term: CalibrationTerm, values: Mapping[str, list[Any]]) -> Floats:
    if not term.levels:
        return np.array(values[term.columns[0]], dtype=np.float64)
    rows = zip(*(values[name] for name in term.columns), strict=True)
    return np.array([row == term.levels for row in rows], dtype=np.float64)


def _check_values(terms: Sequence[CalibrationTerm], values: Mapping[str, list[Any]]) -> None:
    for columns in dict.fromkeys(term.columns for term in terms):
        name = " × ".join(columns)
        found = set(zip(*(values[column] for column in columns), strict=True))
        if any(value is None or value != value for row in found for value in row):  # noqa: PLR0124 - NaN
            raise CalibrationRefused(
                gettext_noop(
                    "margin “%(margin)s”: a value for each row; some have none."
                    " Fill the column, or make no answer one of its answers."
                ),
                margin=name,
            )
        known = {term.levels for term in terms if term.columns == columns}
        if known == {()}:
            continue
        if absent := sorted(format_levels(levels) for levels in known - found):
            raise CalibrationRefused(
                gettext_noop(
                    "margin “%(margin)s”: each answer of a margin was given by somebody; nobody"
                    " gave %(answers)s. Put it together with another answer, in both."
                ),
                margin=name,
                answers=", ".join(absent[:5]),
            )
        if unknown := sorted(format_levels(levels) for levels in found - known):
            raise CalibrationRefused(
                gettext_noop(
                    "margin “%(margin)s”: a total for each answer; there is none for %(answers)s."
                    " Add it, or put answers together."
                ),
                margin=name,
                answers=", ".join(unknown[:5]),
            )


def format_levels(levels: tuple[Any, ...]) -> str:
    """Return answers as they are written in a table."""
    return " × ".join(format_value(level) for level in levels)


def check_totals(terms: Sequence[CalibrationTerm], wanted: Floats, before: Floats) -> None:
    """Refuse totals that cannot be met, and margins that contradict each other."""
    sums: dict[str, float] = {}
    for term, total, weight in zip(terms, wanted, before, strict=True):
        name = " × ".join(term.columns)
        if not term.levels:
            continue
        if total < 0 or (weight <= 0 < total):
            raise CalibrationRefused(
                gettext_noop(
                    "margin “%(margin)s”: %(answer)s has the total %(total)s, and weighs %(weight)s"
                    " in the sample. A total is 0 or more, of who weighs something."
                ),
                margin=name,
                answer=format_levels(term.levels),
                total=float(total),
                weight=float(weight),
            )
        sums[name] = sums.get(name, 0.0) + total
    if sums and not any(sums.values()):
        raise CalibrationRefused(
            gettext_noop(
                "margins: totals of a population; these are all 0. Write how many there are."
            )
        )
    if sums and max(sums.values()) - min(sums.values()) > 1e-6 * max(sums.values()):
        low, high = min(sums, key=sums.__getitem__), max(sums, key=sums.__getitem__)
        raise CalibrationRefused(
            gettext_noop(
                "margins: all add up to the same population; found %(smallest)s %(least)s and"
                " %(largest)s %(most)s. Mend the margins."
            ),
            smallest=low,
            least=sums[low],
            largest=high,
            most=sums[high],
        )
