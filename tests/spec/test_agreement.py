"""How agreement between coders is measured: what is worked out, by which formula, from where.

A coder judges units (texts, say) by giving each a value, or does not judge it. Ratings stand as one
row for each coder and one column for each unit; `_` is a judgement that is missing. Each published
example is worked out twice: by the room, and by a twin in fractions that goes through every pair of
judgements and shares no line with it.
"""

from types import SimpleNamespace

import numpy as np
import pytest

from tests.stats import naive_agreement
from vecu import stats
from vecu.stats import NoAgreementReason, agreement_by_code, coder_agreement

_ = None
NOMINAL, ORDINAL, INTERVAL, RATIO = stats.MeasurementLevel


def rows(ratings):
    return np.array(ratings, dtype=float)  # None becomes NaN


def vecu_coefficient(coefficient):
    return lambda ratings, *level, **categories: (
        coefficient(rows(ratings), *level, **categories, chance=1).estimate
    )


COEFFICIENTS = (
    *("krippendorff_alpha", "cohen_kappa", "fleiss_kappa", "conger_kappa", "brennan_prediger"),
    *("gwet_ac1", "percent_agreement"),
)
ROOM = SimpleNamespace(**{name: vecu_coefficient(getattr(stats, name)) for name in COEFFICIENTS})


@pytest.fixture(params=[ROOM, naive_agreement], ids=["room", "twin"])
def engine(request):
    return request.param


def published(value, digits):
    """Return what equals `value` once rounded as it was printed."""
    return pytest.approx(value, abs=0.5001 * 10**-digits)


def spread(table):
    """Return ratings from a table that tells of each unit how many coders gave each value."""
    units = [np.repeat(np.arange(len(row)), row) for row in table]
    return np.array(units).T.tolist()


def two_coders(table):
    """Return ratings from a table of how many units had the row's value and the column's."""
    pairs = [
        (one, other)
        for one, row in enumerate(table)
        for other, times in enumerate(row)
        for _time in range(times)
    ]
    return np.array(pairs).T.tolist()


# --- Krippendorff's alpha -----------------------------------------------------------------------
#
# alpha = 1 − D_o / D_e. D_o is the mean squared difference of two judgements of one unit, D_e that
# of any two judgements, whichever unit they are of. 1: no disagreement; 0: units do not matter.
# Judgements without a second one of the same unit have nothing to be compared with and fall away.
#
# K. Krippendorff, Computing Krippendorff's Alpha-Reliability, University of Pennsylvania, 2011.

OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
"""Example C: four observers, twelve units, nine judgements missing; the last unit is lost."""


@pytest.mark.parametrize(
    ("level", "alpha"),
    [(NOMINAL, 0.743421), (ORDINAL, 0.815388), (INTERVAL, 0.849107), (RATIO, 0.797403)],
)
def test_alpha_of_four_observers_at_each_level(engine, level, alpha):
    """What a difference is hangs on what values are.

    Nominal: 1 between any two. Ordinal: how many given values stand from one to the other, those
    equal to one of them counted half. Interval: c − k. Ratio: (c − k) / (c + k). Each is squared.
    """
    assert float(engine.krippendorff_alpha(OBSERVERS, level)) == published(alpha, 6)


def test_alpha_of_two_observers_who_say_yes_or_no(engine):
    """Example A. It is the case of one code: on 6 of 10 units they say the same, and yet
    alpha = 1 − 19 · 8 / (2 · 14 · 6) = .095, since "no" is what both say most."""
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]

    assert float(engine.krippendorff_alpha([first, second])) == published(0.095, 3)
    assert float(engine.percent_agreement([first, second])) == pytest.approx(0.6)


def test_alpha_of_two_observers_and_five_names(engine):
    """Example B; the names a to e are numbers here."""
    names = "aabbdcccedda", "babbbccceddd"
    ratings = [["abcde".index(name) for name in coder] for coder in names]

    assert float(engine.krippendorff_alpha(ratings)) == published(0.692, 3)


