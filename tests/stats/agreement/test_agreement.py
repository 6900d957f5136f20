"""Coefficients beside a twin that works them out from every pair, and what must not change them."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.stats import naive_agreement
from tests.stats.ratings import ratings, rows
from vecu import stats
from vecu.stats import MeasurementLevel, NoAgreementReason, krippendorff_alpha

OF_MANY = ("fleiss_kappa", "conger_kappa", "brennan_prediger", "gwet_ac1", "percent_agreement")
ABOUT = {"rel": 1e-9, "abs": 1e-9}


def alpha(table, level=MeasurementLevel.NOMINAL):
    return krippendorff_alpha(rows(table), level, chance=1).estimate


def same(one, other):
    return one == other if other is None else one == pytest.approx(float(other), **ABOUT)


def why_none(table):
    """Say, from the rules as a person would read them, why no coefficient can be told."""
    coders = [row for row in table if any(value is not None for value in row)]
    if not coders:
        return NoAgreementReason.NOTHING_JUDGED
    if len(coders) == 1:
        return NoAgreementReason.ONE_CODER
    pairable = len(naive_agreement.paired(table))
    return {0: NoAgreementReason.NEVER_TWO, 1: NoAgreementReason.ONE_UNIT}.get(pairable)


@settings(deadline=None)
@given(ratings(), st.sampled_from(MeasurementLevel))
def test_alpha_is_what_its_definition_gives(table, level):
    measured = krippendorff_alpha(rows(table), level, chance=1)
    if why := why_none(table):
        assert (measured.estimate, measured.why) == (None, why)
    else:
        defined = naive_agreement.krippendorff_alpha(table, level)
        assert same(measured.estimate, defined)
        assert (measured.why is NoAgreementReason.ALL_ALIKE) == (defined is None)


@pytest.mark.parametrize("name", OF_MANY)
@settings(deadline=None)
@given(table=ratings())
def test_agreement_beyond_chance_is_what_its_definition_gives(name, table):
    measured = getattr(stats, name)(rows(table), chance=1)
    if why := why_none(table):
        assert (measured.estimate, measured.std_error, measured.why) == (None, None, why)
    else:
        assert same(measured.estimate, getattr(naive_agreement, name)(table))


@settings(deadline=None)
@given(ratings(coders=2))
def test_cohen_kappa_is_what_its_definition_gives(table):
    measured = stats.cohen_kappa(rows(table), chance=1)
    if why := why_none(table):
        assert (measured.estimate, measured.why) == (None, why)
    else:
        assert same(measured.estimate, naive_agreement.cohen_kappa(table))


@settings(deadline=None)
@given(ratings(), st.integers(4, 9))
def test_categories_may_be_more_than_those_seen(table, categories):
    assume(why_none(table) is None)
    for name in ("brennan_prediger", "gwet_ac1"):
        measured = getattr(stats, name)(rows(table), categories=categories, chance=1)
        assert same(measured.estimate, getattr(naive_agreement, name)(table, categories))


@settings(deadline=None)
@given(ratings())
def test_units_pairs_and_coders_are_counted(table):
    measured = krippendorff_alpha(rows(table), chance=1)

    assert measured.units == len(naive_agreement.units_of(table))
    assert measured.pairable == len(naive_agreement.paired(table))
    assert measured.coders == sum(any(value is not None for value in row) for row in table)


@settings(deadline=None)
@given(ratings(), st.sampled_from(MeasurementLevel))
def test_alpha_is_one_exactly_where_nobody_disagrees(table, level):
    measured = krippendorff_alpha(rows(table), level, chance=1)
    assume(measured.estimate is not None)

    agreed = all(len(set(unit)) == 1 for unit in naive_agreement.paired(table))

    assert (measured.estimate == 1) == agreed
    assert measured.estimate <= 1
    assert (measured.why is NoAgreementReason.NO_DISAGREEMENT) == agreed


@settings(deadline=None)
@given(ratings(), st.randoms(use_true_random=False), st.sampled_from(MeasurementLevel))
def test_the_order_of_coders_and_units_does_not_matter_to_alpha_or_its_interval(
    table, chance, level
):
    coders = chance.sample(table, len(table))
    places = chance.sample(range(len(table[0])), len(table[0]))
    mixed = [[row[place] for place in places] for row in coders]

    assert krippendorff_alpha(rows(mixed), level, chance=1) == krippendorff_alpha(
        rows(table), level, chance=1
    )


@pytest.mark.parametrize("name", OF_MANY)
@settings(deadline=None)
@given(table=ratings(), chance=st.randoms(use_true_random=False))
def test_names_of_values_do_not_matter_to_nominal_coefficients(name, table, chance):
    names = {None: None, **dict(zip(range(1, 5), chance.sample(range(-9, 99), 4), strict=True))}
    renamed = [[names[value] for value in row] for row in table]

    for coefficient in (getattr(stats, name), krippendorff_alpha):
        one, other = (coefficient(rows(each), chance=1) for each in (table, renamed))
        assert same(one.estimate, other.estimate)
        assert one.why == other.why


@pytest.mark.parametrize(
    ("level", "change"),
    [
        (MeasurementLevel.ORDINAL, lambda value: value**3 - 7),
        (MeasurementLevel.INTERVAL, lambda value: 2.5 * value - 30),
        (MeasurementLevel.RATIO, lambda value: 2.5 * value),
    ],
)
@settings(deadline=None)
@given(table=ratings())
def test_alpha_asks_no_more_of_values_than_their_level_says(level, change, table):
    """The order for ordinal, the unit and zero are free for interval, the unit for ratio."""
    changed = [[None if value is None else change(value) for value in row] for row in table]

    assert same(alpha(changed, level), alpha(table, level))


@settings(deadline=None)
@given(ratings(), st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_a_unit_that_one_coder_judged_alone_changes_nothing_of_alpha(table, alone):
    first, *others = table
    longer = [first + alone, *(row + [None] * len(alone) for row in others)]

    before, after = (krippendorff_alpha(rows(each), chance=1) for each in (table, longer))

    assume(before.pairable)
    assert (after.estimate, after.conf_low, after.conf_high, after.why) == (
        *(before.estimate, before.conf_low, before.conf_high),
        before.why,
    )
    assert after.units == before.units + len(alone)


@settings(deadline=None)
@given(ratings())
def test_a_coder_who_judged_nothing_changes_nothing(table):
    more = [*table, [None] * len(table[0])]

    for name in ("krippendorff_alpha", *OF_MANY):
        coefficient = getattr(stats, name)
        assert coefficient(rows(more), chance=1) == coefficient(rows(table), chance=1)


@settings(deadline=None)
@given(ratings(missing=False))
def test_without_missing_judgements_alpha_is_fleiss_kappa_mended_for_few_values(table):
    """alpha = κ + (1 − κ) / n, since D_e is taken over pairs of different judgements."""
    kappa = stats.fleiss_kappa(rows(table), chance=1).estimate
    assume(kappa is not None)

    given_values = len(table) * len(table[0])

    assert same(alpha(table), kappa + (1 - kappa) / given_values)


@settings(deadline=None)
@given(ratings(coders=2, missing=False))
def test_for_two_coders_who_judged_everything_conger_is_cohen(table):
    one = stats.conger_kappa(rows(table), chance=1)
    other = stats.cohen_kappa(rows(table), chance=1)

    assert same(one.estimate, other.estimate)
    assert same(one.std_error, other.std_error)


@settings(deadline=None)
@given(ratings(values=2), st.sampled_from(MeasurementLevel))
def test_of_two_values_every_level_makes_the_same(table, level):
    """There is one distance only, whatever its size."""
    assert same(alpha(table, level), alpha(table))


def test_zero_is_a_value_of_the_ratio_level():
    """(0 − k) / (0 + k) is 1 whatever k, and 0 is not apart from 0."""
    table = [[0, 0, 3, 5], [0, 4, 3, 0]]

    assert same(
        alpha(table, MeasurementLevel.RATIO), naive_agreement.krippendorff_alpha(table, "ratio")
    )


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: alpha([1, 2, 3]), "a row per coder and a column per unit; found 1 axes"),
        (lambda: alpha([[1, np.inf], [1, 2]]), "A rating is infinite; write NaN"),
        (lambda: alpha([[-1, 2], [1, 2]], MeasurementLevel.RATIO), "counted from 0: none is below"),
        (lambda: alpha(np.arange(2002).reshape(2, -1)), "2002 different values are more than 1000"),
        (lambda: stats.cohen_kappa(np.ones((3, 4)), chance=1), "for two coders; found 3"),
        (
            lambda: stats.gwet_ac1([[1, 2, 3], [1, 2, 3]], categories=2, chance=1),
            "3 different values were given, more than the 2 categories",
        ),
    ],
)
def test_what_is_no_table_of_ratings_is_refused_with_what_was_found(call, said):
    with pytest.raises(ValueError, match=said):
        call()
