"""How much evidence is enough, what a score means, and which codes are never suggested."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vecu.coding.classifier.thresholds import (
    LEAST_SCORE,
    fit_platt_scaling,
    fit_thresholds,
    matching_threshold,
    roc_auc,
)
from vecu.coding.classifier.training_data import tokenize


def words(count):
    return [tokenize(f"text {number}") for number in range(count)]


def standard(evidence, present, drawn=None, texts=None):
    present = np.array(present, dtype=bool)
    drawn = np.ones(len(present), dtype=bool) if drawn is None else np.array(drawn, dtype=bool)
    texts = words(len(present)) if texts is None else texts
    return fit_thresholds(np.array(evidence, float)[:, None], present[:, None], drawn, texts)[0]


@pytest.mark.parametrize(
    ("times", "enough"),
    [(1, 3.0), (2, 1.5), (3, 0.0), (0, 4.0), (4, -np.inf)],
)
def test_enough_lies_halfway_between_the_texts_that_it_parts(times, enough):
    assert matching_threshold(np.array([1.0, 4.0, -1.0, 2.0]), times) == enough


def test_without_texts_drawn_at_random_nothing_is_enough():
    assert matching_threshold(np.array([]), 0) == np.inf


@given(st.lists(st.integers(-1000, 1000), min_size=1, unique=True), st.data())
def test_a_code_is_suggested_as_often_as_people_put_it_on_texts_drawn_at_random(found, data):
    evidence = np.array(found, dtype=float)
    times = data.draw(st.integers(0, len(found)))

    assert (evidence > matching_threshold(evidence, times)).sum() == times


def test_texts_that_were_picked_do_not_count_for_how_common_a_code_is():
    """Of ten texts drawn at random three have the code; five others were picked for having it."""
    evidence = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 9.5, 8.5, 7.5, 6.5, 5.5]
    present = [1, 1, 1] + [0] * 7 + [1] * 5
    drawn = [1] * 10 + [0] * 5

    found = standard(evidence, present, drawn)

    assert found.enough == 6.5  # between the third and the fourth of those drawn
    assert found.share == pytest.approx(3.5 / 11)
    assert found.silent is None


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_code_that_too_few_texts_have_is_silent_and_says_how_many(count):
    found = standard(range(20), [0] * (20 - count) + [1] * count)

    assert str(count) in found.silent
    assert found.enough == np.inf
    assert found.score(100.0) == pytest.approx((count + 0.5) / 21)


def test_the_same_words_three_times_are_one_text():
    texts = [*words(17), *[tokenize("Pareil !"), tokenize("pareil"), tokenize("PAREIL")]]

    assert "1." in standard(range(20), [0] * 17 + [1] * 3, texts=texts).silent


def test_a_code_that_nearly_all_texts_have_is_silent():
    assert "without" in standard(range(20), [0] * 2 + [1] * 18).silent


def test_a_code_that_the_machine_tells_no_better_than_chance_is_silent():
    """Of 4 × 12 pairs of a text with the code and one without, it must be right on more than 24.

    With the code have places 0, 8, 9 and 10 of sixteen: above 0, 7, 7 and 7 of the others, 21
    pairs; with 10 and 13 in the place of 9 and 10 they are above 0, 7, 8 and 10, 25 pairs.
    """
    assert "chance" in standard(range(16), _with(0, 8, 9, 10)).silent
    assert standard(range(16), _with(0, 8, 10, 13)).silent is None


def _with(*places):
    return [place in places for place in range(16)]


def test_a_rare_code_is_not_suggested_where_people_would_hardly_ever_apply_it():
    """3 of 120 texts have it, at ranks 20, 40 and 60: above chance, but the top three have none."""
    found = standard(range(120, 0, -1), [rank in {20, 40, 60} for rank in range(120)])

    assert found.silent is None
    assert found.enough > 120 - 3
    assert found.score(found.enough) == pytest.approx(LEAST_SCORE)
    assert found.score(120 - 3) < LEAST_SCORE


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2))
def test_how_often_texts_with_the_code_are_above_is_counted_by_pairs(found):
    evidence = np.array([float(value) for value, _has in found])
    present = np.array([has for _value, has in found])
    assume(present.any() and not present.all())
    pairs = [
        0.5 if one == other else float(one > other)
        for one in evidence[present]
        for other in evidence[~present]
    ]

    assert roc_auc(evidence, present) == pytest.approx(sum(pairs) / len(pairs))


def test_scores_are_chances_that_add_up_to_what_people_did():
    """The logistic curve of greatest likelihood has the mean of its targets (Platt's targets)."""
    evidence = np.array([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 0.5])
    present = np.array([0, 0, 1, 0, 0, 1, 1, 1], dtype=bool)

    slope, shift = fit_platt_scaling(evidence, present)
    scores = 1 / (1 + np.exp(-(slope * evidence + shift)))

    assert scores.sum() == pytest.approx(4 * 5 / 6 + 4 * 1 / 6, abs=1e-3)
    assert slope > 0


def test_more_evidence_never_makes_a_lower_score():
    evidence = np.array([3.0, 2.0, 1.0, 0.0])

    slope, _shift = fit_platt_scaling(evidence, np.array([False, False, True, True]))

    assert slope > 0


def test_parted_texts_are_no_certainty():
    """With ten on either side Platt's targets are 11/12 and 1/12; no score goes beyond them far."""
    evidence = np.array([-5.0] * 10 + [5.0] * 10)
    slope, shift = fit_platt_scaling(evidence, evidence > 0)

    assert 1 / (1 + np.exp(-(slope * 5 + shift))) == pytest.approx(11 / 12, abs=1e-3)
