"""A model of list counts: whom the sensitive thing is true of, and how many others.

Logit of the sensitive item g(x) = 1 / (1 + exp(−xδ)); the J harmless ones are binomial with the
logit xψ, alike for carriers and others (the constrained model). So on the longer list a count y has
the chance g·B(y − 1) + (1 − g)·B(y), on the shorter one B(y): K. Imai, Multivariate Regression
Analysis for the Item Count Technique, Journal of the American Statistical Association 106 (2011),
407-416. What it buys in precision rests on that binomial, which lists seldom keep to, and its
likelihood may have several tops. The difference in means assumes none of it, and stands beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ibis
import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, gammaln, logit, xlogy
from scipy.stats import t as student

from vecu.stats.answers import answer
from vecu.stats.designs import Design
from vecu.stats.drawn import Booleans, Sample, people_of
from vecu.stats.linear import CONFIDENCE
from vecu.stats.passing import Floats
from vecu.stats.refusals import EstimateRefused, VariableRefused
from vecu.stats.sensitive.lists import ItemList, Listed, list_experiment
from vecu.stats.sensitive.results import Doubt, Prevalence
from vecu.text import _

if TYPE_CHECKING:
    import ibis.expr.types as ir

INTERCEPT = "(intercept)"

_STARTS = (-2.0, 0.0, 2.0)
"""Where the sensitive item's intercept begins; the best of what is found from each is kept."""

_FLAT = 1e-4
_FAR = 2.0
"""Standard errors of the difference in means beyond which the model contradicts it."""

_EDGE = 1e-3


@dataclass(frozen=True, slots=True)
class LogOdds:
    """How the log odds move with one unit of `variable`."""

    variable: str
    estimate: float
    std_error: float


@dataclass(frozen=True, slots=True)
class ListModel:
    """A model of a list experiment; `listed` is what its difference in means says without one.

    `modelled` is the mean share over the people asked. `sensitive` and `harmless` are the
    coefficients of the sensitive item and of each harmless one.
    """

    listed: Listed
    modelled: Prevalence
    sensitive: tuple[LogOdds, ...]
    harmless: tuple[LogOdds, ...]
    log_likelihood: float


