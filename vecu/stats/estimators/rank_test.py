"""Wilcoxon's rank test under a design: whether one of two groups tends to higher answers.

Each answer becomes the share of people below it, half of those with the same answer counted; the
test is on the difference of the groups' means of that. T. Lumley and A. J. Scott, Two-sample rank
tests under complex sampling, Biometrika 100 (2013), 831-842; R's `svyranktest`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy import special

from vecu.messages import Message
from vecu.stats.engine.aggregation import weighted_column
from vecu.stats.engine.columns import format_value, get_column, nan_to_null, numeric_column
from vecu.stats.engine.design import Design
from vecu.stats.engine.design_weights import with_weights
from vecu.stats.errors import TooFewAnswers, VariableRefused
from vecu.stats.estimators.means import mean
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class RankTest:
    """The difference of mean ranks, second group minus first, from −1 to 1, with its test.

    `statistic` is Student's t on `df` degrees of freedom, `p_value` two-sided.
    """

    groups: tuple[str, str]
    estimate: float
    std_error: float
    statistic: float
    df: float
    p_value: float


def rank_test(
    table: ir.Table, design: Design, variable: str, group: str, *, order: str | None = None
) -> RankTest:
    """Compare the answers to a numeric column between the two values of `group`.

    Where people with equal answers have different weights, R's result depends on the order of rows;
    here half of their weight counts as below, in any order. With `order`, a column that numbers the
    rows, the result is R's.
    """
    table, design = with_weights(table, design)
    told_group = nan_to_null(get_column(table, group))
    both = nan_to_null(numeric_column(table, variable)).notnull() & told_group.notnull()
    if order is None:
        ranked = _ranked(table, design, variable, both)
    else:
        ranked = _ranked_in_order(table, design, variable, both, order)
    means = mean(ranked, design, "rank", by=group, where=ranked.rank.notnull())
    if len(means) != 2:
        raise VariableRefused(
            gettext_noop("“%(column)s”: ranks are compared between two groups; found %(groups)s."),
            column=group,
            groups=", ".join(str(row.domain) for row in means) or Message(gettext_noop("nothing")),
        )
    (row,) = means.difference(1, 0).rows
    df = mean(table, design, variable).df - 1
    if df <= 0 or row.std_error == 0:
        raise TooFewAnswers(
            gettext_noop("“%(column)s”: too few clusters answered for a test of ranks."),
            column=variable,
        )
    statistic = row.estimate / row.std_error
    names = format_value(means.rows[0].domain), format_value(means.rows[1].domain)
    p_value = 2 * float(special.stdtr(df, -abs(statistic)))
    return RankTest(names, row.estimate, row.std_error, statistic, df, p_value)


def _ranked(table: ir.Table, design: Design, variable: str, both: ir.BooleanValue) -> ir.Table:
    """Return the table with the rank of each answer, NULL for a missing one."""
    heavy = weighted_column(table, design, both).sum()
    answers = table.filter(both).aggregate(by=[table[variable].name("answer")], heavy=heavy)
    upto = answers.heavy.sum().over(order_by="answer", rows=(None, 0))
    shares = answers.select("answer", rank=(upto - answers.heavy / 2) / answers.heavy.sum().over())
    blank = table.mutate(answer=both.ifelse(table[variable], None))
    return blank.left_join(shares, "answer").drop("answer", "answer_right")


def _ranked_in_order(
    table: ir.Table, design: Design, variable: str, both: ir.BooleanValue, order: str
) -> ir.Table:
    """Return the table with ranks as R has them: of equal answers, the mean over rows."""
    heavy = table.mutate(heavy=weighted_column(table, design, both).fill_null(0.0), met=both)
    upto = heavy.heavy.sum().over(order_by=[variable, order], rows=(None, 0)) - heavy.heavy / 2
    placed = heavy.mutate(upto=upto / heavy.heavy.sum().over())
    mean_upto = placed.upto.mean().over(group_by=[variable, "met"])
    ranked = placed.mutate(rank=placed.met.ifelse(mean_upto, None))
    return ranked.drop("heavy", "met", "upto")
