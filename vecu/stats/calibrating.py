"""Make weights meet what is known of the population: raking, linear and bounded calibration.

Only how often each combination of the columns of calibration occurs, and what it weighs, comes back
from the engine that holds the rows; the multipliers are found on that by Newton's method.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from vecu.stats.calibration import Calibration, Method, Term, bent, slope
from vecu.stats.columns import column, number, told
from vecu.stats.designs import Design
from vecu.stats.passing import Floats, fetch, numbers, weighed
from vecu.stats.refusals import CalibrationRefused

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_CELLS = 2_000_000
"""Different combinations at most, since they are held in memory."""
_ROUNDS = 100
_CLOSE = 1e-10
"""A total is met if it is off by no more than this share of the largest in its margin."""

Names = str | tuple[str, ...]
Margins = Mapping[Names, Mapping[Any, float] | float]
"""Of each column the total of each answer, or of the number; several columns may be crossed."""


@dataclass(frozen=True, slots=True)
class Margin:
    """One known total: `wanted`, what old weights gave (`before`), and what new ones `reached`."""

    variable: str
    level: str | None
    wanted: float
    before: float
    reached: float


@dataclass(frozen=True)
class Calibrated:
    """A design whose weights meet margins, and what that took.

    `ratios` are the smallest, the quartiles and the largest of new weight over old, over rows.
    Kish's effective size is (Σw)² / Σw²: how many alike weights would be worth as much.
    """

    design: Design
    margins: tuple[Margin, ...]
    ratios: tuple[float, float, float, float, float]
    lightest: float
    heaviest: float
    rows: int
    effective_before: float
    effective_after: float
    rounds: int


def calibrate(
    table: ir.Table,
    design: Design,
    margins: Margins,
    *,
    method: Method | str = Method.RAKING,
    bounds: tuple[float, float] | None = None,
) -> Calibrated:
    """Return the design with weights that meet `margins`, as near to its own as `method` has it.

    Estimates with that design know that margins are met by force: their variances are of residuals.
    Bounds hold for new weight over old, the first below 1, the second above.
    """
    method = Method(method)
    _check_asked(design, method, bounds)
    terms, wanted = _terms(table, margins)
    cells = _cells(table, design, terms)
    before = cells.x.T @ cells.heavy
    _check_totals(terms, wanted, before)
    with np.errstate(all="ignore"):  # steps too far are taken back
        multipliers, rounds = _solve(cells, wanted, method, bounds)
    ratio = bent(cells.x @ multipliers, method, bounds)
    reached = cells.x.T @ (cells.heavy * ratio)
    _check_reached(terms, wanted, reached, method, bounds)
    found = Calibration(terms, method, tuple(multipliers.tolist()), bounds, _inverse(cells))
    met = _margins(terms, wanted, before, reached)
    return _told(replace(design, calibration=found), cells, ratio, met, rounds)


def post_stratify(
    table: ir.Table, design: Design, by: Names, totals: Mapping[Any, float]
) -> Calibrated:
    """Return the design with weights that add up to the known size of each stratum of `by`."""
    return calibrate(table, design, {by: totals}, method=Method.LINEAR)


@dataclass(frozen=True)
class _Cells:
    """Combinations of the columns of calibration: `x`, and the weights of who holds each."""

    x: Floats
    rows: Floats
    heavy: Floats
    square: Floats
    lightest: Floats
    heaviest: Floats


def _check_asked(design: Design, method: Method, bounds: tuple[float, float] | None) -> None:
    if design.calibration:
        message = (
            "Weights are calibrated already: calibrate the first design to all margins at once."
        )
        raise CalibrationRefused(message)
    if design.fpc and not design.weights:
        message = "weights: calibration starts from a column of weights; the design names none."
        raise CalibrationRefused(message)
    if method.bounded != (bounds is not None):
        message = (
            f"bounds: {method} takes two numbers, one below 1 and one above; found {bounds}."
            if method.bounded
            else f"bounds: {method} takes none; found {bounds}. Choose logit or truncated."
        )
        raise CalibrationRefused(message)
    if bounds and not 0 <= bounds[0] < 1 < bounds[1]:
        message = f"bounds: one number from 0 below 1 and one above 1; found {bounds}."
        raise CalibrationRefused(message)


def _terms(table: ir.Table, margins: Margins) -> tuple[tuple[Term, ...], Floats]:
    terms: list[Term] = []
    wanted: list[float] = []
    for names, totals in margins.items():
        columns = (names,) if isinstance(names, str) else tuple(names)
        for name in columns:
            column(table, name)
        if isinstance(totals, Mapping):
            for levels, total in totals.items():
                terms.append(Term(columns, levels if isinstance(levels, tuple) else (levels,)))
                wanted.append(float(total))
        else:
            number(table, columns[0])
            terms.append(Term(columns))
            wanted.append(float(totals))
    if not terms:
        message = "margins: at least one total to meet; found none."
        raise CalibrationRefused(message)
    if not np.isfinite(wanted).all():
        message = "margins: each total is a finite number; some are not. Mend the margins."
        raise CalibrationRefused(message)
    return tuple(terms), np.array(wanted)


def _cells(table: ir.Table, design: Design, terms: Sequence[Term]) -> _Cells:
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
        message = (
            f"margins: at most {MOST_CELLS} combinations of {', '.join(names)}; there are more."
            " Round numbers, or calibrate on fewer columns."
        )
        raise CalibrationRefused(message)
    values = {name: found[f"k{place}"].to_pylist() for place, name in enumerate(names)}
    _check_values(terms, values)
    x = np.column_stack([_column(term, values) for term in terms])
    kept = numbers(found, ["rows", "heavy", "square", "lightest", "heaviest"])
    return _Cells(x, *kept.T)


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
            message = (
                f"margin “{name}”: a value for each row; some have none."
                " Fill the column, or make no answer one of its answers."
            )
            raise CalibrationRefused(message)
        known = {term.levels for term in terms if term.columns == columns}
        if known == {()}:
            continue
        if absent := sorted(_levels(levels) for levels in known - found):
            message = (
                f"margin “{name}”: each answer of a margin was given by somebody; nobody gave"
                f" {', '.join(absent[:5])}. Put it together with another answer, in both."
            )
            raise CalibrationRefused(message)
        if unknown := sorted(_levels(levels) for levels in found - known):
            message = (
                f"margin “{name}”: a total for each answer; there is none for"
                f" {', '.join(unknown[:5])}. Add it, or put answers together."
            )
            raise CalibrationRefused(message)


def _levels(levels: tuple[Any, ...]) -> str:
    return " × ".join(told(level) for level in levels)


def _check_totals(terms: Sequence[Term], wanted: Floats, before: Floats) -> None:
    sums: dict[str, float] = {}
    for term, total, weight in zip(terms, wanted, before, strict=True):
        name = " × ".join(term.columns)
        if not term.levels:
            continue
        if total < 0 or (weight <= 0 < total):
            message = (
                f"margin “{name}”: {_levels(term.levels)} has the total {total:g}, and weighs"
                f" {weight:g} in the sample. A total is 0 or more, of who weighs something."
            )
            raise CalibrationRefused(message)
        sums[name] = sums.get(name, 0.0) + total
    if sums and max(sums.values()) - min(sums.values()) > 1e-6 * max(sums.values()):
        listed = ", ".join(f"{name} {total:g}" for name, total in sums.items())
        message = f"margins: all add up to the same population; found {listed}. Mend the margins."
        raise CalibrationRefused(message)


def _solve(
    cells: _Cells, wanted: Floats, method: Method, bounds: tuple[float, float] | None
) -> tuple[Floats, int]:
    """Return the multipliers, by Newton's method with steps that are halved until they help."""
    size = np.sqrt(cells.x.T**2 @ cells.heavy)
    x = cells.x / size
    goal = wanted / size
    found = np.zeros(len(goal))

    def missing(multipliers: Floats) -> Floats:
        gap: Floats = goal - x.T @ (cells.heavy * bent(x @ multipliers, method, bounds))
        return gap

    gap = missing(found)
    for rounds in range(1, _ROUNDS + 1):
        bend = cells.heavy * slope(x @ found, method, bounds)
        step = np.linalg.pinv(x.T @ (bend[:, np.newaxis] * x), rcond=1e-10, hermitian=True) @ gap
        for _half in range(30):
            tried = missing(found + step)
            if np.linalg.norm(tried) < np.linalg.norm(gap):
                break
            step = step / 2
        else:
            return found / size, rounds
        found, gap = found + step, tried
        if np.abs(gap).max() <= _CLOSE * np.abs(goal).max() * 1e-2:
            return found / size, rounds
    return found / size, _ROUNDS


