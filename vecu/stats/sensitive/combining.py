"""A list and a plain question together: only those who deny it need the list.

π̂ = D̄ + (1 − D̄) · (difference in means of those who deny it), D̄ being the share who admit it. Right
where nobody admits what is not true. P. M. Aronow, A. Coppock, F. W. Crawford, D. P. Green,
Combining List Experiment and Direct Question Estimates of Sensitive Behavior Prevalence, Journal of
Survey Statistics and Methodology 3 (2015), 43-66.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from vecu.messages import Message
from vecu.stats.answers import yes_or_no
from vecu.stats.designs import Design
from vecu.stats.linear import CONFIDENCE, student
from vecu.stats.refusals import TooFewAnswers
from vecu.stats.results import Row
from vecu.stats.sensitive.arms import Arms, measure_arms
from vecu.stats.sensitive.lists import (
    DIFFERENCE,
    LONGER,
    SHORTER,
    SIGNIFICANT,
    ItemList,
    few,
    p_value,
)
from vecu.stats.sensitive.results import Doubt, Prevalence, doubted
from vecu.text import _

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class Combined:
    """What lists and a plain question tell together, with what each tells alone.

    `admitted` is how much longer the counts are of those who admit it: 1, if all is well; None
    where fewer than two in an arm do. `swayed` is how much more of those who got the longer list
    admit it: 0, if all is well.
    """

    combined: Prevalence
    direct: Prevalence
    difference: Prevalence
    admitted: Row | None
    swayed: Row


def combine_list_and_direct(
    table: ir.Table,
    design: Design,
    question: ItemList,
    direct: str,
    *,
    where: ir.BooleanValue | None = None,
    confidence: float = CONFIDENCE,
) -> Combined:
    """Return both estimates combined; `direct` is 1 for those who admit it, 0 for others.

    The variance is Aronow's for a simple sample without weights, else the design's.
    """
    table, said = question.read(table)
    admits, counts = yes_or_no(table, direct), question.counts
    columns = {
        "counted": said,
        "admits": admits,
        "hidden": said * (1 - admits),
        "hidden²": said * said * (1 - admits),
        "open": said * admits,
    }
    columns = {name: column.cast("float64") for name, column in columns.items()}
    arms = measure_arms(
        table,
        design,
        columns,
        group=question.longer,
        values=(LONGER, SHORTER),
        where=where,
        counted=["admits"],
    )
    _check(arms, direct)
    rows = arms.estimates(
        lambda totals: _estimates(arms, totals),
        [
            (counts, "list and direct question"),
            (direct, "direct question"),
            (counts, DIFFERENCE),
            (direct, "admitting, longer list less shorter"),
        ],
        confidence,
    ).rows
    combined = rows[0]
    if not (design.ids or design.strata or design.weights or design.fpc):
        combined = _published(combined, arms, confidence)
    admitted, swayed = _admitted(arms, counts, confidence), rows[3]
    return Combined(
        doubted(combined, _doubts(admitted, swayed)),
        doubted(rows[1]),
        doubted(rows[2], few(rows[2])),
        admitted,
        swayed,
    )


def _of(arms: Arms, totals: Any, name: str, over: str, arm: int) -> Any:
    """Return the mean of a statistic over those who deny or admit it, in an arm."""
    share = arms.mean(totals, "admits", arm)
    return arms.mean(totals, name, arm) / (share if over == "admits" else 1 - share)


def _estimates(arms: Arms, totals: Any) -> list[Any]:
    everybody = totals.sum(axis=0)
    names = arms.totals.names
    share = everybody[names.index("admits")] / everybody[names.index("asked")]
    hidden = [_of(arms, totals, "hidden", "denies", arm) for arm in (0, 1)]
    counted = [arms.mean(totals, "counted", arm) for arm in (0, 1)]
    admits = [arms.mean(totals, "admits", arm) for arm in (0, 1)]
    return [
        share + (1 - share) * (hidden[0] - hidden[1]),
        share,
        counted[0] - counted[1],
        admits[0] - admits[1],
    ]


def _admitted(arms: Arms, counts: str, confidence: float) -> Row | None:
    if min(arms.people("admits", arm) for arm in (0, 1)) < 2:
        return None
    (row,) = arms.estimates(
        lambda totals: [
            _of(arms, totals, "open", "admits", 0) - _of(arms, totals, "open", "admits", 1)
        ],
        [(counts, f"{DIFFERENCE}, of those who admit it")],
        confidence,
    )
    return row


def _published(row: Row, arms: Arms, confidence: float) -> Row:
    """Return the row with the standard error that Aronow and others give, their equation 7."""
    totals = arms.totals.values
    estimate, share = (float(each) for each in _estimates(arms, totals)[:2])
    asked = [float(arms.totals["asked"][place]) for place in arms.places]
    spread = []
    for arm in (0, 1):
        denying = asked[arm] * (1 - float(arms.mean(totals, "admits", arm)))
        mean = float(_of(arms, totals, "hidden", "denies", arm))
        square = float(_of(arms, totals, "hidden²", "denies", arm))
        spread.append((square - mean**2) * denying / (denying - 1))
    split = asked[0] / sum(asked)
    variance = (1 - estimate) ** 2 / (1 - share) * share
    variance += (1 - share) * (spread[0] / split + spread[1] / (1 - split))
    error = float(np.sqrt(variance / sum(asked)))
    ends = student(np.array([row.estimate]), np.array([error]), np.array([row.df]), confidence)
    low, high = (float(end[0]) for end in ends)
    return replace(row, std_error=error, conf_low=low, conf_high=high)


def _check(arms: Arms, direct: str) -> None:
    lists = Message(_("the longer list")), Message(_("the shorter list"))
    for arm, named in enumerate(lists):
        denying = arms.people("asked", arm) - arms.people("admits", arm)
        if denying < 2:
            raise TooFewAnswers(
                _(
                    "“%(column)s”: two people at least on %(list)s who deny it; found %(found)s."
                    " Where nobody hides it, the plain question is enough."
                ),
                column=direct,
                list=named,
                found=denying,
            )


def _doubts(admitted: Row | None, swayed: Row) -> tuple[Doubt, ...]:
    doubts: tuple[Doubt, ...] = ()
    if admitted is not None and p_value(admitted, 1) < SIGNIFICANT:
        doubts = (Doubt.ADMITTED_YET_NOT_COUNTED,)
    return (*doubts, Doubt.ORDER_CHANGES_ANSWERS) if p_value(swayed, 0) < SIGNIFICANT else doubts
