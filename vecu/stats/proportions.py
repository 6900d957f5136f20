"""Shares of answers, with intervals that stay between 0 and 1."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from vecu.stats import chance
from vecu.stats.columns import Names, as_names, column, told, without_nan
from vecu.stats.designs import Design
from vecu.stats.linear import CONFIDENCE, Totals, described, label, measure_split
from vecu.stats.passing import Asked, Floats, Split
from vecu.stats.refusals import VariableRefused
from vecu.stats.results import Estimates

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_LEVELS = 1000
"""Different answers at most: a column with more holds no choice."""


class Interval(StrEnum):
    """How the ends of a share's interval are found.

    Both are R's (`svyciprop`: logit, beta). Of a share of 0 or 1 the first knows nothing: the
    second stands in, as if rows were drawn by pure chance, and the row says so.
    """

    LOGIT = "logit"
    """Student's t on the scale of log p / (1 − p)."""
    KORN_GRAUBARD = "korn-graubard"
    """Clopper and Pearson's, of as many answers as the design is worth: E. L. Korn and B. I.
    Graubard, Survey Methodology 24 (1998), 193-201. Right when counts are small."""


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
    names, split, kind = as_names(variables), Split(as_names(by), where), Interval(interval)

    def make(table: ir.Table) -> Estimates:
        columns = [column(table, name) for name in names]
        if level is None:
            rows, totals, slopes = _each_level(table, design, _only(names), split)
        else:
            items = {found.get_name(): (found == level, found.notnull()) for found in columns}
            rows, totals, slopes = _one_level(table, design, items, split, level)
        for row in rows:
            row["method"] = (
                f"proportion, {kind if 0 < row['estimate'] < 1 else Interval.KORN_GRAUBARD}"
            )

        def ends(found: Floats, errors: Floats, df: Floats, n: Floats) -> tuple[Floats, Floats]:
            return interval_of_shares(found, errors, df, n, kind, confidence)

        return totals.estimates(rows, totals.combine(slopes), confidence=confidence, interval=ends)

    return without_nan(table, (), make)


Found = tuple[list[dict[str, Any]], Totals, list[dict[tuple[int, str], float]]]


def _one_level(
    table: ir.Table, design: Design, items: dict[str, tuple[Any, Any]], split: Split, level: object
) -> Found:
    scored: dict[str, Any] = {}
    for name, (chosen, answered) in items.items():
        scored |= {f"y {name}": chosen, f"x {name}": answered}
    counts = {name: answered for name, (_chosen, answered) in items.items()}
    totals = measure_split(table, design, Asked(scored, {}, counts), split)
    rows, slopes = [], []
    for d in range(len(totals.domains)):
        for name in items:
            y, x, n = totals[f"y {name}"][d], totals[f"x {name}"][d], totals.counts[name][d]
            share = y / x if x else float("nan")
            variance = chance.of_mean(share * (1 - share), x, n)
            said = {"chance": variance, "level": told(level)}
            rows.append(described(totals, d, name, share, n, "") | said)
            slopes.append({(d, f"y {name}"): 1 / x, (d, f"x {name}"): -share / x} if x else {})
    return rows, totals, slopes


def _each_level(table: ir.Table, design: Design, name: str, split: Split) -> Found:
    split = Split(split.by, split.where, (name,))
    answered = table[name].notnull()
    totals = measure_split(table, design, Asked({"x": answered}, {}, {"n": answered}), split)
    levels = sorted({domain[-1] for domain in totals.domains} - {None})
    if len(levels) > MOST_LEVELS:
        message = (
            f"“{name}”: shares of at most {MOST_LEVELS} answers; found {len(levels)}."
            " Ask for its mean, or group its answers first."
        )
        raise VariableRefused(message)
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
        message = (
            f"{', '.join(names)}: shares of every answer are of one question at a time."
            " Ask one after the other, or say of which answer (level)."
        )
        raise VariableRefused(message)
    return names[0]


def interval_of_shares(
    found: Floats, errors: Floats, df: Floats, n: Floats, kind: Interval, confidence: float
) -> tuple[Floats, Floats]:
    """Return the ends of intervals of shares."""
    low, high = _korn_graubard(found, errors, df, n, confidence)
    if kind is Interval.LOGIT:
        inner = (found > 0) & (found < 1)
        share, error = found[inner], errors[inner]
        reach = special.stdtrit(df[inner], (1 + confidence) / 2) * error / (share * (1 - share))
        low[inner] = special.expit(special.logit(share) - reach)
        high[inner] = special.expit(special.logit(share) + reach)
    return low, high


def _korn_graubard(
    found: Floats, errors: Floats, df: Floats, n: Floats, confidence: float
) -> tuple[Floats, Floats]:
    tail = (1 - confidence) / 2
    known = errors > 0
    worth = n.astype(np.float64)
    worth[known] = found[known] * (1 - found[known]) / errors[known] ** 2
    worth = worth * (special.stdtrit(n - 1, tail) / special.stdtrit(df, tail)) ** 2
    low, high = np.zeros_like(found), np.ones_like(found)
    some, most = found > 0, found < 1
    low[some] = special.betaincinv((worth * found)[some], (worth * (1 - found) + 1)[some], tail)
    high[most] = special.betaincinv(
        (worth * found + 1)[most], (worth * (1 - found))[most], 1 - tail
    )
    sure = ~known & some & most
    low[sure] = high[sure] = found[sure]
    return low, high