def _inverse(cells: _Cells) -> Floats:
    """Return the inverse of Σ d x xᵀ, as far as columns say different things."""
    size = np.sqrt(cells.x.T**2 @ cells.heavy)
    x = cells.x / size
    gram = x.T @ (cells.heavy[:, np.newaxis] * x)
    inverse: Floats = np.linalg.pinv(gram, rcond=1e-10, hermitian=True) / np.outer(size, size)
    return inverse


def _check_reached(
    terms: Sequence[Term],
    wanted: Floats,
    reached: Floats,
    method: Method,
    bounds: tuple[float, float] | None,
) -> None:
    largest = {
        columns: max(abs(w) for t, w in zip(terms, wanted, strict=True) if t.columns == columns)
        for columns in dict.fromkeys(term.columns for term in terms)
    }
    off = np.abs(reached - wanted) / [max(largest[term.columns], 1e-300) for term in terms]
    if np.isfinite(off).all() and off.max() <= 1e-8:
        return
    worst = int(np.argmax(np.where(np.isfinite(off), off, np.inf)))
    name, level = " × ".join(terms[worst].columns), _levels(terms[worst].levels)
    within = f" within {bounds[0]:g} and {bounds[1]:g}" if bounds else ""
    message = (
        f"margin “{name}”{f', {level}' if level else ''}: no {method} weights{within} meet all"
        f" margins; wanted {wanted[worst]:g}, reached {reached[worst]:g}."
        " Widen the bounds, put answers together, or leave a margin out."
    )
    raise CalibrationRefused(message)


