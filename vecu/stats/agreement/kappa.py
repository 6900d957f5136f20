"""Chance-corrected agreement: (p − c) / (1 − c); each coefficient defines its own c.

p is observed agreement: the mean, over the units that at least two coders judged, of the share of
pairs of coders who agree. c is the agreement expected by chance. Formulas, missing judgements
included, follow K. L. Gwet, Handbook of Inter-Rater Reliability, 4th edition (2014). Standard
errors are of his kind (Computing inter-rater reliability and its variance in the presence of high
agreement, British Journal of Mathematical and Statistical Psychology 61 (2008), 29-48): units are
sampled, coders are fixed.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from vecu.stats.agreement.inference import estimate_agreement
from vecu.stats.agreement.rating_patterns import (
    Floats,
    Marks,
    Units,
    encode_ratings,
    group_units,
    row_sums,
    safe_divide,
    units_from_ratings,
)
from vecu.stats.agreement.results import Agreement, Coefficient


def cohen_kappa(ratings: npt.ArrayLike, *, chance: int) -> Agreement:
    """Return Cohen's kappa of two coders, on the units that both judged.

    c: both draw from the values that they gave themselves. J. Cohen, A coefficient of agreement for
    nominal scales, Educational and Psychological Measurement 20 (1960), 37-46.
    """
    marks, values = encode_ratings(ratings)
    if len(marks) != 2:
        message = f"Cohen's kappa is for two coders; found {len(marks)}."
        raise ValueError(message)
    patterns, units = group_units(marks, values, by_coder=True)
    drawing = _by_coder(patterns[:, (patterns >= 0).all(axis=0)], values)
    return _corrected(Coefficient.COHEN, units.only_pairable(), drawing, chance=chance)


def conger_kappa(ratings: npt.ArrayLike, *, chance: int) -> Agreement:
    """Return Conger's kappa, which for two coders who judged everything is Cohen's.

    c: two different coders draw, each from the values that they gave. A. J. Conger, Integration and
    generalization of kappas for multiple raters, Psychological Bulletin 88 (1980), 322-328.
    """
    marks, values = encode_ratings(ratings)
    patterns, units = group_units(marks, values, by_coder=True)
    return _corrected(Coefficient.CONGER, units, _by_coder(patterns, values), chance=chance)


def fleiss_kappa(ratings: npt.ArrayLike, *, chance: int) -> Agreement:
    """Return Fleiss' kappa.

    c: both draw from the values of all coders. J. L. Fleiss, Measuring nominal scale agreement
    among many raters, Psychological Bulletin 76 (1971), 378-382.
    """
    units = units_from_ratings(ratings)
    drawing = _Pooled(units, base=0.0, slope=1.0)
    return _corrected(Coefficient.FLEISS, units, drawing, chance=chance)


def brennan_prediger(
    ratings: npt.ArrayLike, *, categories: int | None = None, chance: int
) -> Agreement:
    """Return Brennan and Prediger's coefficient.

    c: all `categories` (by default those observed) are equally likely. R. L. Brennan, D. J.
    Prediger, Coefficient kappa, Educational and Psychological Measurement 41 (1981), 687-699.
    """
    units = units_from_ratings(ratings)
    drawing = _Pooled(units, base=1 / _categories(units, categories), slope=0.0)
    return _corrected(Coefficient.BRENNAN_PREDIGER, units, drawing, chance=chance)


def gwet_ac1(ratings: npt.ArrayLike, *, categories: int | None = None, chance: int) -> Agreement:
    """Return Gwet's AC1 over `categories`, by default those observed.

    c: Σ π(1 − π) / (q − 1), π being the mean share of each of q values: only uncertain judgements
    are random. So it stays high where nearly all judgements are equal, for better and for worse.
    """
    units = units_from_ratings(ratings)
    return ac1_from_units(units, _categories(units, categories), chance=chance)


def ac1_from_units(units: Units, categories: int, *, chance: int) -> Agreement:
    """Return Gwet's AC1 of units that are counted already."""
    one_of_others = 1 / (categories - 1) if categories > 1 else 0.0
    certain = 1.0  # with a single category
    drawing = _Pooled(units, base=one_of_others or certain, slope=-one_of_others)
    return _corrected(Coefficient.AC1, units, drawing, chance=chance)