# --- Agreement beyond chance --------------------------------------------------------------------
#
# (p − c) / (1 − c). p is the mean share of pairs of coders who say the same of a unit. They differ
# in c, how often chance would bring two coders together:
#
#   Cohen              both draw from the values that they gave themselves; two coders only
#   Conger             the mean of that over all pairs of coders
#   Fleiss             both draw from the values of all: Σ π_k²
#   Brennan–Prediger   all q values are equally likely: 1 / q
#   Gwet's AC1         Σ π_k (1 − π_k) / (q − 1)
#
# π_k is the mean share of value k over the units. Units that one coder judged alone count for π and
# not for p. Standard errors let units vary and not coders. K. L. Gwet, Handbook of Inter-Rater
# Reliability, 4th edition, 2014; values printed by its package irrCAC 1.0.

FOUR_RATERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, _],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
"""Gwet's four raters and twelve units (`cac.raw4raters`)."""

SIX_RATERS = spread(
    [
        [0, 0, 0, 6, 0],
        [0, 3, 0, 0, 3],
        [0, 1, 4, 0, 1],
        [0, 0, 0, 0, 6],
        [0, 3, 0, 3, 0],
        [2, 0, 4, 0, 0],
        [0, 0, 4, 0, 2],
        [2, 0, 3, 1, 0],
        [2, 0, 0, 4, 0],
        [0, 0, 0, 0, 6],
        [1, 0, 0, 5, 0],
        [1, 1, 0, 4, 0],
        [0, 3, 3, 0, 0],
        [1, 0, 0, 5, 0],
        [0, 2, 0, 3, 1],
    ]
)
"""Fifteen patients, each diagnosed by six psychiatrists, five diagnoses (`distrib.6raters`)."""


@pytest.mark.parametrize(
    ("coefficient", "value", "std_error"),
    [
        ("percent_agreement", 0.81818, 0.12561),
        ("gwet_ac1", 0.77544, 0.14295),
        ("fleiss_kappa", 0.76117, 0.15302),
        ("conger_kappa", 0.76282, 0.14917),
        ("brennan_prediger", 0.77273, 0.14472),
    ],
)
def test_four_raters_with_missing_judgements(engine, coefficient, value, std_error):
    assert float(getattr(engine, coefficient)(FOUR_RATERS)) == published(value, 5)

    measured = getattr(stats, coefficient)(rows(FOUR_RATERS), chance=1)
    assert measured.std_error == published(std_error, 5)


@pytest.mark.parametrize(
    ("coefficient", "value", "std_error"),
    [
        ("gwet_ac1", 0.4448007, 0.08418757),
        ("fleiss_kappa", 0.4139265, 0.08119291),
        ("brennan_prediger", 0.4388889, 0.08312142),
    ],
)
def test_six_raters_without_missing_judgements(engine, coefficient, value, std_error):
    assert float(getattr(engine, coefficient)(SIX_RATERS)) == published(value, 7)

    measured = getattr(stats, coefficient)(rows(SIX_RATERS), chance=1)
    assert measured.std_error == published(std_error, 8)


def test_alpha_of_six_raters(engine):
    assert float(engine.krippendorff_alpha(SIX_RATERS)) == published(0.4204384, 7)


def test_fleiss_kappa_of_fourteen_raters(engine):
    """Ten subjects, five categories; p = .378, c = .213. The worked example of the article on
    Fleiss' kappa in Wikipedia, which statistics packages repeat in their documentation."""
    table = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
    assert float(engine.fleiss_kappa(spread(table))) == published(0.2099, 4)


def test_cohen_kappa_of_two_readers(engine):
    """Fifty proposals: both say yes to 20, both no to 15. p = 35/50 = .7; one says yes to 25 of 50,
    the other to 30, so c = .5 · .6 + .5 · .4 = .5; (.7 − .5) / .5 = .4."""
    assert float(engine.cohen_kappa(two_coders([[20, 5], [10, 15]]))) == pytest.approx(0.4)


ABSTRACTORS = two_coders([[13, 0, 0], [0, 20, 7], [0, 4, 56]])