def _margins(
    terms: Sequence[Term], wanted: Floats, before: Floats, reached: Floats
) -> tuple[Margin, ...]:
    return tuple(
        Margin(" × ".join(term.columns), _levels(term.levels) or None, float(w), float(b), float(r))
        for term, w, b, r in zip(terms, wanted, before, reached, strict=True)
    )


def _told(
    design: Design, cells: _Cells, ratio: Floats, margins: tuple[Margin, ...], rounds: int
) -> Calibrated:
    order = np.argsort(ratio)
    upto = np.cumsum(cells.rows[order]) / cells.rows.sum()
    quartiles = [
        float(ratio[order][np.searchsorted(upto, share - 1e-12)]) for share in (0.25, 0.5, 0.75)
    ]
    light, heavy = cells.lightest * ratio, cells.heaviest * ratio
    before = cells.heavy.sum() ** 2 / cells.square.sum()
    after = (cells.heavy @ ratio) ** 2 / (cells.square @ ratio**2)
    return Calibrated(
        design=design,
        margins=margins,
        ratios=(float(ratio.min()), quartiles[0], quartiles[1], quartiles[2], float(ratio.max())),
        lightest=float(np.minimum(light, heavy).min()),
        heaviest=float(np.maximum(light, heavy).max()),
        rows=int(cells.rows.sum()),
        effective_before=float(before),
        effective_after=float(after),
        rounds=rounds,
    )
