"""From a text to its words, phrases and runs of letters, each where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.coding.classifier.features import UNKNOWN, Vocabulary, iter_character_ngrams, iter_phrases
from vecu.coding.classifier.training_data import tokenize
from vecu.search_folding import fold_for_search


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L’élève a relu", [("l", "L"), ("eleve", "élève"), ("a", "a"), ("relu", "relu")]),
        ("😀 Cœur 👩🏽‍⚕️", [("coeur", "Cœur")]),  # an emoji is one code point, or several
        ("re\u0301dige vite", [("redige", "re\u0301dige"), ("vite", "vite")]),
        ("ﬁn", [("fin", "ﬁn")]),  # a ligature, one code point for two letters
        ("e-mail", [("e", "e"), ("mail", "mail")]),
    ],
)
def test_words_are_compared_without_case_and_accents_and_stand_in_the_text_displayed(text, found):
    words = tokenize(text)

    shown = [text[start:end] for start, end in words.places]
    assert list(zip(words.folded, shown, strict=True)) == found


@given(st.text())
def test_each_word_stands_at_its_reported_position_in_whatever_is_written(text):
    words = tokenize(text)

    assert " ".join(words.folded) == fold_for_search(text)
    for word, (start, end) in zip(words.folded, words.places, strict=True):
        assert fold_for_search(text[start:end]).replace(" ", "").find(word) >= 0
    starts = [start for start, _end in words.places]
    assert starts == sorted(starts)


def test_phrases_are_words_then_pairs_of_neighbours():
    assert list(iter_phrases(tokenize("Je relis tout"))) == [
        "je", "relis", "tout", "je relis", "relis tout",
    ]  # fmt: skip


def test_runs_are_three_to_five_letters_with_the_blanks_around_the_word():
    assert list(iter_character_ngrams("loi")) == [" lo", "loi", "oi ", " loi", "loi ", " loi "]


def test_a_vocabulary_knows_the_phrases_and_runs_of_its_texts_and_no_others():
    vocabulary = Vocabulary([tokenize("relire la loi"), tokenize("la loi")])

    # Columns in the order in which they are met: relire, la, loi, relire la, la loi.
    assert vocabulary.phrases(tokenize("La loi, relue")).tolist() == [1, 2, UNKNOWN, 4, UNKNOWN]
    assert vocabulary.knows("loi")
    assert not vocabulary.knows("relue")
    known = vocabulary.runs("relue") != UNKNOWN
    assert [run for run, has in zip(iter_character_ngrams("relue"), known, strict=True) if has] == [
        " re", "rel", " rel",
    ]  # fmt: skip


def test_counts_are_of_known_columns_only():
    vocabulary = Vocabulary([tokenize("la loi")])

    counts = vocabulary.count_phrases([tokenize("La loi, la loi, rien"), tokenize("")])

    assert counts.toarray().tolist() == [[2, 2, 2], [0, 0, 0]]  # la, loi, la loi
