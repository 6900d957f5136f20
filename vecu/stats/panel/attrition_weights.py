"""Attrition weights, so that returning people represent all who answered the earlier wave.

A returning person has weight / p̂, with p̂ from a logit model of returning. Then weights are raked,
by factors exp(xλ), until all predictors have the totals that they had in the earlier wave. J.-C.
Deville and C.-E. Särndal, Journal of the American Statistical Association 87 (1992), 376-382; the
weights correct only what the predictors explain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pyarrow as pa
from scipy.special import expit

from vecu.messages import Message
from vecu.stats.engine.aggregation import Floats, execute
from vecu.stats.engine.columns import get_column
from vecu.stats.errors import CalibrationRefused, VariableRefused
from vecu.stats.estimators.microdata import weight_column
from vecu.stats.panel.panel import Panel, WaveOverlap
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir

WEIGHT = "weight for attrition"
MOST_LEVELS = 50
"""The most different words in a predictor; each becomes a variable of the model."""

_STEPS = 60
_UNLIKELY = 1e-4
"""A predicted probability of returning below this counts as 0."""


@dataclass(frozen=True, slots=True)
class AttritionPredictor:
    """A predictor's coefficient for returning (`log_odds`), and its mean.

    The mean is over all who answered the earlier wave, over those of them who returned, and over
    the latter with attrition weights: the first and the last are equal.
    """

    name: str
    log_odds: float
    before: float
    came_again: float
    weighed: float


@dataclass(frozen=True)
class Attrition:
    """A panel whose later wave has attrition weights; new members keep their weights.

    `chances` are the lowest and highest predicted probabilities of returning. `effective` is Kish's
    effective sample size of those who returned, before and after. Variances take the new weights as
    given.
    """

    panel: Panel
    overlap: WaveOverlap
    predictors: tuple[AttritionPredictor, ...]
    chances: tuple[float, float]
    effective: tuple[float, float]


def weigh_for_attrition(panel: Panel, predictors: Sequence[str]) -> Attrition:
    """Return the panel with attrition weights, from columns as of the earlier wave.

    Numbers are used as they are, words as one variable for each but the first. A predictor must
    have no missing values: make "not known" a word of its own.
    """
    cases = panel.count_overlap()
    found = _earlier(panel, predictors)
    names, x = _matrix(found, predictors)
    came, weights = (
        found["came"].to_numpy(zero_copy_only=False),
        found["weight"].cast(pa.float64()).to_numpy(),
    )
    _check(names, x, came)
    slopes = _solve(lambda slopes: _likelihood(slopes, x, came, weights), x, "predictors")
    likely = expit(x @ slopes)
    if likely[came].min() < _UNLIKELY:
        raise CalibrationRefused(
            gettext_noop(
                "predictors %(names)s: together they tell almost exactly who came again, so nobody"
                " stands for those who did not. Leave one out, or put words together."
            ),
            names=", ".join(predictors),
        )
    lifted = weights[came] / likely[came]
    factors = _solve(
        lambda factors: _margins(factors, x[came], lifted, weights @ x),
        x,
        Message(gettext_noop("calibration")),
    )
    after = lifted * np.exp(x[came] @ factors)
    means = (_means(x, weights), _means(x[came], weights[came]), _means(x[came], after))
    described = tuple(
        AttritionPredictor(name, *(float(each[index]) for each in (slopes, *means)))
        for index, name in enumerate(names)
        if index
    )
    persons = [who for who, again in zip(found["person"].to_pylist(), came, strict=True) if again]
    return Attrition(
        _reweighed(panel, persons, after),
        cases,
        described,
        (float(likely.min()), float(likely.max())),
        (_effective_size(weights[came]), _effective_size(after)),
    )


def _earlier(panel: Panel, predictors: Sequence[str]) -> pa.Table:
    """Return each person of the earlier wave: who, predictors, weight, whether they returned."""
    table = panel.table
    later = table.filter(table[panel.wave] == panel.later)
    columns = {f"x{index}": get_column(table, name) for index, name in enumerate(predictors)}
    earlier = table.filter(table[panel.wave] == panel.earlier, table[panel.person].notnull())
    return execute(
        earlier.select(
            person=earlier[panel.person],
            came=earlier[panel.person].isin(later[panel.person]),
            weight=weight_column(earlier, panel.design),
            **{key: earlier[found.get_name()] for key, found in columns.items()},
        )
    )


def _matrix(found: pa.Table, predictors: Sequence[str]) -> tuple[list[str], Floats]:
    if not predictors:
        raise VariableRefused(
            gettext_noop(
                "predictors: one column at least that may tell who comes again; found none."
            )
        )
    names, columns = [""], [np.ones(found.num_rows)]
    for index, name in enumerate(predictors):
        values = found[f"x{index}"]
        if values.null_count:
            raise VariableRefused(
                gettext_noop(
                    "“%(column)s”: known of everybody in the earlier wave; %(people)s people have"
                    " none. Make “not known” a word of its own, or leave the column out."
                ),
                column=name,
                people=values.null_count,
            )
        if pa.types.is_integer(values.type) or pa.types.is_floating(values.type):
            names.append(name)
            columns.append(values.cast(pa.float64()).to_numpy())
            continue
        for level, is_so in _levels(name, values.to_pylist()):
            names.append(f"{name} = {level}")
            columns.append(is_so)
    return names, np.column_stack(columns)


def _levels(name: str, values: list[Any]) -> list[tuple[str, Floats]]:
    levels, codes = np.unique([str(value) for value in values], return_inverse=True)
    if len(levels) > MOST_LEVELS:
        raise VariableRefused(
            gettext_noop("“%(column)s”: %(most)s different words at most; found %(found)s."),
            column=name,
            most=MOST_LEVELS,
            found=len(levels),
        )
    return [(str(level), (codes == at).astype(float)) for at, level in enumerate(levels)][1:]


def _check(names: list[str], x: Floats, came: Any) -> None:
    for index, name in enumerate(names):
        some = x[:, index]
        if index and np.ptp(some) == 0:
            raise VariableRefused(
                gettext_noop("“%(column)s”: differs between people; it does not. Leave it out."),
                column=name,
            )
        if " = " in name and not came[some == 1].any():
            raise CalibrationRefused(
                gettext_noop(
                    "“%(kind)s”: somebody of each kind came again; of these nobody did, so nobody"
                    " can stand for them. Put the word together with another."
                ),
                kind=name,
            )
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise VariableRefused(
            gettext_noop("predictors: one follows from the others (%(names)s). Leave it out."),
            names=", ".join(names[1:]),
        )


Equations = Callable[[Floats], tuple[Floats, Floats]]
"""What must be 0, and minus its derivative."""


def _likelihood(slopes: Floats, x: Floats, came: Floats, weights: Floats) -> tuple[Floats, Floats]:
    likely = expit(x @ slopes)
    return (weights * (came - likely)) @ x, (x.T * (weights * likely * (1 - likely))) @ x


def _margins(factors: Floats, x: Floats, lifted: Floats, wanted: Floats) -> tuple[Floats, Floats]:
    raked = lifted * np.exp(np.clip(x @ factors, -50, 50))
    return wanted - raked @ x, (x.T * raked) @ x


def _solve(equations: Equations, x: Floats, name: str) -> Floats:
    """Solve the equations by Newton's steps, halved where they lead away."""
    at = np.zeros(x.shape[1])
    scale = np.abs(x).max(axis=0) * len(x)
    wrong, slope = equations(at)
    for _step in range(_STEPS):
        if (np.abs(wrong) <= 1e-10 * scale).all():
            return at
        step = np.linalg.lstsq(slope, wrong, rcond=None)[0]
        for _half in range(30):
            further, steeper = equations(at + step)
            if np.abs(further / scale).max() < np.abs(wrong / scale).max():
                break
            step = step / 2
        at, wrong, slope = at + step, further, steeper
    raise CalibrationRefused(
        gettext_noop(
            "%(name)s: no weights were found with which those who came again stand for all."
            " Leave a predictor out, or put words together."
        ),
        name=name,
    )


def _means(x: Floats, weights: Floats) -> Floats:
    means: Floats = weights @ x / weights.sum()
    return means


def _effective_size(weights: Floats) -> float:
    return float(weights.sum() ** 2 / (weights @ weights))


def _reweighed(panel: Panel, persons: list[Any], weights: Floats) -> Panel:
    table = panel.table
    again = ibis.memtable(pa.table({"who came again": persons, "their weight": weights}))
    own = weight_column(table, panel.design)
    wide = table.mutate(**{WEIGHT: own}).left_join(
        again, table[panel.person] == again["who came again"]
    )
    mended = (wide[panel.wave] == panel.later) & wide["their weight"].notnull()
    wide = wide.mutate(**{WEIGHT: mended.ifelse(wide["their weight"], wide[WEIGHT])})
    reweighed: ir.Table = wide.drop("who came again", "their weight")
    return replace(panel, table=reweighed, design=replace(panel.design, weights=WEIGHT))
