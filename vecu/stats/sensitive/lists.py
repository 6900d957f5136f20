"""List experiments: people say how many of several things are true of them, never which.

One random half gets J harmless items, the other the same and the sensitive one. The difference in
means is the share for whom it is true, whatever the items: J. D. Miller, 1984; A. Glynn, Public
Opinion Quarterly 77 (2013), 159-172. With two lists everybody answers both and each half gets the
sensitive item in another one; the mean of both differences varies less. Where all were asked
directly as well, only those who denied it need the lists: P. M. Aronow and others, Combining List
Experiment and Direct Question Estimates, Journal of Survey Statistics and Methodology 3 (2015),
43-66.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from vecu.stats.drawn import Booleans, Sample
from vecu.stats.measured import Floats
from vecu.stats.refusals import TooFewAnswers, VariableRefused
from vecu.stats.sensitive.effects import DesignEffect, design_effect
from vecu.stats.sensitive.results import Doubt, Prevalence
from vecu.stats.sensitive.shares import read_answers, told

ENOUGH = 1_000
"""People below whom lists decide little: with 1,000 an interval is some 20 points wide."""

SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list experiment tells, and whether the longer list changed the other answers."""

    difference: Prevalence
    effect: DesignEffect


@dataclass(frozen=True, slots=True)
class DoubleListed:
    """What two lists tell together, and each alone."""

    difference: Prevalence
    first: Listed
    second: Listed


@dataclass(frozen=True, slots=True)
class Combined:
    """What lists and a direct question tell together, with what each tells alone.

    `admitted` is how much longer the counts are of those who admit it: 1, if all is well.
    `swayed` is how much more people admit who got the longer list: 0, if all is well.
    """

    combined: Prevalence
    direct: Prevalence
    difference: Prevalence
    admitted: Prevalence | None
    swayed: Prevalence


def list_experiment(
    counts: npt.ArrayLike, longer: npt.ArrayLike, *, items: int, sample: Sample | None = None
) -> Listed:
    """Return the difference in means. `longer` says who got the sensitive item beside `items`."""
    said, treated, drawn = read_list(counts, longer, items, sample)
    effect = design_effect(said, treated, items, drawn)
    doubts = _few(drawn)
    if effect.p_value < SIGNIFICANT:
        doubts = (*doubts, Doubt.LIST_CHANGES_ANSWERS)
    return Listed(_difference("difference in means", said, treated, drawn, doubts), effect)


def double_list(
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    longer_first: npt.ArrayLike,
    *,
    items: tuple[int, int],
    sample: Sample | None = None,
) -> DoubleListed:
    """Return the mean of both differences. Who is not `longer_first` got the longer second list."""
    one, treated, drawn = read_list(first, longer_first, items[0], sample)
    other, untreated, drawn = read_list(second, ~treated, items[1], drawn)
    alone = [
        list_experiment(np.where(drawn.weights > 0, said, np.nan), got, items=most, sample=drawn)
        for said, got, most in ((one, treated, items[0]), (other, untreated, items[1]))
    ]
    doubts = _few(drawn)
    apart = _difference("", one + other, treated, drawn)
    # The sum of both lists differs by the first share less the second: nothing, if both work.
    if _p_value(apart, 0) < SIGNIFICANT:
        doubts = (*doubts, Doubt.LISTS_DIFFER)
    both = _difference("double list", (one - other) / 2, treated, drawn, doubts)
    return DoubleListed(both, *alone)


def combine_list_and_direct(
    counts: npt.ArrayLike,
    longer: npt.ArrayLike,
    direct: npt.ArrayLike,
    *,
    items: int,
    sample: Sample | None = None,
) -> Combined:
    """Return the share who admit it, and the difference in means of those who do not, together.

    Right where nobody admits what is not true. The variance is that of Aronow and others for a
    simple sample, else that of the linearised estimate.
    """
    said, treated, drawn = read_list(counts, longer, items, sample)
    admits, drawn = read_answers("direct", direct, drawn)
    yes = admits == 1
    plain = _mean("direct question", admits, drawn)
    denying = drawn.only(~yes)
    _check_groups(treated, denying, "who deny it")
    hidden = _difference("", said, treated, denying)
    estimate = plain.estimate + (1 - plain.estimate) * hidden.estimate
    error = (
        _published_error(said, treated, yes, hidden.estimate)
        if sample is None and (drawn.weights == 1).all()
        else _linear_error(said, treated, admits, drawn, hidden.estimate)
    )
    difference = _difference("difference in means", said, treated, drawn, _few(drawn))
    swayed = _difference("admitting, longer list less shorter", admits, treated, drawn)
    admitted = _admitted(said, treated, drawn.only(yes))
    doubts = _doubts(admitted, swayed)
    combined = told("list and direct question", estimate, error, drawn.df, _n(drawn), doubts)
    return Combined(combined, plain, difference, admitted, swayed)


