"""From the share who said yes to the share for whom it is true."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from vecu.stats.drawn import Sample, sample_or_simple
from vecu.stats.measured import Floats
from vecu.stats.refusals import TooFewAnswers, VariableRefused
from vecu.stats.sensitive.results import Doubt, Prevalence
from vecu.stats.sensitive.techniques import Technique

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Yes:
    """The share of `n` people who said yes, with its variance as the sample was drawn."""

    share: float
    variance: float
    df: float
    n: int

    def __post_init__(self) -> None:
        """Refuse what is no share with a variance."""
        if not (0 <= self.share <= 1 and 0 <= self.variance < np.inf):
            message = (
                "share: from 0 to 1, with a variance; found"
                f" {self.share:g} and {self.variance:g}. Give the share who said yes."
            )
            raise VariableRefused(message)
        if not self.df > 0:
            message = f"df: more than 0; found {self.df:g}. One answer has no standard error."
            raise TooFewAnswers(message)


def yes_of(answers: npt.ArrayLike, sample: Sample | None = None) -> Yes:
    """Return the share of yes among `answers`: 1, 0, NaN where there is none.

    Its variance is that of the linearised share. A table with its design gives its own: make `Yes`
    from that.
    """
    said, drawn = read_answers("answers", answers, sample)
    share = float(drawn.weights @ said / drawn.weights.sum())
    scores = drawn.weights * (said - share) / drawn.weights.sum()
    variance = float(drawn.covariance(scores[:, np.newaxis])[0, 0])
    return Yes(share, variance, drawn.df, int((drawn.weights > 0).sum()))


def read_answers(
    name: str, answers: npt.ArrayLike, sample: Sample | None = None, most: int = 1
) -> tuple[Floats, Sample]:
    """Return answers as whole numbers from 0 to `most`; who gave none says 0 and weighs nothing."""
    said = np.asarray(answers, dtype=np.float64)
    if said.ndim != 1:
        message = f"{name}: one for each person; found a table of {said.shape}."
        raise VariableRefused(message)
    given = ~np.isnan(said)
    wrong = given & ~np.isin(said, np.arange(most + 1))
    if wrong.any():
        message = f"{name}: whole numbers from 0 to {most}; found {said[wrong][0]:g}. Recode them."
        raise VariableRefused(message)
    if given.sum() < 2:
        message = f"{name}: two answers at least; found {given.sum()}."
        raise TooFewAnswers(message)
    drawn = sample_or_simple(sample, len(said)).only(given)
    if (drawn.weights > 0).sum() < 2:
        message = f"{name}: two answers at least that weigh something; found fewer."
        raise TooFewAnswers(message)
    return np.where(given, said, 0.0), drawn


def prevalence(yes: Yes, technique: Technique) -> Prevalence:
    """Return the share for whom it is true, from the share of yes to a question so asked."""
    estimate = (yes.share - technique.offset) / technique.slope
    error = float(np.sqrt(yes.variance)) / abs(technique.slope)
    return told(
        technique.name,
        estimate,
        error,
        yes.df,
        yes.n,
        _impossible(yes, technique),
    )


def _impossible(yes: Yes, technique: Technique) -> tuple[Doubt, ...]:
    """Tell whether so many, or so few, can hardly have said yes had they followed instructions."""
    ends = sorted((technique.offset, technique.offset + technique.slope))
    nearest = min(max(yes.share, ends[0]), ends[1])
    by_chance = student.ppf(0.995, yes.df) * np.sqrt(max(yes.variance, 1 / yes.n**2))
    return (Doubt.IMPOSSIBLE_ANSWERS,) if abs(yes.share - nearest) > by_chance else ()


def told(
    method: str,
    estimate: float,
    std_error: float,
    df: float,
    n: int,
    doubts: tuple[Doubt, ...] = (),
) -> Prevalence:
    """Return an estimate with its interval at 95 % and the doubts that its value raises."""
    reach = float(student.ppf((1 + CONFIDENCE) / 2, df)) * std_error
    if estimate < 0:
        doubts = (Doubt.BELOW_NONE, *doubts)
    if estimate > 1:
        doubts = (Doubt.ABOVE_ALL, *doubts)
    low, high = estimate - reach, estimate + reach
    return Prevalence(method, float(estimate), std_error, low, high, df, n, doubts)