@pytest.mark.parametrize(
    ("coefficient", "value", "std_error"),
    [
        ("cohen_kappa", 0.7964094, 0.05891072),
        ("conger_kappa", 0.7964094, 0.05891072),
        ("fleiss_kappa", 0.7962397, 0.05905473),
        ("gwet_ac1", 0.8493305, 0.04321747),
        ("brennan_prediger", 0.835, 0.04693346),
        ("percent_agreement", 0.89, 0.03128898),
    ],
)
def test_two_abstractors_of_a_hundred_records(engine, coefficient, value, std_error):
    """`cont3x3abstractors`. With two coders Conger's kappa is Cohen's and Fleiss' is Scott's pi.

    For tables the package divides the sum of squares by n², for ratings by n(n − 1) as we do."""
    assert float(getattr(engine, coefficient)(ABSTRACTORS)) == published(value, 7)

    measured = getattr(stats, coefficient)(rows(ABSTRACTORS), chance=1)
    assert measured.std_error * np.sqrt(99 / 100) == published(std_error, 8)


def test_values_that_nobody_gave_count_where_categories_are_listed(engine):
    """The two readers, had there been a third answer: Brennan–Prediger (.7 − 1/3) / (2/3) = .55.
    AC1: shares .55 and .45, so c = 2 · .55 · .45 / 2 = .2475 and (.7 − .2475) / .7525 = .60133."""
    readers = two_coders([[20, 5], [10, 15]])

    assert float(engine.brennan_prediger(readers, categories=3)) == pytest.approx(0.55)
    assert float(engine.gwet_ac1(readers, categories=3)) == published(0.60133, 5)


# --- Intervals ----------------------------------------------------------------------------------
#
# Units are drawn anew from those judged, with replacement, 2,000 times; the interval holds the
# middle 95 % of the coefficients drawn, shifted for bias and skewness (BCa, Efron 1987).


@pytest.mark.parametrize(
    ("coefficient", "ratings", "low", "high"),
    [
        ("krippendorff_alpha", SIX_RATERS, 0.2903, 0.6194),
        ("fleiss_kappa", SIX_RATERS, 0.2823, 0.6152),
        ("krippendorff_alpha", two_coders([[20, 5], [10, 15]]), 0.1232, 0.6400),
        ("cohen_kappa", two_coders([[20, 5], [10, 15]]), 0.1325, 0.6371),
    ],
)
def test_intervals_are_those_of_another_library(coefficient, ratings, low, high):
    """`scipy.stats.bootstrap(…, method="BCa")` of SciPy 1.17 drew 100,000 times; we draw 2,000, so
    the ends differ by chance: here by less than .025."""
    measured = getattr(stats, coefficient)(rows(ratings), chance=1)

    assert measured.conf_low == pytest.approx(low, abs=0.025)
    assert measured.conf_high == pytest.approx(high, abs=0.025)


# --- Where there is no figure -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratings", "why", "said"),
    [
        ([[_, _], [_, _]], NoAgreementReason.NOTHING_JUDGED, "Nobody has judged anything yet."),
        (
            [[1, 2], [_, _]],
            NoAgreementReason.ONE_CODER,
            "Only one coder has judged; agreement takes two.",
        ),
        ([[1, _], [_, 1]], NoAgreementReason.NEVER_TWO, "No text was judged by two coders."),
        (
            [[1, 2], [2, _]],
            NoAgreementReason.ONE_UNIT,
            "Only one text was judged by two coders: it tells nothing beyond chance.",
        ),
        (
            [[1, 1, 1], [1, 1, _]],
            NoAgreementReason.ALL_ALIKE,
            "Every judgement is the same, so agreement cannot be told from chance.",
        ),
    ],
)
def test_a_figure_that_cannot_be_computed_is_absent_and_says_why(ratings, why, said):
    alpha = stats.krippendorff_alpha(rows(ratings), chance=1)

    assert (alpha.estimate, alpha.conf_low, alpha.conf_high) == (None, None, None)
    assert (alpha.why, alpha.why.say("en")) == (why, said)
    assert alpha.why.say("fr") != said


def test_one_unit_would_always_give_the_same():
    """Its values are all values: D_o is D_e, whatever was said, or both are 0."""
    for said in ([1, 2], [1, 1, 2], [1, 2, 3], [5, 5, 5, 1]):
        assert naive_agreement.krippendorff_alpha([[value] for value in said]) == 0


