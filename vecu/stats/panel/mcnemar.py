"""Gross change: who changed from yes to no, or from no to yes."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
from scipy.stats import binom

from vecu.stats.engine.aggregation import execute
from vecu.stats.engine.estimates import Estimates
from vecu.stats.errors import TooFewAnswers, VariableRefused
from vecu.stats.estimators.binary_columns import indicator
from vecu.stats.estimators.linearization import CONFIDENCE
from vecu.stats.estimators.proportion_intervals import IntervalMethod
from vecu.stats.estimators.proportions import proportion
from vecu.stats.panel.panel import Panel, pair_column
from vecu.translation import gettext_noop

TURNS = ("yes twice", "became yes", "became no", "no twice")


@dataclass(frozen=True)
class GrossChange:
    """The answers of people who answered twice, and McNemar's test of the change.

    `shares` are of the population, weighted, in the order of `TURNS`; `counts` are people.
    McNemar's test uses only those who changed: under the null hypothesis half would change each
    way. It ignores weights and design; `p_value` is exact, however few changed. Q. McNemar,
    Psychometrika 12 (1947), 153-157.
    """

    shares: Estimates
    counts: dict[str, int]
    mcnemar: float
    p_value: float


def gross_change(panel: Panel, variable: str, *, confidence: float = CONFIDENCE) -> GrossChange:
    """Return who changed which way in a column of yes and no (1 and 0), among common cases.

    Weights, strata and clusters are those of the later wave.
    """
    panel.count_overlap()
    pairs = panel.paired_table([variable])
    before, after = (pairs[pair_column(variable, later)] for later in (0, 1))
    whole = before.notnull() & after.notnull()
    indicators = {
        name: ibis.ifelse(whole, indicator((before == one) & (after == other)), None)
        for name, (one, other) in zip(TURNS, ((1, 1), (0, 1), (1, 0), (0, 0)), strict=True)
    }
    turned = pairs.mutate(**indicators)
    sums = {name: turned[name].sum().cast("int64") for name in TURNS}
    (found,) = execute(turned.aggregate(people=whole.sum(), **sums)).to_pylist()
    people = found.pop("people") or 0
    if people < 2:
        raise TooFewAnswers(
            gettext_noop("“%(column)s”: two people at least who answered twice; found %(found)s."),
            column=variable,
            found=people,
        )
    if sum(found.values()) != people:
        raise VariableRefused(
            gettext_noop(
                "“%(column)s”: 1 for yes and 0 for no; found something else for %(people)s people."
                " Recode it."
            ),
            column=variable,
            people=people - sum(found.values()),
        )
    shares = proportion(
        turned,
        panel.paired_design,
        TURNS,
        level=1.0,
        interval=IntervalMethod.KORN_GRAUBARD,
        confidence=confidence,
    )
    up, down = found["became yes"], found["became no"]
    square = (up - down) ** 2 / (up + down) if up + down else 0.0
    return GrossChange(shares, found, square, _exact(up, down))


def _exact(up: int, down: int) -> float:
    return min(1.0, 2 * float(binom.cdf(min(up, down), up + down, 0.5)))