def read_list(
    counts: npt.ArrayLike, longer: npt.ArrayLike, items: int, sample: Sample | None
) -> tuple[Floats, Booleans, Sample]:
    """Return counts, who got the longer list, and the sample of those who answered."""
    if items < 2:
        message = f"items: two harmless items at least, or counts give people away; found {items}."
        raise VariableRefused(message)
    said, drawn = read_answers("counts", counts, sample, most=items + 1)
    treated = np.asarray(longer)
    if treated.shape != said.shape or not np.isin(treated, (0, 1)).all():
        message = f"longer: true or false for each of {len(said)} people; found something else."
        raise VariableRefused(message)
    treated = treated.astype(bool)
    held = drawn.weights > 0
    above = held & ~treated & (said > items)
    if above.any():
        message = (
            f"counts: {items} at most on the shorter list; found {said[above][0]:g}. Check who got"
            " which list."
        )
        raise VariableRefused(message)
    _check_groups(treated, drawn, "who answered")
    return said, treated, drawn


def _check_groups(treated: Booleans, drawn: Sample, who: str) -> None:
    held = drawn.weights > 0
    for name, group in (("longer", treated), ("shorter", ~treated)):
        if (held & group).sum() < 2:
            message = (
                f"longer: two people at least {who} on the {name} list; found"
                f" {(held & group).sum()}."
            )
            raise TooFewAnswers(message)


def _scores(values: Floats, treated: Booleans, drawn: Sample) -> tuple[float, Floats]:
    """Return the difference of both means, and what each person adds to it, linearised."""
    scores, means = np.zeros(len(values)), []
    for sign, group in ((1, treated), (-1, ~treated)):
        weights = np.where(group, drawn.weights, 0.0)
        means.append(float(weights @ values / weights.sum()))
        scores += sign * weights * (values - means[-1]) / weights.sum()
    return means[0] - means[1], scores


def _difference(
    method: str,
    values: Floats,
    treated: Booleans,
    drawn: Sample,
    doubts: tuple[Doubt, ...] = (),
) -> Prevalence:
    found, scores = _scores(values, treated, drawn)
    if _simple(drawn):
        groups: Sequence[Floats] = [
            values[(drawn.weights > 0) & each] for each in (treated, ~treated)
        ]
        variance = sum(float(each.var(ddof=1)) / len(each) for each in groups)
    else:
        variance = float(drawn.covariance(scores[:, np.newaxis])[0, 0])
    return told(method, found, float(np.sqrt(variance)), drawn.df, _n(drawn), doubts)


def _simple(drawn: Sample) -> bool:
    """Tell whether each person was drawn by themselves, all alike: Neyman's variance then holds."""
    alone = len(drawn.stratum) == len(drawn.cluster) and not drawn.stratum.any()
    return alone and len(np.unique(drawn.weights[drawn.weights > 0])) == 1


def _mean(method: str, values: Floats, drawn: Sample) -> Prevalence:
    mean = float(drawn.weights @ values / drawn.weights.sum())
    scores = drawn.weights * (values - mean) / drawn.weights.sum()
    error = float(np.sqrt(drawn.covariance(scores[:, np.newaxis])[0, 0]))
    return told(method, mean, error, drawn.df, _n(drawn))


def _published_error(said: Floats, treated: Booleans, yes: Booleans, hidden: float) -> float:
    """Return the standard error as Aronow and others give it, their equation 7."""
    admit, split = yes.mean(), treated.mean()
    longer, shorter = (said[~yes & each].var(ddof=1) for each in (treated, ~treated))
    variance = (1 - hidden) ** 2 * admit * (1 - admit)
    variance += (1 - admit) * (longer / split + shorter / (1 - split))
    return float(np.sqrt(variance / len(said)))


def _linear_error(
    said: Floats, treated: Booleans, admits: Floats, drawn: Sample, hidden: float
) -> float:
    share = float(drawn.weights @ admits / drawn.weights.sum())
    _found, scores = _scores(said, treated, drawn.only(admits == 0))
    scores = (1 - share) * scores
    scores += (1 - hidden) * drawn.weights * (admits - share) / drawn.weights.sum()
    return float(np.sqrt(drawn.covariance(scores[:, np.newaxis])[0, 0]))


def _admitted(said: Floats, treated: Booleans, admitting: Sample) -> Prevalence | None:
    held = admitting.weights > 0
    if min((held & treated).sum(), (held & ~treated).sum()) < 2:
        return None
    return _difference("difference among those who admit it", said, treated, admitting)


def _doubts(admitted: Prevalence | None, swayed: Prevalence) -> tuple[Doubt, ...]:
    doubts: tuple[Doubt, ...] = ()
    if admitted is not None and _p_value(admitted, 1) < SIGNIFICANT:
        doubts = (Doubt.ADMITTED_YET_NOT_COUNTED,)
    return (*doubts, Doubt.ORDER_CHANGES_ANSWERS) if _p_value(swayed, 0) < SIGNIFICANT else doubts


def _p_value(found: Prevalence, expected: float) -> float:
    apart = abs(found.estimate - expected)
    if found.std_error == 0:
        return 1.0 if apart == 0 else 0.0
    return float(2 * student.sf(apart / found.std_error, found.df))


def _few(drawn: Sample) -> tuple[Doubt, ...]:
    return (Doubt.FEWER_THAN_A_LIST_NEEDS,) if _n(drawn) < ENOUGH else ()


def _n(drawn: Sample) -> int:
    return int((drawn.weights > 0).sum())
