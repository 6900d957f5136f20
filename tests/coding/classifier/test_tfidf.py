"""TF-IDF, beside scikit-learn's own and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from vecu.coding.classifier.tfidf import FeatureCounts, fit_idf, fit_tfidf

TABLES = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 4), min_size=width, max_size=width), min_size=1, max_size=6
    )
)


def counted(rows):
    return sparse.csr_array(np.array(rows, dtype=float))


def test_a_weight_is_the_count_s_logarithm_times_rarity_over_the_length():
    """Two texts; the first has column 0 twice and column 1 once, the second column 0 once.

    Rarity: 1 + ln(3/3) = 1 for column 0, 1 + ln(3/2) for column 1, 0 for column 2, which none has.
    The first row: (1 + ln 2) × 1 = 1.693 and 1 × 1.405, of length √(1.693² + 1.405²) = 2.201.
    """
    counts = counted([[2, 1, 0], [1, 0, 0]])

    weighed = fit_idf(counts).weigh(counts).toarray()

    assert weighed[0] == pytest.approx([1.6931 / 2.2005, 1.4055 / 2.2005, 0], abs=1e-4)
    assert weighed[1] == pytest.approx([1, 0, 0])


@given(TABLES)
def test_it_is_what_scikit_learn_makes_of_the_same_counts(rows):
    counts = counted(rows)
    expected = TfidfTransformer(sublinear_tf=True).fit_transform(counts).toarray()

    assert fit_idf(counts).weigh(counts).toarray() == pytest.approx(expected)


def test_what_was_not_learned_from_weighs_nothing_in_a_new_text():
    rarity = fit_idf(counted([[1, 0], [1, 0]]))

    assert rarity.weigh(counted([[1, 5]])).toarray() == pytest.approx(np.array([[1.0, 0.0]]))
    assert rarity.weigh(counted([[0, 5]])).toarray() == pytest.approx(np.array([[0.0, 0.0]]))


@given(TABLES, st.lists(st.integers(-1, 5), max_size=12))
def test_occurrences_in_one_text_add_up_to_its_row(rows, columns):
    width = len(rows[0])
    columns = np.array([column for column in columns if column < width], dtype=np.int32)
    rarity = fit_idf(counted(rows))
    times = [(columns == column).sum() for column in range(width)]

    shares = rarity.weigh_each(columns)

    by_column = [shares[columns == column].sum() for column in range(width)]
    assert by_column == pytest.approx(rarity.weigh(counted([times])).toarray()[0])
    assert shares[columns < 0] == pytest.approx(0)


def test_what_an_encoder_says_stands_beside_phrases_and_runs():
    counts = FeatureCounts(counted([[1]]), counted([[1, 1]]), np.array([[0.6, 0.8]]))

    row = fit_tfidf(counts, of_encoder=0.5).weigh(counts).toarray()[0]

    half = np.sqrt(0.5)  # two runs as rare as each other, of length 1 together
    assert row == pytest.approx([1, half, half, 0.3, 0.4])
