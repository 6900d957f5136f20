"""What is known of the population, and who in a sample it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vecu.stats.calibration import Term
from vecu.stats.columns import column, number, told
from vecu.stats.designs import Design
from vecu.stats.passing import (
    Floats,
    Split,
    check_lightest,
    check_names,
    fetch,
    lightest,
    numbers,
    weighed,
)
from vecu.stats.refusals import CalibrationRefused, NotFinite
from vecu.text import _

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_CELLS = 2_000_000
"""Different combinations at most, since they are held in memory."""

Names = str | tuple[str, ...]
Margins = Mapping[Names, Mapping[Any, float] | float]
"""Of each column the total of each answer, or of the number; several columns may be crossed."""


@dataclass(frozen=True)
class Cells:
    """Combinations of the columns of calibration: `x`, and the weights of who holds each."""

    x: Floats
    rows: Floats
    heavy: Floats
    square: Floats
    lightest: Floats
    heaviest: Floats


def terms_of(table: ir.Table, margins: Margins) -> tuple[tuple[Term, ...], Floats]:
    """Return the columns of calibration, and the total of each."""
    terms: list[Term] = []
    wanted: list[float] = []
    for names, totals in margins.items():
        columns = (names,) if isinstance(names, str) else tuple(names)
        for name in columns:
            column(table, name)
        if isinstance(totals, Mapping):
            for levels, total in totals.items():
                terms.append(Term(columns, levels if isinstance(levels, tuple) else (levels,)))
                wanted.append(_total(columns, levels, total))
        else:
            number(table, columns[0])
            terms.append(Term(columns))
            wanted.append(_total(columns, None, totals))
    if not terms:
        raise CalibrationRefused(_("margins: at least one total to meet; found none."))
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
            _("margin “%(margin)s”: its total is a finite number; found “%(total)s”. Mend it."),
            margin=name, total=str(given),
        )  # fmt: skip
    raise CalibrationRefused(
        _(
            "margin “%(margin)s”: each total is a finite number; found “%(total)s” for %(answer)s."
            " Mend it."
        ),
        margin=name, total=str(given),
        answer=named(levels if isinstance(levels, tuple) else (levels,)),
    )  # fmt: skip


_LARGEST = float(np.finfo(np.float64).max)
"""Infinity is larger, and every engine that keeps NaN sorts it above all numbers."""


def check_weights(table: ir.Table, design: Design) -> None:
    """Refuse a design that does not fit its table, or weights that are none, as estimates do."""
    check_names(table, design, Split())
    if not (name := design.weights):
        return
    weight = table[name].cast("float64")
    sums = {"least": lightest(table, name).fill_null(0.0), "all": weight.sum().fill_null(0.0)}
    least, whole = numbers(fetch(table.aggregate(**sums)), list(sums))[0]
    if not np.isfinite(whole):
        odd = fetch(table.aggregate(rows=(weight.abs() > _LARGEST).sum()))
        raise NotFinite(
            _(
                "weights “%(column)s”: finite numbers, 0 or more; in %(rows)s rows they are not."
                " Mend the weights, or leave out of the table who was never drawn."
            ),
            column=name,
            rows=odd["rows"][0].as_py(),
        )
    check_lightest(float(least), name)


def cells_of(table: ir.Table, design: Design, terms: Sequence[Term]) -> Cells:
    """Return how a sample falls on the columns of calibration."""
    check_weights(table, design)
    names = list(dict.fromkeys(name for term in terms for name in term.columns))
    first = table[names[0]]
    one = weighed(table, design, first.notnull() | first.isnull())
    found = fetch(
        table.aggregate(
            by=[table[name].name(f"k{place}") for place, name in enumerate(names)],
            rows=table.count().cast("float64"),
            heavy=one.sum(),
            square=(one * one).sum(),
            lightest=one.min(),
            heaviest=one.max(),
        ).limit(MOST_CELLS + 1)
    )
    if found.num_rows > MOST_CELLS:
        raise CalibrationRefused(
            _(
                "margins: at most %(most)s combinations of %(names)s; there are more."
                " Round numbers, or calibrate on fewer columns."
            ),
            most=MOST_CELLS,
            names=", ".join(names),
        )
    values = {name: found[f"k{place}"].to_pylist() for place, name in enumerate(names)}
    x = x_of(terms, values)
    kept = numbers(found, ["rows", "heavy", "square", "lightest", "heaviest"])
    return Cells(x, *kept.T)


def x_of(terms: Sequence[Term], values: Mapping[str, list[Any]]) -> Floats:
    """Return the columns of calibration; refuses answers without a total, and the reverse."""
    _check_values(terms, values)
    x: Floats = np.column_stack([_column(term, values) for term in terms] or [np.empty((0, 0))])
    return x


def _column(term: Term, values: Mapping[str, list[Any]]) -> Floats:
    if not term.levels:
        return np.array(values[term.columns[0]], dtype=np.float64)
    rows = zip(*(values[name] for name in term.columns), strict=True)
    return np.array([row == term.levels for row in rows], dtype=np.float64)


def _check_values(terms: Sequence[Term], values: Mapping[str, list[Any]]) -> None:
    for columns in dict.fromkeys(term.columns for term in terms):
        name = " × ".join(columns)
        found = set(zip(*(values[column] for column in columns), strict=True))
        if any(value is None or value != value for row in found for value in row):  # noqa: PLR0124 - NaN
            raise CalibrationRefused(
                _(
                    "margin “%(margin)s”: a value for each row; some have none."
                    " Fill the column, or make no answer one of its answers."
                ),
                margin=name,
            )
        known = {term.levels for term in terms if term.columns == columns}
        if known == {()}:
            continue
        if absent := sorted(named(levels) for levels in known - found):
            raise CalibrationRefused(
                _(
                    "margin “%(margin)s”: each answer of a margin was given by somebody; nobody"
                    " gave %(answers)s. Put it together with another answer, in both."
                ),
                margin=name,
                answers=", ".join(absent[:5]),
            )
        if unknown := sorted(named(levels) for levels in found - known):
            raise CalibrationRefused(
                _(
                    "margin “%(margin)s”: a total for each answer; there is none for %(answers)s."
                    " Add it, or put answers together."
                ),
                margin=name,
                answers=", ".join(unknown[:5]),
            )


def named(levels: tuple[Any, ...]) -> str:
    """Return answers as they stand in a table."""
    return " × ".join(told(level) for level in levels)


def check_totals(terms: Sequence[Term], wanted: Floats, before: Floats) -> None:
    """Refuse totals that cannot be met, and margins of different populations."""
    sums: dict[str, float] = {}
    for term, total, weight in zip(terms, wanted, before, strict=True):
        name = " × ".join(term.columns)
        if not term.levels:
            continue
        if total < 0 or (weight <= 0 < total):
            raise CalibrationRefused(
                _(
                    "margin “%(margin)s”: %(answer)s has the total %(total)s, and weighs %(weight)s"
                    " in the sample. A total is 0 or more, of who weighs something."
                ),
                margin=name,
                answer=named(term.levels),
                total=float(total),
                weight=float(weight),
            )
        sums[name] = sums.get(name, 0.0) + total
    if sums and not any(sums.values()):
        raise CalibrationRefused(
            _("margins: totals of a population; these are all 0. Write how many there are.")
        )
    if sums and max(sums.values()) - min(sums.values()) > 1e-6 * max(sums.values()):
        low, high = min(sums, key=sums.__getitem__), max(sums, key=sums.__getitem__)
        raise CalibrationRefused(
            _(
                "margins: all add up to the same population; found %(smallest)s %(least)s and"
                " %(largest)s %(most)s. Mend the margins."
            ),
            smallest=low,
            least=sums[low],
            largest=high,
            most=sums[high],
        )
