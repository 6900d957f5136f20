"""Newton's method for the multipliers of a calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vecu.stats.calibration.margins import format_levels
from vecu.stats.engine.aggregation import Floats
from vecu.stats.engine.weight_functions import (
    CalibrationMethod,
    CalibrationTerm,
    weight_factor,
    weight_factor_derivative,
)
from vecu.stats.errors import CalibrationRefused
from vecu.translation import gettext_noop

_ROUNDS = 100
_CLOSE = 1e-12
"""Convergence: no total is off by more than this share of the largest, in units of their spread."""
_TOLERANCE = 1e-8
"""A total that is off by more than this share of the largest of its margin is refused."""


@dataclass(frozen=True)
class WeightFunction:
    """The calibration method and its bounds."""

    method: CalibrationMethod
    bounds: tuple[float, float] | None

    def factor(self, moved: Floats) -> Floats:
        """Return the factor of the weights."""
        ratio: Floats = weight_factor(moved, self.method, self.bounds)
        return ratio

    def derivative(self, moved: Floats) -> Floats:
        """Return its derivative."""
        fast: Floats = weight_factor_derivative(moved, self.method, self.bounds)
        return fast


def solve_newton(
    x: Floats, heavy: Floats, wanted: Floats, kind: WeightFunction
) -> tuple[Floats, int]:
    """Return the multipliers, by Newton's method with steps halved until they improve."""
    size = np.sqrt(x.T**2 @ heavy)
    x = x / size
    goal = wanted / size
    found = np.zeros(len(goal))

    def residual(multipliers: Floats) -> Floats:
        gap: Floats = goal - x.T @ (heavy * kind.factor(x @ multipliers))
        return gap

    gap = residual(found)
    for rounds in range(1, _ROUNDS + 1):
        bend = heavy * kind.derivative(x @ found)
        step = np.linalg.pinv(x.T @ (bend[:, np.newaxis] * x), rcond=1e-10, hermitian=True) @ gap
        for _half in range(30):
            with np.errstate(all="ignore"):  # halve a step that is too long
                tried = residual(found + step)
            if np.linalg.norm(tried) < np.linalg.norm(gap):
                break
            step = step / 2
        else:
            return found / size, rounds
        found, gap = found + step, tried
        if np.abs(gap).max() <= _CLOSE * np.abs(goal).max():
            return found / size, rounds
    return found / size, _ROUNDS


def invert_gram_matrix(x: Floats, heavy: Floats) -> Floats:
    """Return the (pseudo)inverse of Σ d x xᵀ, ignoring linearly dependent columns."""
    size = np.sqrt(x.T**2 @ heavy)
    x = x / size
    gram = x.T @ (heavy[:, np.newaxis] * x)
    inverse: Floats = np.linalg.pinv(gram, rcond=1e-10, hermitian=True) / np.outer(size, size)
    return inverse


def check_margins_reached(
    terms: Sequence[CalibrationTerm],
    wanted: Floats,
    reached: Floats,
    kind: WeightFunction,
) -> None:
    """Refuse weights that do not meet a margin."""
    largest = {
        columns: max(abs(w) for t, w in zip(terms, wanted, strict=True) if t.columns == columns)
        for columns in dict.fromkeys(term.columns for term in terms)
    }
    off = np.abs(reached - wanted) / [max(largest[term.columns], 1e-300) for term in terms]
    if np.isfinite(off).all() and off.max() <= _TOLERANCE:
        return
    worst = int(np.argmax(np.where(np.isfinite(off), off, np.inf)))
    raise _margin_not_reached(terms[worst], float(wanted[worst]), float(reached[worst]), kind)


def _margin_not_reached(
    term: CalibrationTerm, wanted: float, reached: float, kind: WeightFunction
) -> CalibrationRefused:
    name, level = " × ".join(term.columns), format_levels(term.levels)
    margin = f"{name} = {level}" if level else name
    if kind.bounds:
        return CalibrationRefused(
            gettext_noop(
                "margin “%(margin)s”: no %(method)s weights within %(low)s and %(high)s meet all"
                " margins; wanted %(wanted)s, reached %(reached)s. Widen the bounds, put answers"
                " together, or leave a margin out."
            ),
            margin=margin, method=kind.method, low=float(kind.bounds[0]),
            high=float(kind.bounds[1]), wanted=wanted, reached=reached,
        )  # fmt: skip
    return CalibrationRefused(
        gettext_noop(
            "margin “%(margin)s”: no %(method)s weights meet all margins; wanted %(wanted)s,"
            " reached %(reached)s. Put answers together, or leave a margin out."
        ),
        margin=margin, method=kind.method, wanted=wanted, reached=reached,
    )  # fmt: skip
