"""Figures by code: each code as if it stood alone, each coder beside the others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vecu.stats import NOT_JUDGED, agreement_by_code, coder_agreement, gwet_ac1, krippendorff_alpha


@st.composite
def presences(draw):
    coders, units, codes = (draw(st.integers(*ends)) for ends in ((1, 5), (0, 12), (1, 3)))
    size = coders * units * codes
    marks = draw(st.lists(st.sampled_from((-1, 0, 1)), min_size=size, max_size=size))
    return np.array(marks, dtype=np.int8).reshape(coders, units, codes)


def rows(presence, code):
    table = presence[:, :, code].astype(float)
    table[table == NOT_JUDGED] = np.nan
    return table


def figures(agreement):
    return (
        *(agreement.units, agreement.pairable, agreement.coders, agreement.why),
        agreement.estimate is None or pytest.approx(agreement.estimate),
    )


@settings(deadline=None)
@given(presences())
def test_a_code_is_measured_as_ratings_of_yes_and_no(presence):
    for code, measured in enumerate(agreement_by_code(presence, chance=1)):
        table = rows(presence, code)
        assert figures(measured.alpha) == figures(krippendorff_alpha(table, chance=1))
        assert figures(measured.ac1) == figures(gwet_ac1(table, categories=2, chance=1))


@settings(deadline=None)
@given(presences())
def test_uses_judgements_disputes_and_pairs_are_counted(presence):
    for code, measured in enumerate(agreement_by_code(presence, chance=1)):
        table = presence[:, :, code].tolist()
        units = [[mark for mark in unit if mark != NOT_JUDGED] for unit in zip(*table, strict=True)]
        assert measured.used == tuple(row.count(1) for row in table)
        assert measured.judged == tuple(row.count(1) + row.count(0) for row in table)
        assert measured.disputed == sum(len(set(unit)) > 1 for unit in units)
        shares = [
            1 - unit.count(0) * unit.count(1) * 2 / (len(unit) * (len(unit) - 1))
            for unit in units
            if len(unit) > 1
        ]
        mean = sum(shares) / len(shares) if shares else None
        assert measured.percent == (pytest.approx(mean) if shares else None)


@settings(deadline=None)
@given(presences(), st.integers(0, 4))
def test_a_coder_is_compared_pair_by_pair_and_the_others_among_themselves(presence, place):
    coder = place % len(presence)
    others = [other for other in range(len(presence)) if other != coder]

    for code, standing in enumerate(coder_agreement(presence, coder, chance=1)):
        table = rows(presence, code)
        assert list(standing.with_each) == others
        for other, alpha in standing.with_each.items():
            pair = krippendorff_alpha(table[[coder, other]], chance=1)
            assert figures(alpha) == figures(pair)
        among = krippendorff_alpha(table[others], chance=1)
        assert figures(standing.among_others) == figures(among)


def invented(chance=7, coders=4, units=300, codes=3):
    random = np.random.default_rng(chance)
    true = random.random((units, codes)) < 0.3
    seen = np.where(random.random((coders, units, codes)) < 0.9, true, ~true).astype(np.int8)
    seen[random.random(seen.shape) < 0.3] = NOT_JUDGED
    return seen


def test_the_result_for_a_code_does_not_hang_on_the_codes_beside_it():
    presence = invented()
    alone = [agreement_by_code(presence[:, :, [code]], chance=3)[0] for code in range(3)]

    assert agreement_by_code(presence, chance=3) == tuple(alone)


def test_the_order_of_coders_and_texts_does_not_matter():
    presence = invented()
    mixed = presence[::-1, np.random.default_rng(1).permutation(300)]

    for one, other in zip(
        agreement_by_code(presence, chance=3), agreement_by_code(mixed, chance=3), strict=True
    ):
        assert (one.alpha, one.ac1, one.percent) == (other.alpha, other.ac1, other.percent)
        assert one.used == other.used[::-1]


def test_a_machine_that_errs_like_people_stands_among_them_and_one_that_guesses_does_not():
    people = invented(coders=3, units=2000, codes=1)
    likewise = invented(coders=4, units=2000, codes=1)
    guesses = np.random.default_rng(2).integers(0, 2, (1, 2000, 1)).astype(np.int8)

    (alike,) = coder_agreement(likewise, 3, chance=1)
    (guessing,) = coder_agreement(np.concatenate([people, guesses]), 3, chance=1)

    among = alike.among_others.estimate
    assert all(abs(each.estimate - among) < 0.06 for each in alike.with_each.values())
    assert all(each.conf_high < 0.1 for each in guessing.with_each.values())
    assert guessing.among_others.conf_low > 0.5


@pytest.mark.parametrize("shape", [(3, 4), (3,), (1, 2, 3, 4)])
def test_presence_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match="coders, units and codes"):
        agreement_by_code(np.zeros(shape, dtype=np.int8), chance=1)


def test_a_mark_that_says_neither_yes_nor_no_is_refused():
    with pytest.raises(ValueError, match="1, 0 and -1 only"):
        agreement_by_code(np.full((2, 3, 1), 2, dtype=np.int8), chance=1)


@pytest.mark.parametrize("coder", [-1, 2])
def test_a_coder_who_is_not_there_cannot_be_compared(coder):
    with pytest.raises(ValueError, match=f"There is no coder {coder} among 2"):
        coder_agreement(np.zeros((2, 3, 1), dtype=np.int8), coder, chance=1)
