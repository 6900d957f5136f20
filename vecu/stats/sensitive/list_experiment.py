"""List experiments: people report how many of several statements are true, never which.

One random half gets J harmless items, the other the same and the sensitive one. The difference in
means estimates the share for whom it is true, whatever the items: J. D. Miller, A New Survey
Technique for Studying Deviant Behavior (1984). With two lists everybody answers both and each half
gets the sensitive item in another one; the mean of both differences has less variance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import t as student

from vecu.stats.engine.aggregation import execute
from vecu.stats.engine.design import Design
from vecu.stats.engine.estimates import EstimateRow
from vecu.stats.errors import VariableRefused
from vecu.stats.estimators.binary_columns import binary_column, count_column, indicator
from vecu.stats.estimators.linearization import CONFIDENCE
from vecu.stats.sensitive.arms import estimate_arm_totals
from vecu.stats.sensitive.list_design_effect import ListDesignEffect, check_list_design_effect
from vecu.stats.sensitive.results import Caveat, Prevalence, with_caveats
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir

ENOUGH = 1_000
"""Fewer people get a caveat: with 1,000 an interval is some 20 points wide."""

SIGNIFICANT = 0.05
LONGER, SHORTER = 1.0, 0.0
DIFFERENCE = "difference in means"


@dataclass(frozen=True, slots=True)
class ItemList:
    """The columns of a list question: how many of its items are true of each person.

    `longer` is 1 (or true) for those whose list had the sensitive item beside the `items` harmless
    ones, else 0.
    """

    counts: str
    longer: str
    items: int

    def __post_init__(self) -> None:
        """Refuse a list that hides nothing."""
        if self.items < 2:
            raise VariableRefused(
                gettext_noop(
                    "items: two harmless items at least, or counts give people away;"
                    " found %(found)s."
                ),
                found=self.items,
            )

    def read(self, table: ir.Table) -> tuple[ir.Table, ir.NumericValue]:
        """Return the table with who got the longer list as 1 and 0, and the counts.

        Refuses a count that is impossible for the list that a person got.
        """
        table = table.mutate(**{self.longer: binary_column(table, self.longer)})
        said = count_column(table, self.counts, self.items + 1)
        try:
            count_column(table.filter(table[self.longer] == SHORTER), self.counts, self.items)
        except VariableRefused as refused:
            raise VariableRefused(
                gettext_noop(
                    "%(why)s They are of people who got the shorter list: check who got which."
                ),
                why=refused.message,
            ) from None
        return table, said


@dataclass(frozen=True)
class ListExperimentResult:
    """The result of a list experiment, with the test for a design effect."""

    difference: Prevalence
    effect: ListDesignEffect


@dataclass(frozen=True)
class DoubleListResult:
    """The result of two lists together, and of each alone."""

    difference: Prevalence
    first: ListExperimentResult
    second: ListExperimentResult


def list_experiment(
    table: ir.Table,
    design: Design,
    question: ItemList,
    *,
    where: ir.BooleanValue | None = None,
    confidence: float = CONFIDENCE,
) -> ListExperimentResult:
    """Return the difference in means of the counts, with the test for a design effect."""
    table, said = question.read(table)
    at_most = {f"{y}": indicator(said <= y) for y in range(question.items + 1)}
    arms = estimate_arm_totals(
        table, design, at_most, group=question.longer, values=(LONGER, SHORTER), where=where
    )

    def cumulated(totals: Any) -> Any:
        return np.array([arms.mean(totals, y, arm) for arm in (0, 1) for y in at_most])

    def difference(totals: Any) -> Any:
        # a mean count is the sum of the shares who count more than 0, 1, 2, …
        longer_at_most, shorter_at_most = cumulated(totals).reshape(2, -1)
        return [(shorter_at_most - longer_at_most).sum()]

    found, combining = arms.totals.derive(cumulated)
    effect = check_list_design_effect(found, arms.totals.spread.covariance(combining), arms.n)
    (row,) = arms.make_estimates(difference, [(question.counts, DIFFERENCE)], confidence)
    doubts = too_few_caveat(row)
    if effect.p_value < SIGNIFICANT:
        doubts = (*doubts, Caveat.LIST_CHANGES_ANSWERS)
    return ListExperimentResult(with_caveats(row, doubts), effect)


def double_list(
    table: ir.Table,
    design: Design,
    first: ItemList,
    second: ItemList,
    *,
    where: ir.BooleanValue | None = None,
    confidence: float = CONFIDENCE,
) -> DoubleListResult:
    """Return the mean of both differences, over those who answered both lists.

    Each person gets the sensitive item once: on the first list or on the second.
    """
    table, one = first.read(table)
    table, other = second.read(table)
    whole = one.notnull() & other.notnull()
    inside = whole if where is None else whole & where
    _check_once(table, first, second, inside)
    arms = estimate_arm_totals(
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
    row_labels = [(name, "double list"), (name, "first list less second")]
    together, apart = arms.make_estimates(both, row_labels, confidence)
    doubts = too_few_caveat(together)
    if t_test_p_value(apart, 0) < SIGNIFICANT:
        doubts = (*doubts, Caveat.LISTS_DIFFER)
    alone = (
        list_experiment(table, design, each, where=inside, confidence=confidence)
        for each in (first, second)
    )
    return DoubleListResult(with_caveats(together, doubts), *alone)


def _check_once(table: ir.Table, first: ItemList, second: ItemList, inside: Any) -> None:
    odd = (inside & (table[first.longer] + table[second.longer] != 1)).sum()
    people = execute(table.aggregate(people=odd)).to_pylist()[0]["people"]
    if people:
        raise VariableRefused(
            gettext_noop(
                "longer “%(first)s” and “%(second)s”: each person gets the sensitive item on"
                " one of both lists; %(people)s got it on neither or on both."
                " Analyse each list alone."
            ),
            first=first.longer,
            second=second.longer,
            people=people,
        )


def t_test_p_value(row: EstimateRow, expected: float) -> float:
    """Return the p-value of an estimate if its true value is `expected`."""
    apart = abs(row.estimate - expected)
    if row.std_error == 0:
        return 1.0 if apart < 1e-12 else 0.0
    return float(2 * student.sf(apart / row.std_error, row.df))


def too_few_caveat(row: EstimateRow) -> tuple[Caveat, ...]:
    """Return a caveat if too few people answered lists."""
    return (Caveat.FEWER_THAN_A_LIST_NEEDS,) if row.n < ENOUGH else ()