def percent_agreement(ratings: npt.ArrayLike, *, chance: int) -> Agreement:
    """Return the share of pairs of coders who agree, chance included (c is 0).

    A code that nobody uses has 1. Report it beside a corrected coefficient, never instead.
    """
    units = units_from_ratings(ratings)
    drawing = _Pooled(units, base=0.0, slope=0.0)
    return _corrected(Coefficient.PERCENT, units, drawing, chance=chance)


def share_agreeing(units: Units) -> Floats:
    """Return for each pattern the share of pairs of coders who agree; 0 where one judged."""
    size = units.size
    pairs = row_sums(units.counts * (units.counts - 1))
    return pairs / np.maximum(size * (size - 1), 1)


def _categories(units: Units, given: int | None) -> int:
    seen = len(units.values)
    if given is not None and given < seen:
        message = f"{seen} different values were given, more than the {given} categories."
        raise ValueError(message)
    return given or max(seen, 1)


class _Chance(Protocol):
    """The agreement expected by chance."""

    def expected(self, weights: Floats) -> Floats:
        """Return c for each row of weights of the patterns."""

    def scores(self, times: Floats) -> Floats:
        """Return how much a unit of each pattern changes c; the scores sum to 0."""


@dataclass(frozen=True, slots=True)
class _Pooled:
    """c = base + slope · Σ share², by the mean share of each value over all units."""

    units: Units
    base: float
    slope: float

    def expected(self, weights: Floats) -> Floats:
        shares = weights @ self._on_units / row_sums(weights)[:, np.newaxis]
        return self.base + self.slope * row_sums(shares * shares)

    def scores(self, times: Floats) -> Floats:
        shares = times @ self._on_units / times.sum()
        moved: Floats = 2 * self.slope * (self._on_units @ shares - shares @ shares)
        return moved

    @property
    def _on_units(self) -> Floats:
        return self.units.counts / self.units.size[:, np.newaxis]


@dataclass(frozen=True, slots=True)
class _ByCoder:
    """c: two different coders draw, each by their own shares of each value.

    `said` says for each coder, pattern and value whether it is the coder's judgement.
    """

    judgements: tuple[Floats, ...]

    def expected(self, weights: Floats) -> Floats:
        shares = [self._shares(weights, said) for said in self.judgements]
        drawing = np.sum([share.any(axis=1) for share in shares], axis=0)
        pairs = (drawing * (drawing - 1)).astype(np.float64)
        meeting = np.square(sum(shares)) - sum(np.square(share) for share in shares)
        return safe_divide(row_sums(meeting), pairs)

    def scores(self, times: Floats) -> Floats:
        shares = [self._shares(times[np.newaxis], said)[0] for said in self.judgements]
        moved = np.zeros(len(times))
        for said, own in zip(self.judgements, shares, strict=True):
            others, judged = sum(shares) - own, row_sums(said)
            moved += (said @ others - judged * (own @ others)) / max(times @ judged, 1)
        drawing = sum(bool(share.any()) for share in shares)
        moved *= 2 * times.sum() / (drawing * (drawing - 1))
        return moved

    @staticmethod
    def _shares(weights: Floats, said: Floats) -> Floats:
        """Return the coder's share of each value; NaN where they judged nothing."""
        given = weights @ said
        return given / np.maximum(row_sums(given), 1)[:, np.newaxis]


def _by_coder(patterns: Marks, values: Floats) -> _ByCoder:
    places = np.arange(len(values))
    said = [(marks[:, np.newaxis] == places).astype(np.float64) for marks in patterns]
    return _ByCoder(tuple(said))


def _corrected(
    coefficient: Coefficient, units: Units, drawing: _Chance, *, chance: int
) -> Agreement:
    agreeing, several = share_agreeing(units), (units.size >= 2).astype(np.float64)

    def beyond_chance(weights: Floats) -> Floats:
        observed = safe_divide(weights @ agreeing, weights @ several)
        expected = drawing.expected(weights)
        return safe_divide(observed - expected, 1 - expected)

    def std_error() -> float:
        times, total = units.times, units.times.sum()
        (value,) = beyond_chance(times[np.newaxis])
        (expected,) = drawing.expected(times[np.newaxis])
        own = total / (times @ several) * several * (agreeing - expected)
        moved = (own - (1 - value) * drawing.scores(times)) / (1 - expected) - value
        return float(np.sqrt(times @ np.square(moved) / (total * (total - 1))))

    return estimate_agreement(coefficient, units, beyond_chance, chance=chance, std_error=std_error)