@dataclass(frozen=True, slots=True, eq=False)
class _Data:
    """What the likelihood is made of; `weights` are scaled to the number of people."""

    said: Floats
    longer: Booleans
    items: int
    x: Floats
    weights: Floats

    def log_binomial(self, counts: Floats, share: Floats) -> Floats:
        """Return the log chance of so many of the harmless items, −inf of impossible counts."""
        j, inside = self.items, (counts >= 0) & (counts <= self.items)
        some = np.where(inside, counts, 0.0)
        choose = gammaln(j + 1) - gammaln(some + 1) - gammaln(j - some + 1)
        return np.where(inside, choose + xlogy(some, share) + xlogy(j - some, 1 - share), -np.inf)

    def carriers(self, parameters: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return log-likelihoods, the chance that each is a carrier given their count, g and h."""
        size = self.x.shape[1]
        edge = 1e-12
        g = np.clip(expit(self.x @ parameters[:size]), edge, 1 - edge)
        h = np.clip(expit(self.x @ parameters[size:]), edge, 1 - edge)
        without = self.log_binomial(self.said, h)
        with_it = np.log(g) + self.log_binomial(self.said - 1, h)
        both = np.logaddexp(with_it, np.log1p(-g) + without)
        carrier = np.where(self.longer, np.exp(with_it - both), 0.0)
        return np.where(self.longer, both, without), carrier, g, h

    def scores(self, parameters: Floats) -> Floats:
        """Return what each person adds to the slope of the log-likelihood, unweighted."""
        _log, carrier, g, h = self.carriers(parameters)
        toward_g = np.where(self.longer, carrier - g, 0.0)
        toward_h = self.said - carrier - self.items * h
        return np.hstack([toward_g[:, np.newaxis] * self.x, toward_h[:, np.newaxis] * self.x])

    def fall(self, parameters: Floats) -> tuple[float, Floats]:
        """Return minus the log-likelihood and its slope, per person."""
        size = self.weights.sum()
        log = self.carriers(parameters)[0]
        return -float(self.weights @ log) / size, -self.weights @ self.scores(parameters) / size

    def information(self, parameters: Floats) -> Floats:
        """Return minus the second derivatives, from differences of the slope."""
        step = 1e-5
        moved = np.eye(len(parameters)) * step
        slopes = [
            (self.weights @ self.scores(parameters - each))
            - (self.weights @ self.scores(parameters + each))
            for each in moved
        ]
        found: Floats = np.array(slopes) / (2 * step)
        return (found + found.T) / 2


def list_model(
    table: ir.Table,
    design: Design,
    question: ItemList,
    covariates: Sequence[str] = (),
    *,
    where: ir.BooleanValue | None = None,
) -> ListModel:
    """Return the constrained binomial model by maximum likelihood, beside the difference in means.

    `covariates` are numeric columns; who left one out is left out of both. With a design the
    likelihood is weighted, and standard errors are those of its weights, strata and first clusters.
    """
    table, _said = question.read(table)
    people, drawn = people_of(table, design, (question.counts, question.longer, *covariates), where)
    missing = np.isnan(np.column_stack(list(people.values())))
    drawn = drawn.only(~np.asarray(missing.any(axis=1)))
    data = _data(people, question, covariates, drawn)
    told = [answer(table, name).notnull() for name in covariates]
    inside = [*told, *([] if where is None else [where])]
    listed = list_experiment(table, design, question, where=ibis.and_(*inside) if inside else None)
    parameters = _climb(data)
    covariance = inverse = _invert(data.information(parameters))
    if design != Design():
        scores = np.zeros((len(missing), len(parameters)))
        scores[drawn.weights > 0] = data.weights[:, np.newaxis] * data.scores(parameters)
        covariance = inverse @ drawn.covariance(scores) @ inverse
    return _told(data, (INTERCEPT, *covariates), parameters, covariance, listed)


def _data(
    people: Mapping[str, Floats], question: ItemList, covariates: Sequence[str], drawn: Sample
) -> _Data:
    held = drawn.weights > 0
    columns = [np.ones(len(held)), *(people[name] for name in covariates)]
    for name in covariates:
        if held.sum() < 2 or np.ptp(people[name][held]) == 0:
            raise VariableRefused(
                _("“%(column)s”: differs between people; it does not. Leave it out."), column=name
            )
    weights = drawn.weights[held] * held.sum() / drawn.weights.sum()
    said, longer = (people[name][held] for name in (question.counts, question.longer))
    return _Data(said, longer == 1, question.items, np.column_stack(columns)[held], weights)


def _climb(data: _Data) -> Floats:
    """Return the parameters of the highest likelihood that is found from several starts."""
    size = data.x.shape[1]
    spread = np.maximum(np.abs(data.x).max(axis=0), 1.0)
    short = data.said[~data.longer]
    middle = float(logit(np.clip(short.mean() / data.items, 0.01, 0.99)))
    tops = []
    for start in _STARTS:
        begin = np.zeros(2 * size)
        begin[0], begin[size] = start, middle
        scale = np.concatenate([spread, spread])
        top = minimize(
            lambda scaled, scale=scale: _scaled(data, scaled, scale),
            begin * scale,
            jac=True,
            method="BFGS",
            options={"gtol": 1e-9, "maxiter": 2000},
        )
        tops.append((float(top.fun), top.x / scale))
    found: Floats = min(tops, key=lambda top: top[0])[1]
    if np.abs(data.fall(found)[1] / spread.repeat(2)[: 2 * size]).max() > _FLAT:
        raise EstimateRefused(
            _(
                "list model: no highest likelihood was found. Leave covariates out, or keep to the"
                " difference in means."
            )
        )
    return found


def _scaled(data: _Data, scaled: Floats, scale: Floats) -> tuple[float, Floats]:
    value, slope = data.fall(scaled / scale)
    return value, slope / scale


def _invert(information: Floats) -> Floats:
    values = np.linalg.eigvalsh(information)
    if values.min() <= 1e-9 * values.max():
        raise EstimateRefused(
            _(
                "list model: the likelihood has no single top, as when a covariate follows from"
                " others or a share is 0. Leave covariates out, or keep to the difference in means."
            )
        )
    return np.linalg.inv(information).astype(np.float64)


def _told(
    data: _Data, names: tuple[str, ...], parameters: Floats, covariance: Floats, listed: Listed
) -> ListModel:
    size, errors = len(names), np.sqrt(np.diag(covariance))
    log, _carrier, g, _h = data.carriers(parameters)
    share = float(data.weights @ g / data.weights.sum())
    toward = (data.weights * g * (1 - g)) @ data.x / data.weights.sum()
    error = float(np.sqrt(toward @ covariance[:size, :size] @ toward))
    plain = listed.difference
    doubts: tuple[Doubt, ...] = ()
    if abs(share - plain.estimate) > _FAR * plain.std_error:
        doubts = (Doubt.MODEL_LEAVES_DIFFERENCE,)
    if g.min() < _EDGE or g.max() > 1 - _EDGE:
        doubts = (*doubts, Doubt.MODEL_AT_THE_EDGE)
    coefficients = tuple(map(LogOdds, names * 2, parameters.tolist(), errors.tolist()))
    reach = float(student.ppf((1 + CONFIDENCE) / 2, plain.df)) * error
    row = replace(
        plain,
        estimate=share,
        std_error=error,
        conf_low=share - reach,
        conf_high=share + reach,
        method="list model, constrained",
        doubts=doubts,
    )
    height = float(data.weights @ log)
    return ListModel(listed, row, coefficients[:size], coefficients[size:], height)
