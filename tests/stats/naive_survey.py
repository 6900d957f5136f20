"""Naive survey estimates: plain loops over people, slow; shares no code with the room.

A table is a list of people, each a dictionary. It is called like the room's own functions:
`mean(table, design, "hours", by="sector", where=table.age == "40 and over")`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any


class Column:
    def __init__(self, tell):
        self.tell = tell

    def __eq__(self, value):
        return Column(lambda person: self.tell(person) == value)

    def __and__(self, other):
        return Column(lambda person: self.tell(person) and other.tell(person))

    def __ne__(self, value):
        return Column(lambda person: self.tell(person) != value)

    def __or__(self, other):
        return Column(lambda person: self.tell(person) or other.tell(person))

    __hash__ = None  # type: ignore[assignment]  # columns are compared to make conditions


class Table:
    def __init__(self, people):
        self.people = people

    def __getattr__(self, name):
        return Column(lambda person: person[name])

    def filter(self, column):
        return Table([person for person in self.people if column.tell(person)])


@dataclass(frozen=True)
class Design:
    ids: tuple = ()
    strata: str | None = None
    weights: str | None = None
    fpc: tuple = ()
    nest: bool = False
    lone: str = "refuse"
    margins: tuple = ()
    factors: tuple = ()

    def names(self, field):
        value = getattr(self, field)
        return (value,) if isinstance(value, str) else tuple(value)


def groups_of(people, key):
    found: dict[Any, list[Any]] = {}
    for person in people:
        found.setdefault(key(person), []).append(person)
    return found


# --- Weights ------------------------------------------------------------------------------------


def old_weights(table, design):
    """Return each person's weight before calibration, by identity."""
    if design.weights or not design.fpc:
        return {id(p): p[design.weights] if design.weights else 1.0 for p in table.people}
    weights = {id(p): 1.0 for p in table.people}
    for stratum in groups_of(table.people, lambda p: p[design.strata]).values():
        inflate(stratum, list(zip(design.names("ids"), design.names("fpc"), strict=True)), weights)
    return weights


def inflate(people, stages, weights):
    if not stages:
        return
    (name, fpc), *rest = stages
    units = groups_of(people, lambda p: p[name])
    for unit in units.values():
        for person in unit:
            weights[id(person)] *= person[fpc] / len(units)
        inflate(unit, rest, weights)


def with_weights(table, design):
    """Return the arguments unchanged: plain loops compute weights when needed."""
    return table, design


def weights_of(table, design):
    weights = old_weights(table, design)
    if not design.factors:
        return weights
    return {id(p): weights[id(p)] * moved(p, design.factors) for p in table.people}


def moved(person, factors):
    if isinstance(factors[0], tuple):  # raked: a factor for each answer
        return math.prod(factor for name, level, factor in factors if person[name] == level)
    return factors[0](person)


# --- Variances ----------------------------------------------------------------------------------


def covariance(table, design, scores):
    """Return the covariance; scores have, for each estimate, the score of each of its people."""
    if design.margins:
        scores = [residuals(table, design, score) for score in scores]
    strata = groups_of(table.people, lambda p: p[design.strata] if design.strata else None)
    size = len(scores)
    total = [[0.0] * size for _row in range(size)]
    parts = [
        (people, first_units(people, design), members_of(people, scores))
        for people in strata.values()
    ]
    units = [sum(len(units) for _p, units, there in parts if there[a]) for a in range(size)]
    overall = [sum(score.values()) / (units[a] or 1) for a, score in enumerate(scores)]
    lone, later = [0] * size, [[0.0] * size for _row in range(size)]
    for people, units, there in parts:
        n = len(units)
        f = n / people[0][design.names("fpc")[0]] if design.fpc else 0.0
        if n == 1 and f < 1:
            lone = [count + known for count, known in zip(lone, there, strict=True)]
        if n > 1 or f == 1 or design.lone == "adjust":
            centre = [mean * known for mean, known in zip(overall, there, strict=True)]
            add_between(total, units, scores, centre if n == 1 else None, f)
        if len(design.names("fpc")) == 2:
            for unit in units:
                add_within(later, unit, scores, design, f)
    if design.lone == "average":
        factors = average_factors([there for *_rest, there in parts], lone)
        total = [[v * g * h for h, v in zip(factors, row, strict=True)]
                 for g, row in zip(factors, total, strict=True)]  # fmt: skip
    return [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(total, later, strict=True)]


def members_of(people, scores):
    """Return for each score whether any of these people has one."""
    return [any(id(p) in score for p in people) for score in scores]


