"""Shares of answers, with intervals that stay between 0 and 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from vecu.stats import chance
from vecu.stats.columns import Names, as_names, column, nan_as_none, told
from vecu.stats.designs import Design
from vecu.stats.intervals import Interval, interval_of_shares
from vecu.stats.linear import CONFIDENCE, Totals, described, label, measure_split
from vecu.stats.parts import Share, estimate, share_method
from vecu.stats.passing import Asked, Floats, Split
from vecu.stats.refusals import VariableRefused, chosen
from vecu.stats.results import Estimates
from vecu.text import _

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_LEVELS = 1000
"""Different answers at most: a column with more holds no choice."""


def proportion(  # noqa: PLR0913 - what is asked, of whom, and how it is told
    table: ir.Table,
    design: Design,
    variables: Names,
    *,
    level: object = None,
    by: Names = (),
    where: ir.BooleanValue | None = None,
    interval: Interval | str = Interval.LOGIT,
    confidence: float = CONFIDENCE,
) -> Estimates:
    """Return the share of each answer to a question, over those who answered it.

    With `level`, only the share of that answer, to as many questions as are named, in one pass.
    """
    names, kind = as_names(variables), chosen(Interval, interval, "interval", VariableRefused)
    if level is not None:
        parts = [Share(name, level) for name in names]
        return estimate(
            table, design, parts, by=by, where=where, interval=kind, confidence=confidence
        )
    rows, totals, slopes = _each_level(table, design, _only(names), Split(as_names(by), where))
    for row in rows:
        row["method"] = share_method(row["estimate"], kind)

    def ends(found: Floats, errors: Floats, df: Floats, n: Floats) -> tuple[Floats, Floats]:
        return interval_of_shares(found, errors, df, n, kind, confidence)

    return totals.estimates(rows, totals.combine(slopes), confidence=confidence, interval=ends)


Found = tuple[list[dict[str, Any]], Totals, list[dict[tuple[int, str], float]]]


def _each_level(table: ir.Table, design: Design, name: str, split: Split) -> Found:
    split = Split(split.by, split.where, (name,))
    answered = nan_as_none(column(table, name)).notnull()
    totals = measure_split(table, design, Asked({"x": answered}, {}, {"n": answered}), split)
    levels = sorted({domain[-1] for domain in totals.domains} - {None})
    if len(levels) > MOST_LEVELS:
        raise VariableRefused(
            _(
                "“%(column)s”: shares of at most %(most)s answers; found %(count)s. Ask for its"
                " mean, or group its answers first."
            ),
            column=name,
            most=MOST_LEVELS,
            count=len(levels),
        )
    rows, slopes = [], []
    for group, first, places in _groups(totals):
        size = sum(totals["x"][place] for place in places.values())
        n = sum(totals.counts["n"][place] for place in places.values())
        for level in levels or [None]:
            share = _share(totals, places.get(level), size)
            variance = chance.of_mean(share * (1 - share), size, n)
            said = {"chance": variance, "level": told(level), "domain": label(group)}
            rows.append(described(totals, first, name, share, n, "") | said)
            slopes.append(
                {(place, "x"): ((x == level) - share) / size for x, place in places.items()}
                if size
                else {}
            )
    return rows, totals, slopes


def _share(totals: Totals, place: int | None, size: float) -> float:
    if not size:
        return float("nan")
    return 0.0 if place is None else float(totals["x"][place] / size)


def _groups(totals: Totals) -> Iterator[tuple[tuple[Any, ...], int, dict[Any, int]]]:
    """Give each domain, a place in it, and the place of each answer that somebody in it gave."""
    places: dict[tuple[Any, ...], dict[Any, int]] = {}
    for place, domain in enumerate(totals.domains):
        places.setdefault(domain[:-1], {})[domain[-1]] = place
    for group, found in places.items():
        first = next(iter(found.values()))
        yield group, first, {answer: at for answer, at in found.items() if answer is not None}


def _only(names: tuple[str, ...]) -> str:
    if len(names) != 1:
        raise VariableRefused(
            _(
                "%(columns)s: shares of every answer are of one question at a time. Ask one after"
                " the other, or say of which answer (level)."
            ),
            columns=", ".join(names),
        )
    return names[0]
