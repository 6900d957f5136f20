"""Proportions of answers, with intervals that stay between 0 and 1."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from vecu.stats.engine.aggregation import DomainSpec, StatisticsRequest
from vecu.stats.engine.columns import Names, as_names, format_value, get_column, nan_to_null
from vecu.stats.engine.design import Design
from vecu.stats.engine.estimates import Estimates
from vecu.stats.errors import VariableRefused, parse_option
from vecu.stats.estimators import srs_variance
from vecu.stats.estimators.linearization import (
    CONFIDENCE,
    Totals,
    domain_label,
    estimate_domain_totals,
    estimate_row,
)
from vecu.stats.estimators.measures import Proportion, describe_interval, estimate
from vecu.stats.estimators.proportion_intervals import IntervalMethod, proportion_confint
from vecu.translation import gettext_noop

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_LEVELS = 1000
"""The most different answers: a column with more is no choice question."""


def proportion(  # noqa: PLR0913 - what is asked, of whom, and how it is told
    table: ir.Table,
    design: Design,
    variables: Names,
    *,
    level: object = None,
    by: Names = (),
    where: ir.BooleanValue | None = None,
    interval: IntervalMethod | str = IntervalMethod.KORN_GRAUBARD,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return the share of each answer to a question, over those who answered it.

    With `level`, only the share of that answer, to as many questions as are named, in one pass.
    """
    names, kind = (
        as_names(variables),
        parse_option(IntervalMethod, interval, "interval", VariableRefused),
    )
    if level is not None:
        parts = [Proportion(name, level) for name in names]
        return estimate(
            table, design, parts, by=by, where=where, interval=kind, confidence=confidence
        )
    split = DomainSpec(as_names(by), where)
    rows, totals, slopes = _each_level(table, design, _only(names), split, kind)
    ends = partial(proportion_confint, kind=kind, confidence=confidence, finite=bool(design.fpc))
    return totals.make_estimates(rows, totals.combine(slopes), confidence=confidence, interval=ends)


DomainShares = tuple[list[dict[str, Any]], Totals, list[dict[tuple[int, str], float]]]


def _each_level(
    table: ir.Table, design: Design, name: str, split: DomainSpec, kind: IntervalMethod
) -> DomainShares:
    split = DomainSpec(split.by, split.where, (name,))
    answered = nan_to_null(get_column(table, name)).notnull()
    totals = estimate_domain_totals(
        table, design, StatisticsRequest({"x": answered}, {}, {"n": answered}), split
    )
    levels = sorted({domain[-1] for domain in totals.domains} - {None})
    if len(levels) > MOST_LEVELS:
        raise VariableRefused(
            gettext_noop(
                "“%(column)s”: shares of at most %(most)s answers; found %(count)s. Ask for its"
                " mean, or group its answers first."
            ),
            column=name,
            most=MOST_LEVELS,
            count=len(levels),
        )
    rows, slopes, df = [], [], totals.df_of_answers("n")
    for group, first, places in _groups(totals):
        size = sum(totals["x"][index] for index in places.values())
        n = sum(totals.counts["n"][index] for index in places.values())
        for level in levels or [None]:
            share = _share(totals, places.get(level), size)
            variance = srs_variance.srs_variance_of_mean(share * (1 - share), size, n)
            said = {"chance": variance, "level": format_value(level), "domain": domain_label(group)}
            said |= describe_interval(share, kind, df[first])
            rows.append(estimate_row(totals, first, name, share, n, "") | said)
            slopes.append(
                {(index, "x"): ((x == level) - share) / size for x, index in places.items()}
                if size
                else {}
            )
    return rows, totals, slopes


def _share(totals: Totals, index: int | None, size: float) -> float:
    if not size:
        return float("nan")
    return 0.0 if index is None else float(totals["x"][index] / size)


def _groups(totals: Totals) -> Iterator[tuple[tuple[Any, ...], int, dict[Any, int]]]:
    """Yield each domain, its index, and the index of each answer that somebody in it gave."""
    places: dict[tuple[Any, ...], dict[Any, int]] = {}
    for index, domain in enumerate(totals.domains):
        places.setdefault(domain[:-1], {})[domain[-1]] = index
    for group, found in places.items():
        first = next(iter(found.values()))
        yield group, first, {answer: at for answer, at in found.items() if answer is not None}


def _only(names: tuple[str, ...]) -> str:
    if len(names) != 1:
        raise VariableRefused(
            gettext_noop(
                "%(columns)s: shares of every answer are of one question at a time. Ask one after"
                " the other, or say of which answer (level)."
            ),
            columns=", ".join(names),
        )
    return names[0]