def average_factors(there, lone):
    """Return the square roots of strata with members over those that show a variance."""
    counts = [sum(each) for each in zip(*there, strict=True)]
    return [math.sqrt(count / (count - out)) for count, out in zip(counts, lone, strict=True)]


def first_units(people, design):
    ids = design.names("ids")
    if not ids:
        return [[person] for person in people]
    return list(groups_of(people, lambda p: p[ids[0]]).values())


def add_between(total, units, scores, centre, f):
    n = len(units)
    sums = [[sum(score.get(id(p), 0.0) for p in unit) for unit in units] for score in scores]
    means = centre or [sum(each) / n for each in sums]
    scale = (1 - f) * (n / (n - 1) if n > 1 else 1)
    for a in range(len(scores)):
        for b in range(len(scores)):
            total[a][b] += scale * sum(
                (x - means[a]) * (y - means[b]) for x, y in zip(sums[a], sums[b], strict=True)
            )


def add_within(total, unit, scores, design, f):
    inner = list(groups_of(unit, lambda p: p[design.names("ids")[1]]).values())
    f2 = len(inner) / unit[0][design.names("fpc")[1]]
    if len(inner) == 1:
        return
    part = [[0.0] * len(scores) for _row in scores]
    add_between(part, inner, scores, None, f2)
    for a, row in enumerate(part):
        for b, value in enumerate(row):
            total[a][b] += f * value


# --- Estimates ----------------------------------------------------------------------------------


def estimate(table, design, parts):
    """Return estimates from (level, domain, value, score, df, n)."""
    together = covariance(table, design, [score for *_rest, score, _df, _n in parts])
    rows = [
        SimpleNamespace(
            level=level,
            domain=domain,
            estimate=value,
            std_error=math.sqrt(together[i][i]),
            df=df,
            n=n,
        )
        for i, (level, domain, value, _score, df, n) in enumerate(parts)
    ]
    return SimpleNamespace(rows=rows, covariance=together)


def domains(table, by, where):
    met = [p for p in table.people if where is None or where.tell(p)]
    if by is None:
        return {None: met}
    found = groups_of([p for p in met if p[by] is not None], lambda p: p[by])
    return {key: found[key] for key in sorted(found)}


def freedom(people, design):
    key = design.names("ids")[0] if design.ids else None
    stratum = lambda p: p[design.strata] if design.strata else None  # noqa: E731
    units = {(stratum(p), p[key] if key else id(p)) for p in people}
    return len(units) - len({stratum(p) for p in people})


def ratio_of(table, design, level, domain, people, y, x):
    """Return Σwy / Σwx over `people`, and each person's score."""
    w = weights_of(table, design)
    met = [p for p in people if y(p) is not None and x(p) is not None]
    under = math.fsum(w[id(p)] * x(p) for p in met)
    value = math.fsum(w[id(p)] * y(p) for p in met) / under
    score = {id(p): w[id(p)] * (y(p) - value * x(p)) / under for p in met}
    return level, domain, value, score, freedom(people, design), len(met)


def mean(table, design, name, *, by=None, where=None):
    return estimate(table, design, [
        ratio_of(table, design, None, domain, people, lambda p: p[name], lambda p: 1.0)
        for domain, people in domains(table, by, where).items()
    ])  # fmt: skip


def share(design, table, name, level, domain, people, interval):
    def is_level(p):
        return None if p[name] is None else float(p[name] == level)

    part = ratio_of(table, design, str(level), domain, people, is_level, lambda p: 1.0)
    answered = [p for p in people if interval == "logit" or p[name] is not None]
    return (*part[:4], freedom(answered, design), part[5])


def proportion(table, design, name, *, level=None, by=None, where=None, interval=None):
    levels = sorted({p[name] for p in table.people} - {None}) if level is None else [level]
    return estimate(table, design, [
        share(design, table, name, each, domain, people, interval)
        for domain, people in domains(table, by, where).items()
        for each in levels
    ])  # fmt: skip


def total(table, design, name, *, by=None, where=None):
    w = weights_of(table, design)
    parts = []
    for domain, people in domains(table, by, where).items():
        met = [p for p in people if p[name] is not None]
        score = {id(p): w[id(p)] * p[name] for p in met}
        parts.append(
            (None, domain, math.fsum(score.values()), score, freedom(people, design), len(met))
        )
    return estimate(table, design, parts)


def ratio(table, design, over, under, *, by=None, where=None):
    return estimate(table, design, [
        ratio_of(table, design, None, domain, people, lambda p: p[over], lambda p: p[under])
        for domain, people in domains(table, by, where).items()
    ])  # fmt: skip


