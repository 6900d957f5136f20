"""Estimate how many texts carry a code, from a machine's labels and a human-coded sample.

The machine's own count is biased by its errors. The human-coded random sample shows, for each label
of the machine, what share of such texts carries the code. Weighted by the number of texts with each
label this estimates the overall share: two-phase sampling for stratification, the labels being the
strata (Neyman 1938; Cochran 1977, Sampling Techniques, 12.2; Särndal, Swensson and Wretman 1992,
Model Assisted Survey Sampling, 9.4). However bad the labels, the estimate is unbiased; the better
they are, the narrower is the interval.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import NamedTuple

from vecu.translation import gettext_noop, translate

Z = 1.959963984540054
"""The normal quantile of a two-sided interval at 95 %."""
LEAST_READ = 10
"""With fewer coded texts no interval would be valid."""

LEAST_OF_LABEL = 2
"""With fewer coded texts of a label their variance is unknown."""


class NoShareReason(StrEnum):
    """Why there is no corrected share; the value explains it."""

    NOTHING_LABELLED = gettext_noop("The machine has labelled nothing yet.")
    TOO_FEW_READ = gettext_noop("People have read fewer than ten texts of a random sample.")

    def say(self, language: str) -> str:
        """Return the reason as a sentence in `language`."""
        return translate(self.value, language)


class ReviewedUnit(NamedTuple):
    """One text of the random sample: the machine's label, and people's."""

    labelled: bool
    carries: bool


@dataclass(frozen=True, slots=True)
class CorrectedShare:
    """The share of texts that carry a code, corrected by human coding.

    `by_machine` is the share that the machine labelled, `by_sample` the one in the sample alone.
    `of_sample` and `of_texts` are the two parts of the variance: that only a sample was coded, and
    that the texts are themselves a sample; the second is 0 if they are all there is. `pooled`: too
    few texts were coded of some label, so that the sample alone was used.
    """

    estimate: float
    conf_low: float
    conf_high: float
    of_sample: float
    of_texts: float
    by_machine: float
    by_sample: float
    read: int
    texts: int
    found: Mapping[bool, tuple[int, int]]
    pooled: bool

    @property
    def std_error(self) -> float:
        """The square root of both parts of the variance together."""
        return sqrt(self.of_sample + self.of_texts)


@dataclass(frozen=True, slots=True)
class _Stratum:
    """The texts of one label: how many exist, were coded, and carried the code."""

    size: int
    read: int
    carrying: int

    @property
    def share(self) -> float:
        return self.carrying / self.read

    @property
    def spread(self) -> float:
        """p(1 − p) with one more text of either kind: none of few is not none of all."""
        smoothed = (self.carrying + 1) / (self.read + 2)
        return smoothed * (1 - smoothed)


def corrected_share(
    labelled: Mapping[bool, int], read: Iterable[ReviewedUnit], *, drawn: bool = False
) -> CorrectedShare | NoShareReason:
    """Return the share of texts that carry a code, or why there is no estimate.

    `labelled` counts all texts by the machine's label; `read` is a simple random sample of them,
    each with a held-out label. `drawn`: the texts are themselves a random sample of very many more;
    the interval then includes that too. Otherwise the share is one of these very texts, and coding
    all of them leaves no uncertainty.
    """
    sample, texts = list(read), sum(labelled.values())
    if not texts:
        return NoShareReason.NOTHING_LABELLED
    if len(sample) < LEAST_READ:
        return NoShareReason.TOO_FEW_READ
    found = {label: _counts(sample, label=label) for label in (True, False)}
    strata, pooled = _strata(labelled, found)
    share = sum(each.size / texts * each.share for each in strata)
    of_sample = sum((each.size / texts) ** 2 * _variance(each) for each in strata)
    between = sum(each.size / texts * (each.share - share) ** 2 for each in strata)
    within = sum(each.size / texts * each.spread for each in strata)
    of_texts = (between + within) / texts if drawn else 0.0
    low, high = _interval(share, of_sample + of_texts, between + within)
    return CorrectedShare(
        estimate=share,
        conf_low=low,
        conf_high=high,
        of_sample=of_sample,
        of_texts=of_texts,
        by_machine=labelled.get(True, 0) / texts,
        by_sample=sum(each.carries for each in sample) / len(sample),
        read=len(sample),
        texts=texts,
        found=found,
        pooled=pooled,
    )


def _counts(sample: Iterable[ReviewedUnit], *, label: bool) -> tuple[int, int]:
    """Return how many texts of a label were coded, and how many of these carried the code."""
    carrying = [each.carries for each in sample if each.labelled is label]
    return len(carrying), sum(carrying)


def _strata(
    labelled: Mapping[bool, int], found: Mapping[bool, tuple[int, int]]
) -> tuple[list[_Stratum], bool]:
    """Return a stratum for each label, or one for all if a label has too few coded texts."""
    strata = [
        _Stratum(labelled.get(label, 0), *found[label]) for label in found if labelled.get(label, 0)
    ]
    if any(found[label][0] > labelled.get(label, 0) for label in found):
        message = "More texts of a label were read than there are."
        raise ValueError(message)
    if all(each.read >= LEAST_OF_LABEL for each in strata):
        return strata, False
    read, carrying = (sum(counts) for counts in zip(*found.values(), strict=True))
    return [_Stratum(sum(each.size for each in strata), read, carrying)], True


def _variance(stratum: _Stratum) -> float:
    return (1 - stratum.read / stratum.size) * stratum.spread / stratum.read


def _interval(share: float, variance: float, spread: float) -> tuple[float, float]:
    """Return Wilson's interval for the simple sample size with the same variance."""
    if variance <= 0:
        return share, share
    draws = spread / variance
    middle = (share + Z * Z / (2 * draws)) / (1 + Z * Z / draws)
    half = Z * sqrt(share * (1 - share) / draws + Z * Z / (4 * draws * draws)) / (1 + Z * Z / draws)
    return max(0.0, middle - half), min(1.0, middle + half)
