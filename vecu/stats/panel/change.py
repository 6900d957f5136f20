"""Net change of a mean or a share from one wave to another.

Both waves are domains of one sample of people, so the covariance of the two means is known, and a
change that most people share is detected although people differ a lot. Nobody is left out: who
answered once adds to one wave. The change among those who answered twice is reported beside it, as
a check.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vecu.stats.engine.aggregation import execute
from vecu.stats.engine.columns import Names, as_names, format_value
from vecu.stats.engine.estimates import Estimates
from vecu.stats.errors import TooFewAnswers
from vecu.stats.estimators.binary_columns import answer_column
from vecu.stats.estimators.linearization import CONFIDENCE
from vecu.stats.estimators.means import mean
from vecu.stats.panel.panel import Panel, WaveOverlap, pair_column
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class NetChange:
    """The change of each variable among all who answered, and among those who did so twice.

    If the two differ by more than chance, dropouts or new members differ from the others: look at
    `cases`, and weigh for attrition.
    """

    everybody: Estimates
    balanced: Estimates
    overlap: WaveOverlap


def net_change(panel: Panel, variables: Names, *, confidence: float = CONFIDENCE) -> NetChange:
    """Return the change of the means of numeric columns, later minus earlier."""
    names = as_names(variables)
    cases = panel.count_overlap()
    if cases.common < 2:
        raise TooFewAnswers(
            gettext_noop(
                "person “%(column)s”: two people at least in both waves; found %(found)s. Compare"
                " the waves as two samples, or look whether people bear the same number."
            ),
            column=panel.person,
            found=cases.common,
        )
    return NetChange(
        _changed(panel, names, confidence),
        _balanced(panel, names, confidence),
        cases,
    )


def _changed(panel: Panel, names: Sequence[str], confidence: float) -> Estimates:
    table = panel.table.mutate(**{name: answer_column(panel.table, name) for name in names})
    inside = table[panel.wave].isin([panel.earlier, panel.later])
    people = _people(panel, table.filter(inside), names)
    means = mean(
        table, panel.design_by_person, names, by=panel.wave, where=inside, confidence=confidence
    )
    earlier, later = format_value(panel.earlier), format_value(panel.later)
    made = means.contrast(
        {
            name: {
                means.at(variable=name, domain=later): 1.0,
                means.at(variable=name, domain=earlier): -1.0,
            }
            for name in names
        }
    )
    rows = [
        dataclasses.replace(
            row, domain=f"{earlier} → {later}", n=people[row.variable], method="change"
        )
        for row in made
    ]
    return dataclasses.replace(made, rows=tuple(rows))


def _balanced(panel: Panel, names: Sequence[str], confidence: float) -> Estimates:
    """Return the mean of each person's own change, among those who answered twice."""
    pairs = panel.paired_table(names)
    moves = {name: pairs[pair_column(name, 1)] - pairs[pair_column(name, 0)] for name in names}
    made = mean(pairs.mutate(**moves), panel.paired_design, names, confidence=confidence)
    where = f"{format_value(panel.earlier)} → {format_value(panel.later)}"
    rows = [dataclasses.replace(row, domain=where, method="change, same people") for row in made]
    return dataclasses.replace(made, rows=tuple(rows))


def _people(panel: Panel, inside: ir.Table, names: Sequence[str]) -> dict[str, int]:
    """Return how many people answered each, in one wave or in both; refuse a wave without any."""
    waves = {"first": panel.earlier, "second": panel.later}
    counts = {
        f"{which} {name}": (inside[name].notnull() & (inside[panel.wave] == wave)).sum()
        for which, wave in waves.items()
        for name in names
    }
    people = {name: inside[panel.person].nunique(where=inside[name].notnull()) for name in names}
    (found,) = execute(inside.aggregate(**counts, **people)).to_pylist()
    for which, wave in waves.items():
        for name in names:
            if not found[f"{which} {name}"]:
                raise TooFewAnswers(
                    gettext_noop(
                        "“%(column)s”: somebody answered in each wave; nobody did in %(wave)s."
                    ),
                    column=name,
                    wave=wave,
                )
    return {name: int(found[name]) for name in names}