@pytest.mark.parametrize(
    ("ratings", "estimate", "why"),
    [
        ([[1, 2, 1, 2, 1, 2], [1, 2, 1, 2, 1, 2]], 1, NoAgreementReason.NO_DISAGREEMENT),
        # yes by one of two on 4 of 6 units: 1 − 11 · 8 / (2 · 4 · 8) = −.375
        ([[1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0]], -0.375, NoAgreementReason.FEW_DIFFER),
    ],
)
def test_an_interval_that_would_be_too_short_is_absent_and_says_why(ratings, estimate, why):
    """Without disagreement every draw gives 1: an interval from 1 to 1 would claim certainty. Where
    fewer than five units keep the rest from being all the same, draws hang on chance alone."""
    alpha = stats.krippendorff_alpha(rows(ratings), chance=1)

    assert alpha.estimate == pytest.approx(estimate)
    assert (alpha.conf_low, alpha.conf_high, alpha.why) == (None, None, why)


# --- Codes --------------------------------------------------------------------------------------
#
# Whether a text has a code is a judgement of its own for each code: presence is 1, absence 0, and
# −1 where the coder did not read the text. Each code has its own alpha; there is none for all.


def presence(*codes):
    """Return coders × units × codes from a table of coders × units for each code."""
    return np.stack([np.array(code, dtype=np.int8) for code in codes], axis=2)


def test_each_code_has_its_own_figures():
    """The first code is Krippendorff's example A. Of the second, eight texts were read by both, who
    differ on one and said yes 7 times and no 9 times: alpha = 1 − 15 · 2 / (2 · 7 · 9) = .7619."""
    example = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    other = [[1, 1, 0, 0, 1, 0, -1, 1, 0, 1], [1, 0, 0, 0, 1, 0, 1, 1, 0, -1]]

    first, second = agreement_by_code(presence(example, other), chance=1)

    assert first.alpha.estimate == published(0.095, 3)
    assert first.percent == pytest.approx(0.6)
    assert (first.judged, first.used, first.disputed) == ((10, 10), (2, 4), 4)
    assert second.alpha.estimate == published(0.7619, 4)
    assert (second.judged, second.used, second.disputed) == ((9, 9), (5, 4), 1)
    assert (second.alpha.units, second.alpha.pairable) == (10, 8)


def test_why_percent_agreement_misleads():
    """Two coders use a code on ten of a thousand texts each, never on the same one. They say the
    same of 98 % of texts, and do not agree at all.

    alpha = 1 − 1999 · 40 / (2 · 20 · 1980) = −.0096. AC1, which takes much agreement on absence for
    merit, is (.98 − .0198) / (1 − .0198) = .9796: so it too stands beside alpha, never alone.
    """
    first, second = np.zeros(1000, dtype=int), np.zeros(1000, dtype=int)
    first[:10], second[10:20] = 1, 1

    (code,) = agreement_by_code(presence([first, second]), chance=1)

    assert code.percent == pytest.approx(0.98)
    assert code.alpha.estimate == published(-0.0096, 4)
    assert code.ac1.estimate == published(0.9796, 4)


def test_a_code_that_nobody_used_has_no_alpha():
    (code,) = agreement_by_code(presence([[0, 0, 0], [0, 0, 0]]), chance=1)

    assert (code.alpha.estimate, code.alpha.why) == (None, NoAgreementReason.ALL_ALIKE)
    assert (code.ac1.estimate, code.ac1.why) == (1, NoAgreementReason.NO_DISAGREEMENT)
    assert code.percent == 1


def test_one_coder_is_compared_with_each_of_the_others():
    """A machine stands in the table as one more coder. Here it repeats the first of two people, who
    between themselves are Krippendorff's example A: it is as far from the second as the first is,
    and that is how far people are from each other."""
    one, two = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]

    (machine,) = coder_agreement(presence([one, two, one]), 2, chance=1)

    assert machine.with_each[0].estimate == 1
    assert machine.with_each[1].estimate == published(0.095, 3)
    assert machine.among_others.estimate == published(0.095, 3)
