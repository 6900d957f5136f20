"""How a mean or a share changed from one wave to another.

Both waves are domains of one sample of people, so the covariance of the two means is known, and a
change that most people share is seen although people differ a lot. Nobody is left out: who answered
once adds to one wave. Next to it stands the change among those who answered twice, as a check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis

from vecu.stats.designs import Design
from vecu.stats.linear import CONFIDENCE, measure
from vecu.stats.means import Names, as_names, number
from vecu.stats.refusals import TooFewAnswers
from vecu.stats.results import Estimates
from vecu.stats.waves.panels import Cases, Panel


@dataclass(frozen=True)
class Change:
    """The change of each variable from all who answered, and from those who did so twice.

    Where the two differ by more than chance would have it, those who left or came are unlike the
    others: look at `cases`, and weigh for attrition.
    """

    everybody: Estimates
    balanced: Estimates
    cases: Cases


def change(panel: Panel, variables: Names, *, confidence: float = CONFIDENCE) -> Change:
    """Return the change of the means of numeric columns, later less earlier."""
    names = as_names(variables)
    cases = panel.cases()
    if cases.common < 2:
        message = (
            f"person “{panel.person}”: two people at least in both waves; found {cases.common}."
            " Compare the waves as two samples, or look whether people bear the same number."
        )
        raise TooFewAnswers(message)
    return Change(
        _changed(panel, names, panel.within(), "change", confidence),
        _changed(panel, names, panel.in_both(), "change, same people", confidence),
        cases,
    )


def _changed(
    panel: Panel, names: Sequence[str], where: Any, method: str, confidence: float
) -> Estimates:
    design: Design = panel.by_person
    table = panel.table.mutate(**{_INSIDE: where})
    columns = {name: number(table, name) for name in names}
    told = {f"n {name}": column.notnull() for name, column in columns.items()}
    statistics = {**columns, **{name: one.cast("float64") for name, one in told.items()}}
    table = table.mutate(
        **{**statistics, **{f"1 {name}": _once(panel, table, one) for name, one in told.items()}}
    )
    totals = measure(
        table,
        design,
        {name: table[name] for name in statistics},
        by=panel.wave,
        where=table[_INSIDE],
        counts={name: table[f"1 {name}"] for name in told},
    )
    places = [totals.domains.index((wave,)) for wave in (panel.earlier, panel.later)]
    rows, weights = [], []
    for name in names:
        means, moves = [], {}
        for sign, d in zip((-1, 1), places, strict=True):
            size = _answered(totals[f"n {name}"][d], name, totals.domains[d])
            means.append(totals[name][d] / size)
            moves[d, name], moves[d, f"n {name}"] = sign / size, -sign * means[-1] / size
        rows.append(
            {
                "variable": name,
                "domain": f"{panel.earlier} → {panel.later}",
                "estimate": means[1] - means[0],
                "df": totals.df[places].min(),
                "n": totals.counts[f"n {name}"][places].sum(),
                "method": method,
            }
        )
        weights.append(moves)
    return totals.estimates(rows, totals.combine(weights), confidence=confidence)


def _once(panel: Panel, table: Any, answered: Any) -> Any:
    """Say which rows to count so that each person counts once."""
    earlier = table[panel.wave] == panel.earlier
    same = ibis.window(group_by=table[panel.person])
    before = (answered & earlier).cast("int8").max().over(same) == 1
    return answered & (earlier | ~before)


def _answered(size: float, name: str, wave: tuple[Any, ...]) -> float:
    if not size > 0:
        message = f"“{name}”: somebody answered in each wave; nobody did in {wave[0]}."
        raise TooFewAnswers(message)
    return size


_INSIDE = "inside these waves"
