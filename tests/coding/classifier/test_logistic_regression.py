"""What is learned, and what is said of texts that were not shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.coding.classifier.features import Vocabulary
from vecu.coding.classifier.logistic_regression import (
    assign_folds,
    cross_validate_evidence,
    fit_classifiers,
)
from vecu.coding.classifier.tfidf import FeatureCounts
from vecu.coding.classifier.training_data import tokenize


def counted(texts):
    words = [tokenize(text) for text in texts]
    vocabulary = Vocabulary(words)
    return FeatureCounts(vocabulary.count_phrases(words), vocabulary.count_runs(words))


@given(
    st.lists(st.sampled_from(["a", "b", "A !", "c d", "e", "f", "g"]), min_size=1),
    st.integers(1, 6),
    st.integers(0, 3),
)
def test_every_text_is_in_one_fold_and_texts_of_the_same_words_in_the_same(texts, folds, chance):
    words = [tokenize(text) for text in texts]

    dealt = assign_folds(words, np.zeros((len(texts), 1), dtype=bool), folds, chance=chance)

    assert sorted(place for fold in dealt for place in fold) == list(range(len(texts)))
    where = {place: number for number, fold in enumerate(dealt) for place in fold}
    for one, first in enumerate(words):
        for other, second in enumerate(words):
            if first == second or first.folded == second.folded:
                assert where[one] == where[other]


def test_three_texts_of_a_rare_code_are_in_three_folds():
    words = [tokenize(f"text {number}") for number in range(60)]
    presence = np.zeros((60, 2), dtype=bool)
    presence[:30, 0] = True
    presence[[3, 4, 59], 1] = True

    for chance in range(20):
        dealt = assign_folds(words, presence, 3, chance=chance)
        assert [int(presence[fold, 1].sum()) for fold in dealt] == [1, 1, 1]


def test_words_that_go_with_a_code_are_evidence_for_it():
    texts = [f"{word} {filler}" for word in ("loi", "bus") for filler in ["un", "deux", "trois"]]
    counts = counted(texts)
    presence = np.array([[text.startswith("loi")] for text in texts])

    learned = fit_classifiers(counts, presence, chance=1)

    evidence = learned.evidence(counts)[:, 0]
    assert evidence[presence[:, 0]].min() > 0 > evidence[~presence[:, 0]].max()


def test_a_code_that_every_text_has_is_its_share_and_no_word_speaks_for_it():
    """Of four texts all have it: with half a text on either side 4.5 of 5, odds of 9."""
    learned = fit_classifiers(
        counted(["un", "deux", "trois", "un deux"]), np.ones((4, 1), bool), chance=1
    )

    assert not learned.weights.any()
    assert learned.begins == pytest.approx([np.log(9)])


def test_a_text_s_own_codes_tell_nothing_of_it():
    """Each text is one word that no other has: unseen, it is evidence of nothing but shares."""
    names = [f"{one}{two}{three}" for one in "bdfg" for two in "aei" for three in "lmn"]
    words = [tokenize(f"{name}{name}") for name in names]
    presence = np.array([[place % 2 == 0] for place in range(len(names))])
    counts = counted([f"{name}{name}" for name in names])

    unseen = cross_validate_evidence(counts, words, presence, chance=1)[:, 0]

    shown = fit_classifiers(counts, presence, chance=1).evidence(counts)[:, 0]
    assert ((shown > 0) == presence[:, 0]).all()
    assert not ((unseen > 0) == presence[:, 0]).mean() > 0.7
