"""Two random halves of the people, each asked in another way, as domains of one design.

If people were drawn one by one and no strata are named, the halves are the strata: assignment was
random, and is independent of the answers (J. Neyman's variance).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import ibis

from vecu.stats.engine.aggregation import execute
from vecu.stats.engine.design import Design
from vecu.stats.engine.estimates import Estimates
from vecu.stats.errors import TooFewAnswers, VariableRefused
from vecu.stats.estimators.binary_columns import indicator
from vecu.stats.estimators.linearization import Totals, estimate_totals
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ARM = "arm of the experiment"
_INCLUDED = "asked"


@dataclass(frozen=True)
class Arms:
    """Totals of each arm: 0 and 1, in the order in which they were named."""

    totals: Totals
    places: tuple[int, int]

    def mean(self, totals: Any, name: str, arm: int) -> Any:
        """Return the mean of a statistic in an arm, from totals or an array of the same shape."""
        d, names = self.places[arm], self.totals.names
        return totals[d, names.index(name)] / totals[d, names.index(_INCLUDED)]

    @property
    def n(self) -> int:
        """Return how many people answered."""
        return int(self.totals.counts[_INCLUDED].sum())

    @property
    def df(self) -> float:
        """Return PSUs less strata, of both arms together where the arms are strata."""
        apart = self.totals.design.strata == _ARM
        found = self.totals.df[list(self.places)]
        return float(found.sum() if apart else found.max())

    def make_estimates(
        self,
        function: Callable[[Any], Any],
        row_labels: Sequence[tuple[str, str]],
        confidence: float,
    ) -> Estimates:
        """Return a function of the totals as estimates, one for each (variable, method)."""
        values, combining = self.totals.derive(function)
        rows = [
            {
                "variable": variable,
                "estimate": value,
                "df": self.df,
                "n": self.n,
                "method": method,
            }
            for value, (variable, method) in zip(values, row_labels, strict=True)
        ]
        return self.totals.make_estimates(rows, combining, confidence=confidence)


def estimate_arm_totals(
    table: ir.Table,
    design: Design,
    statistics: Mapping[str, ir.NumericValue],
    *,
    group: str,
    values: tuple[Any, Any],
    where: ir.BooleanValue | None = None,
) -> Arms:
    """Return totals of statistics in two arms, over those who answered all of them.

    Refuses a column `group` with other values for people who answered.
    """
    whole = ibis.and_(*(column.notnull() for column in statistics.values()))
    table = table.mutate(
        **{_ARM: table[group], _INCLUDED: whole if where is None else whole & where},
        **{f"said {name}": column for name, column in statistics.items()},
    )
    _check_arms(table, group, values)
    scored = {name: table[f"said {name}"] for name in statistics}
    totals = estimate_totals(
        table,
        design if design.ids or design.strata else replace(design, strata=_ARM),
        {**scored, _INCLUDED: indicator(table[_INCLUDED])},
        by=_ARM,
        where=table[_INCLUDED],
        counts={_INCLUDED: table[_INCLUDED]},
    )
    first, second = (totals.domains.index((value,)) for value in values)
    return Arms(totals, (first, second))


def _check_arms(table: ir.Table, group: str, values: tuple[Any, Any]) -> None:
    counts = table.filter(table[_INCLUDED]).group_by(_ARM).aggregate(people=ibis._.count())
    found = {row[_ARM]: row["people"] for row in execute(counts).to_pylist()}
    other = sorted(str(value) for value in found if value not in values)
    if other:
        raise VariableRefused(
            gettext_noop(
                "group “%(column)s”: %(first)s or %(second)s for everybody who answered;"
                " found %(found)s. Recode them, or leave these people out (where)."
            ),
            column=group,
            first=values[0],
            second=values[1],
            found=", ".join(other),
        )
    for value in values:
        if found.get(value, 0) < 2:
            raise TooFewAnswers(
                gettext_noop(
                    "group “%(column)s”: two people at least who answered in each arm;"
                    " found %(found)s with %(value)s."
                ),
                column=group,
                found=found.get(value, 0),
                value=value,
            )