def quantile(table, design, name, shares, *, by=None, where=None):
    """Return quantiles without intervals: the smallest answer that such a share do not exceed."""
    w = weights_of(table, design)
    rows = []
    for domain, people in domains(table, by, where).items():
        met = sorted((p[name], w[id(p)]) for p in people if p[name] is not None)
        whole = math.fsum(weight for _value, weight in met)
        for each in [shares] if isinstance(shares, float) else shares:
            upto = [math.fsum(weight for _v, weight in met[: i + 1]) for i in range(len(met))]
            value = next(
                v for (v, _w), s in zip(met, upto, strict=True) if s >= each * whole * (1 - 1e-12)
            )
            rows.append(SimpleNamespace(level=str(each), domain=domain, estimate=value))
    return SimpleNamespace(rows=rows)


def crosstab(table, design, first, second):
    both = [p for p in table.people if p[first] is not None and p[second] is not None]
    ones, others = (sorted({p[name] for p in both}) for name in (first, second))
    parts = []
    for one in ones:
        for other in others:
            met = lambda p, pair=(one, other): float((p[first], p[second]) == pair)  # noqa: E731
            part = ratio_of(table, design, other, one, both, met, lambda p: 1.0)
            parts.append((*part[:4], freedom(both, design), part[5]))
    return SimpleNamespace(cells=estimate(table, design, parts))


# --- Calibration --------------------------------------------------------------------------------


def calibrate(table, design, margins, *, method="raking"):
    weights = old_weights(table, design)
    columns = columns_of(margins)
    if method == "raking":
        factors = tuple(rake(table, weights, margins))
    else:
        wanted: list[float] = []
        for totals in margins.values():
            wanted += totals.values() if isinstance(totals, dict) else [totals]
        gap = [
            t - math.fsum(weights[id(p)] * x(p) for p in table.people)
            for t, x in zip(wanted, columns, strict=True)
        ]
        steps = solve(gram(table, weights, columns), gap)
        factors = (lambda p: 1 + sum(m * x(p) for m, x in zip(steps, columns, strict=True)),)
    fields = {
        name: getattr(design, name) for name in ("ids", "strata", "weights", "fpc", "nest", "lone")
    }
    return SimpleNamespace(design=Design(**fields, margins=tuple(columns), factors=factors))


def columns_of(margins):
    found: list[Callable[[Any], float]] = []
    for name, totals in margins.items():
        if isinstance(totals, dict):
            found += [partial(is_person_of, name, level) for level in totals]
        else:
            found.append(partial(value_of, name))
    return found


def is_person_of(name, level, person):
    return float(person[name] == level)


def value_of(name, person):
    return float(person[name])


def post_stratify(table, design, name, totals):
    return calibrate(table, design, {name: totals}, method="linear")


def rake(table, weights, margins):
    factors = {(name, level): 1.0 for name, levels in margins.items() for level in levels}
    for _round in range(500):
        for name, levels in margins.items():
            for level, wanted in levels.items():
                reached = math.fsum(
                    weights[id(p)] * math.prod(factors[other, p[other]] for other in margins)
                    for p in table.people
                    if p[name] == level
                )
                factors[name, level] *= wanted / reached
    return [(name, level, factor) for (name, level), factor in factors.items()]


def gram(table, weights, columns):
    return [
        [math.fsum(weights[id(p)] * one(p) * other(p) for p in table.people) for other in columns]
        for one in columns
    ]


def residuals(table, design, score):
    """Return scores minus what calibration explains, with weights before calibration."""
    old, new = old_weights(table, design), weights_of(table, design)
    columns = design.margins
    plain = {key: score.get(key, 0.0) / weight for key, weight in new.items()}
    right = [math.fsum(old[id(p)] * x(p) * plain[id(p)] for p in table.people) for x in columns]
    slopes = solve(gram(table, old, columns), right)
    return {
        id(p): new[id(p)]
        * (plain[id(p)] - sum(b * x(p) for b, x in zip(slopes, columns, strict=True)))
        for p in table.people
    }


def solve(matrix, right):
    """Solve by Gauss's elimination; dependent columns get 0."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    scale = max(abs(value) for row in matrix for value in row)
    pivots: list[int | None] = []
    for column in range(size):
        free = [i for i in range(size) if i not in pivots]
        best = max(free, key=lambda i: abs(rows[i][column])) if free else None
        if best is None or abs(rows[best][column]) < 1e-9 * scale:
            pivots.append(None)
            continue
        pivots.append(best)
        for i in range(size):
            if i != best:
                times = rows[i][column] / rows[best][column]
                rows[i] = [a - times * b for a, b in zip(rows[i], rows[best], strict=True)]
    return [0.0 if p is None else rows[p][-1] / rows[p][c] for c, p in enumerate(pivots)]
