"""List experiments: people say how many of several things are true of them, never which.

One random half gets J harmless items, the other the same and the sensitive one. The difference in
means is the share for whom it is true, whatever the items: J. D. Miller, A New Survey Technique for
Studying Deviant Behavior (1984). With two lists everybody answers both and each half gets the
sensitive item in another one; the mean of both differences varies less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import t as student

from vecu.stats.answers import one_or_nought, whole_to, yes_or_no
from vecu.stats.designs import Design
from vecu.stats.linear import CONFIDENCE
from vecu.stats.passing import fetch
from vecu.stats.refusals import VariableRefused
from vecu.stats.results import Row
from vecu.stats.sensitive.arms import measure_arms
from vecu.stats.sensitive.effects import DesignEffect, design_effect
from vecu.stats.sensitive.results import Doubt, Prevalence, doubted
from vecu.text import _

if TYPE_CHECKING:
    import ibis.expr.types as ir

ENOUGH = 1_000
"""People below whom lists decide little: with 1,000 an interval is some 20 points wide."""

SIGNIFICANT = 0.05
LONGER, SHORTER = 1.0, 0.0
DIFFERENCE = "difference in means"


@dataclass(frozen=True, slots=True)
class ItemList:
    """The columns of a list question: how many of its things each person said are true.

    `longer` is 1 (or true) for those whose list held the sensitive item beside the `items` harmless
    ones, else 0.
    """

    counts: str
    longer: str
    items: int

    def __post_init__(self) -> None:
        """Refuse a list that hides nothing."""
        if self.items < 2:
            raise VariableRefused(
                _(
                    "items: two harmless items at least, or counts give people away;"
                    " found %(found)s."
                ),
                found=self.items,
            )

    def read(self, table: ir.Table) -> tuple[ir.Table, ir.NumericValue]:
        """Return the table with who got the longer list as 1 and 0, and the counts.

        Refuses a count that the list which a person got does not allow.
        """
        table = table.mutate(**{self.longer: yes_or_no(table, self.longer)})
        said = whole_to(table, self.counts, self.items + 1)
        try:
            whole_to(table.filter(table[self.longer] == SHORTER), self.counts, self.items)
        except VariableRefused as refused:
            raise VariableRefused(
                _("%(why)s They are of people who got the shorter list: check who got which."),
                why=refused.message,
            ) from None
        return table, said


@dataclass(frozen=True)
class Listed:
    """What a list experiment tells, and whether the longer list changed the other answers."""

    difference: Prevalence
    effect: DesignEffect


@dataclass(frozen=True)
class DoubleListed:
    """What two lists tell together, and each alone."""

    difference: Prevalence
    first: Listed
    second: Listed


def list_experiment(
    table: ir.Table,
    design: Design,
    question: ItemList,
    *,
    where: ir.BooleanValue | None = None,
    confidence: float = CONFIDENCE,
) -> Listed:
    """Return the difference in means of the counts, with the test for a design effect."""
    table, said = question.read(table)
    at_most = {f"{y}": one_or_nought(said <= y) for y in range(question.items + 1)}
    arms = measure_arms(
        table, design, at_most, group=question.longer, values=(LONGER, SHORTER), where=where
    )

    def cumulated(totals: Any) -> Any:
        return np.array([arms.mean(totals, y, arm) for arm in (0, 1) for y in at_most])

    def difference(totals: Any) -> Any:
        # a mean count is the sum of the shares who count more than 0, 1, 2, …
        longer_at_most, shorter_at_most = cumulated(totals).reshape(2, -1)
        return [(shorter_at_most - longer_at_most).sum()]

    found, combining = arms.totals.derive(cumulated)
    effect = design_effect(found, arms.totals.spread.covariance(combining), arms.n)
    (row,) = arms.estimates(difference, [(question.counts, DIFFERENCE)], confidence)
    doubts = few(row)
    if effect.p_value < SIGNIFICANT:
        doubts = (*doubts, Doubt.LIST_CHANGES_ANSWERS)
    return Listed(doubted(row, doubts), effect)


def double_list(
    table: ir.Table,
    design: Design,
    first: ItemList,
    second: ItemList,
    *,
    where: ir.BooleanValue | None = None,
    confidence: float = CONFIDENCE,
) -> DoubleListed:
    """Return the mean of both differences, over those who answered both lists.

    Each person gets the sensitive item once: on the first list or on the second.
    """
    table, one = first.read(table)
    table, other = second.read(table)
    whole = one.notnull() & other.notnull()
    inside = whole if where is None else whole & where
    _check_once(table, first, second, inside)
    arms = measure_arms(
        table,
        design,
        {"first": one, "second": other},
        group=first.longer,
        values=(LONGER, SHORTER),
        where=inside,
    )

    def both(totals: Any) -> Any:
        on_first, on_second = (
            arms.mean(totals, name, 0) - arms.mean(totals, name, 1) for name in ("first", "second")
        )
        return [(on_first - on_second) / 2, on_first + on_second]

    name = f"{first.counts} + {second.counts}"
    told = [(name, "double list"), (name, "first list less second")]
    together, apart = arms.estimates(both, told, confidence)
    doubts = few(together)
    if p_value(apart, 0) < SIGNIFICANT:
        doubts = (*doubts, Doubt.LISTS_DIFFER)
    alone = (
        list_experiment(table, design, each, where=inside, confidence=confidence)
        for each in (first, second)
    )
    return DoubleListed(doubted(together, doubts), *alone)


def _check_once(table: ir.Table, first: ItemList, second: ItemList, inside: Any) -> None:
    odd = (inside & (table[first.longer] + table[second.longer] != 1)).sum()
    people = fetch(table.aggregate(people=odd)).to_pylist()[0]["people"]
    if people:
        raise VariableRefused(
            _(
                "longer “%(first)s” and “%(second)s”: each person gets the sensitive item on"
                " one of both lists; %(people)s got it on neither or on both."
                " Analyse each list alone."
            ),
            first=first.longer,
            second=second.longer,
            people=people,
        )


def p_value(row: Row, expected: float) -> float:
    """Return how often chance alone would bring an estimate so far from `expected`."""
    apart = abs(row.estimate - expected)
    if row.std_error == 0:
        return 1.0 if apart < 1e-12 else 0.0
    return float(2 * student.sf(apart / row.std_error, row.df))


def few(row: Row) -> tuple[Doubt, ...]:
    """Return the doubt that too few people answered lists."""
    return (Doubt.FEWER_THAN_A_LIST_NEEDS,) if row.n < ENOUGH else ()
